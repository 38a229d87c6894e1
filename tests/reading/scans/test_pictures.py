"""Documents whose words have to be made out: which pages are looked at, and what becomes of what is seen."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.reading.pdf.pictured import MOST_PAGES
from core.reading.read import READER_VERSION, draw, read_bytes, read_pictures
from core.reading.readers import ChildReaders
from core.reading.scans import pictures
from core.reading.scans.order import Line
from core.reading.scans.pictures import Words, sure_words
from tests.reading.pictures import PROSE, TEXT, lines, needs_ocr, pdf, picture, saved

GREY = Image.new("RGB", (60, 84), "grey")


class Eyes:
    """Sees what a test says in each picture, one after the other, and counts."""

    def __init__(self, *words: str) -> None:
        self.words = iter(words)
        self.looked = 0

    def __call__(self, image: Image.Image) -> Words:
        self.looked += 1
        return Words(next(self.words, "Some words on a page that goes on"), faint=False)


def seen(monkeypatch: pytest.MonkeyPatch, content: bytes, *words: str) -> tuple[ReadResume | Failure, Eyes]:
    eyes = Eyes(*words)
    monkeypatch.setattr(pictures, "words_of_picture", eyes)
    return read_pictures(content, before_page=lambda: None), eyes


def test_in_a_mixed_document_only_the_pages_without_text_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = pdf(PROSE, GREY, PROSE)
    quick = read_bytes(content)
    assert isinstance(quick, ReadResume)
    assert (quick.unread_pages, quick.scanned_pages, quick.pictures_read) == ((2,), (), False)
    assert "Page 2 is a picture" in quick.doubts[0]
    outcome, eyes = seen(monkeypatch, content, "Page two says Zendesk")
    assert isinstance(outcome, ReadResume)
    assert (outcome.unread_pages, outcome.scanned_pages, outcome.pictures_read) == ((), (2,), True)
    assert eyes.looked == 1
    assert not outcome.doubts
    assert outcome.text.count(PROSE[0]) == 2
    assert outcome.page_of(outcome.text.index("Zendesk")) == 2
    assert outcome.pages == 3


def test_a_scan_is_read_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    content = pdf(GREY, GREY)
    assert getattr(read_bytes(content), "reason", "") == "scanned"
    outcome, _ = seen(monkeypatch, content, "Jane Roe, the first page", "Jane Roe, the second page")
    assert isinstance(outcome, ReadResume)
    assert outcome.text == "Jane Roe, the first page\n\nJane Roe, the second page"
    assert outcome.scanned_pages == (1, 2)


def test_a_document_with_text_on_every_page_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, eyes = seen(monkeypatch, pdf(PROSE))
    assert isinstance(outcome, ReadResume)
    assert eyes.looked == 0
    assert outcome.scanned_pages == ()


def test_more_scanned_pages_than_are_read_are_refused_before_the_first_is_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcome, eyes = seen(monkeypatch, pdf(*[GREY] * (MOST_PAGES + 1)))
    assert isinstance(outcome, Failure)
    assert (outcome.reason, eyes.looked) == ("too_large", 0)
    assert "10 scanned pages" in outcome.message
    assert isinstance(seen(monkeypatch, pdf(*[GREY] * MOST_PAGES))[0], ReadResume)


def test_in_a_mixed_document_the_pages_beyond_the_tenth_stay_unread_and_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    outcome, eyes = seen(monkeypatch, pdf(PROSE, *[GREY] * (MOST_PAGES + 2)))
    assert isinstance(outcome, ReadResume)
    assert eyes.looked == MOST_PAGES
    assert outcome.unread_pages == (12, 13)
    assert any("Pages 12 and 13" in doubt for doubt in outcome.doubts)


def test_letters_drawn_as_shapes_are_looked_at_too(monkeypatch: pytest.MonkeyPatch) -> None:
    content = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length 31>>stream\n10 10 m 90 90 l 5 w S          \nendstream endobj\ntrailer<</Root 1 0 R>>"
    )
    outcome, eyes = seen(monkeypatch, content, "Jane Roe drawn as shapes")
    assert isinstance(outcome, ReadResume)
    assert (outcome.text, eyes.looked) == ("Jane Roe drawn as shapes", 1)


@pytest.mark.parametrize("content", [pdf(GREY), saved(GREY, "JPEG")], ids=["pdf", "photo"])
def test_a_picture_without_words_says_so(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    outcome, _ = seen(monkeypatch, content, "")
    assert isinstance(outcome, Failure)
    assert outcome.reason == "empty"
    assert outcome.message.startswith("No words could be made out in this picture.")


def test_a_photo_is_a_document_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    content = saved(GREY, "JPEG")
    quick = read_bytes(content)
    assert isinstance(quick, Failure)
    assert (quick.reason, quick.message[:17]) == ("scanned", "This is a picture")
    outcome, _ = seen(monkeypatch, content, "Jane Roe and all the words of a whole page of hers")
    assert isinstance(outcome, ReadResume)
    assert (outcome.kind, outcome.pages, outcome.scanned_pages) == ("image", 1, (1,))


def test_each_picture_is_announced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "words_of_picture", Eyes())
    announced: list[int] = []
    read_pictures(pdf(GREY, PROSE, GREY), before_page=lambda: announced.append(1))
    assert len(announced) == 2


def line(text: str, y: float, confidence: float = 0.95) -> Line:
    return Line(
        text, confidence, ((50, y), (50 + 9 * len(text), y), (50 + 9 * len(text), y + 20), (50, y + 20))
    )


def test_lines_that_are_guesses_are_left_out_and_many_of_them_are_a_doubt() -> None:
    sure = [line("Jane Roe led a team of nine people", 100), line("and taught them German", 130)]
    words = sure_words([*sure, line("%x~", 160, 0.2)])
    assert (words.text, words.faint) == ("Jane Roe led a team of nine people\nand taught them German", False)
    assert sure_words([*sure, line("what may have been a line", 160, 0.3)]).faint


def test_a_faint_page_is_a_doubt_of_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        pictures, "words_of_picture", lambda image: Words("Jane Roe and what is left of her page", True)
    )
    outcome = read_pictures(pdf(PROSE, GREY), before_page=lambda: None)
    assert isinstance(outcome, ReadResume)
    assert any(doubt.startswith("Page 2 can hardly be made out") for doubt in outcome.doubts)


def test_words_broken_at_a_line_end_are_whole_and_compounds_keep_their_hyphen() -> None:
    assert (
        sure_words([line("ran the develop-", 100), line("ment of tools", 130)]).text
        == "ran the development of tools"
    )
    assert sure_words([line("built cloud-", 100), line("based tools", 130)]).text == "built cloud-based tools"
    assert sure_words([line("2019-", 100), line("2021", 130)]).text == "2019-\n2021"


def test_icons_taken_for_foreign_letters_are_left_out_and_names_stay() -> None:
    assert sure_words([line("回 jane.roe@example.com", 100)]).text == "jane.roe@example.com"
    assert sure_words([line("Wei Zhang 张伟", 100)]).text == "Wei Zhang 张伟"


def test_a_scan_and_a_photo_are_shown_as_pictures_without_marks() -> None:
    shown = draw(pdf(PROSE, GREY), 2)
    assert getattr(shown, "page", 0) == 2
    assert getattr(draw(pdf(GREY), 1), "png", b"").startswith(b"\x89PNG")
    assert getattr(draw(saved(GREY, "JPEG"), 1), "png", b"").startswith(b"\x89PNG")


def test_what_was_kept_before_scans_could_be_told_is_read_again() -> None:
    assert READER_VERSION >= 3


@pytest.fixture(scope="module")
def readers() -> Iterator[ChildReaders]:
    needs_ocr()
    children = ChildReaders(1, scans=True)
    yield children
    children.close()


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.timeout(300)
def test_a_real_scan_is_read_in_its_child(readers: ChildReaders) -> None:
    left = ["Answered the phone", "and the mail of all", "customers in German", "and in English too"]
    right = ["Taught nine people", "how to listen well", "and wrote down what", "they asked her for"]
    columns = (lines(*left, y=600), lines(*right, x=330, y=606))
    outcome = readers.read_scan(pdf(picture(lines(*TEXT), *columns), PROSE))
    assert isinstance(outcome, ReadResume), outcome
    assert outcome.scanned_pages == (1,)
    assert not outcome.doubts
    assert words(outcome.text) == words(" ".join([*TEXT, *left, *right, *PROSE]))


@pytest.mark.timeout(300)
@pytest.mark.parametrize("turn", [90, 180])
def test_a_photo_is_read_however_the_page_lies_on_it(readers: ChildReaders, turn: int) -> None:
    photo = picture(lines(*TEXT, size=16), lines(*PROSE, y=500)).rotate(turn, expand=True)
    outcome = readers.read_scan(saved(photo, "JPEG", quality=85))
    assert isinstance(outcome, ReadResume), outcome
    assert words(outcome.text) == words(" ".join([*TEXT, *PROSE]))


@pytest.mark.timeout(300)
def test_a_real_scan_of_a_resume_keeps_its_words(readers: ChildReaders, shared: Path) -> None:
    folder = shared / "resumes" / "derived_scan"
    outcome = readers.read_scan((folder / "1_scan.jpg").read_bytes())
    assert isinstance(outcome, ReadResume), outcome
    expected = words((folder / "1.txt").read_text())
    found = set(words(outcome.text))
    assert sum(word in found for word in expected) > 0.95 * len(expected)
