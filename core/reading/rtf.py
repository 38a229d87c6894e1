"""RTF: headers, body, text boxes, notes and footers, by our own walk over its groups."""

import codecs
import re
from typing import NamedTuple

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.limits import too_long
from core.reading.rows import marked_rows

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>.)"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_PASSED_OVER = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "template", "private", "filetbl"),
        *("shprslt", "nonshppict", "nonesttables", "xe", "rxe", "tc", "annotation", "atnid", "upr"),
        *("pntext", "listtext", "pntxta", "pntxtb", "sn", "sv"),
    ]
)
"""Groups without text for a reader: properties, pictures, what stands in for newer features, index entries."""
_SEPARATE = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    "footnote": "footnote",
    **dict.fromkeys(("shptxt", "dptxbxtext"), "box"),
}
"""Groups whose text is no part of the paragraph they stand in."""
_STARRED = frozenset({"shpinst", "shptxt", "fldinst", "do", "dptxbxtext"})
"""Groups marked as optional (by a star) that hold text nevertheless; any other is passed over."""
_BREAKS = {"par": "\n", "sect": "\n", "page": "\n", "column": "\n", "line": "\n", "tab": "\t"}
_CELL, _ROW, _VISIBLE = "\x07", "\x1d", "\0"
"""Marks that can't occur in text: the end of a cell, of a row, and visible text between two hidden ones."""
_TABLE = {"cell": _CELL, "nestcell": _CELL, "row": _ROW, "nestrow": _ROW}
_CHARS = {
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_SPACES = {"emspace": " ", "enspace": " ", "qmspace": " "}
_WORDS = {**_BREAKS, **_TABLE, **_CHARS, **_SPACES}
_SYMBOLS = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_DOCUMENT_CHARSETS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_HYPERLINK = re.compile(r'\bHYPERLINK\s+"([^"]+)"', re.IGNORECASE)
_HIDDEN = "Formatted as hidden text."
_MOST_TOKENS = 1_000_000
"""Control words and groups; three seconds' worth. Résumés have up to about 15,000."""


def read_rtf(content: bytes) -> Extract:
    """The text, headers first. Raises `CannotScreen` where there is only a picture, or far too much."""
    if content.count(b"\\") + content.count(b"{") > _MOST_TOKENS:
        raise too_long()
    return _Walk(content[content.find(b"{") :].decode("latin-1")).extract()


class _Group(NamedTuple):
    """What holds within a pair of braces; the end of the group brings back what held before."""

    out: list[str] | None
    """Where text goes; None where it is passed over, and then in every group within, too."""
    hidden: bool = False
    deleted: bool = False
    font: int = -1
    fallbacks: int = 1
    """How many characters follow a Unicode character, for readers that know none."""
    starred: bool = False
    in_fonts: bool = False


class _Walk:
    """One pass over a document's tokens. Text is held as bytes until its code page changes or it ends."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._encoding = "cp1252"
        self._default_font = -1
        self._fonts: dict[int, str] = {}
        self._bytes = bytearray()
        self._to_skip = 0
        self._body: list[str] = []
        self._around: dict[str, list[list[str]]] = {"header": [], "footer": [], "footnote": [], "box": []}
        self._codes: list[str] = []
        self._hidden: list[str] = []
        self._has_picture = False
        self._now = _Group(self._body)

    def extract(self) -> Extract:
        """Everything, put in the order a person would want it."""
        self._walk()
        self._place_boxes()
        headers, footers, notes = (
            list(dict.fromkeys(_laid_out(part) for part in self._around[kind]))
            for kind in ("header", "footer", "footnote")
        )
        parts = (*headers, _laid_out(self._body), *notes, *footers)
        text = "\n".join(part for part in parts if part.strip())
        if self._has_picture and not any(char.isalpha() for char in text):
            raise CannotScreen("scanned")
        hidden = _whole("".join(self._hidden)).split(_VISIBLE)
        return Extract(
            text=text,
            hidden=tuple(HiddenSpan(text=text, why=_HIDDEN) for text in hidden if text.strip()),
            links=tuple(_HYPERLINK.findall(_whole("".join(self._codes)))),
        )

    def _walk(self) -> None:
        groups: list[_Group] = []
        at, end = 0, len(self._source)
        while at < end and (token := _TOKEN.match(self._source, at)):
            at = token.end()
            if brace := token["brace"]:
                self._flush()
                self._to_skip = 0
                if brace == "{":
                    groups.append(self._now)
                    continue
                if groups:
                    self._now = groups.pop()
                if not groups:  # whatever follows the document's own group isn't part of it
                    break
            elif token["word"] == "bin":
                at += max(int(token["number"] or 0), 0)
            else:
                self._token(token)
        self._flush()

    def _token(self, token: re.Match[str]) -> None:
        if word := token["word"]:
            starred, self._now = self._now.starred, self._now._replace(starred=False)
            if not self._skipped(1) and not self._opens_group(word, starred=starred):
                self._control(word, int(token["number"]) if token["number"] else None)
        elif code := token["hex"]:
            if not self._skipped(1):
                self._bytes += bytes.fromhex(code)
        elif text := token["text"]:
            self._bytes += text[self._skipped(len(text)) :].encode("latin-1")
        elif (symbol := token["symbol"]) == "*":
            self._now = self._now._replace(starred=True)
        elif symbol in _SYMBOLS and not self._skipped(1):
            self._write(_SYMBOLS[symbol])

    def _skipped(self, count: int) -> int:
        """How many of so many characters only stand in for the Unicode character before them."""
        skipped = min(count, self._to_skip)
        self._to_skip -= skipped
        return skipped

    def _opens_group(self, word: str, *, starred: bool) -> bool:
        """Whether the word says what its group holds."""
        if (kind := _SEPARATE.get(word)) is not None:
            part: list[str] = []
            self._around[kind].append(part)
            self._send_to(part)
        elif word == "fldinst":
            self._send_to(self._codes)
        elif word in _PASSED_OVER or (starred and word not in _STARRED):
            self._has_picture |= word in ("pict", "shppict")
            self._send_to(None)
            self._now = self._now._replace(in_fonts=word == "fonttbl")
        else:
            return False
        return True

    def _send_to(self, out: list[str] | None) -> None:
        self._flush()
        if self._now.out is not None:
            self._now = self._now._replace(out=out)

    def _control(self, word: str, number: int | None) -> None:
        on = number != 0
        if word in _WORDS:
            self._write(_WORDS[word])
            if word == "par" and self._now.out is self._body:
                self._place_boxes()
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._to_skip = self._now.fallbacks
        elif word == "uc":
            self._now = self._now._replace(fallbacks=number or 0)
        elif word == "v":
            self._change(hidden=on)
        elif word == "deleted":
            self._change(deleted=on)
        elif word == "plain":
            self._change(hidden=False, deleted=False, font=self._default_font)
        elif word == "f":
            self._change(font=number or 0)
        elif word == "deff":
            self._default_font = number or 0
            self._change(font=self._default_font)
        elif word == "fcharset" and self._now.in_fonts and number in _CHARSETS:
            self._fonts[self._now.font] = _CHARSETS[number]
        elif word in _DOCUMENT_CHARSETS:
            self._encoding = _DOCUMENT_CHARSETS[word]
        elif word == "ansicpg":
            self._encoding = _code_page(number)

    def _change(self, **properties: bool | int) -> None:
        self._flush()
        self._now = self._now._replace(**properties)  # type: ignore[arg-type]

    def _flush(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._fonts.get(self._now.font, self._encoding), "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        self._flush()
        out = self._now.out
        if out is None or self._now.deleted:
            return
        if self._now.hidden and out is not self._codes:
            self._hidden.append(text)
            return
        out.append(text)
        if self._hidden and self._hidden[-1] != _VISIBLE:
            self._hidden.append(_VISIBLE)

    def _place_boxes(self) -> None:
        """Text boxes go after the paragraph they are anchored in."""
        boxes = self._around["box"]
        if any(self._now.out is box for box in boxes):
            return
        for box in boxes:
            self._body.append(f"{_laid_out(box)}\n")
        boxes.clear()


def _code_page(number: int | None) -> str:
    name = f"cp{number}"
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def _whole(text: str) -> str:
    """Joins the halves of characters that RTF writes as two numbers."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _laid_out(pieces: list[str]) -> str:
    return marked_rows(_whole("".join(pieces)), cell=_CELL, row=_ROW)
