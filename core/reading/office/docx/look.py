"""How letters of a Word document look, as far as it decides whether they can be seen."""

from core.reading.office.docx.palette import Palette
from core.reading.office.look import PLAIN, Look
from core.reading.office.ooxml import Element, attribute, child, is_on, name_of, number, points

_TWIPS, _HALF_POINTS = 20, 2


def look_of(properties: Element | None, palette: Palette) -> Look:
    """What <w:rPr> says."""
    if properties is None or not len(properties):
        return PLAIN
    said: dict[str, object] = {}
    complex_size: float | None = None
    for one in properties:
        match name_of(one):
            case "w:vanish":
                said["vanish"] = is_on(one)
            case "w:color":
                said.setdefault("ink", palette.ink(one))
            case "w14:textFill":
                fill = palette.drawn(one)
                said["transparent"] = fill == "auto"
                if isinstance(fill, tuple):
                    said["ink"] = fill
                elif fill == "unknown":
                    said["ink"] = "unknown"
            case "w14:textOutline":
                said["drawn"] = child(one, "w14:noFill") is None
            case "w:outline" | "w:emboss" | "w:imprint":
                said["drawn"] = is_on(one)
            case "w:highlight":
                said["marker"] = palette.marker(one)
            case "w:shd":
                said["ground"] = palette.ground(one)
            case "w:sz":
                said["size"] = points(attribute(one, "w:val"), parts=_HALF_POINTS)
            case "w:szCs" if _is_complex(properties):
                complex_size = points(attribute(one, "w:val"), parts=_HALF_POINTS)
            case "w:w":
                said["wide"] = number(attribute(one, "w:val").rstrip("%"))
            case "w:spacing":
                said["apart"] = points(attribute(one, "w:val"), parts=_TWIPS)
            case "w:rFonts":
                said["font"] = attribute(one, "w:ascii") or None
    if complex_size is not None:
        said["size"] = complex_size
    return Look(**said)  # type: ignore[arg-type]


def _is_complex(properties: Element) -> bool:
    """Whether letters are set as Arabic and Hebrew are, which have a size of their own."""
    return any(is_on(child(properties, name)) for name in ("w:rtl", "w:cs"))
