"""Word 97–2003 documents, by the piece table that says where each stretch of text lies.

Read here and not by a library: those return the body only, without headers, text boxes and notes, and leave
field codes among the words.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import TypeAlias

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.office.doc.compound import Compound
from core.reading.office.doc.looks import DocLooks, Piece, Stretch
from core.reading.office.fields import link_targets
from core.reading.office.pieces import Pieces
from core.reading.office.rows import marked_rows
from core.reading.office.unseen import PERHAPS
from core.reading.written import from_summary

_WORD_97, _WORD_6 = 0xA5EC, 0xA5DC
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_OLD = "This was saved by a Word from before 1997. Open it, save it as PDF or DOCX and add that."
_COMPRESSED = 1 << 30
_MOST_CHARACTERS = 10_000_000
"""Field codes and comments included; far above what is accepted of the text in the end."""
_HEADERS, _FOOTERS = frozenset({0, 1, 4}), frozenset({2, 3, 5})
"""Which of a section's six are headers: even, odd, first page; and footers."""
_SEPARATORS = 6
"""The first six of the header stories are lines between text and notes."""
_FIELD_MARKS = re.compile("([\x13\x14\x15])")
_LAYOUT = re.compile("([\x07\r])")
"""The ends of cells and paragraphs, which stay whatever becomes of the text between."""
_MARKS = str.maketrans(
    {"\r": "\n", "\v": "\n", "\f": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "}
)
_CELL, _ROW = "\x07", "\x1d"
_Place: TypeAlias = tuple[int, int]
"""Where a story begins and ends, in characters counted through all of them."""


def read_doc(content: bytes) -> Extract:
    """The text, headers first. Raises `CannotScreen`."""
    compound = Compound(content)
    word = compound.stream("WordDocument")
    if word is None or len(word) < 0x1AA:
        raise CannotScreen("damaged")
    magic, flags = struct.unpack_from("<H8xH", word)
    if flags & _ENCRYPTED and magic in (_WORD_97, _WORD_6):
        raise CannotScreen("locked")
    if magic != _WORD_97:
        raise CannotScreen("unsupported", _OLD)
    table = compound.stream("1Table" if flags & _SECOND_TABLE else "0Table")
    if table is None:
        raise CannotScreen("damaged")
    try:
        extract = _Stories(word, table).extract()
    except struct.error:
        raise CannotScreen("damaged") from None
    return extract.model_copy(update={"written": from_summary(_summary(compound))})


def _summary(compound: Compound) -> bytes | None:
    try:
        return compound.stream("\x05SummaryInformation")
    except CannotScreen:  # what only says when it was saved spoils no document
        return None


class _Stories:
    """The texts of a document lie one after another: body, footnotes, headers, comments, endnotes, boxes."""

    def __init__(self, word: bytes, table: bytes) -> None:
        self._word, self._table = word, table
        self._links: list[str] = []
        self._pieces: list[Piece] = []
        self._text = self._put_together()
        self._looks = DocLooks(word, table)
        self._stretches = self._looks.stretches(self._pieces)
        self._starts = [stretch.start for stretch in self._stretches]
        self._spans: list[HiddenSpan] = []
        edges = (0, *accumulate(struct.unpack_from("<8I", word, 0x4C)))
        self._body, self._footnotes, self._margins, _, _, self._endnotes, self._boxes, self._margin_boxes = (
            pairwise(edges)
        )

    def extract(self) -> Extract:
        """All but comments."""
        headers, footers = self._headers_and_footers()
        order = [
            *headers,
            self._margin_boxes,
            self._body,
            self._boxes,
            self._footnotes,
            self._endnotes,
            *footers,
        ]
        texts = dict.fromkeys(self._readable(story) for story in order)
        return Extract(
            text="\n".join(text for text in texts if text.strip()),
            links=tuple(self._links),
            hidden=tuple(self._spans),
            doubts=(PERHAPS,) if self._looks.sight.doubtful else (),
        )

    def _put_together(self) -> str:
        """The whole text, put together in the order of the piece table; quick saves leave it in shreds."""
        at, length = struct.unpack_from("<II", self._word, 0x1A2)
        table = self._table[at : at + length]
        at = 0
        shared: list[bytes] = []
        while table[at : at + 1] == b"\x01":  # formatting that pieces share
            size = int.from_bytes(table[at + 1 : at + 3], "little")
            shared.append(table[at + 3 : at + 3 + size])
            at += 3 + size
        if table[at : at + 1] != b"\x02":
            raise CannotScreen("damaged")
        count = (int.from_bytes(table[at + 1 : at + 5], "little") - 4) // 12
        at += 5
        ends = struct.unpack_from(f"<{count + 1}I", table, at)
        at += 4 * (count + 1)
        texts: list[str] = []
        total = 0
        for piece in range(count):
            where, change = struct.unpack_from("<2xIH", table, at + 8 * piece)
            length = max(ends[piece + 1] - ends[piece], 0)
            total += min(length, len(self._word))
            if total > _MOST_CHARACTERS:  # many pieces may point to the same place
                raise CannotScreen("too_large")
            width = 1 if where & _COMPRESSED else 2
            where = (where & ~_COMPRESSED) // 2 if width == 1 else where
            raw = self._word[where : where + width * length]
            if width == 1:
                texts.append(raw.decode("cp1252", "replace"))
            else:
                # One character a unit, as the lengths of the stories count them; halves are joined in the end.
                texts.append(
                    "".join(chr(unit) for (unit,) in struct.iter_unpack("<H", raw[: len(raw) // 2 * 2]))
                )
            changes = shared[change >> 1] if change & 1 and change >> 1 < len(shared) else b""
            count_before = self._pieces[-1].end if self._pieces else 0
            self._pieces.append(Piece(count_before, count_before + len(texts[-1]), where, width, changes))
        return "".join(texts)

    def _headers_and_footers(self) -> tuple[list[_Place], list[_Place]]:
        at, length = struct.unpack_from("<II", self._word, 0xF2)
        ends = struct.unpack_from(f"<{length // 4}I", self._table, at) if length else ()
        found: tuple[list[_Place], list[_Place]] = ([], [])
        for number, (start, end) in enumerate(pairwise(ends)):
            if number >= _SEPARATORS:
                first, last = self._margins
                place = (min(first + start, last), min(first + end, last))
                found[(number - _SEPARATORS) % 6 in _FOOTERS].append(place)
        return found

    def _readable(self, place: _Place) -> str:
        """Without field codes, marks of pictures and what can't be seen; paragraphs and rows as lines."""
        text = self._shown(place).translate(_MARKS)
        text = re.sub(f"{_CELL}{{2,}}", _CELL + _ROW, text)
        return marked_rows(_whole(text), cell=_CELL, row=_ROW)

    def _shown(self, place: _Place) -> str:
        """What is seen of a story. A field is a code, then what it shows: HYPERLINK "http…" and the words to click on."""
        pieces = Pieces()
        codes: list[str] = []
        in_code: list[bool] = []
        for text, stretch in self._looking_alike(place):
            for piece in _FIELD_MARKS.split(text):
                if piece == "\x13":
                    in_code.append(True)
                    codes.append("")
                elif piece == "\x14" and in_code:
                    in_code[-1] = False
                elif piece == "\x15" and in_code:
                    in_code.pop()
                    self._links += link_targets(codes.pop())
                elif not any(in_code):
                    self._add(piece, stretch, pieces, in_box=place in (self._boxes, self._margin_boxes))
                elif in_code[-1]:
                    codes[-1] += piece
        self._spans += (
            span.model_copy(update={"text": _whole(span.text.translate(_MARKS))}) for span in pieces.spans
        )
        return "".join(pieces.shown)

    def _looking_alike(self, place: _Place) -> Iterator[tuple[str, Stretch]]:
        start, end = place
        at = max(bisect_right(self._starts, start) - 1, 0)
        while start < end and at < len(self._stretches):
            stretch = self._stretches[at]
            yield self._text[max(start, stretch.start) : min(end, stretch.end)], stretch
            if stretch.end >= end:
                break
            at += 1

    def _add(self, text: str, stretch: Stretch, pieces: Pieces, *, in_box: bool) -> None:
        setting = stretch.setting.on("unknown" if in_box else None)
        for piece in _LAYOUT.split(text):
            if piece in ("\x07", "\r"):
                pieces.shown.append(piece)
            elif piece and not stretch.deleted:
                pieces.add(piece, why=self._looks.sight.why_unseen(stretch.look, piece, setting))


def _whole(text: str) -> str:
    """Joins the halves of characters that are kept as two units."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
