"""Colours of text and of what lies under it, as the formats of word processors say them."""

import colorsys
import re
from typing import Literal, TypeAlias

Colour: TypeAlias = tuple[int, int, int]
"""Red, green, blue, each 0–255."""
Paint: TypeAlias = Colour | Literal["auto", "unknown"]
""" "auto" is what the program chooses: readable letters, or no fill at all. "unknown" is a picture, a gradient, a pattern."""

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
NEAR = 24
"""Levels by which letters may differ from their ground in each of red, green and blue and still not be seen."""

_HEX = re.compile(r"#?([0-9A-Fa-f]{6})")


def hex_colour(text: str) -> Colour | None:
    """ "FF0000" or "#ff0000"; None for anything else."""
    found = _HEX.fullmatch(text.strip())
    if not found:
        return None
    red, green, blue = bytes.fromhex(found[1])
    return red, green, blue


def same(one: Paint, other: Paint) -> bool:
    """Whether letters of one colour can't be seen on the other. Never so where one of them isn't known."""
    if isinstance(one, str) or isinstance(other, str):
        return False
    return all(abs(a - b) <= NEAR for a, b in zip(one, other, strict=True))


def mixed(ground: Colour, over: Colour, *, share: float) -> Colour:
    """`over` printed on a ground with so much of a share, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(ground, over, strict=True))
    return red, green, blue


def relit(colour: Colour, *, times: float = 1.0, plus: float = 0.0) -> Colour:
    """A colour whose lightness (0 to 1) is multiplied, then raised: how Office tints and shades."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = min(max(light * times + plus, 0.0), 1.0)
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, light, saturation))
    return red, green, blue
