"""Shapes of a Word document: whether they can be seen, and what colour they give to what lies on them."""

import re
from collections.abc import Iterator

from core.reading.office.colours import WHITE, Paint, hex_colour
from core.reading.office.docx.palette import Palette
from core.reading.office.ooxml import Element, attribute, child, name_of, number
from core.reading.office.unseen import LEAST_ROOM, NO_ROOM, OFF_THE_PAGE, VANISHED

ANCHORS = frozenset({"wp:anchor", "wp:inline"})
OLD_SHAPES = frozenset({"v:shape", "v:rect", "v:roundrect", "v:oval"})

_POINT = 12_700
"""English metric units, in which drawings are measured."""
_INCH = 72.0
_WIDEST_MARGIN = 1.5 * _INCH
_LEAST_WIDTH, _LEAST_HEIGHT = _INCH, _INCH / 5
"""Of a drawing that can lie under a line of text."""
_UNITS = {"pt": 1.0, "in": _INCH, "cm": 28.35, "mm": 2.835, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"(-?\d{1,7})(?:\.\d*)?(pt|in|cm|mm|pc|px)", re.IGNORECASE)


def why_unseen(drawing: Element, *, page: tuple[float, float]) -> str:
    """Why what stands in a drawing can't be seen on a page of that size in points; "" where it can."""
    if name_of(drawing) in OLD_SHAPES:
        return _why_unseen_old(_style(drawing), page[0])
    if _plain(child(drawing, "wp:docPr"), "hidden") in ("1", "true"):
        return VANISHED
    wide, high = _extent(drawing)
    if wide is not None and high is not None and min(wide, high) <= LEAST_ROOM:
        return NO_ROOM
    for axis, length, whole in (("wp:positionH", wide, page[0]), ("wp:positionV", high, page[1])):
        position = child(drawing, axis)
        offset = child(position, "wp:posOffset")
        at = number((offset.text or "").strip()) if offset is not None else None
        if at is None or position is None:
            continue
        origin = position.get("relativeFrom", "")
        if axis == "wp:positionV" and origin in ("paragraph", "line"):
            continue  # Word moves these back onto the page
        slack = 0.0 if origin == "page" else _WIDEST_MARGIN
        if at / _POINT >= whole or at / _POINT + (length or 0.0) <= -slack:
            return OFF_THE_PAGE
    return ""


def fill(shape: Element, palette: Palette) -> Paint:
    """What a shape is filled with; "auto" where one sees through it."""
    if name_of(shape) in OLD_SHAPES:
        return _old_fill(shape)
    own = palette.drawn(child(shape, "wps:spPr"))
    if own is not None:
        return own
    reference = child(child(shape, "wps:style"), "a:fillRef")
    if reference is None or reference.get("idx", "0") in ("0", "1000"):
        return "auto"
    return palette.of_drawing(reference)


def grounds(root: Element, palette: Palette) -> Iterator[Paint]:
    """The fills of the drawings of a part that lie under or over its text, and are large enough to carry some."""
    for one in _drawn(root):
        name = name_of(one)
        if name == "wp:anchor" or (name == "wp:inline" and _is_group(one)):
            wide, high = _extent(one)
            if (wide or 0) >= _LEAST_WIDTH and (high or 0) >= _LEAST_HEIGHT:
                yield from _fills(one, palette)
        elif name in OLD_SHAPES:
            style = _style(one)
            wide, high = _length(style.get("width", "")), _length(style.get("height", ""))
            if style.get("position") == "absolute" and (wide is None or wide >= _LEAST_WIDTH):
                yield "unknown" if any("imagedata" in str(part.tag) for part in one) else _old_fill(one)


def _fills(anchor: Element, palette: Palette) -> Iterator[Paint]:
    for one in anchor.iter():
        if name_of(one) == "wps:wsp":
            yield fill(one, palette)
        elif name_of(one) == "pic:pic":
            yield "unknown"


def _drawn(root: Element) -> Iterator[Element]:
    """All elements but what stands in for newer features."""
    waiting = [root]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += (below for below in one if name_of(below) != "mc:Fallback")


def _is_group(drawing: Element) -> bool:
    """Whether a drawing is several shapes: then the text of one may lie on another."""
    return sum(name_of(one) in ("wps:wsp", "pic:pic") for one in drawing.iter()) > 1


def _extent(drawing: Element) -> tuple[float | None, float | None]:
    extent = child(drawing, "wp:extent")
    wide, high = (number(_plain(extent, name)) for name in ("cx", "cy"))
    return None if wide is None else wide / _POINT, None if high is None else high / _POINT


def _old_fill(shape: Element) -> Paint:
    if shape.get("filled", "").lower() in ("f", "false", "0"):
        return "auto"
    effect = next((one for one in shape if name_of(one) == "v:fill"), None)
    if _plain(effect, "type") not in ("", "solid"):
        return "unknown"
    said = shape.get("fillcolor", "").partition(" ")[0]
    if not said or said == "white":
        return WHITE
    return hex_colour(said) or "unknown"


def _why_unseen_old(style: dict[str, str], page_width: float) -> str:
    if style.get("visibility") == "hidden":
        return VANISHED
    lengths = {key: _length(style.get(key, "")) for key in ("width", "height", "left", "margin-left")}
    if any(lengths[key] is not None and (lengths[key] or 0) <= LEAST_ROOM for key in ("width", "height")):
        return NO_ROOM
    at = lengths["margin-left"] if lengths["margin-left"] is not None else lengths["left"]
    if at is None or style.get("position") != "absolute":
        return ""
    is_off = at >= page_width or at + (lengths["width"] or 0) <= -_WIDEST_MARGIN
    return OFF_THE_PAGE if is_off else ""


def _style(shape: Element) -> dict[str, str]:
    """The properties in the style attribute of a shape of old Word."""
    pairs = (part.partition(":") for part in shape.get("style", "")[:2_000].split(";"))
    return {key.strip().lower(): value.strip().lower() for key, _, value in pairs}


def _length(said: str) -> float | None:
    found = _LENGTH.fullmatch(said)
    return int(found[1]) * _UNITS[found[2].lower()] if found else None


def _plain(element: Element | None, name: str) -> str:
    return "" if element is None else str(element.get(name, ""))


def chart_lines(root: Element) -> list[str]:
    """A chart's title and its values, each as "Python: 90"."""
    lines = []
    for one in root.iter():
        if name_of(one) == "c:title":
            lines.append("".join(part.text or "" for part in one.iter() if name_of(part) == "a:t"))
        elif name_of(one) == "c:ser":
            names, values = (_points(child(one, part)) for part in ("c:cat", "c:val"))
            lines += [f"{name}: {values[at]}" if at in values else name for at, name in names.items()]
    return lines


def _points(element: Element | None) -> dict[str, str]:
    """The cached texts of a chart's row, by their place."""
    found = {}
    for point in element.iter() if element is not None else ():
        if name_of(point) == "c:pt":
            value = child(point, "c:v")
            found[point.get("idx", "")] = (value.text or "") if value is not None else ""
    return found


def page_size(root: Element) -> tuple[float, float]:
    """Width and height in points of the largest page a document asks for."""
    sizes = [one for one in root.iter() if name_of(one) == "w:pgSz"]
    widths = [wide for one in sizes if (wide := number(attribute(one, "w:w")))]
    heights = [high for one in sizes if (high := number(attribute(one, "w:h")))]
    return max(widths, default=12_240) / 20, max(heights, default=15_840) / 20
