"""Two people in two browsers, a real provider between them and the app."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from core.adapters.store_sqlite import SqliteStore
from tests.e2e.conftest import Server, settled
from tests.fakes.oidc_provider import CLIENT, provider

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

MIA, RITA, BOB, EVE = "mia@example.com", "rita@example.com", "bob@example.com", "eve@elsewhere.example"
SHOWN = "Suggestions only. Nobody is declined until you decide."
CLOSED = (
    "/media/0.csv",
    "/_stcore/metrics",
    "/_stcore/upload_file/0/0",
    "/_stcore/agent/interact",
    "/_stcore/script-health-check",
    "/component/x/index.html",
    "/app/static/x",
    "/api/runs",
    "/docs",
)


@pytest.fixture
def server(own_server: Callable[..., Server]) -> Iterator[Server]:
    with provider(MIA, RITA, BOB, EVE) as metadata:
        yield own_server(
            **CLIENT,
            OIDC_METADATA_URL=metadata,
            OIDC_ALLOWED_DOMAINS="example.com",
            OIDC_REVIEWERS=RITA,
            OIDC_TEAMS=f"sales: {MIA}, {RITA}",
        )


@contextmanager
def somebody(browser: Browser) -> Iterator[Page]:
    """A browser of their own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def log_in(page: Page, address: str) -> None:
    """From the login page, by the provider."""
    page.get_by_role("link", name="Log in").click()
    page.get_by_role("button", name=address).click()
    page.wait_for_url(re.compile(r"^http://localhost:\d+/(?!oauth2callback)"))


def only_the_login(page: Page) -> None:
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    settled(page)
    said = page.locator("body").inner_text()
    assert "Log in to go on." in said
    assert not re.search(r"SQLite|Redis|screening|résumé|Settings|Review\b", said)


def test_people_see_what_is_theirs_and_guess_nothing_else(
    server: Server, browser: Browser, tmp_path: Path
) -> None:
    with somebody(browser) as stranger:
        for path in ("/settings", "/admin", "/shortlist", "/screen", "/review?run=guess"):
            stranger.goto(server.address + path)
            only_the_login(stranger)
        for path in CLOSED:
            assert httpx2.get(server.address + path).status_code == 401, path
        assert httpx2.get(server.address + "/healthz").status_code == 200
        log_in(stranger, EVE)
        expect(stranger.get_by_text("This account can't open Shortlist")).to_be_visible()
        expect(stranger.get_by_role("button", name="Log out")).to_be_visible()

    with somebody(browser) as mia, somebody(browser) as bob, somebody(browser) as rita:
        mia.goto(server.address)
        log_in(mia, MIA)
        mia.get_by_role("button", name="Try it with sample résumés").click()
        expect(mia.get_by_text(SHOWN)).to_be_visible()
        settled(mia)
        deep = mia.url.replace("localhost", "127.0.0.1")
        run_id = re.findall(r"run=([\w-]+)", deep)[0]
        with mia.expect_download() as file:
            mia.get_by_role("button", name="Download shortlist (CSV)").click()
        csv = Path(file.value.path()).read_text("utf-8-sig")
        names = [line.split(",")[1] for line in csv.splitlines()[1:4]]
        assert names[0] in mia.locator("body").inner_text()

        bob.goto(deep)  # the way back leads to where one wanted to be
        log_in(bob, BOB)
        assert f"run={run_id}" in bob.url
        expect(bob.get_by_text("This screening isn't here any more.")).to_be_visible()
        bob.goto(bob.url.replace("/review", "/shortlist"))
        expect(bob.get_by_text("This screening isn't here any more.")).to_be_visible()
        assert not any(name in bob.locator("body").inner_text() for name in names)
        assert httpx2.get(file.value.url).status_code == 401

        rita.goto(deep)
        log_in(rita, RITA)
        expect(rita.get_by_text(SHOWN)).to_be_visible()
        settled(rita)
        with rita.expect_download() as hers:
            rita.get_by_role("button", name="Download shortlist (CSV)").click()
        blind = Path(hers.value.path()).read_text("utf-8-sig")
        seen = rita.locator("body").inner_text() + blind
        assert "Candidate 3" in seen
        assert not any(name in seen for name in names)

        rita.locator(".st-key-account button").click()
        rita.get_by_role("button", name="Log out").click()
        rita.get_by_role("button", name=re.compile("End session|Confirm|Log ?out", re.I)).click()
        expect(rita.get_by_role("link", name="Log in")).to_be_visible()
        rita.goto(deep)
        only_the_login(rita)

    store = SqliteStore(tmp_path / "data" / "shortlist.db", reader_version=1)
    denied = {event.user for event in store.events(run_id) if event.kind == "denied"}
    store.close()
    assert denied == {BOB}
    log = (tmp_path / "server.log").read_text()
    assert not any(secret in log for secret in (CLIENT["OIDC_CLIENT_SECRET"], MIA, BOB, RITA, *names))
    assert "Traceback" not in log, json.dumps(log[-2000:])
