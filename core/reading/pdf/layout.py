"""Where the pieces of text stand on a page: a piece is drawn in one go, from one margin or gap to the next."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from core.reading.pdf.page import HYPHEN, Edges, Page
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
_FEWEST_WORDS = 4
"""Of a line of prose."""
_LETTERS_A_WORD = 3
"""With the space behind it; shorter ones are letters of a letter-spaced line."""
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
    firsts = page.edges([traced.origins[start] for start, _ in spans])
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


def _runs_down(firsts: Edges) -> bool:
    """Whether each line begins below the one before."""
    lines = zip(firsts.bottom, firsts.top, firsts.top[1:], strict=False)
    return all(below < bottom + 0.3 * (top - bottom) for bottom, top, below in lines)


def _has_gaps(page: Page, traced: Traced, spans: Sequence[tuple[int, int]], firsts: Edges) -> bool:
    """Whether the longest lines have gaps in which a column may begin."""
    lengths = [start - end for start, end in spans]
    for number in sorted(range(len(spans)), key=lengths.__getitem__)[:_FEWEST_LOOKED_AT]:
        left, bottom, right, top = (side[number] for side in firsts)
        line = Piece(*spans[number], left, bottom, right, top)
        if len(_parted(page, traced, line)) > 1:
            return True
    return False


def _measured(
    page: Page, traced: Traced, spans: Sequence[tuple[int, int]], firsts: Edges
) -> list[Piece] | None:
    """The lines with their places, or None where many lean or run from right to left."""
    lines: list[Piece] = []
    leaning = 0
    text, origins = traced.text, traced.origins
    broken = [text[end - 1] == HYPHEN for _, end in spans]
    lasts = page.edges(
        [
            origins[end - 2 if hyphen and end - start > 1 else end - 1]
            for (start, end), hyphen in zip(spans, broken, strict=True)
        ]
    )
    glued = False
    ends = zip(spans, zip(*firsts, strict=True), zip(*lasts, strict=True), broken, strict=True)
    for (start, end), (left, bottom, right, top), (_, last_bottom, last_right, last_top), hyphen in ends:
        if abs(bottom - last_bottom) > max(top - bottom, last_top - last_bottom):
            # Columns a little higher and lower than each other, drawn line by line, are one line to pdfium.
            rows = _parted(page, traced, Piece(start, end, left, bottom, right, top, glued))
            if len(rows) > 1:
                lines += rows
                glued = hyphen
                continue
            leaning += 1
        else:
            right = last_right
        bottom = last_bottom if last_bottom < bottom else bottom
        lines.append(Piece(start, end, left, bottom, right, last_top if last_top > top else top, glued))
        glued = hyphen
    return None if 4 * leaning > len(lines) else lines


def _sampled(page: Page, traced: Traced, lines: list[Piece]) -> list[Piece]:
    """The lines, wide ones parted at their gaps: some on a full page, and all where columns show in one of them."""
    least = _PAIR * (max(line.right for line in lines) - min(line.left for line in lines)) if lines else 0
    wide = [number for number, line in enumerate(lines) if not 0 <= line.right - line.left < least]
    parted = {number: _parted(page, traced, lines[number]) for number in _some(wide)}
    if any(_is_woven(parts, traced.text) for parts in parted.values()):
        parted |= {number: _parted(page, traced, lines[number]) for number in wide if number not in parted}
    return [part for number, line in enumerate(lines) for part in parted.get(number, (line,))]


def _some(wide: Sequence[int]) -> Sequence[int]:
    return wide[:: max(1, len(wide) // _FEWEST_LOOKED_AT)]


def _is_woven(parts: Sequence[Piece], text: str) -> bool:
    """Whether a line may be the lines of two columns: of words on either side, not of a date or a place."""
    return len(parts) == 2 and all(
        text.count(" ", part.start, part.end) >= _FEWEST_WORDS - 1 for part in parts
    )


def _parted(page: Page, traced: Traced, line: Piece) -> Sequence[Piece]:
    """The line's pieces between its wide gaps and jumps back; a gap behind a long narrow word may not be seen."""
    height, origins = line.top - line.bottom, traced.origins
    widest, least = _WIDEST_LETTER * height, WIDE_GAP * height
    if not page.has_gap(origins[line.start], origins[line.end - 1], least=least):
        return (line,)
    words = [match.span() for match in _WORD.finditer(traced.text, line.start, line.end)]
    if len(words) == 1 or line.end - line.start < _LETTERS_A_WORD * len(words) > _FEWEST_LOOKED_AT:
        return (line,)
    lefts = page.edges([origins[begin] for begin, _ in words]).left
    starts = [0]
    for number, ((begin, end), left, after) in enumerate(zip(words, lefts, lefts[1:], strict=False), 1):
        if after - left > widest * (end - begin) + least:
            if after - page.advance_box(origins[end - 1]).right > least:
                starts.append(number)
        elif left - after > _JUMP_BACK * height:
            starts.append(number)
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
