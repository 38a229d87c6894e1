"""Where paragraphs stand in a word processor's document: whether that is on the page, with room to be seen."""

from typing import NamedTuple

from core.reading.office.unseen import LEAST_ROOM, NO_ROOM, OFF_THE_PAGE

_WIDEST_MARGIN = 1.5 * 72
"""Points beyond the edge of the text that may still be paper."""


class Frame(NamedTuple):
    """A paragraph's place of its own, in points."""

    left: float
    top: float
    width: float
    height: float


class Place(NamedTuple):
    """What paragraphs say of it, in points; None where nothing is said."""

    line: float | None = None
    """The height of a line…"""
    rule: str | None = None
    """… and whether it is "exact"."""
    left: float | None = None
    right: float | None = None
    frame: Frame | None = None

    def over(self, base: "Place") -> "Place":
        """What holds where both speak: this one."""
        return Place._make(
            mine if mine is not None else other for mine, other in zip(self, base, strict=True)
        )

    def why_unseen(self, page: tuple[float, float]) -> str:
        """Why nothing that stands there can be seen on a page of that size; "" where it can."""
        if self.frame and is_off(self.frame, page):
            return OFF_THE_PAGE
        left, right = self.left or 0.0, self.right or 0.0
        if left >= page[0] or (left <= -page[0] and right >= page[0]):
            return OFF_THE_PAGE
        return NO_ROOM if self.rule == "exact" and self.line is not None and self.line <= LEAST_ROOM else ""


ANYWHERE = Place()


def is_off(frame: Frame, page: tuple[float, float]) -> bool:
    """Whether a frame lies beyond the edges of a page of that size."""
    return any(
        at >= whole or (at < 0 and at + length <= -_WIDEST_MARGIN)
        for at, length, whole in ((frame.left, frame.width, page[0]), (frame.top, frame.height, page[1]))
    )
