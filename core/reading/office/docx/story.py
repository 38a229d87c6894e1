"""The walk over one part of a Word document: body, header, footer or notes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.domain.resume import HiddenSpan
from core.reading.office.docx import drawing
from core.reading.office.docx.numbering import Numbering
from core.reading.office.docx.palette import Palette
from core.reading.office.docx.place import place_of, table_is_off_the_page
from core.reading.office.docx.styles import Style, Styles, is_set, numbering_of, run_look
from core.reading.office.docx.tables import Merges, Spot, TableGround, has_no_room
from core.reading.office.fields import link_targets, with_place
from core.reading.office.look import Look, Setting, Sight, as_symbols, is_symbols
from core.reading.office.ooxml import Element, attribute, child, children, name_of
from core.reading.office.opc import Relationship
from core.reading.office.pieces import Pieces
from core.reading.office.rows import row_lines
from core.reading.office.unseen import COVERED, NO_ROOM, OFF_THE_PAGE, VANISHED

_PASSED_OVER = frozenset(
    [
        *("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:rt"),
        *("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr"),
        *("w:tblPr", "w:tblPrEx", "w:tblGrid", "w:trPr", "w:tcPr"),
    ]
)
"""Deleted and moved-away text, properties, pronunciation aids."""
_BREAKS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "a:br": "\n", "w:noBreakHyphen": "-"}
_TEXTS = frozenset({"w:t", "m:t", "a:t"})
_LINKED = frozenset({"w:hyperlink", "a:hlinkClick"})
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_SPACES = re.compile(r"[\t\r\n]+")
_BULLETS = str.maketrans(dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf06c\uf06e", "•"))
"""The signs of symbol fonts that lists begin with."""
_GREEK = str.maketrans(
    "ABCDEFGHIKLMNOPQRSTUWXYZabcdefghiklmnopqrstuwxyz", "ΑΒΧΔΕΦΓΗΙΚΛΜΝΟΠΘΡΣΤΥΩΞΨΖαβχδεφγηικλμνοπθρστυωξψζ"
)
"""What the font Symbol shows for Latin letters."""


@dataclass(frozen=True, slots=True)
class Document:
    """What all parts of a document share."""

    palette: Palette
    styles: Styles
    numbering: Numbering
    page: tuple[float, float]
    """Width and height in points."""
    sight: Sight


@dataclass(slots=True)
class _Line:
    """A paragraph as it is put together."""

    look: Look
    around: Setting
    """Where drawings anchored here stand: what the paragraph itself changes doesn't hold for them."""
    text: Pieces = field(default_factory=Pieces)
    boxes: list[tuple[Element, Setting]] = field(default_factory=list)
    """Text boxes anchored here."""
    codes: list[str] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)
    """Of each field we are in, whether we are in its code still."""
    in_code: list[str] = field(default_factory=list)
    """Text within a field's code, which is shown only if the code never ends."""

    def add(self, text: str, *, why: str) -> None:
        if any(self.fields):
            self.in_code.append(text)
            return
        self.text.add(text, why=why)


