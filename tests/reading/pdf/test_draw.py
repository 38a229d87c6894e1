"""Pictures of pages: the marks stand on the words."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from pypdf import PdfWriter
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from core.errors import CannotScreen
from core.reading.pdf import draw as draw_module
from core.reading.pdf import draw_page, read_pdf
from core.reading.pdf.document import TracedPages, trace
from core.reading.pdf.draw import SCALE, TALLEST, WIDEST

WIDTH, HEIGHT = 595, 842
TOLERANCE = 8
"""Pixels: the padding around the letters."""

Rectangle = tuple[float, float, float, float]


def pdf(draw: Callable[[Canvas], None], size: tuple[float, float] = (WIDTH, HEIGHT)) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def span(content: bytes, quote: str) -> tuple[int, int]:
    start = read_pdf(content).text.index(quote)
    return start, start + len(quote)


def marked(content: bytes, *quotes: str, page: int = 1) -> Rectangle | None:
    """What differs between the page without and with marks: left, top, right, bottom in pixels."""
    bare = draw_page(content, page, ())
    drawn = draw_page(content, page, [span(content, quote) for quote in quotes])
    before, after = (Image.open(io.BytesIO(picture.png)).convert("RGB") for picture in (bare, drawn))
    return ImageChops.difference(before, after).getbbox()


def near(found: Rectangle | None, expected: Rectangle) -> bool:
    return found is not None and all(abs(a - b) <= TOLERANCE for a, b in zip(found, expected, strict=True))


def words_at(x: float, y: float, before: str, quote: str, *, size: float = 12) -> Rectangle:
    """Where a quote after `before` stands in pixels, on a page as tall as `HEIGHT`."""
    left = x + stringWidth(before, "Helvetica", size)
    right = left + stringWidth(quote, "Helvetica", size)
    top, bottom = HEIGHT - y - 0.72 * size, HEIGHT - y + 0.2 * size
    return left * SCALE, top * SCALE, right * SCALE, bottom * SCALE


def two_lines(canvas: Canvas) -> None:
    canvas.drawString(72, 700, "Ten years of plumbing in Hull")
    canvas.drawString(72, 660, "Five years of gas fitting in York")


def test_the_mark_is_on_the_quoted_words_and_nowhere_else() -> None:
    content = pdf(two_lines)
    assert near(marked(content, "plumbing"), words_at(72, 700, "Ten years of ", "plumbing"))
    assert near(marked(content, "gas fitting"), words_at(72, 660, "Five years of ", "gas fitting"))


def test_the_words_stay_legible_under_the_mark() -> None:
    content = pdf(two_lines)
    picture = draw_page(content, 1, [span(content, "Ten years of plumbing in Hull")])
    left, top, right, bottom = map(int, words_at(72, 700, "", "Ten years of plumbing in Hull"))
    letters = Image.open(io.BytesIO(picture.png)).convert("L").crop((left, top, right, bottom))
    shades = [shade for shade, count in enumerate(letters.histogram()) if count]
    assert shades[0] < 40
    assert shades[-1] > 200


def test_white_words_on_a_dark_ground_are_marked_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(0, 0, WIDTH, HEIGHT, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
        two_lines(canvas)

    content = pdf(draw)
    assert near(marked(content, "plumbing"), words_at(72, 700, "Ten years of ", "plumbing"))


def test_marks_keep_their_place_after_all_repairs() -> None:
    """Hyphen, letter-spacing, ligature and stray code before the quote each change the text's length."""

    def draw(canvas: Canvas) -> None:
        heading = canvas.beginText(72, 780)
        heading.setCharSpace(7)
        heading.textLine("DATA MANAGER")
        heading.setCharSpace(0)
        canvas.drawText(heading)
        canvas.drawString(72, 750, "Responsible for the develop-")
        canvas.drawString(72, 736, "ment of pumps")
        canvas._code.append("BT /F1 12 Tf 72 715 Td (Scienti\\034c O\\036ce \\030 staff) Tj ET")
        two_lines(canvas)

    content = pdf(draw)
    assert near(marked(content, "plumbing"), words_at(72, 700, "Ten years of ", "plumbing"))
    assert near(marked(content, "pumps"), words_at(72, 736, "ment of ", "pumps"))


def test_a_quote_over_two_lines_gets_a_mark_on_each() -> None:
    content = pdf(two_lines)
    found = marked(content, "in Hull\nFive years")
    first, second = (
        words_at(72, 700, "Ten years of plumbing ", "in Hull"),
        words_at(72, 660, "", "Five years"),
    )
    assert near(found, (second[0], first[1], first[2], second[3]))
    picture = draw_page(content, 1, [span(content, "in Hull\nFive years")])
    between = Image.open(io.BytesIO(picture.png)).convert("RGB").crop((150, 310, 400, 340))
    assert between.getextrema() == ((255, 255), (255, 255), (255, 255))


