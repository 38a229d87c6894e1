"""RTF: headers, body, text boxes, notes and footers, by our own walk over its groups."""

import re
from typing import NamedTuple

from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.limits import too_long
from core.reading.office.colours import WHITE, Paint
from core.reading.office.fields import link_targets
from core.reading.office.look import Look, Setting, Sight, as_symbols, is_symbols
from core.reading.office.pieces import Pieces
from core.reading.office.place import ANYWHERE, Frame, Place, is_off
from core.reading.office.rows import marked_rows
from core.reading.office.rtf.charsets import CHARSETS, DOCUMENT_CHARSETS, code_page
from core.reading.office.rtf.grounds import ColourTable, RowGrounds
from core.reading.office.rtf.places import BOXES, PLACES, TWIPS, boxed, placed
from core.reading.office.unseen import OFF_THE_PAGE, PERHAPS, UNUSED
from core.reading.written import first_of, from_parts

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<symbol>.)"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_PASSED_OVER = frozenset(
    [
        *("fonttbl", "colortbl", "stylesheet", "info", "pict", "objdata", "template", "private", "filetbl"),
        *("shprslt", "nonshppict", "nonesttables", "xe", "rxe", "tc", "annotation", "atnid"),
        *("pntxta", "pntxtb", "sn", "sv"),
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
_LABELS = frozenset({"listtext", "pntext"})
"""Groups that hold a paragraph's number or bullet, as a reader that can't count shows it."""
_LABEL = re.compile(r"[\w.()\[\]:–-]{1,12}")
_BULLETS = frozenset("·•§oØüqvlnu▪●○■–-*\uf0b7\uf0a7")
"""Bullets, and the letters that stand for one in a font of symbols."""
_STARRED = frozenset({"shpinst", "shptxt", "fldinst", "do", "dptxbxtext", "ud"})
"""Groups marked as optional (by a star) that hold text nevertheless; any other is passed over."""
_BREAKS = {"par": "\n", "sect": "\n", "page": "\n", "column": "\n", "line": "\n", "tab": "\t"}
_CELL, _ROW = "\x07", "\x1d"
"""Marks that can't occur in text: the end of a cell and of a row."""
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
_SYMBOLS = {"~": " ", "_": "-", "\n": "\n", "\r": "\n"}
_ESCAPED = frozenset("{}\\")
_DRAWN = re.compile(r"\\(?:shp|dp(?:rect|roundrect|ellipse|polygon|txbx)|background)(?![a-z])")
"""Shapes on which text may lie, whatever they are filled with."""
_TITLE_PAGE = re.compile(r"\\titlepg(?![a-z0])")
_PLAIN = Look(
    vanish=False, ink="auto", marker="auto", ground="auto", size=12.0, wide=100, apart=0.0, drawn=False
)
_TIMES = ("revtim", "creatim")
_TIME_PARTS = {"yr": "year", "mo": "month", "dy": "day", "hr": "hour", "min": "minute", "sec": "second"}
_MOST_TOKENS = 300_000
"""Control words and groups; three seconds' worth where each ends a stretch of text. Résumés have up to about 15,000."""


def read_rtf(content: bytes) -> Extract:
    """The text, headers first. Raises `CannotScreen` where there is only a picture, or far too much."""
    if content.count(b"\\") + content.count(b"{") > _MOST_TOKENS:
        raise too_long()
    return _Walk(content[content.find(b"{") :].decode("latin-1")).extract()


class _Group(NamedTuple):
    """What holds within a pair of braces; the end of the group brings back what held before."""

    out: list[str] | None
    """Where text goes; None where it is passed over, and then in every group within, too."""
    look: Look = _PLAIN
    ground: Paint = "auto"
    """Of the paragraph."""
    place: Place = ANYWHERE
    """Of the paragraph, too."""
    box: Frame = Frame(0.0, 0.0, 0.0, 0.0)
    """Of the drawing."""
    why: str = ""
    """Why nothing in it can be seen; "" where it can."""
    in_table: bool = False
    deleted: bool = False
    font: int = -1
    fallbacks: int = 1
    """How many characters follow a Unicode character, for readers that know none."""
    starred: bool = False
    in_fonts: bool = False
    in_colours: bool = False
    in_box: bool = False
    to_unicode: list[str] | None = None
    """Where text goes that is there twice, the first time for readers that know no Unicode."""


class _Walk:
    """One pass over a document's tokens. Text is held as bytes until its code page changes or it ends."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._encoding = "cp1252"
        self._default_font = -1
        self._fonts: dict[int, str] = {}
        self._symbol_fonts: set[int] = set()
        self._page = (612.0, 792.0)
        self._bytes = bytearray()
        self._to_skip = 0
        self._body: list[str] = []
        self._around: dict[str, list[list[str]]] = {"header": [], "footer": [], "footnote": [], "box": []}
        self._codes: list[str] = []
        self._label: list[str] = []
        self._pieces = Pieces()
        self._sight = Sight(frozenset({"unknown"} if _DRAWN.search(source) else ()))
        self._has_title_page = bool(_TITLE_PAGE.search(source))
        self._colours = ColourTable()
        self._row = RowGrounds(self._colours)
        self._times: dict[str, dict[str, int]] = {}
        self._time: dict[str, int] = {}
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
        hidden = (span.model_copy(update={"text": _whole(span.text)}) for span in self._pieces.spans)
        return Extract(
            text=text,
            hidden=tuple(hidden),
            links=tuple(link_targets(_whole("".join(self._codes)))),
            doubts=(PERHAPS,) if self._sight.doubtful else (),
            written=self._written(),
        )

    def _written(self) -> str | None:
        """When it was last saved, else made."""
        said = (self._times[name] for name in _TIMES if "year" in self._times.get(name, {}))
        return first_of(*(from_parts(**parts) for parts in said))

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
                    self._leave(groups.pop())
                if not groups:  # whatever follows the document's own group isn't part of it
                    break
            elif token["word"] == "bin":
                at += max(int(token["number"] or 0), 0)
            else:
                self._token(token)
        self._flush()

    def _leave(self, around: _Group) -> None:
        """Ends a group. A label is written now that it is whole, and only if it is one."""
        ended, self._now = self._now, around
        if ended.out is not self._label or around.out is self._label:
            return
        label = _whole("".join(self._label)).strip()
        self._label = []
        if label in _BULLETS or _LABEL.fullmatch(label):
            self._write("• " if label in _BULLETS else f"{label} ")

    def _token(self, token: re.Match[str]) -> None:
        if word := token["word"]:
            starred, self._now = self._now.starred, self._now._replace(starred=False)
            if not self._skipped(1) and not self._opens_group(word, starred=starred):
                self._control(word, int(token["number"]) if token["number"] else None)
        elif code := token["hex"]:
            if not self._skipped(1):
                self._bytes += bytes.fromhex(code)
        elif text := token["text"]:
            if self._now.in_colours:
                self._colours.end(text.count(";"))
            elif self._now.in_fonts and is_symbols(text):
                self._symbol_fonts.add(self._now.font)
            self._bytes += text[self._skipped(len(text)) :].encode("latin-1")
        elif (symbol := token["symbol"]) == "*":
            self._now = self._now._replace(starred=True)
        elif symbol in _ESCAPED:  # bytes like others: the second half of an East Asian character may be one
            if not self._skipped(1):
                self._bytes += symbol.encode()
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
            why = OFF_THE_PAGE if kind == "box" and is_off(self._now.box, self._page) else self._now.why
            if word in ("headerf", "footerf") and not self._has_title_page:
                why = UNUSED
            self._now = self._now._replace(
                ground="auto", place=ANYWHERE, in_table=False, in_box=kind == "box", why=why
            )
        elif word == "fldinst":
            self._send_to(self._codes)
        elif word == "upr":
            self._now = self._now._replace(to_unicode=self._now.out, out=None)
        elif word == "ud":
            self._now = self._now._replace(to_unicode=None, out=self._now.to_unicode)
        elif word in _LABELS:
            self._label = []
            self._send_to(self._label)
        elif word in _PASSED_OVER or (starred and word not in _STARRED):
            self._has_picture |= word in ("pict", "shppict")
            self._send_to(None)
            self._now = self._now._replace(in_fonts=word == "fonttbl", in_colours=word == "colortbl")
        else:
            return False
        return True

    def _send_to(self, out: list[str] | None) -> None:
        self._flush()
        if self._now.out is not None:
            self._now = self._now._replace(out=out)

    def _control(self, word: str, number: int | None) -> None:
        if word in _WORDS:
            self._write(_WORDS[word], is_mark=word in _TABLE)
            self._row.pass_by(word)
            if word == "par" and self._now.out is self._body:
                self._place_boxes()
        elif word == "u" and number is not None:
            self._write(chr(number % 0x10000))
            self._to_skip = self._now.fallbacks
        elif word == "uc":
            self._now = self._now._replace(fallbacks=number or 0)
        elif word == "deleted":
            self._change(deleted=number != 0)
        elif word == "plain":
            self._change(look=_PLAIN, deleted=False, font=self._default_font)
        elif word == "f":
            font = "Wingdings" if number in self._symbol_fonts else ""
            self._change(font=number or 0, look=self._now.look._replace(font=font))
        elif word == "deff":
            self._default_font = number or 0
            self._change(font=self._default_font)
        elif word == "fcharset" and self._now.in_fonts and number in CHARSETS:
            self._fonts[self._now.font] = CHARSETS[number]
        elif word in DOCUMENT_CHARSETS:
            self._encoding = DOCUMENT_CHARSETS[word]
        elif word == "ansicpg":
            self._encoding = code_page(number)
        elif word in _TIME_PARTS:
            self._time[_TIME_PARTS[word]] = number or 0
        elif word in (*_TIMES, "printim", "buptim"):
            self._time = self._times[word] = {}
        elif self._now.in_colours:
            self._colours.mix(word, number or 0)
        else:
            self._appear(word, number)

    def _appear(self, word: str, number: int | None) -> None:
        """Control words that say how letters look and what they lie on."""
        value = number or 0
        if word == "v":
            self._look(vanish=number != 0)
        elif word == "cf":
            self._look(ink=self._colours[value])
        elif word == "highlight":
            self._look(marker=self._colours[value])
        elif word in ("cb", "chcbpat"):
            self._look(ground=self._colours[value])
        elif word == "chshdng":
            self._look(ground="unknown" if value else self._now.look.ground)
        elif word == "fs":
            self._look(size=value / 2 if number is not None else _PLAIN.size)
        elif word == "charscalex":
            self._look(wide=100 if number is None else value)
        elif word == "expndtw":
            self._look(apart=value / 20)
        elif word in ("outl", "embo", "impr"):
            self._look(drawn=number != 0)
        elif word == "pard":
            self._change(ground="auto", place=ANYWHERE, in_table=False)
            self._row.say("itap", 1)
        elif word == "cbpat":
            self._change(ground=self._colours[value])
        elif word == "shading":
            self._change(ground="unknown" if value else self._now.ground)
        elif word == "intbl":
            self._change(in_table=True)
        elif word in PLACES:
            self._change(place=placed(self._now.place, word, value))
        elif word in BOXES:
            self._change(box=boxed(self._now.box, word, value))
        elif word == "paperw":
            self._page = (value / TWIPS, self._page[1])
        elif word == "paperh":
            self._page = (self._page[0], value / TWIPS)
        else:
            self._row.say(word, value)

    def _look(self, **properties: bool | Paint | float | None) -> None:
        self._change(look=self._now.look._replace(**properties))  # type: ignore[arg-type]

    def _setting(self) -> Setting:
        """What text written now lies on."""
        page = Setting(ground=WHITE)
        if self._now.in_box:
            page = page.on("unknown")
        if self._now.in_table:
            page = page.on(self._row.ground).unseen(self._row.why)
        return page.on(self._now.ground).unseen(self._now.why or self._now.place.why_unseen(self._page))

    def _change(self, **properties: bool | int | Look | Paint | Place | Frame) -> None:
        self._flush()
        self._now = self._now._replace(**properties)  # type: ignore[arg-type]

    def _flush(self) -> None:
        if self._bytes:
            text = self._bytes.decode(self._fonts.get(self._now.font, self._encoding), "replace")
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str, *, is_mark: bool = False) -> None:
        self._flush()
        out = self._now.out
        if out is None or self._now.deleted:
            return
        if is_mark or out is self._codes:
            out.append(text)
            return
        self._pieces.shown = out
        why = self._sight.why_unseen(self._now.look, text, self._setting())
        if not why and self._now.look.is_symbols and out is not self._label:
            text = as_symbols(text)
        self._pieces.add(text, why=why)

    def _place_boxes(self) -> None:
        """Text boxes go after the paragraph they are anchored in."""
        boxes = self._around["box"]
        if any(self._now.out is box for box in boxes):
            return
        for box in boxes:
            start = "\n" if self._body and not self._body[-1].endswith("\n") else ""
            self._body.append(f"{start}{_laid_out(box)}\n")
        boxes.clear()


def _whole(text: str) -> str:
    """Joins the halves of characters that RTF writes as two numbers."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _laid_out(pieces: list[str]) -> str:
    return marked_rows(_whole("".join(pieces)), cell=_CELL, row=_ROW)
