"""A page as pdfium sees it: its characters in reading order, their boxes, and what else is on it."""

import ctypes
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from core.reading.pdf.links import link_targets
from core.reading.pdf.notes import put_away
from core.reading.pdf.traced import Traced

HYPHEN = "\ufffe"
"""What pdfium gives for a hyphen at a line's end, whose next line it has already joined on."""

# Boxes are asked for by the thousand: told plain addresses, ctypes takes half the time of a call with structures.
_AT_ONCE = 128
_boxes = (c.FS_RECTF * _AT_ONCE)()
_places = [ctypes.addressof(_boxes) + ctypes.sizeof(c.FS_RECTF) * number for number in range(_AT_ONCE)]
_sides = memoryview(_boxes).cast("B").cast("f")


def _quick(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """One of pdfium's functions that takes a text page's address and plain numbers."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.PYFUNCTYPE(result, ctypes.c_void_p, *arguments)(address)


_look = _quick(c.FPDFText_GetLooseCharBox, None, ctypes.c_int, ctypes.c_void_p)
_code = _quick(c.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_int)
_added = _quick(c.FPDFText_IsGenerated, ctypes.c_int, ctypes.c_int)
_count_rects = _quick(c.FPDFText_CountRects, ctypes.c_int, ctypes.c_int, ctypes.c_int)
_rect = _quick(c.FPDFText_GetRect, None, ctypes.c_int, *[ctypes.c_void_p] * 4)
MOST_OBJECTS = 20_000


class Box(NamedTuple):
    """A rectangle in PDF points, y upwards, before the page's rotation."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def meets(self, other: "Box") -> bool:
        """Whether they share some place."""
        across = self.left < other.right and other.left < self.right
        return across and self.bottom < other.top and other.bottom < self.top


class Edges(NamedTuple):
    """The sides of many boxes, in points."""

    left: list[float]
    bottom: list[float]
    right: list[float]
    top: list[float]


class Page:
    """An open page. Only inside `open_page`."""

    def __init__(
        self, page: Any, words: Any, links: tuple[str, ...], unseen_notes: tuple[str, ...] = ()
    ) -> None:
        self.page = page
        self.links = links
        self.unseen_notes = unseen_notes
        """The words of form fields and text boxes that are not shown."""
        self.words = words
        self._address = ctypes.cast(words, ctypes.c_void_p).value

    def advance_box(self, index: int) -> Box:
        """From where the pen stood to where it goes next: in ordinary text the boxes touch."""
        _look(self._address, index, _places[0])
        left, top, right, bottom = _sides[:4]
        return Box(left, bottom, right, top)

    def edges(self, indices: Sequence[int]) -> "Edges":
        """The advance boxes of many characters at once: a box at a time takes twice as long."""
        sides: list[float] = []
        for start in range(0, len(indices), _AT_ONCE):
            some = indices[start : start + _AT_ONCE]
            deque(map(_look, repeat(self._address), some, _places), maxlen=0)
            sides += _sides[: 4 * len(some)].tolist()
        return Edges(left=sides[0::4], bottom=sides[3::4], right=sides[2::4], top=sides[1::4])

    def pen(self, index: int) -> float:
        """Where, from left to right, the character begins."""
        _look(self._address, index, _places[0])
        return _sides[0]

    def has_gap(self, first: int, last: int, *, least: float) -> bool:
        """Whether things drawn in one go stand that far apart, or one before the other, from `first` to `last`.

        True as well where they are so small that looking at each would take longer than the answer saves.
        """
        count = _count_rects(self._address, first, last - first + 1)
        if count < 2:
            return False
        if 4 * count > last - first:
            return True
        sides = (ctypes.c_double * 4)()
        left, top, right, bottom = (ctypes.addressof(sides) + 8 * number for number in range(4))
        _rect(self._address, 0, left, top, right, bottom)
        for number in range(1, count):
            before = sides[2]
            _rect(self._address, number, left, top, right, bottom)
            if not -least < sides[0] - before < least:
                return True
        return False

    def width_share(self, index: int, letters: str, other: str, other_index: int) -> float:
        """How wide the character is beside `letters` of its font; 0 where the font doesn't say.

        The scale is taken from `other`, a letter that stands at `other_index` in the same font.
        """
        font = c.FPDFTextObj_GetFont(c.FPDFText_GetTextObject(self.words, index))
        width = c.c_float()

        def measured(letter: str) -> float:
            known = c.FPDFFont_GetGlyphWidth(font, ord(letter), 1000.0, width)
            return max(0.0, width.value) if known else 0.0

        widths, beside, by = (
            [measured(letter) for letter in letters],
            measured(other),
            self.advance_box(other_index),
        )
        if not all(widths) or not beside or by.right <= by.left:
            return 0.0
        box = self.advance_box(index)
        return (box.right - box.left) / (by.right - by.left) * beside / sum(widths)

    def is_added(self, index: int) -> bool:
        """Whether pdfium has put the character in: a space where it saw a gap, a line end."""
        return bool(_added(self._address, index) == 1)

    def font(self, index: int) -> bytes:
        """The name of the font in which the character is drawn."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        c.FPDFText_GetFontInfo(self.words, index, name, len(name), flags)
        return name.value

    def ink_box(self, index: int) -> Box:
        """Around what is drawn of the character."""
        left, right, bottom, top = c.c_double(), c.c_double(), c.c_double(), c.c_double()
        c.FPDFText_GetCharBox(self.words, index, left, right, bottom, top)
        return Box(left.value, bottom.value, right.value, top.value)

    def count(self) -> int:
        """How many characters the page holds, spaces and line ends that pdfium adds included."""
        return max(0, int(c.FPDFText_CountChars(self.words)))

    def characters(self) -> Traced:
        """The page's characters as they are encoded, in the order they are drawn, seen or not."""
        count = self.count()
        # One bulk call is 100 times faster; it drops characters without a code, and then the indices shift.
        if c.FPDFText_GetTextIndexFromCharIndex(self.words, count - 1) != count - 1:
            return self._one_by_one(count)
        buffer = (ctypes.c_ushort * (count + 1))()
        written = c.FPDFText_GetText(self.words, 0, count, buffer)
        text = bytes(memoryview(buffer)[: max(0, written - 1)]).decode("utf-16-le", "ignore")
        return Traced(text, range(count)) if len(text) == count else self._one_by_one(count)

    def _one_by_one(self, count: int) -> Traced:
        text: list[str] = []
        origins: list[int] = []
        for index, code in enumerate(map(_code, repeat(self._address), range(count))):
            if code == 2 and c.FPDFText_IsHyphen(self.words, index) == 1:
                code = ord(HYPHEN)
            if 0xDC00 <= code < 0xE000 and text and 0xD800 <= ord(text[-1]) < 0xDC00:
                text[-1] = (text[-1] + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16")
            elif code:
                text.append(chr(code))
                origins.append(index)
        return Traced("".join(text), origins)

    def picture_share(self) -> float:
        """How much of the page its largest picture covers, 0–1; 0 on a page too busy to be a scan."""
        if c.FPDFPage_CountObjects(self.page) > MOST_OBJECTS:
            return 0.0
        edges = Box(*self.page.get_bbox())
        area = max(1.0, (edges.right - edges.left) * (edges.top - edges.bottom))
        shares = [0.0]
        for image in self.page.get_objects(filter=[c.FPDF_PAGEOBJ_IMAGE]):
            left, bottom, right, top = image.get_bounds()
            shares.append(min(1.0, max(0.0, right - left) * max(0.0, top - bottom) / area))
        return max(shares)

    def is_drawn_on(self) -> bool:
        """Whether anything at all stands on the page: pictures, shapes, letters that can't be read."""
        return bool(c.FPDFPage_CountObjects(self.page) > 0)


class _Opened(pdfium.PdfPage):  # type: ignore[misc]  # pypdfium2 tells no types
    """pypdfium2's page without what closes it when it is forgotten: that takes longer than reading its lines."""

    def __init__(self, document: Any, number: int) -> None:
        self.raw = c.FPDF_LoadPage(document, number)
        if not self.raw:
            raise pdfium.PdfiumError("Failed to load page.")
        self.pdf, self.formenv = document, None
        super(pdfium.PdfPage, self).__init__(c.FPDF_ClosePage, needs_free=False)

    def close(self) -> None:
        """Has to be called, and before the document is closed. Once is enough."""
        raw, self.raw = self.raw, None
        if raw:
            c.FPDF_ClosePage(raw)


@contextmanager
def open_page(document: Any, number: int) -> Iterator[Page]:
    """Page `number` (from 0). Raises `pypdfium2.PdfiumError` where the page is broken."""
    page = _Opened(document, number)
    try:
        links = link_targets(document, page)  # flattening takes them away
        is_typed_over, unseen_notes = put_away(page)
        if is_typed_over:
            # Filled-in fields and text boxes are annotations: as part of the page they are text like any other.
            c.FPDFPage_Flatten(page, c.FLAT_NORMALDISPLAY)
            page.close()
            page = _Opened(document, number)
        words = c.FPDFText_LoadPage(page)
        if not words:
            raise pdfium.PdfiumError("Failed to load text page.")
        try:
            yield Page(page, words, links, unseen_notes)
        finally:
            c.FPDFText_ClosePage(words)
    finally:
        page.close()
