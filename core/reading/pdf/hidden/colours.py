"""The colours of letters, and which of them a person can tell from the paper."""

from collections.abc import Sequence
from ctypes import c_uint

import pypdfium2.raw as c

from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.sight import CONTRAST
from core.reading.pdf.page import Page


def ink_of(page: Page, letter: Letter) -> tuple[int, int, int, int] | None:
    """The fill of a letter: red, green, blue, opacity, 0–255."""
    red, green, blue, opacity = c_uint(), c_uint(), c_uint(), c_uint()
    if not c.FPDFText_GetFillColor(page.words, letter.origin, red, green, blue, opacity):
        return None
    return red.value, green.value, blue.value, opacity.value


def is_like_paper(page: Page, letter: Letter, paper: Sequence[int]) -> bool:
    """Whether ink and paper are too near each other to be told apart."""
    ink = ink_of(page, letter)
    return ink is not None and grey([abs(a - b) for a, b in zip(ink, paper, strict=False)]) < CONTRAST


def grey(colour: Sequence[int]) -> float:
    """How light a colour is, 0–255."""
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
