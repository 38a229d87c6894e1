"""A page as it looks, and where two looks of it differ."""

import ctypes
import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Protocol

import pypdfium2.raw as c
from PIL import Image, ImageChops

from core.reading.pdf.hidden.objects import Effort, TooBusy
from core.reading.pdf.page import Box

CONTRAST = 24
"""Levels of grey (of 255) between ink and paper below which nobody reads it."""
TRACE = 4
"""Levels below which nothing is drawn at all."""
MOST_PIXELS = 4_000_000
_SMALLEST_SCALE = 0.3
_ROWS = 24
"""Rows of pixels looked at in one letter, at most."""

NOTHING, FAINT, CLEAR = 0, 1, 2
_LEVELS = bytes(NOTHING if v < TRACE else FAINT if v < CONTRAST else CLEAR for v in range(256))


class Placed(Protocol):
    """Anything with four sides in points, y upwards."""

    @property
    def left(self) -> float: ...
    @property
    def bottom(self) -> float: ...
    @property
    def right(self) -> float: ...
    @property
    def top(self) -> float: ...


class Pixels(NamedTuple):
    """A rectangle of at least one pixel; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class View:
    """Which part of a page is looked at, and how near: where a point of it stands in the picture."""

    page: Any
    scale: float
    left: int
    top: int
    width: int
    height: int
    rotation: int
    edges: Box
    effort: Effort

    def pixels(self, box: Placed) -> Pixels | None:
        """The pixels well inside a box, or None where it stands beside the picture."""
        near, far, low, high = self._placed(box)
        left, right = _inside(near * self.scale - self.left, far * self.scale - self.left)
        top, bottom = _inside(low * self.scale - self.top, high * self.scale - self.top)
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.width), min(bottom, self.height)
        return Pixels(left, top, right, bottom) if left < right and top < bottom else None

    def _placed(self, box: Placed) -> tuple[float, float, float, float]:
        """Left, right, top and bottom in points from the upper left of the page as it is turned."""
        edges = self.edges
        if self.rotation == 0:
            return box.left - edges.left, box.right - edges.left, edges.top - box.top, edges.top - box.bottom
        if self.rotation == 1:
            return (
                *(box.bottom - edges.bottom, box.top - edges.bottom),
                *(box.left - edges.left, box.right - edges.left),
            )
        if self.rotation == 2:
            return (
                *(edges.right - box.right, edges.right - box.left),
                *(box.bottom - edges.bottom, box.top - edges.bottom),
            )
        return (
            *(edges.top - box.top, edges.top - box.bottom),
            *(edges.right - box.right, edges.right - box.left),
        )

    def nearer(self, boxes: Sequence[Placed]) -> "View":
        """The part around the boxes, up to four times as near as a point a pixel."""
        placed = [self._placed(box) for box in boxes]
        left, right = min(one[0] for one in placed) - 2, max(one[1] for one in placed) + 2
        top, bottom = min(one[2] for one in placed) - 2, max(one[3] for one in placed) + 2
        whole_width, whole_height = self.page.get_size()
        left, top = max(0.0, left), max(0.0, top)
        right, bottom = min(whole_width, right), min(whole_height, bottom)
        width, height = max(1.0, right - left), max(1.0, bottom - top)
        scale = max(self.scale, min(4.0, math.sqrt(MOST_PIXELS / (width * height))))
        pixels = min(MOST_PIXELS, math.ceil(width * scale)), math.ceil(height * scale)
        return replace(
            self,
            scale=scale,
            left=int(left * scale),
            top=int(top * scale),
            width=pixels[0],
            height=pixels[1],
        )

    def look(self, *, coloured: bool = False) -> Image.Image:
        """The picture as it is now, grey or RGB. Raises `TooBusy` where drawing takes too long."""
        kind = c.FPDFBitmap_BGRx if coloured else c.FPDFBitmap_Gray
        bitmap = c.FPDFBitmap_CreateEx(self.width, self.height, kind, None, 0)
        if not bitmap:
            raise TooBusy
        try:
            c.FPDFBitmap_FillRect(bitmap, 0, 0, self.width, self.height, 0xFFFFFFFF)
            whole_width, whole_height = self.page.get_size()
            whole = (math.ceil(whole_width * self.scale), math.ceil(whole_height * self.scale))
            flags = c.FPDF_ANNOT | (0 if coloured else c.FPDF_GRAYSCALE)
            self._draw(bitmap, (-self.left, -self.top, *whole), flags)
            stride = c.FPDFBitmap_GetStride(bitmap)
            drawn = ctypes.string_at(c.FPDFBitmap_GetBuffer(bitmap), stride * self.height)
            mode, order = ("RGB", "BGRX") if coloured else ("L", "L")
            return Image.frombuffer(mode, (self.width, self.height), drawn, "raw", order, stride, 1)
        finally:
            c.FPDFBitmap_Destroy(bitmap)

    def _draw(self, bitmap: Any, place: tuple[int, int, int, int], flags: int) -> None:
        """In steps, so that a page made to take for ever can be given up."""
        began = time.process_time()
        ends = began + self.effort.seconds
        pause = c.IFSDK_PAUSE(version=1)
        callback = type(pause.NeedToPauseNow)(lambda _: int(time.process_time() > ends))
        pause.NeedToPauseNow = callback
        try:
            status = c.FPDF_RenderPageBitmap_Start(bitmap, self.page, *place, 0, flags, pause)
        finally:
            c.FPDF_RenderPage_Close(self.page)
            self.effort.seconds -= time.process_time() - began
        if status == c.FPDF_RENDER_TOBECONTINUED:
            raise TooBusy


def _inside(low: float, high: float) -> tuple[int, int]:
    """Rounded inwards, so that the neighbour's edge is not taken for the letter."""
    first, last = math.ceil(low), math.floor(high)
    if last - first >= 2:
        return first, last
    first = math.floor(low)
    return first, max(math.ceil(high), first + 1)


def whole_page(page: Any, effort: Effort) -> View:
    """The page at a pixel a point, or smaller where it is huge. Raises `TooBusy` for the size of a wall."""
    width, height = page.get_size()
    scale = min(1.0, math.sqrt(MOST_PIXELS / max(1.0, width * height)))
    if scale < _SMALLEST_SCALE:
        raise TooBusy
    size = max(1, math.ceil(width * scale)), max(1, math.ceil(height * scale))
    return View(page, scale, 0, 0, *size, page.get_rotation() // 90, Box(*page.get_bbox()), effort)


class Change:
    """How much two looks of one view differ, pixel by pixel."""

    def __init__(self, one: Image.Image, other: Image.Image) -> None:
        # The grey of the difference, not the difference of the greys: red on green shows.
        self._width = one.width
        self._levels = ImageChops.difference(one, other).convert("L").tobytes().translate(_LEVELS)

    def most(self, pixels: Pixels) -> int:
        """The strongest change in the rectangle: nothing, faint or clear."""
        levels, wide = self._levels, pixels.right - pixels.left
        rows = self._rows(pixels)
        for start in rows:
            if levels.find(CLEAR, start, start + wide) >= 0:
                return CLEAR
        return FAINT if any(levels.find(FAINT, start, start + wide) >= 0 for start in rows) else NOTHING

    def _rows(self, pixels: Pixels) -> range:
        """Where the rows of the rectangle begin, not all of them in tall ones."""
        left, top, _, bottom = pixels
        step = self._width * max(1, (bottom - top) // _ROWS)
        return range(top * self._width + left, bottom * self._width + left, step)
