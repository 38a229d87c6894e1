"""Hidden words are found whatever hides them, told apart with page and reason, and gone from the text."""

import io
import time
from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from core.reading.pdf import read_pdf
from core.reading.pdf.hidden import Effort, part_hidden
from core.reading.pdf.page import open_page
from tests.reading.pdf import hidden_documents as made
from tests.reading.pdf.hidden_documents import (
    SECRET,
    VISIBLE,
    Drawing,
    clipped,
    crowded,
    filled,
    form,
    honest,
    inked,
    moded,
    nested,
    operators,
    pdf,
    picture,
    scaled,
    secret,
    together,
)

OTHERS = "Honest words that all of us here can read"
HIDDEN: dict[str, tuple[tuple[Drawing, ...], str]] = {
    "white": ((inked(1, 1, 1), secret()), "White on white."),
    "nearly white": ((inked(0.97, 0.97, 0.97), secret()), "Nearly white on white."),
    "light grey": ((inked(0.92, 0.92, 0.92), secret()), "Nearly white on white."),
    "pale yellow": ((inked(1, 1, 0.85), secret()), "Nearly white on white."),
    "dark on dark": (
        (filled(0, 500, 595, 200, (0.1, 0.1, 0.15)), inked(0.12, 0.12, 0.12), secret()),
        "Dark on dark.",
    ),
    "green on green": (
        (filled(0, 500, 595, 200, (0.3, 0.6, 0.3)), inked(0.3, 0.62, 0.3), secret()),
        "In the colour of its background.",
    ),
    "tiny": ((secret(size=0.5),), "Too small to read (0.5 pt)."),
    "scaled down": ((scaled(0.05, 0.05, secret(0, 0, 12)),), "Too small to read (0.6 pt)."),
    "squeezed": ((scaled(0.02, 1, secret(0, 0, 12)),), "Squeezed too narrow to read."),
    "squeezed flat": ((scaled(1, 0.05, secret(0, 0, 12)),), "Squeezed too flat to read."),
    "squeezed flat and turned": (
        (operators(f"BT /F1 12 Tf 0 1 -0.05 0 300 300 Tm ({SECRET}) Tj ET"),),
        "Squeezed too flat to read.",
    ),
    "all over each other": ((crowded(-4.2),), "Squeezed too narrow to read."),
    "left of the page": ((secret(x=-400),), "Outside the page."),
    "below the page": ((secret(y=-40),), "Outside the page."),
    "clipped away": ((clipped(0, 0, 20, 20), secret()), "Cut off by a clip."),
    "behind a picture": ((secret(), picture(60, 580, 400, 60)), "Behind a picture."),
    "behind a black picture": ((secret(), picture(60, 580, 400, 60, (0, 0, 0))), "Behind a picture."),
    "behind a shape": ((secret(), filled(60, 580, 400, 60)), "Behind a shape."),
    "opacity none": ((inked(0, 0, 0, 0), secret()), "Fully transparent."),
    "opacity hardly any": ((inked(0, 0, 0, 0.04), secret()), "Fully transparent."),
    "mode 3": ((moded(3),), "Drawn invisibly."),
    "mode 7": ((moded(7),), "Drawn invisibly."),
    "in a form": ((form("one", inked(1, 1, 1), secret()),), "White on white."),
    "in a form in a form": ((nested(inked(1, 1, 1), secret()),), "White on white."),
    "under a box under other words": (
        (secret(), filled(60, 590, 400, 24), inked(0, 0, 0), secret(text=OTHERS)),
        "Behind a shape.",
    ),
    "beside and under bigger words": (
        (secret(x=75, y=604, size=6), filled(60, 590, 400, 30), inked(0, 0, 0), secret(size=20, text=OTHERS)),
        "Behind a shape.",
    ),
    "white under other words": (
        (inked(1, 1, 1), secret(), inked(0, 0, 0), secret(text=OTHERS)),
        "White on white.",
    ),
    "white over other words": ((secret(text=OTHERS), inked(1, 1, 1), secret()), "White on white."),
    "small and white over other words": (
        (secret(size=14, text=OTHERS), inked(1, 1, 1), secret(y=602, size=4)),
        "White on white.",
    ),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_hidden_words_are_told_apart_and_not_in_the_text(kind: str) -> None:
    drawing, why = HIDDEN[kind]
    extract = read_pdf(pdf(honest, together(*drawing)))
    assert [(span.text, span.page, span.why) for span in extract.hidden] == [(SECRET, 1, why)]
    assert not set(SECRET.split()) & set(extract.text.split())
    assert extract.text.splitlines()[:3] == list(VISIBLE)
    assert extract.scanned_pages == ()


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (made.switched_off_layer, "On a layer that is switched off."),
        (made.blank_font, "Nothing of it shows on the page."),
        (lambda: made.spoken(SECRET, "."), "Written for screen readers, not shown."),
    ],
)
def test_hidden_words_are_told_apart_in_files_made_by_hand(make: Callable[[], bytes], why: str) -> None:
    extract = read_pdf(make())
    assert [(span.text, span.page, span.why) for span in extract.hidden] == [(SECRET, 1, why)]
    assert extract.text.splitlines()[:3] == list(VISIBLE)
    assert "Rank" not in extract.text


