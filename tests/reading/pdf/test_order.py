"""Reading order: columns stay apart, rows stay together, and no character is lost."""

import io
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import CannotScreen
from core.reading.pdf import read_pdf
from core.reading.pdf.document import open_document
from core.reading.pdf.order import in_reading_order
from core.reading.pdf.page import HYPHEN, open_page
from tests.reading.reference import Reference, columns, generated

Placed = tuple[float, float, str]
PROSE = (
    "Mends pumps in the harbour and keeps",
    "the ledgers of the whole yard in order,",
    "teaches new people how to weigh and",
    "store samples without losing any, and",
    "writes down what was done each day.",
)


def drawn(*placed: Placed, font: str = "Helvetica") -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    canvas.setFont(font, 10)
    for x, y, text in placed:
        canvas.drawString(x, y, text)
    canvas.save()
    return file.getvalue()


def lines_of(content: bytes) -> list[str]:
    return read_pdf(content).text.split("\n")


def column(x: float, top: float, texts: Sequence[str], pitch: float = 14) -> list[Placed]:
    return [(x, top - pitch * row, text) for row, text in enumerate(texts)]


def test_lines_drawn_across_two_columns_are_read_column_by_column() -> None:
    left, right = column(50, 700, PROSE), column(320, 700, PROSE)
    woven = [placed for row in zip(left, right, strict=True) for placed in row]
    assert lines_of(drawn(*woven)) == [*PROSE, *PROSE]


def test_columns_of_unequal_pitch_that_alternate_are_read_column_by_column() -> None:
    left, right = column(50, 700, PROSE, 13), column(320, 695, PROSE, 17)
    woven = sorted([*left, *right], key=lambda placed: -placed[1])
    assert lines_of(drawn(*woven)) == [*PROSE, *PROSE]


def test_columns_whose_lines_overlap_in_height_are_read_column_by_column() -> None:
    left, right = column(50, 700, PROSE, 13), column(320, 694, PROSE, 13)
    woven = [placed for row in zip(left, right, strict=True) for placed in row]
    assert lines_of(drawn(*woven)) == [*PROSE, *PROSE]


def test_a_column_of_three_lines_is_read_for_itself() -> None:
    left, right = column(50, 700, [*PROSE, *PROSE]), column(320, 700, PROSE[2:])
    woven = sorted([*left, *right], key=lambda placed: (-placed[1], placed[0]))
    assert lines_of(drawn(*woven)) == [*PROSE, *PROSE, *PROSE[2:]]


def test_a_narrow_column_that_nearly_touches_the_wide_one_is_read_for_itself() -> None:
    narrow = ["Holds a diploma in transport", "economics from the port and", "a second one in statistics,"]
    narrow += ["both with honours, and reads", "timetables for pleasure."]
    wide = [f"{line} {PROSE[3]}" for line in PROSE]
    left, right = column(50, 700, narrow), column(194, 700, wide)
    woven = [placed for row in zip(left, right, strict=True) for placed in row]
    assert lines_of(drawn(*woven, *column(194, 620, wide))) == [*narrow, *wide, *wide]


def test_a_word_broken_at_the_end_of_a_woven_line_is_whole() -> None:
    left = ["Was responsible there for the develop-", "ment of engines and for the main-", *PROSE[1:]]
    left[2] = "tenance of all the pumps in the yard"
    right = [*PROSE[:4], "and for every boiler, and the high-", "land railway with all its engines"]
    woven = [
        placed for row in zip(column(50, 700, left), column(320, 700, right), strict=True) for placed in row
    ]
    text = " ".join(lines_of(drawn(*woven)))
    assert "the development of engines and for the maintenance of all" in text
    assert "the highland railway" in text


def test_rows_of_a_table_stay_rows() -> None:
    rows = [(f"{2010 + n}–{2011 + n}", f"Works number {n}", f"led the crew of {n} people") for n in range(8)]
    placed = [
        (x, 700 - 18 * n, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((50, 150, 330), row, strict=True)
    ]
    assert lines_of(drawn(*placed)) == [" ".join(row) for row in rows]


def test_a_date_at_the_right_margin_stays_with_its_title() -> None:
    placed: list[Placed] = []
    for n in range(4):
        top = 700 - 60 * n
        placed += [(50, top, f"Foreman of yard {n}"), (480, top, f"200{n} – 201{n}")]
        placed += column(
            50, top - 14, ["keeps the ledgers of the whole yard in order and sees to it that all is", "done"]
        )
    assert [line for line in lines_of(drawn(*placed)) if "Foreman" in line] == [
        f"Foreman of yard {n} 200{n} – 201{n}" for n in range(4)
    ]


def test_what_stands_above_is_read_before_what_was_drawn_first() -> None:
    body = column(50, 600, PROSE)
    placed = [*body, (50.0, 625.0, "Work history"), (50.0, 780.0, "Ada Example")]
    assert lines_of(drawn(*placed)) == ["Ada Example", "Work history", *PROSE]


def test_a_heading_drawn_late_does_not_tear_the_other_column_apart() -> None:
    left, right = column(50, 600, PROSE), column(320, 600, PROSE)
    placed = [*right, *left, (320.0, 625.0, "Work history"), (50.0, 625.0, "Skills")]
    assert lines_of(drawn(*placed)) == ["Work history", *PROSE, "Skills", *PROSE]


def test_columns_drawn_one_after_the_other_are_not_touched() -> None:
    reference = columns(240, by_row=False, name="two columns")
    with open_document(reference.pdf) as document, open_page(document, 0) as page:
        traced = page.characters()
        assert in_reading_order(page, traced) is traced


@pytest.mark.parametrize("reference", generated(), ids=lambda reference: reference.name)
def test_no_layout_loses_or_doubles_a_character(reference: Reference) -> None:
    assert_nothing_lost(reference.pdf)


def test_no_shared_file_loses_or_doubles_a_character(shared: Path) -> None:
    for file in sorted(shared.glob("resumes/**/*.pdf")):
        assert_nothing_lost(file.read_bytes())


def assert_nothing_lost(content: bytes) -> None:
    with open_document(content) as document:
        for number in range(len(document)):
            with open_page(document, number) as page:
                traced = page.characters()
                ordered = in_reading_order(page, traced)
                assert inked(ordered.text) == inked(traced.text)
                for char, origin in zip(ordered.text, ordered.origins, strict=True):
                    known = traced.text[list(traced.origins).index(origin)] if len(traced.text) < 50 else char
                    assert char == known or char in f"\n{HYPHEN}"


def inked(text: str) -> Counter[str]:
    return Counter(char for char in text.replace(HYPHEN, "-") if char not in " \t\r\n\xa0")


def test_a_page_full_of_single_letters_ends_in_time() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    for n in range(6000):
        canvas.drawString(10 + (n * 37) % 570, 10 + (n * 91) % 820, "ab"[n % 2])
    canvas.save()
    try:
        assert read_pdf(file.getvalue()).text
    except (CannotScreen, pdfium.PdfiumError) as no:
        pytest.fail(str(no))