def test_a_quote_over_a_page_s_end_is_marked_on_both_pages() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 100, "The sentence begins here")
        canvas.showPage()
        canvas.drawString(72, 760, "and ends on the next page")

    content = pdf(draw)
    text = read_pdf(content).text
    whole = [(text.index("begins"), text.index("on the next"))]
    first, second = draw_page(content, 1, whole), draw_page(content, 2, whole)
    assert (first.page, first.marked) == (1, 1)
    assert (second.page, second.marked) == (2, 1)
    assert near(marked(content, "and ends", page=2), words_at(72, 760, "", "and ends"))


def test_a_span_of_another_page_marks_nothing() -> None:
    def draw(canvas: Canvas) -> None:
        two_lines(canvas)
        canvas.showPage()
        canvas.drawString(72, 700, "Something else")

    content = pdf(draw)
    picture = draw_page(content, 2, [span(content, "plumbing")])
    assert picture.marked == 0
    assert picture.png == draw_page(content, 2, ()).png


def test_marked_counts_the_spans_that_are_on_the_page() -> None:
    content = pdf(two_lines)
    picture = draw_page(
        content, 1, [span(content, "plumbing"), span(content, "York"), (90_000, 90_010), (-5, -1)]
    )
    assert picture.marked == 2


def test_turned_pages_are_marked_where_they_are_seen() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(pdf(two_lines)))
    writer.pages[0].rotate(90)
    turned = io.BytesIO()
    writer.write(turned)
    x = 72 + stringWidth("Ten years of ", "Helvetica", 12)
    end = x + stringWidth("plumbing", "Helvetica", 12)
    scale = WIDEST / HEIGHT  # the page lies on its side and would be too wide at the usual scale
    expected = (697 * scale, x * scale, 709 * scale, end * scale)
    assert near(marked(turned.getvalue(), "plumbing"), expected)


def test_cropped_pages_are_marked_where_they_are_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((50, 600, 500, 800))
        two_lines(canvas)

    left, _, right, _ = words_at(72 - 50, 700, "Ten years of ", "plumbing")
    expected = (left, (800 - 709) * SCALE, right, (800 - 697) * SCALE)
    assert near(marked(pdf(draw), "plumbing"), expected)


@pytest.mark.parametrize("size", [(595, 842), (2400, 400), (300, 9000), (10, 10)])
def test_pictures_are_never_wider_or_taller_than_a_screen_can_use(size: tuple[int, int]) -> None:
    content = pdf(lambda canvas: canvas.drawString(1, 1, "Words on a page of any size"), size)
    image = Image.open(io.BytesIO(draw_page(content, 1, ()).png))
    assert image.format == "PNG"
    assert image.width <= WIDEST + 1
    assert image.height <= TALLEST + 1


def test_marks_keep_their_place_after_hidden_words() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.drawString(72, 760, "Words that nobody sees on this page")
        canvas.setFillGray(0)
        two_lines(canvas)

    content = pdf(draw)
    assert read_pdf(content).hidden
    assert near(marked(content, "plumbing"), words_at(72, 700, "Ten years of ", "plumbing"))


def test_the_pages_of_one_file_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[bytes] = []

    def counted(content: bytes) -> TracedPages:
        read.append(content)
        return trace(content)

    def draw(canvas: Canvas) -> None:
        two_lines(canvas)
        canvas.showPage()
        canvas.drawString(72, 700, "Something else")

    one, other = pdf(draw), pdf(two_lines)
    monkeypatch.setattr(draw_module, "trace", counted)
    monkeypatch.setattr(draw_module, "_LAST", {})
    assert [draw_page(one, page, [(0, 3)]).marked for page in (1, 2, 1)] == [1, 0, 1]
    draw_page(other, 1, [(0, 3)])
    draw_page(one, 1, [(0, 3)])
    assert read == [one, other, one]


@pytest.mark.parametrize("page", [0, 2, -1])
def test_a_page_that_is_not_there_is_refused_in_words(page: int) -> None:
    with pytest.raises(CannotScreen, match="no page"):
        draw_page(pdf(two_lines), page, ())


def test_words_of_real_resumes_are_marked(shared: Path) -> None:
    for name in ("latexcv/two_column__main.pdf", "latexcv/classic__main.pdf", "altacv/mmayer.pdf"):
        content = (shared / "resumes" / name).read_bytes()
        text = read_pdf(content).text
        thirds = [(len(text) * n // 10, len(text) * n // 10 + 30) for n in range(1, 4)]
        assert draw_page(content, 1, thirds).marked == 3, name
