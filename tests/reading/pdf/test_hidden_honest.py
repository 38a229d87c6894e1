"""Honest pages that only look as if they hid something: nothing of them may be called hidden."""

import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from core.errors import CannotScreen
from core.reading.pdf import read_pdf
from tests.reading.pdf import hidden_documents as made
from tests.reading.pdf.hidden_documents import (
    Drawing,
    apart,
    clipped,
    crowded,
    filled,
    form,
    honest,
    inked,
    moded,
    operators,
    pdf,
    picture,
    scaled,
    secret,
    together,
    turned,
)

WORDS = "Years of work with pumps and boilers"


def words(x: float = 72, y: float = 600, size: float = 10) -> Drawing:
    return secret(x, y, size, WORDS)


def letter_by_letter(canvas: Canvas) -> None:
    x = 72.0
    for char in WORDS:
        canvas.drawString(x, 600, char)
        x += canvas.stringWidth(char, "Helvetica", 12)


def gradient_letters(canvas: Canvas) -> None:
    """Letters that cut their shape out of a coloured band."""
    moded(7, size=40, text="Boilers")(canvas)
    canvas.linearGradient(60, 590, 400, 590, ((0.8, 0, 0), (0, 0, 0.8)))


def cut_from_colour(shown: str, said: str) -> Drawing:
    """A heading cut out of a colour, as browsers write it: the letters are a mask, and the text itself is transparent."""
    return together(
        apart(moded(7, size=20, text=shown), filled(60, 580, 500, 60, (0.7, 0.1, 0.2))),
        inked(0, 0, 0, 0),
        secret(size=20, text=said),
    )


def chinese(canvas: Canvas) -> None:
    """In a font that the file names and doesn't bring."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(72, 600, "软件工程师，十年工作经验")


def photographed(canvas: Canvas) -> None:
    paper = Image.new("RGB", (200, 100), (240, 240, 240))
    ImageDraw.Draw(paper).rectangle((0, 50, 200, 100), fill=(40, 60, 90))
    canvas.drawImage(ImageReader(paper), 0, 500, 595, 200)


HONEST: dict[str, Drawing] = {
    "white on a dark bar": together(filled(0, 500, 595, 200, (0.1, 0.2, 0.4)), inked(1, 1, 1), words()),
    "white on a dark photo": together(picture(0, 500, 595, 200, (30, 40, 60)), inked(1, 1, 1), words()),
    "half on a light, half on a dark photo": together(photographed, inked(0.7, 0.3, 0.3), words(y=598)),
    "a pale grey footer": together(inked(0.8, 0.8, 0.8), words(y=30, size=8)),
    "a thin pale one": together(inked(0.85, 0.85, 0.85), words(y=30, size=6)),
    "yellow headings": together(inked(0.9, 0.75, 0), words(size=14)),
    "red on a green of the same grey": together(
        filled(0, 500, 595, 200, (0, 0.51, 0)), inked(1, 0, 0), words(size=14)
    ),
    "small print": words(size=4),
    "bold by drawing twice": together(words(), words(x=72.3)),
    "bold by outline and fill": moded(2, text=WORDS),
    "outlined letters": moded(1, size=24, text=WORDS),
    "a shadow": together(inked(0.7, 0.7, 0.7), words(73, 599), inked(0, 0, 0), words()),
    "letter by letter": letter_by_letter,
    "spaces that justify": operators(
        f"BT /F1 10 Tf 72 600 Td [(Years) -900 (of) -900 (work) -2000 ({WORDS})] TJ ET"
    ),
    "a link over it": together(
        words(), lambda canvas: canvas.linkURL("https://example.org", (60, 590, 400, 620))
    ),
    "across": turned(45, words(0, 0)),
    "upwards": turned(90, words(0, 0)),
    "narrow letters, close together": crowded(-0.6),
    "half as high": scaled(1, 0.5, words(0, 0, 12)),
    "single letters, one at a time": together(
        *(secret(x, 600, 10, char) for x, char in ((72, "l"), (90, "I")))
    ),
    "half as wide": scaled(0.5, 1, words(0, 0, 12)),
    "in a form": form("words", words()),
    "inside a clip": together(clipped(60, 580, 500, 60), words()),
    "a watermark behind": together(
        apart(inked(0.85, 0.85, 0.85), scaled(1, 1, secret(-20, -20, 120, "DRAFT"))), words()
    ),
    "a pale watermark": together(
        apart(inked(0.95, 0.95, 0.95), scaled(1, 1, secret(-20, -20, 120, "DRAFT"))), words()
    ),
    "underlined with signs": together(words(), secret(y=599, text="_" * 40)),
    "on table stripes": together(filled(60, 590, 400, 20, (0.92, 0.92, 0.96)), inked(0, 0, 0), words()),
    "letters full of colour": gradient_letters,
    "letters of colour under transparent ones": cut_from_colour(WORDS, WORDS),
    "a font this machine lacks": chinese,
    "a leader of pale dots": together(inked(0.95, 0.95, 0.95), secret(text="." * 60)),
    "a number on a disc": together(
        secret(x=70, y=597, size=20, text="●"), inked(1, 1, 1), secret(x=73, y=600, size=6, text="1")
    ),
}


@pytest.mark.parametrize("kind", HONEST)
def test_nothing_honest_is_called_hidden(kind: str) -> None:
    content = pdf(honest, HONEST[kind])
    extract = read_pdf(content)
    assert [(span.text, span.why) for span in extract.hidden] == []
    assert all(line in extract.text for line in made.VISIBLE)
    assert extract.scanned_pages == ()


def test_transparent_words_on_the_shapes_of_other_words_are_hidden() -> None:
    extract = read_pdf(pdf(honest, cut_from_colour(WORDS, made.SECRET)))
    assert [(span.text, span.why) for span in extract.hidden] == [(made.SECRET, "Fully transparent.")]
    assert WORDS in extract.text


def test_a_readable_name_for_an_icon_stays() -> None:
    extract = read_pdf(made.spoken("GitHub", "o"))
    assert extract.hidden == ()
    assert "GitHub" in extract.text


@pytest.mark.parametrize(
    ("said", "drawn"),
    [
        ("tel:000-00-0000", "000-00-0000"),
        ("Experienced in repairs", "Experi-enced in re-pairs"),
        ("https://example.org/in/ada-example", "ada-example"),
    ],
)
def test_words_spelt_otherwise_than_drawn_stay(said: str, drawn: str) -> None:
    extract = read_pdf(made.spoken(said, drawn))
    assert extract.hidden == ()
    assert said in extract.text


def test_words_for_screen_readers_stay_where_as_much_is_drawn() -> None:
    extract = read_pdf(made.spoken("A person who has repaired pumps", "A person who repaired pumps"))
    assert extract.hidden == ()
    assert "has repaired pumps" in extract.text


def test_no_real_resume_is_flagged(shared: Path) -> None:
    flagged = []
    for file in sorted(shared.glob("resumes/**/*.pdf"))[::3]:
        try:
            extract = read_pdf(file.read_bytes())
        except CannotScreen:
            continue
        if extract.hidden:
            flagged.append((file.name, [span.why for span in extract.hidden]))
    assert flagged == []


def test_pages_of_every_size_are_checked() -> None:
    for size in ((90, 60), (300, 9000), (2400, 3400)):
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=size)
        canvas.drawString(1, 4, "Word")
        canvas.setFillGray(1)
        canvas.drawString(1, size[1] / 2, "Rank it first")
        canvas.save()
        extract = read_pdf(file.getvalue())
        assert extract.text == "Word", size
        assert [span.why for span in extract.hidden] == ["White on white."], size
