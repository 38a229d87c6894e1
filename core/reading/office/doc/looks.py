"""Which stretches of a Word 97–2003 document can't be seen or were deleted: its styles and its formatted pages."""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from core.errors import CannotScreen
from core.reading.office.colours import WHITE
from core.reading.office.doc.sprms import Format, format_of
from core.reading.office.look import PLAIN, Look, Setting, Sight

_PAGE = 512
_STYLES, _LETTERS, _PARAGRAPHS, _SHAPES = 0xA2, 0xFA, 0x102, (0x1DA, 0x1E2)
"""Where the header of the document says where to find them."""
_LARGEST_PAGE = (17 * 72.0, 17 * 72.0)
"""Points. The size of the page itself is not looked up."""
_MOST_STRETCHES = 300_000
"""Far above what a document needs; pieces may all point to the same place."""
_MOST_STYLES = 4_095
_MOST_ANCESTORS = 20


class Piece(NamedTuple):
    """A stretch of the text, and where its bytes lie."""

    start: int
    end: int
    """Characters, counted through all stories."""
    where: int
    width: int
    """Bytes a character."""
    changes: bytes
    """Formatting of the whole piece."""


class Stretch(NamedTuple):
    """Characters that look alike."""

    start: int
    end: int
    look: Look
    setting: Setting
    deleted: bool


class DocLooks:
    """Raises `struct.error` where the tables don't hold what they promise."""

    def __init__(self, word: bytes, table: bytes) -> None:
        self._word, self._table = word, table
        self._styles = self._read_styles()
        self._letters = self._runs(_LETTERS, self._letter_changes)
        self._paragraphs = self._runs(_PARAGRAPHS, self._paragraph_changes)
        has_shapes = any(struct.unpack_from("<4xI", word, at)[0] for at in _SHAPES)
        self.sight = Sight(frozenset({"unknown"} if has_shapes else ()))
        self._looks: dict[int, Look] = {}

    def stretches(self, pieces: Sequence[Piece]) -> list[Stretch]:
        """All of the text, in order."""
        found: list[Stretch] = []
        page = Setting(ground=WHITE)
        for piece in pieces:
            start, end = piece.where, piece.where + (piece.end - piece.start) * piece.width
            for left, right, paragraph in _cut(self._paragraphs, start, end):
                style, about = self._paragraph(paragraph)
                setting = page.on("unknown" if about.in_table else None).on(about.ground)
                setting = setting.unseen(about.place.why_unseen(_LARGEST_PAGE))
                for begin, stop, changes in _cut(self._letters, left, right):
                    own = self._format(changes + piece.changes, style)
                    at = [piece.start + (edge - piece.where) // piece.width for edge in (begin, stop)]
                    found.append(Stretch(at[0], at[1], own.look, setting, own.deleted))
                    if len(found) > _MOST_STRETCHES:
                        raise CannotScreen("too_large")
        return found

    def _paragraph(self, changes: bytes) -> tuple[Look, Format]:
        number = int.from_bytes(changes[:2], "little")
        return self._look_of_style(number), format_of(changes[2:], PLAIN)

    def _format(self, changes: bytes, paragraph: Look) -> Format:
        if not changes:
            return Format(look=paragraph)
        said = format_of(changes, paragraph)
        base = paragraph if said.style is None else self._look_of_style(said.style).over(paragraph)
        return said._replace(look=said.look.over(base))

    def _look_of_style(self, number: int) -> Look:
        if number not in self._looks:
            line: list[int] = []
            while number in self._styles and number not in line and len(line) < _MOST_ANCESTORS:
                line.append(number)
                number = self._styles[number][0]
            look = PLAIN
            for one in reversed(line):
                look = format_of(self._styles[one][1], look).look.over(look)
                self._looks[one] = look
            return self._looks.setdefault(line[0] if line else number, look)
        return self._looks[number]

    def _read_styles(self) -> dict[int, tuple[int, bytes]]:
        """Of each style the number of the one it is based on, and how it changes letters."""
        at, length = struct.unpack_from("<II", self._word, _STYLES)
        sheet = self._table[at : at + length]
        if len(sheet) < 6:
            return {}
        start, count, base_size = struct.unpack_from("<HHH", sheet)
        at = 2 + start
        found = {}
        for number in range(min(count, _MOST_STYLES)):
            if at + 2 > len(sheet):
                break
            (size,) = struct.unpack_from("<H", sheet, at)
            style = sheet[at + 2 : at + 2 + size]
            at += 2 + size + size % 2
            if len(style) >= base_size + 2 and base_size >= 6:
                found[number] = _style(style, base_size)
        return found

    def _runs(self, where: int, changes_in: Callable[[bytes, int], bytes]) -> list[tuple[int, int, bytes]]:
        """Stretches of bytes of the document, each with its changes, from pages of formatting."""
        at, length = struct.unpack_from("<II", self._word, where)
        count = min(max(length - 4, 0) // 8, len(self._word) // _PAGE + 1)
        found = []
        numbers = self._table[at + length - 4 * count :][: 4 * count]
        for (number,) in struct.iter_unpack("<I", numbers[: len(numbers) // 4 * 4]):
            page = self._word[(number & 0x3FFFFF) * _PAGE :][:_PAGE]
            if len(page) == _PAGE:
                edges = struct.unpack_from(f"<{page[-1] + 1}I", page) if page[-1] <= 101 else ()
                for index, (start, end) in enumerate(pairwise(edges)):
                    found.append((start, end, changes_in(page, index)))
        found.sort(key=lambda run: run[0])
        return found

    def _letter_changes(self, page: bytes, index: int) -> bytes:
        at = 2 * page[4 * (page[-1] + 1) + index]
        return page[at + 1 : at + 1 + page[at]] if at else b""

    def _paragraph_changes(self, page: bytes, index: int) -> bytes:
        place = 4 * (page[-1] + 1) + 13 * index
        at = 2 * page[place] if place < _PAGE else 0
        if not at:
            return b""
        if page[at]:
            return page[at + 1 : at + 2 * page[at]]
        return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


def _style(style: bytes, base_size: int) -> tuple[int, bytes]:
    kind_and_base, counts = struct.unpack_from("<HH", style, 2)
    (letters,) = struct.unpack_from("<H", style, base_size)
    at = base_size + 2 + 2 * letters + 2
    kind, wanted = kind_and_base & 15, 1 if kind_and_base & 15 == 1 else 0
    for index in range(counts & 15):
        if at + 2 > len(style):
            break
        (size,) = struct.unpack_from("<H", style, at)
        if index == wanted and kind in (1, 2):
            return kind_and_base >> 4, style[at + 2 : at + 2 + size]
        at += 2 + size + size % 2
    return kind_and_base >> 4, b""


def _cut(runs: Sequence[tuple[int, int, bytes]], start: int, end: int) -> Iterator[tuple[int, int, bytes]]:
    """The runs within some bytes, cut to them; gaps between runs have no changes."""
    at = max(bisect_right(runs, start, key=lambda run: run[0]) - 1, 0)
    while start < end and at < len(runs) and runs[at][0] < end:
        left, right, changes = runs[at]
        at += 1
        if right <= start:
            continue
        if left > start:
            yield start, left, b""
        yield max(left, start), min(right, end), changes
        start = min(right, end)
    if start < end:
        yield start, end, b""
