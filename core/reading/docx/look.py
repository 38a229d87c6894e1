"""How letters of a Word document look, as far as it decides whether they can be seen."""

from core.reading.docx.palette import Palette
from core.reading.look import PLAIN, Look
from core.reading.ooxml import Element, attribute, child, is_on, name_of, number

_TWIPS, _HALF_POINTS = 20, 2


def look_of(properties: Element | None, palette: Palette) -> Look:
    """What <w:rPr> says."""
    if properties is None or not len(properties):
        return PLAIN
    said: dict[str, object] = {}
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
                said["size"] = _measure(one, _HALF_POINTS)
            case "w:w":
                said["wide"] = number(attribute(one, "w:val").rstrip("%"))
            case "w:spacing":
                said["apart"] = _measure(one, _TWIPS)
            case "w:rFonts":
                said["font"] = attribute(one, "w:ascii") or None
    return Look(**said)  # type: ignore[arg-type]


def _measure(element: Element, parts: int) -> float | None:
    """In points: a number of so many parts of a point, or (strict documents) a number with its unit."""
    said = attribute(element, "w:val")
    if said.endswith("pt"):
        return float(whole) if (whole := number(said[:-2].partition(".")[0])) is not None else None
    whole = number(said)
    return None if whole is None else whole / parts
