"""Lines made out of a picture, in the order in which a person reads them: columns one after the other."""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

Point = tuple[float, float]

MOST_LINES = 2000
"""A page with more is no résumé's; those below are left out, which costs nothing but nonsense."""

_GUTTER = 0.9
"""The narrowest gap between two columns, in line heights."""
_FEWEST = 3
"""Lines that a column has at least."""
_WITHIN = 40
"""Rows within which both columns have shown themselves."""
_ALIGNED = 0.8
"""From this share of lines beside a line of the other side on, two sides may be the cells of a table."""
_SHORT = 0.35
"""A cell's usual width at most, as a share of both sides' width."""
_APART = 0.9
"""From this gap between two lines on, in line heights, a blank line stands between them."""

_FIGURES = re.compile(r"\d")


class Line(NamedTuple):
    """Words that stand beside each other, as the engine gives them. Corners clockwise from the top left, in pixels."""

    text: str
    confidence: float
    corners: tuple[Point, ...]


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


_Row = list[_Box]


def in_reading_order(lines: Sequence[Line]) -> str:
    """The lines as one text. A page that was photographed slightly askew is set straight before."""
    boxes = sorted(_straightened([line for line in lines if line.text.strip()]), key=lambda box: box.top)
    if not boxes:
        return ""
    height = median(box.height for box in boxes)
    return _joined(_ordered(boxes[:MOST_LINES], height), height)


def _straightened(lines: Sequence[Line]) -> list[_Box]:
    """Upright boxes, the page's slant taken out."""
    slants = [_slant(line.corners) for line in lines if _is_long(line.corners)]
    angle = median(slants) if slants else 0.0
    cos, sin = math.cos(-angle), math.sin(-angle)
    boxes = []
    for line in lines:
        turned = [(x * cos - y * sin, x * sin + y * cos) for x, y in line.corners]
        xs, ys = zip(*turned, strict=True)
        # The corners' means: a box around a slanted line would reach into its neighbours.
        top, bottom = sorted((sum(sorted(ys)[:2]) / 2, sum(sorted(ys)[-2:]) / 2))
        boxes.append(_Box(min(xs), top, max(xs), max(bottom, top + 1), line.text.strip()))
    return boxes


def _slant(corners: Sequence[Point]) -> float:
    """The angle of the upper edge, downwards positive."""
    (x0, y0), (x1, y1) = corners[0], corners[1]
    return math.atan2(y1 - y0, x1 - x0)


def _is_long(corners: Sequence[Point]) -> bool:
    (x0, y0), (x1, y1), (_, y2) = corners[0], corners[1], corners[2]
    return abs(x1 - x0) > 4 * max(abs(y2 - y1), 1) and abs(y1 - y0) < 0.3 * abs(x1 - x0)


def _ordered(boxes: Sequence[_Box], height: float, depth: int = 0) -> list[_Row]:
    """Rows from the top, and where a gutter runs down through several of them, first what is left of it."""
    rows = _rows(boxes)
    ordered: list[_Row] = []
    at = 0
    while at < len(rows):
        end, gutter = _band(rows, at, height) if depth < 4 else (at, None)
        if gutter is None:
            ordered.append(rows[at])
            at += 1
            continue
        band = [box for row in rows[at:end] for box in row]
        left = [box for box in band if box.right <= gutter]
        right = [box for box in band if box.right > gutter]
        if _is_table(left, right):
            ordered += rows[at:end]
        else:
            ordered += _ordered(left, height, depth + 1) + _ordered(right, height, depth + 1)
        at = end
    return ordered


def _rows(boxes: Sequence[_Box]) -> list[_Row]:
    """Boxes that stand beside each other, from the left; rows from the top."""
    rows: list[_Row] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        last = rows[-1] if rows else []
        beside = last and all(_beside(other, box) for other in last[-4:])
        if beside and not any(_overlap(other, box) for other in last):
            last.append(box)
        else:
            rows.append([box])
    return [sorted(row, key=lambda box: box.left) for row in rows]


def _beside(one: _Box, other: _Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > 0.5 * min(one.height, other.height)


def _overlap(one: _Box, other: _Box) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * min(one.right - one.left, other.right - other.left)


def _band(rows: Sequence[_Row], start: int, height: float) -> tuple[int, float | None]:
    """The rows from `start` to the returned end that share a gutter, with its place; None where there is none.

    Both sides need a few lines, or what looks like a gutter is only the gap between two words.
    """
    left = min(box.left for row in rows[start:] for box in row)
    right = max(box.right for row in rows[start:] for box in row)
    gaps = [(left, right)]
    found: tuple[int, float | None] = (start, None)
    seen: list[_Box] = []
    for end in range(start, len(rows)):
        gaps = _left_open(gaps, rows[end], _GUTTER * height)
        seen += rows[end]
        inner = [gap for gap in gaps if _has_columns(seen, gap)]
        if inner:
            widest = max(inner, key=lambda gap: gap[1] - gap[0])
            found = (end + 1, (widest[0] + widest[1]) / 2)
        elif found[1] is not None or not gaps or end - start > _WITHIN:
            break
    return found


def _left_open(gaps: Sequence[tuple[float, float]], row: _Row, narrowest: float) -> list[tuple[float, float]]:
    """What the row's boxes leave open of the gaps."""
    for box in row:
        parts = [
            part
            for begin, end in gaps
            for part in ((begin, min(end, box.left)), (max(begin, box.right), end))
            if part[1] - part[0] >= narrowest
        ]
        gaps = list(dict.fromkeys(parts))
    return list(gaps)


def _has_columns(boxes: Sequence[_Box], gap: tuple[float, float]) -> bool:
    before = sum(box.right <= gap[0] + 1 for box in boxes)
    return before >= _FEWEST and len(boxes) - before >= _FEWEST


def _is_table(left: Sequence[_Box], right: Sequence[_Box]) -> bool:
    """Whether each line on one side belongs to the line beside it: dates beside jobs, levels beside skills.

    Columns of running text may stand on the same lines by chance, so cells also have to be short or figures.
    """
    few, many = (left, right) if len(left) <= len(right) else (right, left)
    aligned = sum(any(_level(box, other) for other in many) for box in few)
    if aligned < _ALIGNED * len(few):
        return False
    width = max(box.right for box in right) - min(box.left for box in left)
    if sum(bool(_FIGURES.search(box.text)) for box in few) >= 0.5 * len(few):
        return True
    if all(_runs_on(side) for side in (left, right)):
        return False
    usual = [median(box.right - box.left for box in side) for side in (left, right)]
    return max(usual) < _SHORT * width and len(many) < 1.5 * len(few)


def _runs_on(side: Sequence[_Box]) -> bool:
    """Whether the lines go on with each other's sentences."""
    return sum(box.text[0].islower() for box in side) > 0.4 * len(side)


def _level(one: _Box, other: _Box) -> bool:
    return abs(one.middle - other.middle) < 0.35 * min(one.height, other.height)


def _joined(rows: Sequence[_Row], height: float) -> str:
    """One line a row; a blank one where the page leaves a gap, and where a new column begins."""
    pieces: list[str] = []
    for above, below in pairwise([[], *rows]):
        if above:
            gap = min(box.top for box in below) - max(box.bottom for box in above)
            pieces.append("\n\n" if gap > _APART * height or gap < -height else "\n")
        pieces.append(" ".join(box.text for box in below))
    return "".join(pieces)
