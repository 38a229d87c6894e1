"""What a page is drawn of, in drawing order: text, and what can lie over or under it."""

import ctypes
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import pypdfium2.raw as c

from core.reading.pdf.page import MOST_OBJECTS, Box

_DEEPEST = 12
"""Forms within forms; pdfium itself follows no more than a few dozen."""
_PIXELS_A_UNIT = 1000
_MOST_COVERS = 200

Matrix = tuple[float, float, float, float, float, float]
_AS_IS: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class TooBusy(Exception):
    """The page holds more than can be checked in time."""


class Effort:
    """How much work a whole document may cause, mostly counted: the same file then always gives the same text.

    A unit is about what one object costs (25 µs); all of them are some three seconds.
    """

    def __init__(self, units: int = 120_000, seconds: float = 3.0) -> None:
        self._left = units
        self.seconds = seconds
        """Left for drawing, the one thing that can't be counted: only files made to hurt come near its end."""

        self.second_looks = 1_000
        """Letters that may still be looked for in ink which is not their own: a heading has a few."""

    def spend(self, units: int) -> None:
        """Raises `TooBusy` when nothing is left."""
        self._left -= units
        if self._left < 0:
            raise TooBusy


class TextObject(NamedTuple):
    """One piece of text as the file draws it; `order` says when among all objects, `number` among texts."""

    handle: Any
    order: int
    number: int
    matrix: Matrix
    """From the points of the form it stands in to those of the page."""

    @property
    def box(self) -> Box:
        return _placed(_bounds(self.handle), self.matrix)

    @property
    def in_form(self) -> bool:
        return self.matrix is not _AS_IS


class Other(NamedTuple):
    """Anything drawn that is neither text nor a form."""

    handle: Any


class Cover(NamedTuple):
    """A picture or shape that may lie over text."""

    kind: Literal["picture", "shape"]
    order: int
    box: Box


@dataclass(slots=True)
class PageObjects:
    """All objects of a page, those inside forms too; text by the address of its handle."""

    texts: dict[int, TextObject] = field(default_factory=dict)
    in_order: list[TextObject] = field(default_factory=list)
    others: list[Other] = field(default_factory=list)
    covers: list[Cover] = field(default_factory=list)
    """The last ones of each kind; where there are more, one of those left out may be what covers a text."""


def objects_of(page: Any, effort: Effort) -> PageObjects:
    """Walks the page. Raises `TooBusy` where there is too much to walk."""
    found = PageObjects()
    pictures: deque[Cover] = deque(maxlen=_MOST_COVERS)
    shapes: deque[Cover] = deque(maxlen=_MOST_COVERS)
    for order, (handle, kind, matrix) in enumerate(_walk(page)):
        if order >= MOST_OBJECTS:
            raise TooBusy
        effort.spend(1)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            text = TextObject(handle, order, len(found.in_order), matrix)
            found.texts[address(handle)] = text
            found.in_order.append(text)
            continue
        if kind != c.FPDF_PAGEOBJ_FORM:
            found.others.append(Other(handle))
        if kind == c.FPDF_PAGEOBJ_IMAGE:
            effort.spend(_pixels(handle) // _PIXELS_A_UNIT)
            pictures.append(Cover("picture", order, _placed(_bounds(handle), matrix)))
        elif kind in (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_SHADING):
            shapes.append(Cover("shape", order, _placed(_bounds(handle), matrix)))
    found.covers += (*pictures, *shapes)
    return found


@contextmanager
def switched_off(objects: Iterable[TextObject | Other]) -> Iterator[None]:
    """While it lasts, these are not drawn."""
    handles = [one.handle for one in objects]
    for handle in handles:
        c.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in handles:
            c.FPDFPageObj_SetIsActive(handle, True)


def address(handle: Any) -> int:
    """By which two handles of one object are known as the same."""
    return ctypes.addressof(handle.contents)


def _walk(page: Any) -> Iterator[tuple[Any, int, Matrix]]:
    """Handle, kind, and the way to the page's own points, of each object."""
    yield from _level(page, c.FPDFPage_GetObject, c.FPDFPage_CountObjects(page), _AS_IS, 0)


def _level(
    parent: Any, get: Any, count: int, matrix: Matrix, depth: int
) -> Iterator[tuple[Any, int, Matrix]]:
    for index in range(count):
        handle = get(parent, index)
        if not handle:
            continue
        kind = int(c.FPDFPageObj_GetType(handle))
        yield handle, kind, matrix
        if kind == c.FPDF_PAGEOBJ_FORM:
            if depth == _DEEPEST:
                raise TooBusy
            inner = _joined(_matrix(handle), matrix)
            yield from _level(
                handle, c.FPDFFormObj_GetObject, c.FPDFFormObj_CountObjects(handle), inner, depth + 1
            )


def _bounds(handle: Any) -> Box:
    left, bottom, right, top = c.c_float(), c.c_float(), c.c_float(), c.c_float()
    c.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return Box(left.value, bottom.value, right.value, top.value)


def _matrix(handle: Any) -> Matrix:
    found = c.FS_MATRIX()
    if not c.FPDFPageObj_GetMatrix(handle, found):
        return _AS_IS
    return found.a, found.b, found.c, found.d, found.e, found.f


def _joined(first: Matrix, then: Matrix) -> Matrix:
    a, b, c_, d, e, f = first
    p, q, r, s, x, y = then
    return (
        a * p + b * r,
        a * q + b * s,
        c_ * p + d * r,
        c_ * q + d * s,
        e * p + f * r + x,
        e * q + f * s + y,
    )


def _placed(box: Box, matrix: Matrix) -> Box:
    if matrix is _AS_IS:
        return box
    a, b, c_, d, e, f = matrix
    corners = [(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    xs = [a * x + c_ * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def _pixels(image: Any) -> int:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    c.FPDFImageObj_GetImagePixelSize(image, width, height)
    return width.value * height.value
