"""The styles of a Word document, each with what it has from the styles it is based on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.reading.office.colours import Paint
from core.reading.office.docx.look import look_of
from core.reading.office.docx.palette import Palette
from core.reading.office.docx.place import place_of
from core.reading.office.look import PLAIN, Look
from core.reading.office.ooxml import Element, attribute, child, children, is_on, name_of, number
from core.reading.office.place import ANYWHERE, Place


@dataclass(frozen=True, slots=True)
class TablePart:
    """What a table style says of the whole table, or of its first row, its even rows, …"""

    look: Look = PLAIN
    ground: Paint | None = None


@dataclass(frozen=True, slots=True)
class Style:
    """All that holds for text in a style; `numbering` is (list, level), each None where it says nothing."""

    look: Look = PLAIN
    ground: Paint | None = None
    """Of the whole paragraph."""
    place: Place = ANYWHERE
    numbering: tuple[str | None, int | None] = (None, None)
    parts: Mapping[str, TablePart] = field(default_factory=dict)


_NOTHING = Style()


class Styles:
    """Looked up by id; a style that isn't there says nothing."""

    def __init__(self, root: Element | None, palette: Palette) -> None:
        self._palette = palette
        self._written: dict[str, Element] = {}
        self._whole: dict[str, Style] = {}
        self._usual: dict[str, str] = {}
        self.defaults = PLAIN
        for one in children(root) if root is not None else ():
            if name_of(one) == "w:docDefaults":
                self.defaults = look_of(child(child(one, "w:rPrDefault"), "w:rPr"), palette)
            elif name_of(one) == "w:style":
                name = attribute(one, "w:styleId")
                self._written.setdefault(name, one)
                if attribute(one, "w:default").lower() in ("1", "true", "on"):
                    self._usual.setdefault(attribute(one, "w:type"), name)

    def paragraph(self, name: str) -> Style:
        """Of a paragraph; "" for one that names no style."""
        return self._get(name if name in self._written else self._usual.get("paragraph", ""))

    def character(self, name: str) -> Look:
        """Of a run."""
        return self._get(name).look if name else PLAIN

    def table(self, name: str) -> Mapping[str, TablePart]:
        """Of a table, part by part; "" is the whole of it."""
        return self._get(name or self._usual.get("table", "")).parts

    def _get(self, name: str) -> Style:
        """Works out a style from its farthest ancestor on. Circles end where they close."""
        line: list[str] = []
        ancestor = name
        while ancestor in self._written and ancestor not in self._whole and ancestor not in line:
            line.append(ancestor)
            ancestor = attribute(child(self._written[ancestor], "w:basedOn"), "w:val")
            if len(line) > _MOST_ANCESTORS:
                break
        found = self._whole.get(ancestor, _NOTHING)
        for one in reversed(line):
            found = self._whole[one] = self._derived(self._written[one], found)
        return found

    def _derived(self, style: Element, base: Style) -> Style:
        paragraph = child(style, "w:pPr")
        own_list, own_level = numbering_of(paragraph)
        parts = dict(base.parts)
        if attribute(style, "w:type") == "table":
            for kind, part in self._table_parts(style):
                before = parts.get(kind, _NO_PART)
                parts[kind] = TablePart(
                    part.look.over(before.look), before.ground if part.ground is None else part.ground
                )
        ground = ground_of(paragraph, self._palette)
        return Style(
            look=look_of(child(style, "w:rPr"), self._palette).over(base.look),
            ground=base.ground if ground is None else ground,
            place=place_of(paragraph).over(base.place),
            numbering=(
                base.numbering[0] if own_list is None else own_list,
                base.numbering[1] if own_level is None else own_level,
            ),
            parts=parts,
        )

    def _table_parts(self, style: Element) -> list[tuple[str, TablePart]]:
        found = [("", self._part(style))]
        for one in children(style):
            if name_of(one) == "w:tblStylePr":
                found.append((attribute(one, "w:type"), self._part(one)))
        return found

    def _part(self, element: Element) -> TablePart:
        ground = ground_of(child(element, "w:tcPr"), self._palette)
        if ground is None:
            ground = ground_of(child(element, "w:tblPr"), self._palette)
        return TablePart(look_of(child(element, "w:rPr"), self._palette), ground)


_NO_PART = TablePart()
_MOST_ANCESTORS = 50


def ground_of(properties: Element | None, palette: Palette) -> Paint | None:
    """The shading among a paragraph's, a cell's or a table's properties."""
    shading = child(properties, "w:shd")
    return None if shading is None else palette.ground(shading)


def numbering_of(paragraph_properties: Element | None) -> tuple[str | None, int | None]:
    """A paragraph's list ("0" for none) and its level in it."""
    numbering = child(paragraph_properties, "w:numPr")
    if numbering is None:
        return None, None
    level = number(attribute(child(numbering, "w:ilvl"), "w:val"))
    return attribute(child(numbering, "w:numId"), "w:val") or None, level


def run_look(properties: Element | None, *, paragraph: Look, styles: Styles, palette: Palette) -> Look:
    """A run's own look over its character style, over its paragraph's.

    Hiding is a switch: hidden by paragraph and by character style is shown again, as Word does it.
    """
    if properties is None or not len(properties):
        return paragraph
    style = styles.character(attribute(child(properties, "w:rStyle"), "w:val"))
    own = look_of(properties, palette)
    look = own.over(style).over(paragraph)
    if own.vanish is None and style.vanish is not None:
        look = look._replace(vanish=bool(style.vanish) != bool(paragraph.vanish))
    return look


def is_set(properties: Element | None, name: str) -> bool:
    """Whether a switch is there and on."""
    return bool(is_on(child(properties, name)))
