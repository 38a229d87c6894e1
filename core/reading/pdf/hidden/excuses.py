"""Letters that are not drawn and yet are not hidden."""

from typing import Any

import pypdfium2.raw as c
from PIL import Image

from core.reading.pdf.hidden.colours import is_like_paper
from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.reasons import is_drawn_invisibly
from core.reading.pdf.hidden.scene import Scene
from core.reading.pdf.hidden.sight import Pixels

_BASIC = 0x180
"""Characters below have a glyph in every font that stands in for one the file doesn't bring."""
_INK = 48
"""Levels between the lightest and the darkest pixel where something stands: paper has less grain."""


def lacks_glyph(scene: Scene, letter: Letter) -> bool:
    """Whether nothing shows only because this machine has no font for it."""
    text = scene.text_of(letter)
    if not text or ord(letter.char[0]) < _BASIC or is_drawn_invisibly(text):
        return False
    if c.FPDFFont_GetIsEmbedded(c.FPDFTextObj_GetFont(text.handle)) == 1:
        return False
    return not is_like_paper(scene.page, letter, scene.paper_under(letter)) and not scene.cover_over(letter)


def stands_on_ink(picture: Image.Image, pixels: Pixels) -> bool:
    """Whether the picture shows anything there."""
    return _spread(picture, pixels) >= _INK


def _spread(picture: Image.Image, pixels: Pixels) -> float:
    extremes: Any = picture.crop(pixels).convert("L").getextrema()
    return float(extremes[1] - extremes[0])
