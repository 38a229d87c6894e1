"""Word 97–2003 documents, by the piece table that says where each stretch of text lies.

Read here and not by a library: those return the body only, without headers, text boxes and notes, and leave
field codes among the words.
"""

import re
import struct
from itertools import pairwise

from core.errors import CannotScreen
from core.reading.compound import Compound
from core.reading.extract import Extract
from core.reading.rows import marked_rows

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
_HYPERLINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_MARKS = str.maketrans(
    {"\r": "\n", "\v": "\n", "\f": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\xa0": " "}
)
_CELL, _ROW = "\x07", "\x1d"


def read_doc(content: bytes) -> Extract:
    """The text, headers first. Raises `CannotScreen`. Hidden and deleted text isn't told apart yet."""
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
        return _Stories(word, table).extract()
    except struct.error:
        raise CannotScreen("damaged") from None


class _Stories:
    """The texts of a document lie one after another: body, footnotes, headers, comments, endnotes, boxes."""

    def __init__(self, word: bytes, table: bytes) -> None:
        self._word, self._table = word, table
        self._links: list[str] = []
        lengths = struct.unpack_from("<8I", word, 0x4C)
        text, at = self._pieces(), 0
        stories = []
        for length in lengths:
            stories.append(text[at : at + length])
            at += length
        self._body, self._footnotes, self._margins, _, _, self._endnotes, self._boxes, self._margin_boxes = (
            stories
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
        return Extract(text="\n".join(text for text in texts if text.strip()), links=tuple(self._links))

    def _pieces(self) -> str:
        """The whole text, put together in the order of the piece table; quick saves leave it in shreds."""
        at, length = struct.unpack_from("<II", self._word, 0x1A2)
        table = self._table[at : at + length]
        at = 0
        while table[at : at + 1] == b"\x01":  # formatting that pieces share
            at += 3 + int.from_bytes(table[at + 1 : at + 3], "little")
        if table[at : at + 1] != b"\x02":
            raise CannotScreen("damaged")
        count = (int.from_bytes(table[at + 1 : at + 5], "little") - 4) // 12
        at += 5
        ends = struct.unpack_from(f"<{count + 1}I", table, at)
        at += 4 * (count + 1)
        texts: list[str] = []
        total = 0
        for piece in range(count):
            (where,) = struct.unpack_from("<2xI", table, at + 8 * piece)
            length = max(ends[piece + 1] - ends[piece], 0)
            total += min(length, len(self._word))
            if total > _MOST_CHARACTERS:  # many pieces may point to the same place
                raise CannotScreen("too_large")
            if where & _COMPRESSED:
                start = (where & ~_COMPRESSED) // 2
                texts.append(self._word[start : start + length].decode("cp1252", "replace"))
            else:
                raw = self._word[where : where + 2 * length]
                # One character a unit, as the lengths of the stories count them; halves are joined in the end.
                texts.append(
                    "".join(chr(unit) for (unit,) in struct.iter_unpack("<H", raw[: len(raw) // 2 * 2]))
                )
        return "".join(texts)

    def _headers_and_footers(self) -> tuple[list[str], list[str]]:
        at, length = struct.unpack_from("<II", self._word, 0xF2)
        ends = struct.unpack_from(f"<{length // 4}I", self._table, at) if length else ()
        found: tuple[list[str], list[str]] = ([], [])
        for number, (start, end) in enumerate(pairwise(ends)):
            if number >= _SEPARATORS:
                found[(number - _SEPARATORS) % 6 in _FOOTERS].append(self._margins[start:end])
        return found

    def _readable(self, story: str) -> str:
        """Without field codes and marks of pictures; paragraphs and rows as lines."""
        text = self._without_field_codes(story).translate(_MARKS)
        text = re.sub(f"{_CELL}{{2,}}", _CELL + _ROW, text)
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return marked_rows(whole, cell=_CELL, row=_ROW)

    def _without_field_codes(self, story: str) -> str:
        """A field is a code, then what it shows: HYPERLINK "http…" and the words to click on."""
        shown: list[str] = []
        codes: list[str] = []
        in_code: list[bool] = []
        for piece in _FIELD_MARKS.split(story):
            if piece == "\x13":
                in_code.append(True)
                codes.append("")
            elif piece == "\x14" and in_code:
                in_code[-1] = False
            elif piece == "\x15" and in_code:
                in_code.pop()
                self._links += _HYPERLINK.findall(codes.pop())
            elif not any(in_code):
                shown.append(piece)
            elif in_code[-1]:
                codes[-1] += piece
        return "".join(shown)