class Story:
    """One part's text: blocks (paragraphs, tables) hold inlines (runs), which may anchor boxes with more blocks.

    `links` and `hidden` fill in reading order while `blocks` is called.
    """

    def __init__(self, document: Document, related: Mapping[str, Relationship]) -> None:
        self._document = document
        self._related = related
        self._initial = ""
        self.links: list[str] = []
        self.hidden: list[HiddenSpan] = []

    def blocks(self, element: Element, setting: Setting) -> list[str]:
        """The lines below an element."""
        lines: list[str] = []
        for block in children(element):
            name = name_of(block)
            if name in ("w:p", "a:p"):
                lines += self._paragraph(block, setting)
            elif name == "w:tbl":
                lines += self._table(block, setting)
            elif name == "w:sdt" and _is_prompt(block):
                continue
            elif name not in _PASSED_OVER and attribute(block, "w:type") not in _SEPARATORS:
                lines += self.blocks(block, setting)
        return lines

    def _paragraph(self, paragraph: Element, setting: Setting) -> list[str]:
        """A paragraph's own text, then what stands in the boxes anchored in it."""
        properties = child(paragraph, "w:pPr")
        name = attribute(child(properties, "w:pStyle"), "w:val")
        style = self._document.styles.paragraph(name)
        around, setting = setting, self._within(properties, style, setting)
        line = _Line(look=style.look.over(setting.look), around=around)
        self._inlines(paragraph, line, setting)
        self._number(line, properties, name, style, setting)
        self.links += link_targets("".join(line.codes))
        self.hidden += line.text.spans
        if any(line.fields) and not setting.why:
            line.text.shown += line.in_code
        text = self._initial + "".join(line.text.shown)
        self._initial = ""
        if _is_initial(properties):
            self._initial = text
            lines = []
        else:
            lines = [text]
        for box, around in line.boxes:
            lines += self.blocks(box, around)
        return lines

    def _within(self, properties: Element | None, style: Style, setting: Setting) -> Setting:
        """What a paragraph changes of the setting it stands in: its shading, and where it stands."""
        shading = child(properties, "w:shd")
        ground = style.ground if shading is None else self._document.palette.ground(shading)
        place = place_of(properties).over(style.place)
        return setting.on(ground).unseen(place.why_unseen(self._document.page))

    def _number(
        self, line: _Line, properties: Element | None, name: str, style: Style, setting: Setting
    ) -> None:
        """Puts the paragraph's number before it, as Word does."""
        own_list, own_level = numbering_of(properties)
        in_list = style.numbering[0] if own_list is None else own_list
        text = "".join(line.text.shown)
        mark = child(child(properties, "w:rPr"), "w:del")
        if in_list is None or (mark is not None and not text.strip()):
            return
        level = own_level if own_level is not None else None if own_list is None else 0
        if level is None:
            level = style.numbering[1]
        label = self._document.numbering.label(in_list, level, style=name)
        if label is None or not label.text or not text.strip():
            return
        if why := self._document.sight.why_unseen(label.look.over(line.look), label.text, setting):
            self.hidden.append(HiddenSpan(text=label.text, why=why))
        else:
            line.text.shown.insert(0, f"{label.text} ")

    def _inlines(self, element: Element, line: _Line, setting: Setting, look: Look | None = None) -> None:
        look = line.look if look is None else look
        for inline in children(element):
            name = name_of(inline)
            if name in _TEXTS:
                text = _SPACES.sub(" ", inline.text or "")
                self._text(text, line, look, setting)
            elif name in ("w:r", "m:r"):
                self._inlines(inline, line, setting, self._run_look(inline, line))
            elif name in _BREAKS:
                line.add(_BREAKS[name], why=setting.why or (VANISHED if look.vanish else ""))
            elif name == "w:sym":
                self._text(_symbol(inline), line, look._replace(font=None), setting)
            elif name in ("w:txbxContent", "a:txBody"):
                hidden = setting.why or (VANISHED if look.vanish else "")
                line.boxes.append((inline, setting._replace(look=self._document.styles.defaults, why=hidden)))
            elif name == "v:textpath":
                self._text(inline.get("string", ""), line, look, setting)
            elif name == "w:instrText":
                line.codes.append(inline.text or "")
            elif name == "w:fldChar":
                _enter_or_leave(attribute(inline, "w:fldCharType"), line.fields)
            elif name in drawing.ANCHORS or name in drawing.OLD_SHAPES or name == "wps:wsp":
                self._inlines(inline, line, self._in_drawing(inline, name, line, setting), look)
            elif name not in _PASSED_OVER and not (name == "w:sdt" and _is_prompt(inline)):
                if name == "w:fldSimple":
                    line.codes.append(attribute(inline, "w:instr"))
                elif name in _LINKED:
                    self._link_to(inline)
                self._inlines(inline, line, setting, look)

    def _run_look(self, run: Element, line: _Line) -> Look:
        return run_look(
            child(run, "w:rPr"),
            paragraph=line.look,
            styles=self._document.styles,
            palette=self._document.palette,
        )

    def _text(self, text: str, line: _Line, look: Look, setting: Setting) -> None:
        why = self._document.sight.why_unseen(look, text, setting)
        if not why:
            text = text.translate(_BULLETS)
            if look.is_symbols:
                text = as_symbols(text)
        line.add(text, why=why)

    def _in_drawing(self, element: Element, name: str, line: _Line, setting: Setting) -> Setting:
        if name != "wps:wsp":
            setting = line.around.unseen(drawing.why_unseen(element, page=self._document.page))
        if name in drawing.ANCHORS:
            return setting
        return setting.on(drawing.fill(element, self._document.palette))

    def _link_to(self, link: Element) -> None:
        found = self._related.get(attribute(link, "r:id"))
        if found and found.external:
            self.links.append(with_place(found.target, attribute(link, "w:anchor")))

    def _table(self, table: Element, setting: Setting) -> list[str]:
        lines: list[str] = []
        around = TableGround(table, self._document.styles, self._document.palette)
        if table_is_off_the_page(child(table, "w:tblPr"), self._document.page[0]):
            setting = setting.unseen(OFF_THE_PAGE)
        rows = list(_parts(table, "w:tr"))
        merges = Merges()
        for at, row in enumerate(rows):
            properties = child(row, "w:trPr")
            if child(properties, "w:del") is not None:
                continue
            why = VANISHED if is_set(properties, "w:hidden") else NO_ROOM if has_no_room(properties) else ""
            cells = list(_parts(row, "w:tc"))
            covered = merges.covered(cells)
            texts = []
            for column, cell in enumerate(cells):
                if child(child(cell, "w:tcPr"), "w:cellDel") is not None:
                    continue
                ground, look = around.under(cell, Spot(at, len(rows), column, len(cells)))
                within = (
                    setting._replace(look=look.over(setting.look))
                    .on(ground)
                    .unseen(why or (COVERED if covered[column] else ""))
                )
                texts.append(self.blocks(cell, within))
            lines += row_lines(texts)
        return lines


