"""Scans on the pages: taken in as files like others, read while screening, shown as what they are."""

from collections.abc import Callable

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from core.reading import readers
from core.wiring import Services
from pages.widgets.services import services
from tests.fakes import scan_child
from tests.pages.test_screen import JOB, RESUME, press, resumes_uploader, the_run, words_on
from tests.reading.pictures import pdf, saved

Open = Callable[..., AppTest]

PAGE = Image.new("RGB", (60, 84), "grey")


@pytest.fixture
def scanning(monkeypatch: pytest.MonkeyPatch) -> Services:
    """The services of an installation that reads scans, as a child plays it."""
    monkeypatch.setenv("SCANS_ENABLED", "true")
    monkeypatch.setattr(readers, "scans_installed", lambda: True)
    monkeypatch.setattr(readers, "SCAN_CHILD", scan_child.COMMAND)
    return services()


def test_where_scans_are_read_they_are_no_problem_and_end_with_a_score(
    scanning: Services, open_app: Open
) -> None:
    at = open_app()
    assert "JPG or PNG" in words_on(at)
    at.text_area(key="job_text").set_value(JOB)
    uploader = resumes_uploader(at)
    uploader.upload("ada.txt", RESUME)
    uploader.upload("photo.jpg", saved(PAGE, "JPEG"))
    uploader.upload("scan.pdf", pdf(PAGE))
    at.run()
    shown = words_on(at)
    assert "2 scans, read while screening" in shown
    assert "can't be read" not in shown
    assert "about 12 s" in shown
    press(at, "start")
    run = the_run(scanning)
    scanning.runner.wait(run.id, 60)
    outcomes = {row.item.file: row.outcome for row in scanning.store.rows(run.id)}
    photo = outcomes["photo.jpg"]
    assert photo is not None
    assert photo.status == "scored"
    assert photo.contact.name == "Ida Pictured"
    assert "scanned" in {flag.kind for flag in photo.flags}


def test_the_page_of_a_scan_is_shown_and_says_why_nothing_is_marked(
    scanning: Services, open_app: Open
) -> None:
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    resumes_uploader(at).upload("photo.jpg", saved(PAGE, "JPEG"))
    at.run()
    press(at, "start")
    run = the_run(scanning)
    scanning.runner.wait(run.id, 60)
    review = open_app("review.py", run=run.id)
    show = next(b for b in review.button if str(b.label).startswith("Show p. 1"))
    show.click().run()
    assert not review.exception
    assert "can't be marked" in words_on(review)
    assert not any("can't be drawn" in caption.value for caption in review.caption)


def test_where_they_are_not_read_a_scan_says_how_to_have_it_read(open_app: Open, room: Services) -> None:
    at = open_app()
    assert "JPG" not in words_on(at)
    resumes_uploader(at).upload("photo.jpg", saved(PAGE, "JPEG"))
    at.run()
    shown = words_on(at).replace("\\", "")
    assert "1 can't be read" in shown
    assert "make setup-ocr" in shown


def test_a_job_description_may_be_a_scan(scanning: Services, open_app: Open) -> None:
    at = open_app()
    next(u for u in at.file_uploader if u.label == "Job description file").upload("job.png", saved(PAGE))
    at.run()
    assert "Nine years of customer support" in (at.text_area(key="job_text").value or "")


def test_settings_names_what_reads_scans_or_that_it_is_not_set_up(scanning: Services, open_app: Open) -> None:
    assert [part.choice for part in scanning.parts if part.name == "Scans"] == ["Read with RapidOCR"]
    assert not any("scans" in name for name in scanning.not_set_up)
    assert "RapidOCR" in words_on(open_app("settings.py"))


def test_without_it_settings_lists_it_below_the_line(room: Services) -> None:
    assert "Scans" not in {part.name for part in room.parts}
    assert any(name.startswith("Reading scans and photos") for name in room.not_set_up)
