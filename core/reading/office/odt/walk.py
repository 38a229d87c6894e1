"""OpenDocument texts: headers first, body, notes, footers, by our own walk over the XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat

from lxml import etree

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.office.archive import Archive
from core.reading.office.colours import Paint
from core.reading.office.look import Look, Setting, Sight
from core.reading.office.odt.names import attribute, name_of
from core.reading.office.odt.styles import Styles, page_ground, points
from core.reading.office.pieces import Pieces
from core.reading.office.rows import row_lines
from core.reading.office.unseen import COVERED, LEAST_ROOM, NO_ROOM, OFF_THE_PAGE, PERHAPS, VANISHED
from core.reading.written import first_of, from_iso

_PARAGRAPHS = frozenset({"text:p", "text:h"})
_BOXES = frozenset({"draw:text-box", "draw:custom-shape", "table:table"})
"""What stands in a paragraph and holds paragraphs itself."""
_PASSED_OVER = frozenset(
    [
        *("text:tracked-changes", "office:annotation", "office:annotation-end", "office:forms"),
        *("text:note-citation", "text:sequence-decls", "text:variable-decls", "text:user-field-decls"),
        *("text:placeholder", "draw:glue-point", "text:ruby-text", "svg:title", "svg:desc"),
    ]
)
"""Deleted text, comments, declarations, prompts, pronunciation aids, descriptions of pictures."""
_HEADERS = frozenset({"style:header", "style:header-left", "style:header-first"})
_FOOTERS = frozenset({"style:footer", "style:footer-left", "style:footer-first"})
_SPACES = re.compile(r"[ \t\r\n]+")
_ROW_GROUPS = frozenset({"table:table-header-rows", "table:table-rows", "table:table-row-group"})
_COLUMN_GROUPS = frozenset({"table:table-header-columns", "table:table-columns", "table:table-column-group"})
_MOST_COLUMNS = 100
_MOST_SPACES = 100
"""A stranger's number of spaces is not to be trusted."""
_SHAPES = frozenset(
    {"draw:custom-shape", "draw:rect", "draw:frame", "draw:ellipse", "draw:polygon", "draw:path"}
)
_LEAST_WIDTH, _LEAST_HEIGHT = 72.0, 14.0
"""Points, of a drawing that can lie under a line of text."""
_USUAL_SIZE = 12.0
"""Points, of letters about which nothing is said."""
_FAR = 17 * 72.0
"""Points. What begins or ends beyond lies off every page."""


def read_odt(content: bytes) -> Extract:
    """The text, headers first. Raises `CannotScreen`, "locked" where it is encrypted."""
    archive = Archive(content)
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and any(name_of(one) == "manifest:encryption-data" for one in manifest.iter()):
        raise CannotScreen("locked")
    root = archive.xml("content.xml")
    if root is None:
        raise CannotScreen("damaged")
    common = archive.xml("styles.xml")
    in_body, in_margins = Styles(common, root), Styles(common, common)
    sight = Sight(frozenset((*_drawings(root, in_body), *_drawings(common, in_margins))))
    page = Setting(ground=page_ground(common))
    margins, body = _Walk(in_margins, sight), _Walk(in_body, sight)
    headers = _margins(common, margins, _HEADERS, page)
    lines = [line for one in root.iter() if name_of(one) == "office:text" for line in body.blocks(one, page)]
    footers = _margins(common, margins, _FOOTERS, page)
    text = "\n".join((*headers, *lines, *margins.notes, *body.notes, *footers))
    if not any(char.isalpha() for char in text) and any(
        name.startswith("pictures/") for name in archive.names
    ):
        raise CannotScreen("scanned")
    return Extract(
        text=text,
        hidden=(*margins.hidden, *body.hidden),
        links=(*margins.links, *body.links),
        doubts=(PERHAPS,) if sight.doubtful else (),
        written=_written(archive),
    )


def _written(archive: Archive) -> str | None:
    """When it was last saved, else made."""
    try:
        meta = archive.xml("meta.xml")
    except CannotScreen:  # what only says when it was saved spoils no document
        return None
    said = {name_of(one): one.text for one in meta.iter()} if meta is not None else {}
    return first_of(from_iso(said.get("dc:date")), from_iso(said.get("meta:creation-date")))


