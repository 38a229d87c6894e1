"""The styles of an OpenDocument text: how letters look and what lies under them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from core.reading.office.colours import WHITE, Paint, hex_colour
from core.reading.office.look import PLAIN, Look
from core.reading.office.odt.names import attribute, attributes, name_of
from core.reading.office.place import ANYWHERE, Place
from core.reading.office.unseen import LEAST_ROOM, NO_ROOM

_LENGTH = re.compile(r"(-?\d{1,7}(?:\.\d{1,9})?|-?\.\d{1,9})(pt|in|cm|mm|pc|px)")
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75}
_GROUNDS = frozenset(
    {
        "style:paragraph-properties",
        "style:table-cell-properties",
        "style:table-row-properties",
        "style:table-properties",
        "style:section-properties",
    }
)
_MOST_ANCESTORS = 50


@dataclass(frozen=True, slots=True)
class Style:
    """All that a style says, and what those say that it comes from."""

    look: Look = PLAIN
    share: float | None = None
    """Of the size that letters have around it, where it says no size."""
    ground: Paint | None = None
    place: Place = ANYWHERE
    """Of a paragraph."""
    why: str = ""
    """Why nothing in it can be seen; "" where it can."""


_NOTHING = Style()


class Styles:
    """Looked up by family ("paragraph", "text", "table-cell", "graphic"…) and name.

    Styles made on the fly belong to their part alone: the body's and the headers' may share names.
    """

    def __init__(self, common: etree._Element | None, automatic: etree._Element | None) -> None:
        self._written: dict[tuple[str, str], etree._Element] = {}
        self._whole: dict[tuple[str, str], Style] = {}
        for root, kind in ((common, "office:styles"), (automatic, "office:automatic-styles")):
            for element in _within(root, kind):
                if name_of(element) == "style:style":
                    key = (attribute(element, "style:family"), attribute(element, "style:name"))
                    self._written[key] = element
                elif name_of(element) == "style:default-style":
                    self._written[attribute(element, "style:family"), ""] = element

    def get(self, family: str, name: str) -> Style:
        """A style, over its ancestors, over its family's default. Circles end where they close."""
        line: list[tuple[str, str]] = []
        key = (family, name) if (family, name) in self._written else ("", name)
        while key in self._written and key not in self._whole and key not in line:
            line.append(key)
            key = (family, attribute(self._written[key], "style:parent-style-name"))
            if len(line) > _MOST_ANCESTORS:
                break
        found = self._whole.get(key, _NOTHING)
        for one in reversed(line):
            found = self._whole[one] = _derived(self._written[one], found)
        return found


def page_ground(styles: etree._Element | None) -> Paint:
    """The colour of the pages; "unknown" where they differ."""
    grounds = set()
    for element in styles.iter() if styles is not None else ():
        if name_of(element) == "style:page-layout-properties":
            said = attributes(element)
            grounds.add(_fill(said) or "auto")
    grounds = {WHITE if ground == "auto" else ground for ground in grounds}
    return grounds.pop() if len(grounds) == 1 else "unknown" if grounds else WHITE


def points(said: str) -> float | None:
    """A length ("2.54cm") in points."""
    found = _LENGTH.fullmatch(said)
    return float(found[1]) * _UNITS[found[2]] if found else None


def _within(root: etree._Element | None, kind: str) -> Iterator[etree._Element]:
    for part in root if root is not None else ():
        if name_of(part) == kind:
            yield from part


def _derived(style: etree._Element, base: Style) -> Style:
    look, share, ground, place, why = base.look, base.share, base.ground, base.place, base.why
    for part in style:
        said = attributes(part)
        name = name_of(part)
        if name == "style:text-properties":
            own, share_here = _look(said)
            if share_here is not None and look.size is not None:
                own = own._replace(size=look.size * share_here)
            elif share_here is not None:
                share = share_here * (share or 1.0)
            elif own.size is not None:
                share = None
            look = own.over(look)
        elif name in _GROUNDS:
            ground = _fill(said) or ground
            height = points(said.get("style:row-height", "") or said.get("fo:line-height", ""))
            if height is not None and height <= LEAST_ROOM:
                why = NO_ROOM
            left, right = (points(said.get(f"fo:margin-{side}", "")) for side in ("left", "right"))
            place = Place(left=left, right=right).over(place)
        elif name == "style:graphic-properties":
            ground = _fill(said) or ground
    return Style(look, share, ground, place, why)


def _look(said: dict[str, str]) -> tuple[Look, float | None]:
    ink: Paint | None = None
    if said.get("style:use-window-font-color") == "true":
        ink = "auto"
    elif colour := said.get("fo:color"):
        ink = hex_colour(colour) or "unknown"
    display = said.get("text:display")
    # LibreOffice writes an opacity of nought beside the colour that it chooses by itself.
    opacity = None if ink == "auto" else _percent(said.get("loext:opacity", ""))
    outline = said.get("style:text-outline")
    scale = _percent(said.get("style:text-scale", ""))
    size = said.get("fo:font-size", "")
    look = Look(
        vanish=None if display is None else display == "none",
        ink=ink,
        transparent=None if ink is None else opacity is not None and opacity < 10,
        ground=_fill(said),
        size=points(size),
        wide=None if scale is None else int(scale),
        apart=points(said.get("fo:letter-spacing", "")),
        font=said.get("style:font-name") or said.get("fo:font-family"),
        drawn=None if outline is None else outline == "true",
    )
    share = _percent(size)
    return look, None if share is None else share / 100


def _fill(said: dict[str, str]) -> Paint | None:
    """A background, or the fill of a shape; "auto" for one that lets through what lies under it."""
    kind = said.get("draw:fill")
    if kind in ("gradient", "bitmap", "hatch"):
        return "unknown"
    if kind == "none":
        return "auto"
    if kind == "solid":
        return hex_colour(said.get("draw:fill-color", "")) or "unknown"
    ground = said.get("fo:background-color")
    if ground is None:
        return None
    return "auto" if ground == "transparent" else hex_colour(ground) or "unknown"


def _percent(said: str) -> float | None:
    number = said.removesuffix("%")
    return float(number) if said.endswith("%") and re.fullmatch(r"\d{1,5}(\.\d{1,3})?", number) else None
