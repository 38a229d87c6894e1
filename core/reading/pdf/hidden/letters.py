"""The letters of a page: where each stands, and which text object drew it."""

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

import pypdfium2.raw as c

from core.reading.pdf.hidden.objects import Effort, address
from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced


class Letter(NamedTuple):
    """A character that should leave ink. `place` counts in the page's text, `origin` is pdfium's own index."""

    place: int
    origin: int
    char: str
    drawn_by: int
    """Address of its text object; 0 where pdfium names none."""
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


def letters_of(page: Page, traced: Traced, effort: Effort) -> list[Letter]:
    """All characters but white space, in drawing order. Raises `TooBusy`."""
    effort.spend(len(traced.text))
    words, get_object, get_box = page.words, c.FPDFText_GetTextObject, c.FPDFText_GetCharBox
    left, right, bottom, top = c.c_double(), c.c_double(), c.c_double(), c.c_double()
    found = []
    for place, (char, index) in enumerate(zip(traced.text, traced.origins, strict=True)):
        if char.isspace():
            continue
        handle = get_object(words, index)
        get_box(words, index, left, right, bottom, top)
        drawn_by = address(handle) if handle else 0
        found.append(Letter(place, index, char, drawn_by, left.value, bottom.value, right.value, top.value))
    return found


def by_object(letters: Iterable[Letter]) -> dict[int, list[Letter]]:
    groups: dict[int, list[Letter]] = defaultdict(list)
    for letter in letters:
        groups[letter.drawn_by].append(letter)
    return groups


def points(page: Page, letter: Letter) -> float:
    """The size of the letter's font as it stands on the page."""
    matrix = c.FS_MATRIX()
    c.FPDFText_GetMatrix(page.words, letter.origin, matrix)
    size = float(c.FPDFText_GetFontSize(page.words, letter.origin))
    return abs(size) * math.hypot(matrix.c, matrix.d)