def _margins(
    styles: etree._Element | None, walk: "_Walk", kinds: frozenset[str], setting: Setting
) -> list[str]:
    """The texts of all headers or footers, equal ones once."""
    found = (one for one in styles.iter() if name_of(one) in kinds) if styles is not None else ()
    texts = dict.fromkeys("\n".join(walk.blocks(one, setting)) for one in found)
    return [text for text in texts if text.strip()]


def _drawings(root: etree._Element | None, styles: Styles) -> Iterator[Paint]:
    """What the drawings that are large enough to carry text are filled with."""
    for one in root.iter() if root is not None else ():
        if name_of(one) in _SHAPES:
            wide, high = (points(attribute(one, f"svg:{name}")) for name in ("width", "height"))
            if (wide is None or wide >= _LEAST_WIDTH) and (high is None or high >= _LEAST_HEIGHT):
                if any(name_of(part) == "draw:image" for part in one):
                    yield "unknown"
                else:
                    yield styles.get("graphic", attribute(one, "draw:style-name")).ground or "auto"


@dataclass(slots=True)
class _Line:
    """A paragraph as it is put together, with the boxes anchored in it."""

    text: Pieces = field(default_factory=Pieces)
    boxes: list[tuple[etree._Element, Setting]] = field(default_factory=list)


