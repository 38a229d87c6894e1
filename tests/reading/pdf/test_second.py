"""The second reader gives what it has and hides what it hasn't."""

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.errors import CannotScreen
from core.reading.pdf import read_pdf
from core.reading.pdf.second import SecondReader, spelt


def test_ligatures_given_by_name_or_as_one_character_are_spelt_out() -> None:
    assert spelt("Scienti/f_ic O/f_f_ice and \ufb01le") == "Scientific Office and file"


def test_glyph_numbers_are_no_text() -> None:
    assert spelt("/c128/c160/G45 and/or") == " and/or"


def test_pages_come_one_by_one_and_all_together() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for text in ("First", "Second"):
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    reader = SecondReader(file.getvalue())
    assert reader.page(1).strip() == "Second"
    assert [page.strip() for page in reader.pages()] == ["First", "Second"]
    assert reader.page(7) == ""


def test_rubbish_has_no_pages() -> None:
    reader = SecondReader(b"%PDF-1.4 rubbish")
    assert reader.page(0) == ""
    with pytest.raises(CannotScreen) as caught:
        reader.pages()
    assert caught.value.reason == "damaged"


def test_letters_that_nobody_can_name_are_a_picture(shared: Path) -> None:
    with pytest.raises(CannotScreen) as caught:
        read_pdf((shared / "hostile" / "pdfjs" / "test__pdfs__issue5070.pdf").read_bytes())
    assert caught.value.reason == "scanned"
