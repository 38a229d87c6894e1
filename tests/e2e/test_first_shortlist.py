"""From an empty desk to a downloaded shortlist, as a person does it."""

import csv
import io
import re
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from core.samples import sample_files, sample_job
from tests.e2e.conftest import settled, write_job

CONTRAST = Path(__file__).with_name("contrast.js").read_text()
pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def pale_words(page: Page) -> list[str]:
    """What can't be read once the page has come to rest: colours may still be on their way when it says so."""
    with suppress(TimeoutError):
        page.wait_for_function(f"() => ({CONTRAST})().length === 0", timeout=10_000)
    pale: list[str] = page.evaluate(CONTRAST)
    return pale


def rows_of(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download shortlist (CSV)").first.click()
    content = Path(waiting.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in content
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_own_files_become_a_shortlist_that_a_chart_filters(page: Page, tmp_path: Path) -> None:
    pile = tmp_path / "pile"
    pile.mkdir()
    for name, content in sample_files():
        (pile / name).write_bytes(content)
    (pile / "web page.pdf").write_text("<!doctype html><title>404</title><p>Not found</p>")
    (pile / "nothing.docx").write_bytes(b"")
    files = sorted(pile.iterdir())

    write_job(page, sample_job().text)
    page.get_by_label("Résumés").locator("input").set_input_files(files)
    expect(page.get_by_text(re.compile(rf"{len(files)} (files|résumés)")).first).to_be_visible()
    expect(page.get_by_text("Needs a password").first).to_be_attached()
    settled(page)
    page.get_by_role("button", name="Start screening").click()

    expect(page.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible(
        timeout=60_000
    )
    settled(page)
    expect(page.get_by_role("radiogroup", name="Category")).to_be_visible()
    everybody = rows_of(page)
    assert len(everybody) == len(files) - 3, "one locked, one empty, one web page"

    page.get_by_text("Charts", exact=True).click()
    bar = page.locator(".js-plotly-plot .points .point path").last
    bar.wait_for(state="attached")
    settled(page)
    page.locator(".js-plotly-plot").last.scroll_into_view_if_needed()
    rejected = len([row for row in everybody if row["Category"] == "rejected"])
    assert rejected
    box = bar.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile("category=rejected"))
    settled(page)
    filtered = rows_of(page)
    assert {row["Category"] for row in filtered} == {"rejected"}
    assert len(filtered) == rejected


def test_samples_open_the_best_candidate_and_a_decision_is_taken_undone_and_in_the_file(page: Page) -> None:
    page.get_by_role("button", name="Try it with sample résumés").click()
    expect(page.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Selected: ")).first).to_be_visible()
    settled(page)

    page.keyboard.press("s")
    expect(page.get_by_text("1 of 12 decided")).to_be_visible()
    settled(page)
    decided = rows_of(page)
    assert [row["Decision"] for row in decided].count("shortlist") == 1

    page.keyboard.press("u")
    expect(page.get_by_text("0 of 12 decided")).to_be_visible()
    settled(page)
    assert {row["Decision"] for row in rows_of(page)} == {""}


def test_a_quote_is_shown_on_its_page(page: Page) -> None:
    page.get_by_role("button", name="Try it with sample résumés").click()
    expect(page.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible()
    settled(page)
    page.get_by_role("button", name=re.compile(r"Show( p\. \d+)?$")).first.click()
    picture = page.locator('[data-testid="stImage"] img, img[alt*="age"]').first
    expect(picture).to_be_visible()


def test_a_reopened_address_shows_the_same_run_and_candidate(page: Page) -> None:
    page.get_by_role("button", name="Try it with sample résumés").click()
    expect(page.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible()
    page.get_by_role("button", name=re.compile("^›")).click()
    expect(page.get_by_text("2 of 12")).to_be_visible()
    settled(page)
    expect(page).to_have_url(re.compile(r"run=.*candidate=|candidate=.*run="))
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.get_by_text("2 of 12")).to_be_visible(timeout=30_000)


def test_start_without_a_job_says_what_to_do(page: Page) -> None:
    page.get_by_role("button", name="Start screening").click()
    expect(page.get_by_text("Paste the job description first.")).to_be_visible()


def test_a_job_file_stands_in_the_text_area(page: Page) -> None:
    page.get_by_label("Job description file").locator("input").set_input_files(
        {"name": "job.txt", "mimeType": "text/plain", "buffer": sample_job().text.encode()}
    )
    expect(page.get_by_label("Job description", exact=True)).to_have_value(re.compile("Customer Support"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_words_can_be_read_in_the_light_and_in_the_dark(
    page: Page, theme: Literal["light", "dark"]
) -> None:
    page.emulate_media(color_scheme=theme)
    page.reload()
    page.get_by_role("button", name="Try it with sample résumés").wait_for()
    settled(page)
    assert pale_words(page) == []
    page.get_by_role("button", name="Try it with sample résumés").click()
    expect(page.get_by_text("Suggestions only. Nobody is declined until you decide.")).to_be_visible()
    settled(page)
    assert pale_words(page) == []