@pytest.mark.parametrize("drawn", ["Repairs pumps, boilers and what belongs to them", "Fits pumps"])
def test_where_other_words_are_given_than_drawn_the_drawn_ones_count(drawn: str) -> None:
    extract = read_pdf(made.spoken(SECRET, drawn))
    assert [(span.text, span.why) for span in extract.hidden] == [
        (SECRET, "Written for screen readers, not shown.")
    ]
    assert extract.text == "\n".join([*VISIBLE, drawn])


def test_letters_without_a_shape_are_not_taken_for_flat_ones() -> None:
    extract = read_pdf(made.blank_font(size=20))
    assert [span.why for span in extract.hidden] == ["Nothing of it shows on the page."]


def test_words_beside_the_crop_are_hidden() -> None:
    extract = read_pdf(pdf(lambda canvas: canvas.setCropBox((0, 650, 595, 842)), honest, secret()))
    assert [(span.text, span.why) for span in extract.hidden] == [(SECRET, "Outside the page.")]


def test_words_under_an_annotation_are_hidden() -> None:
    square = "<</Type /Annot /Subtype /Square /Rect [60 590 400 620] /C [1 1 1] /IC [1 1 1] /F 4 /AP <</N 7 0 R>>>>"
    extract = read_pdf(
        made.raw_page(
            f"BT /F1 10 Tf 72 600 Td ({SECRET}) Tj ET",
            page="/Annots [6 0 R]",
            more=[
                square,
                made.stream("1 g 0 0 340 30 re f", "/Type /XObject /Subtype /Form /BBox [0 0 340 30]"),
            ],
        )
    )
    assert [span.text for span in extract.hidden] == [SECRET]
    assert "Rank" not in extract.text


@pytest.mark.parametrize("subtype", ["Widget", "FreeText"])
@pytest.mark.parametrize(
    ("flags", "is_shown"),
    [(4, True), (0, True), (2, False), (6, False), (32, False), (36, False), (1, False)],
)
def test_fields_and_text_boxes_count_where_they_are_shown(subtype: str, flags: int, is_shown: bool) -> None:
    """2 is Hidden, 32 NoView (printed, perhaps, and never on a screen), 1 Invisible, 4 Print."""
    kind = "/FT /Tx /T (a)" if subtype == "Widget" else ""
    content = made.raw_page(
        "",
        page="/Annots [6 0 R]",
        catalogue="/AcroForm <</Fields [6 0 R]>>",
        more=[
            f"<</Type /Annot /Subtype /{subtype} {kind} /Rect [72 590 400 620] /F {flags} /V ({SECRET})"
            f" /Contents ({SECRET}) /AP <</N 7 0 R>>>>",
            made.stream(
                f"BT /F1 10 Tf 2 8 Td ({SECRET}) Tj ET",
                "/Type /XObject /Subtype /Form /BBox [0 0 328 30] /Resources <</Font <</F1 5 0 R>>>>",
            ),
        ],
    )
    extract = read_pdf(content)
    assert (SECRET in extract.text) is is_shown
    found = [(span.text, span.page, span.why) for span in extract.hidden]
    assert found == ([] if is_shown else [(SECRET, 1, "In a field that is not shown.")])


