"""How letters of a Word document look, as far as it decides whether they can be seen."""

from typing import NamedTuple

from core.reading.colours import Paint, same
from core.reading.docx.palette import Palette
from core.reading.ooxml import Element, attribute, child, is_on, name_of, number
from core.reading.unseen import (
    SAME_COLOUR,
    SMALLEST,
    SQUEEZED,
    SYMBOLS,
    TINY,
    TRANSPARENT,
    VANISHED,
)

_SYMBOL_FONTS = ("wingdings", "webdings", "marlett")
_TWIPS, _HALF_POINTS = 20, 2


class Look(NamedTuple):
    """Properties of letters; None where nothing is said."""

    vanish: bool | None = None
    ink: Paint | None = None
    transparent: bool | None = None
    marker: Paint | None = None
    ground: Paint | None = None
    size: float | None = None
    """Points."""
    wide: int | None = None
    """Percent of the letters' own width."""
    apart: float | None = None
    """Points added between letters; negative to squeeze them."""
    font: str | None = None
    drawn: bool | None = None
    """As an outline or in relief: then the colour of the letters isn't what is seen."""

    def over(self, base: "Look") -> "Look":
        """What holds where both speak: this one."""
        if base is PLAIN:
            return self
        return Look._make(mine if mine is not None else other for mine, other in zip(self, base, strict=True))

    @property
    def is_symbols(self) -> bool:
        """Whether letters come out as pictures."""
        return (self.font or "").lower().startswith(_SYMBOL_FONTS)


PLAIN = Look()


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


def why_unseen(look: Look, ground: Paint) -> str:
    """Why letters of this look can't be seen on that ground; "" where they can."""
    if look.vanish:
        return VANISHED
    size = look.size if look.size is not None else 10.0
    if size <= SMALLEST:
        return TINY
    if (look.wide is not None and 0 < look.wide <= 10) or (look.apart or 0.0) <= -0.9 * size:
        return SQUEEZED
    if look.drawn:
        return ""
    if look.transparent:
        return TRANSPARENT
    return SAME_COLOUR if same(look.ink or "auto", _under(look, ground)) else ""


def lies_bare(look: Look) -> bool:
    """Whether the letters have no ground of their own."""
    return (look.marker or "auto") == "auto" and (look.ground or "auto") == "auto"


def why_no_words(look: Look, text: str) -> str:
    """Words (not single signs) in a font of symbols are nothing that a person could read."""
    return SYMBOLS if look.is_symbols and sum(map(str.isalpha, text)) > 3 else ""


def _under(look: Look, ground: Paint) -> Paint:
    for own in (look.marker, look.ground):
        if own is not None and own != "auto":
            return own
    return ground


def _measure(element: Element, parts: int) -> float | None:
    """In points: a number of so many parts of a point, or (strict documents) a number with its unit."""
    said = attribute(element, "w:val")
    if said.endswith("pt"):
        return float(whole) if (whole := number(said[:-2].partition(".")[0])) is not None else None
    whole = number(said)
    return None if whole is None else whole / parts
