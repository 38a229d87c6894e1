"""Pages as pictures, made in code: what the tests of scans and photos start from."""

import io
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842

Draw = Callable[[Canvas], None]


def needs_ocr() -> None:
    """Skips where the optional packages are missing."""
    if not all(find_spec(name) for name in ("rapidocr", "onnxruntime")):
        pytest.skip("SKIPPED LOUDLY: what reads scans isn't installed (make setup-ocr), so no scan is read")


def lines(*texts: str, x: float = 60, y: float = 780, size: int = 12) -> Draw:
    """Draws the lines below each other."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", size)
        for number, text in enumerate(texts):
            canvas.drawString(x, y - number * size * 1.5, text)

    return draw


def picture(*draws: Draw, dots_an_inch: int = 120) -> Image.Image:
    """A page with all that is drawn, as a picture."""
    file = io.BytesIO()
    canvas = Canvas(file, (WIDTH, HEIGHT))
    for draw in draws:
        draw(canvas)
    canvas.save()
    with pdfium.PdfDocument(file.getvalue()) as document:
        image: Image.Image = document[0].render(scale=dots_an_inch / 72).to_pil()
    return image.convert("RGB")


def pdf(*pages: Image.Image | Sequence[str]) -> bytes:
    """A PDF; each page is a picture over all of it, or lines of real text."""
    file = io.BytesIO()
    canvas = Canvas(file, (WIDTH, HEIGHT))
    for page in pages:
        if isinstance(page, Image.Image):
            canvas.drawImage(ImageReader(page), 0, 0, WIDTH, HEIGHT)
        else:
            lines(*page)(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


TEXT = (
    "Jane Roe",
    "jane.roe@example.com",
    "Led a support team of nine people at Larkfield",
    "German C1, Zendesk",
)
PROSE = ("This page has its words as text and not as a picture,", "so that nobody has to look at it twice.")
