"""A page of a PDF as a picture, with the quoted words marked as with a highlighter."""

import ctypes
import hashlib
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c
from PIL import Image, ImageChops, ImageDraw, ImageStat

from core.domain.resume import Picture
from core.errors import CannotScreen
from core.reading.pdf.document import NOWHERE, TracedPages, open_document, trace
from core.reading.pdf.page import Box, Page, open_page

SCALE = 2.0
"""Pixels a point: 144 dpi, sharp on most screens."""
WIDEST = 1400
TALLEST = 4000

_INK = (255, 229, 110)
_EDGE = (222, 160, 20)
_PADDING = 1.5
"""Points around the letters."""

_LAST: dict[bytes, TracedPages] = {}
"""By the hash of the file; one at most."""


def draw_page(content: bytes, page: int, spans: Sequence[tuple[int, int]]) -> Picture:
    """Page `page` (from 1) as PNG; `spans` are offsets into the text that `read_pdf` gives.

    A span that goes over a page's end is marked as far as it stands on this page. `Picture.marked` counts the
    spans of which something is marked. Raises `CannotScreen` as `read_pdf` does, and for a page that isn't
    there.
    """
    pages = _traced(content) if spans else None  # a scan has pages to show and no text to trace
    try:
        with open_document(content) as document:
            if not 1 <= page <= len(document):
                raise CannotScreen("damaged", f"This file has no page {page}.")
            with open_page(document, page - 1) as opened:
                covered = _origins(pages, page - 1, spans) if pages else []
                marks = [_marks(opened, origins) for origins in covered]
                image = _drawn(opened, [box for boxes in marks for box in boxes])
    except pdfium.PdfiumError as bad:
        raise CannotScreen("damaged", "This page can't be drawn. Download the file to look at it.") from bad
    png = io.BytesIO()
    image.save(png, "PNG", compress_level=2)
    return Picture(png=png.getvalue(), page=page, marked=sum(map(bool, marks)))


def _traced(content: bytes) -> TracedPages:
    """The pages of a document, remembered until another one is drawn: one's pages are looked at in a row.

    Where a mark goes depends on all that was read before it, hidden words taken out, so nothing can be left out.
    """
    key = hashlib.sha256(content).digest()
    if key not in _LAST:
        pages = trace(content)
        _LAST.clear()
        _LAST[key] = pages
    return _LAST[key]


def _origins(pages: TracedPages, number: int, spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    """For each span, the page's own characters it covers, spaces left out."""
    traced, begin = pages.pages[number], pages.starts[number]
    covered: list[list[int]] = []
    for start, end in spans:
        here = range(max(0, start - begin), min(len(traced.text), end - begin))
        origins = (traced.origins[i] for i in here if not traced.text[i].isspace())
        covered.append([origin for origin in dict.fromkeys(origins) if origin != NOWHERE])
    return covered


def _marks(page: Page, origins: Iterable[int]) -> list[Box]:
    """One box a line: characters that stand beside each other share one."""
    boxes: list[Box] = []
    for origin in origins:
        box = page.ink_box(origin)
        if box.right <= box.left and box.top <= box.bottom:
            continue
        if boxes and _same_line(boxes[-1], box):
            last = boxes.pop()
            box = Box(
                min(last.left, box.left),
                min(last.bottom, box.bottom),
                max(last.right, box.right),
                max(last.top, box.top),
            )
        boxes.append(box)
    return boxes


def _same_line(line: Box, box: Box) -> bool:
    """Whether the next character goes on with the line, written across or, on turned text, up or down."""
    height = max(line.top - line.bottom, box.top - box.bottom)
    width = max(min(line.right - line.left, box.right - box.left), height)
    across = min(line.top, box.top) - max(line.bottom, box.bottom) > -0.2 * height
    near = box.left - line.right < 4 * width and line.left - box.right < 4 * width
    return across and near


def _drawn(page: Page, marks: Sequence[Box]) -> Image.Image:
    width, height = page.page.get_size()
    scale = min(SCALE, WIDEST / max(width, 1), TALLEST / max(height, 1))
    bitmap = page.page.render(scale=scale)
    try:
        image: Image.Image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    for box in dict.fromkeys(marks):
        _mark(image, _on_picture(page, box, image.size))
    return image


def _mark(image: Image.Image, corners: tuple[int, int, int, int]) -> None:
    """Like a highlighter: ink that leaves dark letters dark on light paper, and shows on dark paper too."""
    clipped = (
        max(0, corners[0]),
        max(0, corners[1]),
        min(image.width, corners[2]),
        min(image.height, corners[3]),
    )
    if clipped[0] >= clipped[2] or clipped[1] >= clipped[3]:
        return
    patch = image.crop(clipped)
    ink = Image.new("RGB", patch.size, _INK)
    paper = ImageStat.Stat(patch.convert("L")).median[0]
    marked = ImageChops.multiply(patch, ink) if paper > 100 else Image.blend(patch, ink, 0.35)
    image.paste(marked, clipped[:2])
    ImageDraw.Draw(image).rectangle(corners, outline=_EDGE)


def _on_picture(page: Page, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The box, slightly padded, in pixels of the picture; the page's turn and crop are in it."""
    xs, ys = zip(
        _pixel(page.page, box.left - _PADDING, box.bottom - _PADDING, size),
        _pixel(page.page, box.right + _PADDING, box.top + _PADDING, size),
        strict=True,
    )
    return min(xs), min(ys), max(xs), max(ys)


def _pixel(page: Any, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value