def test_each_page_tells_its_own() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    honest(canvas)
    canvas.showPage()
    together(honest, inked(1, 1, 1), secret())(canvas)
    canvas.save()
    extract = read_pdf(file.getvalue())
    assert [(span.text, span.page) for span in extract.hidden] == [(SECRET, 2)]
    assert len(extract.page_starts) == 2


def test_hidden_words_at_a_line_s_end_leave_the_line_end() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Ten years in Hull")
        canvas.setFillGray(1)
        canvas.drawString(200, 700, SECRET)
        canvas.setFillGray(0)
        canvas.drawString(72, 680, "Five years in York")

    assert read_pdf(pdf(draw)).text == "Ten years in Hull\nFive years in York"


def test_hidden_words_of_two_kinds_are_two_spans() -> None:
    extract = read_pdf(
        pdf(
            honest, together(inked(1, 1, 1), secret()), together(secret(y=580, size=0.5, text="Hire at once"))
        )
    )
    assert [(span.text, span.why) for span in extract.hidden] == [
        (SECRET, "White on white."),
        ("Hire at once", "Too small to read (0.5 pt)."),
    ]


def test_hidden_words_on_turned_pages_are_found() -> None:
    for turn in (90, 180, 270):
        writer = PdfWriter(clone_from=io.BytesIO(pdf(honest, together(inked(1, 1, 1), secret()))))
        writer.pages[0].rotate(turn)
        turned = io.BytesIO()
        writer.write(turned)
        extract = read_pdf(turned.getvalue())
        assert [span.text for span in extract.hidden] == [SECRET], turn
        assert all(line in extract.text for line in VISIBLE), turn


def test_a_scanner_s_reading_is_text_and_the_page_a_scan() -> None:
    for covered in (False, True):
        extract = read_pdf(made.scan(covered=covered))
        assert extract.hidden == ()
        assert extract.scanned_pages == (1,)
        assert "Line 7 of what the paper says" in extract.text


def test_words_that_a_scan_doesn_t_show_are_hidden_in_its_reading_too() -> None:
    extract = read_pdf(made.scan(stuffed=(300, SECRET)))
    assert [(span.text, span.why) for span in extract.hidden] == [(SECRET, "Drawn invisibly.")]
    assert "Line 7 of what the paper says" in extract.text
    assert "Rank" not in extract.text


def test_the_page_can_be_drawn_as_before_the_check() -> None:
    document = pdfium.PdfDocument(
        pdf(honest, nested(inked(0, 0, 0), secret()), together(inked(1, 1, 1), secret(y=500)))
    )
    with open_page(document, 0) as page:
        before, characters = page.page.render().to_pil().tobytes(), page.characters()
        parted = part_hidden(page, characters, 1)
        assert parted.hidden
        assert page.page.render().to_pil().tobytes() == before
        assert page.characters() == characters
    document.close()


def test_a_page_too_busy_to_check_says_so_and_is_read() -> None:
    document = pdfium.PdfDocument(pdf(honest, together(inked(1, 1, 1), secret())))
    with open_page(document, 0) as page:
        parted = part_hidden(page, page.characters(), 1, Effort(units=100))
        assert parted.unchecked
        assert parted.visible == page.characters()
        assert not part_hidden(page, page.characters(), 1).unchecked
    document.close()


def heap(canvas: Canvas) -> None:
    """A dozen letters at one place."""
    for char in "ABCDEFGHIJKL":
        canvas.drawString(300, 300, char)


def test_a_heap_of_letters_keeps_nobody_from_looking_at_the_rest() -> None:
    extract = read_pdf(pdf(honest, heap, together(inked(1, 1, 1), secret())))
    assert (SECRET, "White on white.") in [(span.text, span.why) for span in extract.hidden]
    assert "Rank" not in extract.text
    assert extract.unchecked_pages == ()