class _Walk:
    """Gathers lines; `links`, `notes` and `hidden` fill in reading order while `blocks` is called."""

    def __init__(self, styles: Styles, sight: Sight) -> None:
        self._styles = styles
        self._sight = sight
        self.links: list[str] = []
        self.notes: list[str] = []
        self.hidden: list[HiddenSpan] = []

    def blocks(self, element: etree._Element, setting: Setting) -> list[str]:
        """The lines below an element."""
        lines: list[str] = []
        for child in element:
            name = name_of(child)
            if name in _PARAGRAPHS:
                lines += self._paragraph(child, setting)
            elif name == "table:table":
                lines += self._table(child, setting)
            elif name == "text:section":
                lines += self.blocks(child, self._in_section(child, setting))
            elif name in _BOXES or name == "draw:frame":
                lines += self.blocks(child, self._in_box(child, setting))
            elif name not in _PASSED_OVER:
                lines += self.blocks(child, setting)
        return lines

    def _in_section(self, section: etree._Element, setting: Setting) -> Setting:
        style = self._styles.get("section", attribute(section, "text:style-name"))
        why = VANISHED if _is_hidden(section) else ""
        return setting.on(style.ground).unseen(why)

    def _paragraph(self, paragraph: etree._Element, around: Setting) -> list[str]:
        style = self._styles.get("paragraph", attribute(paragraph, "text:style-name"))
        why = style.why or style.place.why_unseen((_FAR, _FAR))
        if any(name_of(one) == "text:hidden-paragraph" and _is_hidden(one) for one in paragraph):
            why = VANISHED
        setting = around.on(style.ground).unseen(why)
        look = style.look.over(setting.look)
        line = _Line()
        self._inlines(paragraph, line, look, setting, around)
        self.hidden += line.text.spans
        lines = ["".join(line.text.shown).strip()]
        if line.text.spans and not lines[0]:
            lines = []
        for box, within in line.boxes:
            lines += self._table(box, within) if name_of(box) == "table:table" else self.blocks(box, within)
        return lines

    def _inlines(
        self, element: etree._Element, line: _Line, look: Look, setting: Setting, around: Setting
    ) -> None:
        self._text(_folded(element.text), line, look, setting)
        for child in element:
            self._inline(child, line, look, setting, around)
            self._text(_folded(child.tail), line, look, setting)

    def _inline(
        self, child: etree._Element, line: _Line, look: Look, setting: Setting, around: Setting
    ) -> None:
        match name_of(child):
            case "text:s":
                count = attribute(child, "text:c")
                line.text.add(
                    " " * min(int(count) if count.isdecimal() and len(count) < 5 else 1, _MOST_SPACES), why=""
                )
            case "text:tab":
                line.text.add("\t", why="")
            case "text:line-break":
                line.text.add("\n", why="")
            case "text:note":
                self.notes += self.blocks(child, around)
            case "":
                return
            case name if name in _BOXES:
                within = around if name == "table:table" else self._in_box(child, around)
                line.boxes.append((child, within._replace(why=setting.why or within.why)))
            case "draw:frame":
                self._inlines(child, line, look, setting, self._in_box(child, around))
            case name if name not in _PASSED_OVER:
                if name in ("text:a", "draw:a"):
                    self.links.append(attribute(child, "xlink:href"))
                elif name == "text:hidden-text" and _is_hidden(child):
                    setting = setting.unseen(VANISHED)
                if own := attribute(child, "text:style-name"):
                    style = self._styles.get("text", own)
                    if style.share is not None:
                        look = look._replace(size=(look.size or _USUAL_SIZE) * style.share)
                    look = style.look.over(look)
                self._inlines(child, line, look, setting, around)

    def _text(self, text: str, line: _Line, look: Look, setting: Setting) -> None:
        if text:
            line.text.add(text, why=self._sight.why_unseen(look, text, setting))

    def _in_box(self, box: etree._Element, setting: Setting) -> Setting:
        """On a box's fill, and out of sight where the box is."""
        style = self._styles.get("graphic", attribute(box, "draw:style-name"))
        lengths = {name: points(attribute(box, f"svg:{name}")) for name in ("x", "y", "width", "height")}
        least = min((one for one in (lengths["width"], lengths["height"]) if one is not None), default=_FAR)
        off = any(
            start is not None and (start >= _FAR or start + (length or 0.0) <= -_LEAST_WIDTH)
            for start, length in ((lengths["x"], lengths["width"]), (lengths["y"], lengths["height"]))
        )
        fills_itself = style.ground is None and name_of(box) == "draw:custom-shape"
        return setting.on("unknown" if fills_itself else style.ground).unseen(
            NO_ROOM if least <= LEAST_ROOM else OFF_THE_PAGE if off else ""
        )

    def _table(self, table: etree._Element, setting: Setting) -> list[str]:
        lines: list[str] = []
        setting = setting.on(self._styles.get("table", attribute(table, "table:style-name")).ground)
        columns = list(_columns(table))
        for row in _rows(table):
            style = self._styles.get("table-row", attribute(row, "table:style-name"))
            why = VANISHED if attribute(row, "table:visibility") == "collapse" else style.why
            usual = attribute(row, "table:default-cell-style-name")
            texts = []
            for cell, at in _cells(row):
                of_column = columns[at] if at < len(columns) else ""
                name = attribute(cell, "table:style-name") or usual or of_column
                ground = self._styles.get("table-cell", name).ground
                covered = COVERED if name_of(cell) == "table:covered-table-cell" else ""
                within = setting.on(style.ground).on(ground).unseen(why or covered)
                texts.append(self.blocks(cell, within))
            lines += row_lines(texts)
        return lines


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """A table's own rows, also those in header rows and groups; cells may hold tables of their own."""
    for child in table:
        if name_of(child) == "table:table-row":
            yield child
        elif name_of(child) in _ROW_GROUPS:
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The cells, each with the number of its column."""
    at = 0
    for one in row:
        if name_of(one) in ("table:table-cell", "table:covered-table-cell"):
            yield one, at
            at += _times(one)


def _columns(table: etree._Element) -> Iterator[str]:
    """The style that each column gives to its cells."""
    for child in table:
        if name_of(child) == "table:table-column":
            yield from repeat(attribute(child, "table:default-cell-style-name"), _times(child))
        elif name_of(child) in _COLUMN_GROUPS:
            yield from _columns(child)


def _times(element: etree._Element) -> int:
    """How many columns an element stands for."""
    said = attribute(element, "table:number-columns-repeated")
    return min(int(said), _MOST_COLUMNS) if said.isdecimal() and len(said) < 5 else 1


def _is_hidden(element: etree._Element) -> bool:
    """Whether a section, a paragraph or a field is hidden now, if only for a condition that holds."""
    said = attribute(element, "text:is-hidden")
    return said == "true" or attribute(element, "text:display") == "none"


def _folded(text: str | None) -> str:
    """OpenDocument's own rule: any white space in the XML counts as one space."""
    return _SPACES.sub(" ", text or "")
