"""Text of a page that a person looking at it can't see."""

from typing import NamedTuple

from core.domain.resume import HiddenSpan
from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced


class Parted(NamedTuple):
    """A page's characters, those that can be seen apart from those that can't."""

    visible: Traced
    hidden: tuple[HiddenSpan, ...] = ()
    is_scan: bool = False
    """Whether the words lie unseen under a picture of them: a scanner's own reading, no trick."""


def part_hidden(page: Page, traced: Traced, number: int) -> Parted:
    """Parts what page `number` (from 1) shows from what it hides."""
    return Parted(traced)