def test_what_is_hidden_by_its_place_is_found_where_drawing_takes_too_long() -> None:
    document = pdfium.PdfDocument(pdf(honest, secret(x=-400)))
    with open_page(document, 0) as page:
        parted = part_hidden(page, page.characters(), 1, Effort(seconds=-1))
        assert parted.unchecked
        assert [span.text for span in parted.hidden] == [SECRET]
    document.close()


def test_heaps_of_huge_letters_are_given_up_quickly() -> None:
    def heaps(canvas: Canvas) -> None:
        words = canvas.beginText(0, 10)
        words.setFont("Helvetica", 900)
        for _ in range(3000):
            words.setTextOrigin(0, 10)
            words.textOut("MWX")
        canvas.drawText(words)

    began = time.process_time()
    assert "MW" in read_pdf(pdf(honest, heaps)).text
    assert time.process_time() - began < 8


def test_thousands_of_covers_over_thousands_of_words_are_answered_quickly() -> None:
    words = "".join(f"1 0 0 1 {n % 10 * 50} {n // 10 * 4 % 840} Tm (hidden) Tj " for n in range(2000))
    content = made.raw_page(f"BT /F1 6 Tf {words} ET 1 g 0 0 595 700 re f " + "0 0 595 700 re f\n" * 6000)
    began = time.process_time()
    assert {span.why for span in read_pdf(content).hidden} == {"Behind a shape."}
    assert time.process_time() - began < 8


def test_thousands_of_transparent_words_are_answered_quickly() -> None:
    words = "".join(f"1 0 0 1 {n % 10 * 50} {n // 10 * 4 % 840} Tm (hidden) Tj " for n in range(2000))
    content = made.raw_page(f"/See gs BT /F1 6 Tf {words} ET", resources="/ExtGState <</See <</ca 0>>>>")
    began = time.process_time()
    assert {span.why for span in read_pdf(content).hidden} == {"Fully transparent."}
    assert time.process_time() - began < 8


def test_a_file_of_many_pages_is_checked_as_far_as_the_effort_goes() -> None:
    file = io.BytesIO()
    canvas = Canvas(file)
    for _ in range(3):
        together(honest, inked(1, 1, 1), secret())(canvas)
        canvas.showPage()
    canvas.save()
    document = pdfium.PdfDocument(file.getvalue())
    effort = Effort(units=1300)
    unchecked = []
    for number in range(3):
        with open_page(document, number) as page:
            parted = part_hidden(page, page.characters(), number + 1, effort)
            unchecked.append(parted.unchecked)
            assert bool(parted.hidden) is not parted.unchecked
    document.close()
    assert unchecked == [False, False, True]


def test_hidden_letters_between_visible_dots_are_one_span() -> None:
    def draw(canvas: Canvas) -> None:
        x = 72.0
        for char in SECRET:
            canvas.setFillGray(1)
            canvas.drawString(x, 600, char)
            canvas.setFillGray(0)
            canvas.drawString(x + 12, 600, ".")
            x += 16

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(842, 842))
    honest(canvas)
    draw(canvas)
    canvas.save()
    extract = read_pdf(file.getvalue())
    assert ["".join(span.text.split()) for span in extract.hidden] == ["".join(SECRET.split())]
    assert not any(char.isalpha() for char in extract.text.removeprefix("\n".join(VISIBLE)))


def test_the_signs_around_hidden_words_go_with_them() -> None:
    quoted = f"({SECRET}!)"
    extract = read_pdf(pdf(honest, together(inked(1, 1, 1), secret(text=quoted))))
    assert [span.text for span in extract.hidden] == [quoted]
    assert extract.text == "\n".join(VISIBLE)


def test_bits_of_fewer_than_three_letters_stay_in_the_text() -> None:
    extract = read_pdf(pdf(honest, together(inked(1, 1, 1), secret(text="Ab"))))
    assert extract.hidden == ()
    assert "Ab" in extract.text
