"""The colours of a Word document: named, by number, or by the theme."""

from collections.abc import Iterable

from core.reading.office.colours import BLACK, WHITE, Colour, Paint, hex_colour, mixed, relit
from core.reading.office.ooxml import Element, attribute, child, children, name_of, number

_THEME_NAMES = {
    "dark1": "dk1", "light1": "lt1", "dark2": "dk2", "light2": "lt2",
    "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
_MAPPED = {"text1": "dk1", "background1": "lt1", "text2": "dk2", "background2": "lt2"}
_MAPPED |= {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
_MAPPINGS = {"w:t1": "tx1", "w:bg1": "bg1", "w:t2": "tx2", "w:bg2": "bg2"}
_LONG = {"tx1": "text1", "bg1": "background1", "tx2": "text2", "bg2": "background2"}
_MARKERS: dict[str, Colour] = {
    "black": BLACK, "white": WHITE, "blue": (0, 0, 255), "cyan": (0, 255, 255), "green": (0, 255, 0),
    "magenta": (255, 0, 255), "red": (255, 0, 0), "yellow": (255, 255, 0), "darkBlue": (0, 0, 128),
    "darkCyan": (0, 128, 128), "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0), "darkGray": (128, 128, 128), "lightGray": (192, 192, 192),
}  # fmt: skip
_PATTERNS: dict[str, float] = {"clear": 0.0, "": 0.0, "solid": 1.0}
_FILLS = frozenset({"a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill", "a:grpFill", "a:noFill"})


class Palette:
    """Works out colours, given the roots of the theme and of the settings; either may be missing."""

    def __init__(self, theme: Element | None, settings: Element | None) -> None:
        self._theme: dict[str, Colour] = {"dk1": BLACK, "lt1": WHITE}
        elements = child(theme, "a:themeElements")
        scheme = child(elements, "a:clrScheme")
        for one in scheme if scheme is not None else ():
            for said in one:
                if colour := hex_colour(said.get("val", "")) or hex_colour(said.get("lastClr", "")):
                    self._theme[name_of(one).removeprefix("a:")] = colour
        self._mapped = dict(_MAPPED)
        mapping = child(settings, "w:clrSchemeMapping")
        for name, short in _MAPPINGS.items():
            if target := _THEME_NAMES.get(attribute(mapping, name)):
                self._mapped[short] = self._mapped[_LONG[short]] = target

    def ink(self, element: Element) -> Paint:
        """Of <w:color>."""
        return self._paint(element, "w:val", "w:theme")

    def page(self, element: Element) -> Paint:
        """Of <w:background>."""
        return self._paint(element, "w:color", "w:theme")

    def ground(self, element: Element) -> Paint:
        """Of <w:shd>: a fill, printed over with a share of another colour. "auto" where there is no fill."""
        pattern = attribute(element, "w:val")
        if pattern in ("nil", "none"):
            return "auto"
        share = _PATTERNS.get(pattern)
        if share is None:
            percent = number(pattern.removeprefix("pct"))
            if percent is None:
                return "unknown"
            share = min(percent, 100) / 100
        under, over = (
            self._paint(element, "w:fill", "w:themeFill"),
            self._paint(element, "w:color", "w:theme"),
        )
        if not share:
            return under
        if "unknown" in (under, over):
            return "unknown"
        return mixed(
            WHITE if isinstance(under, str) else under, BLACK if isinstance(over, str) else over, share=share
        )

    def marker(self, element: Element) -> Paint:
        """Of <w:highlight>."""
        return _MARKERS.get(attribute(element, "w:val"), "auto")

    def drawn(self, properties: Element | None) -> Paint | None:
        """The fill that stands among a shape's (or a letter's) properties; None where none does.

        "auto" is no fill, or one so transparent that what lies under it counts.
        """
        for one in children(properties) if properties is not None else ():
            name = name_of(one).replace("w14:", "a:")
            if name == "a:noFill":
                return "auto"
            if name == "a:solidFill":
                return self.of_drawing(one)
            if name in _FILLS:
                return "unknown"
        return None

    def of_drawing(self, element: Element) -> Paint:
        """The colour written within an element of a drawing, with its changes of light."""
        for one in children(element):
            said = _own(one, "val")
            colour = hex_colour(said) or hex_colour(_own(one, "lastClr"))
            colour = colour or self._theme.get(self._mapped.get(said, said))
            return "unknown" if colour is None else _changed(colour, one)
        return "unknown"

    def _paint(self, element: Element, plain: str, theme: str) -> Paint:
        name = attribute(element, "w:themeColor" if theme == "w:theme" else theme)
        if name and name != "none":
            colour = self._theme.get(self._mapped.get(name) or _THEME_NAMES.get(name, name))
            if colour is not None:
                return _tinted(
                    colour, attribute(element, f"{theme}Tint"), attribute(element, f"{theme}Shade")
                )
        said = attribute(element, plain)
        if said in ("", "auto") and (not name or name == "none"):
            return "auto"
        return hex_colour(said) or "unknown"


def _tinted(colour: Colour, tint: str, shade: str) -> Colour:
    if (share := _share(tint)) is not None:
        return relit(colour, times=share, plus=1 - share)
    if (share := _share(shade)) is not None:
        return relit(colour, times=share)
    return colour


def _share(two_digits: str) -> float | None:
    try:
        return min(int(two_digits[:4], 16), 255) / 255 if two_digits else None
    except ValueError:
        return None


def _changed(colour: Colour, changes: Iterable[Element]) -> Paint:
    for change in changes:
        share = (number(_own(change, "val")) or 0) / 100_000
        match name_of(change).partition(":")[2]:
            case "lumMod" | "shade":
                colour = relit(colour, times=share)
            case "lumOff":
                colour = relit(colour, plus=share)
            case "tint":
                colour = relit(colour, times=share, plus=1 - share)
            case "alpha":
                # DrawingML counts what is seen, Word's own effects on letters what shines through.
                if (share if name_of(change) == "a:alpha" else 1 - share) < 0.1:
                    return "auto"
            case _:
                return "unknown"
    return colour


def _own(element: Element, name: str) -> str:
    """An attribute of a drawing, with or without a namespace."""
    return next((str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name), "")
