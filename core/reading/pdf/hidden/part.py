"""Parts the characters of a page that can be seen from those that can't."""

from itertools import groupby
from typing import NamedTuple

from core.domain.resume import HiddenSpan
from core.reading.normalise import clean
from core.reading.pdf.page import Box, Page
from core.reading.pdf.traced import Traced


class Parted(NamedTuple):
    """A page's characters, those that can be seen apart from those that can't."""

    visible: Traced
    hidden: tuple[HiddenSpan, ...] = ()
    is_scan: bool = False
    """Whether the words lie unseen under a picture of them: a scanner's own reading, no trick."""


def part_hidden(page: Page, traced: Traced, number: int) -> Parted:
    """Parts what page `number` (from 1) shows from what it hides."""
    edges = Box(*page.page.get_bbox())
    keep: list[bool] = []
    before = True
    for char, index in zip(traced.text, traced.origins, strict=True):
        if not char.isspace():
            before = page.ink_box(index).meets(edges)
        keep.append(before)
    if all(keep):
        return Parted(traced)
    spans = (
        "".join(c for c, _ in g)
        for k, g in groupby(zip(traced.text, keep, strict=True), lambda one: one[1])
        if not k
    )
    hidden = tuple(
        HiddenSpan(text=clean(text).strip(), page=number, why="Outside the page.") for text in spans
    )
    return Parted(traced.kept(keep), tuple(span for span in hidden if span.text))