def _is_prompt(control: Element) -> bool:
    """Whether a content control shows its prompt ("Click here to enter text") for want of a content."""
    return is_set(child(control, "w:sdtPr"), "w:showingPlcHdr")


def _is_initial(properties: Element | None) -> bool:
    """Whether a paragraph is only the large first letter of the next one."""
    return attribute(child(properties, "w:framePr"), "w:dropCap") in ("drop", "margin")


def _symbol(element: Element) -> str:
    """A sign by its font and number: a letter; of a symbol font a Greek letter, a bullet, or a gap."""
    code = attribute(element, "w:char").lower()
    font = attribute(element, "w:font").lower()
    try:
        char = chr(int(code[-4:], 16))
    except ValueError:
        return " "
    if "\uf000" <= char <= "\uf0ff":
        char = chr(ord(char) - 0xF000)
    if font == "symbol" and char.isalpha() and char.isascii():
        return char.translate(_GREEK)
    if code[:2] != "f0" and not is_symbols(font):
        return char
    return "•" if code[-2:] in ("b7", "a7", "d8", "76", "fc", "6c", "6e") else " "


def _enter_or_leave(mark: str, fields: list[bool]) -> None:
    if mark == "begin":
        fields.append(True)
    elif mark == "separate" and fields:
        fields[-1] = False
    elif mark == "end" and fields:
        fields.pop()


def _parts(element: Element, wanted: str) -> Iterator[Element]:
    """A table's rows or a row's cells, also those within content controls and tracked insertions."""
    for one in children(element):
        name = name_of(one)
        if name == wanted:
            yield one
        elif name not in _PASSED_OVER and name != "w:tbl" and not (name == "w:sdt" and _is_prompt(one)):
            yield from _parts(one, wanted)
