"""Where the pieces of text stand on a page: a piece is drawn in one go, from one margin or gap to the next."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from core.reading.pdf.page import HYPHEN, Box, Page
from core.reading.pdf.traced import Traced

WIDE_GAP = 0.75
"""Heights of a line between two words, from which on a column may begin there."""

EDGE = 2.0
"""Points that the left edge of a column may be off."""

_NARROW_GAP = 0.4
_JUMP_BACK = 3
BLANK = " \t\r\n\xa0"
"""White space as a page has it. Python's own notion takes in the codes that some fonts have for ligatures."""

_LINE = re.compile(rf"[^\r\n{HYPHEN}]+{HYPHEN}?")
_WORD = re.compile(rf"[^{BLANK}]+")
_WIDEST_LETTER = 0.62
"""Heights. Words of wider letters are measured in vain, nothing else."""
_FEWEST_LOOKED_AT = 8
_PAIR = 0.5
"""Share of the text's width. A shorter line holds no two columns."""


class Piece(NamedTuple):
    """Characters `start` to `end` of a page's text, white space around them left out, and their place in points."""

    start: int
    end: int
    left: float
    bottom: float
    right: float
    top: float
    glued: bool = False
    """Whether the piece before ends with a hyphen that pdfium has taken for one of a broken word."""

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def beside(self, other: "Piece") -> bool:
        """Whether both stand on one line."""
        middle = (self.bottom + self.top) / 2
        return other.bottom < middle < other.top or self.bottom < (other.bottom + other.top) / 2 < self.top


def pieces_of(page: Page, traced: Traced) -> list[Piece] | None:
    """The page's pieces in the order they are drawn.

    None where there is nothing to put in order, and that is quick to see: one column of lines from top to
    bottom. None as well where the text doesn't run from left to right.
    """
    spans = _lines_of(traced.text)
    firsts = [page.advance_box(traced.origins[start]) for start, _ in spans]
    if _runs_down(firsts) and not _has_gaps(page, traced, spans, firsts):
        return None
    lines = _measured(page, traced, spans, firsts)
    return lines and _sampled(page, traced, lines)


def _lines_of(text: str) -> list[tuple[int, int]]:
    """Where the page's lines begin and end, white space left out; a hyphen that joins two lines ends the first."""
    spans = []
    for match in _LINE.finditer(text):
        start, end = match.span()
        if text[start] in BLANK or text[end - 1] in BLANK:
            line = match.group()
            start, end = end - len(line.lstrip(BLANK)), start + len(line.rstrip(BLANK))
        if start < end:
            spans.append((start, end))
    return spans


def _runs_down(firsts: Sequence[Box]) -> bool:
    """Whether each line begins below the one before."""
    return all(below[3] < line[1] + 0.3 * (line[3] - line[1]) for line, below in pairwise(firsts))


def _has_gaps(page: Page, traced: Traced, spans: Sequence[tuple[int, int]], firsts: Sequence[Box]) -> bool:
    """Whether the longest lines have gaps in which a column may begin."""
    longest = sorted(range(len(spans)), key=lambda number: spans[number][0] - spans[number][1])
    for number in longest[:_FEWEST_LOOKED_AT]:
        left, bottom, right, top = firsts[number]
        line = Piece(*spans[number], left, bottom, right, top)
        if len(_parted(page, traced, line)) > 1:
            return True
    return False


def _measured(
    page: Page, traced: Traced, spans: Sequence[tuple[int, int]], firsts: Sequence[Box]
) -> list[Piece] | None:
    """The lines with their places, or None where many lean or run from right to left."""
    lines: list[Piece] = []
    leaning = 0
    text, origins = traced.text, traced.origins
    glued = False
    for (start, end), (left, bottom, right, top) in zip(spans, firsts, strict=True):
        broken = text[end - 1] == HYPHEN
        last = page.advance_box(origins[end - 2 if broken and end - start > 1 else end - 1])
        if abs(bottom - last.bottom) > max(top - bottom, last.top - last.bottom):
            leaning += 1
        else:
            right = last.right
        lines.append(Piece(start, end, left, min(bottom, last.bottom), right, max(top, last.top), glued))
        glued = broken
    return None if 4 * leaning > len(lines) else lines


def _sampled(page: Page, traced: Traced, lines: list[Piece]) -> list[Piece]:
    """The lines, wide ones parted at their gaps: all of them on a short page, some on a full one.

    Where columns show in some lines, `parted_at` parts the others.
    """
    least = _PAIR * (max(line.right for line in lines) - min(line.left for line in lines)) if lines else 0
    wide = [number for number, line in enumerate(lines) if not 0 <= line.right - line.left < least]
    chosen = set(wide[:: max(1, len(wide) // _FEWEST_LOOKED_AT)])
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        pieces += _parted(page, traced, line) if number in chosen else (line,)
    return pieces


def _parted(page: Page, traced: Traced, line: Piece) -> Sequence[Piece]:
    """The line's pieces between its wide gaps and jumps back; a gap behind a long narrow word may not be seen."""
    height = line.top - line.bottom
    if not page.has_gap(traced.origins[line.start], traced.origins[line.end - 1], least=WIDE_GAP * height):
        return (line,)
    words = [match.span() for match in _WORD.finditer(traced.text, line.start, line.end)]
    starts = [0]
    before = line.left
    for number, ((begin, end), (next_begin, _)) in enumerate(pairwise(words), 1):
        here = page.pen(traced.origins[next_begin])
        if here - before > height * (_WIDEST_LETTER * (end - begin) + WIDE_GAP):
            if here - page.advance_box(traced.origins[end - 1]).right > WIDE_GAP * height:
                starts.append(number)
        elif before - here > _JUMP_BACK * height:
            starts.append(number)
        before = here
    if len(starts) == 1:
        return (line,)
    ends = [*(number - 1 for number in starts[1:]), len(words) - 1]
    parts = [
        _between(page, traced, words[first][0], words[last][1])
        for first, last in zip(starts, ends, strict=True)
    ]
    return (parts[0]._replace(glued=line.glued), *parts[1:])


def _between(page: Page, traced: Traced, start: int, end: int) -> Piece:
    first, last = page.advance_box(traced.origins[start]), page.advance_box(traced.origins[end - 1])
    return Piece(start, end, first.left, min(first.bottom, last.bottom), last.right, max(first.top, last.top))


def parted_at(page: Page, traced: Traced, piece: Piece, edge: float) -> Sequence[Piece]:
    """The piece in two where a word of it begins at `edge`, or as it is."""
    words = [match.span() for match in _WORD.finditer(traced.text, piece.start, piece.end)]
    found = bisect_left(words, edge - EDGE, lo=1, key=lambda word: page.pen(traced.origins[word[0]]))
    if found == len(words):
        return (piece,)
    begin, end = words[found][0], words[found - 1][1]
    left, right = page.pen(traced.origins[begin]), page.advance_box(traced.origins[end - 1]).right
    if left > edge + 2 * EDGE or left - right < _NARROW_GAP * piece.height:
        return (piece,)
    return piece._replace(end=end, right=right), piece._replace(start=begin, left=left, glued=False)
