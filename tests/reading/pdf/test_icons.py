"""Pictures drawn as letters don't stick to what they stand beside."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from core.reading.pdf import read_pdf


def beside(icon: str, words: str, font: str = "ZapfDingbats") -> str:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(595, 842))
    line = canvas.beginText(72, 700)
    line.setFont(font, 10)
    line.textOut(icon)
    line.setFont("Helvetica", 10)
    line.textOut(words)
    canvas.drawText(line)
    canvas.save()
    return read_pdf(file.getvalue()).text


@pytest.mark.parametrize(
    "words", ["ada@example.org", "+44 20 7946 0000", "(020) 7946 0000", "www.example.org"]
)
@pytest.mark.parametrize(("icon", "font"), [("*", "ZapfDingbats"), ("I", "Symbol"), ("k", "Courier")])
def test_an_icon_beside_an_address_or_a_number_stands_apart(icon: str, font: str, words: str) -> None:
    assert beside(icon, words, font).split(" ", 1)[1] == words


@pytest.mark.parametrize("words", ["ada@example.org", "www.example.org", "2019 7946 0000"])
def test_a_first_letter_in_the_same_font_belongs_to_the_word(words: str) -> None:
    assert beside(words[0], words[1:], "Helvetica") == words


def test_words_that_are_no_address_stay_as_they_are() -> None:
    assert beside("O", "nce upon a time", "Courier") == "Once upon a time"
