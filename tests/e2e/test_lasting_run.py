"""A screening outlives tabs and the server; foreign text in it stays text."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.e2e.conftest import Server, write_job
from tests.fakes.openai_endpoint import FakeEndpoint

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

JOB = """**Lead** <img src=http://evil.example/1.png> ![i](http://evil.example/2.png) $x^2$
Requirements:
- 3+ years in customer support
- German B2 or better
- Led a team of 5 <b>people</b> ![i](http://evil.example/3.png)
"""
RESUME = """Anna Muster
anna@example.com

Experience
Customer support agent, 2012 - 2020 <img src=http://evil.example/4.png> ![i](http://evil.example/5.png)
Led a team of {n} people, see [my page](http://evil.example/6) $\\frac{{a}}{{b}}$ :red[now]
<script>fetch("http://evil.example/7")</script>
"""
FILES = 14


def begin(page: Page) -> None:
    """The tab's guard sees every request: none may leave the machine, whatever the texts say."""
    write_job(page, JOB)
    page.get_by_label("Résumés").locator("input").set_input_files(
        [
            FilePayload(
                name=f"![{n}](http:⁄⁄evil.example) <img src=x>.txt",
                mimeType="text/plain",
                buffer=RESUME.format(n=n + 2).encode(),
            )
            for n in range(FILES)
        ]
    )
    expect(page.get_by_text(re.compile(rf"{FILES} files ·"))).to_be_visible()
    page.get_by_role("button", name="Start screening").click()
    page.get_by_text("Best so far", exact=True).wait_for()


def test_a_killed_server_goes_on_where_it_was_and_foreign_text_stays_text(
    own_server: Callable[..., Server], tab: Page
) -> None:
    with FakeEndpoint(latency=0.3) as endpoint:
        server = own_server(OPENAI_BASE_URL=endpoint.url, OPENAI_API_KEY="sk-test", MAX_IN_FLIGHT="2")
        tab.goto(server.address)
        begin(tab)
        tab.get_by_role("button", name="Pause").click()
        expect(tab.get_by_text(re.compile(rf"Paused\. \d+ of {FILES} are done and kept"))).to_be_visible()
        tab.get_by_role("button", name="Continue").click()
        expect(tab.get_by_role("button", name="Pause")).to_be_enabled()
        run = tab.url
        server.kill()
        tab.goto("about:blank")
        server.start()
        tab.goto(run)
        expect(tab.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible(
            timeout=90_000
        )
        expect(tab.get_by_role("radio", name=f"All {FILES}")).to_be_visible()
        assert len(endpoint.calls) <= FILES + 4, "what was finished is not asked for again"
    for name in ("Résumé", "Contact & file", "Evidence"):
        tab.get_by_role("tab", name=name, exact=True).click()
        expect(tab.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
    tab.get_by_role("button", name=re.compile("Show$")).first.click()
    expect(tab.get_by_text("<img src=http://evil.example/4.png>").first).to_be_visible()
    assert tab.locator('img[src*="evil"], a[href*="evil"], .katex').count() == 0
