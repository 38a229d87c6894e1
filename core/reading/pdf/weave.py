"""Columns that a program drew line by line across the gap between them, taken apart."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from core.reading.pdf.layout import EDGE, Piece

Part = Callable[[Piece, float], Sequence[Piece]]
"""Gives a piece in two where a word of it begins at an edge, or as it is."""

FEWEST_LINES = 3
"""On either side; fewer are a row of a table or a heading with its date."""

_FARTHEST = 20_000
"""Points: no page is wider."""
_FEWEST_JUMPS = 2
"""Of the lines that were looked at, not all on a full page."""
_DEEPEST = 3
"""Times a page is parted into left and right: four columns at most."""
_READING_ON = 0.3
"""Share of lines that go on with the sentence of the line above, from which on they are prose."""

_FEW_READING_ON = 0.9
"""The same for a column of three or four lines."""

_PROSE = 4
"""Words on a line; cells of a table have fewer, and may all begin with a small letter."""


def unwoven(pieces: Sequence[Piece], text: str, part: Part, *, depth: int = 0) -> list[Piece]:
    """The pieces column by column wherever lines of prose alternate between two columns.

    A table looks the same but for one thing: its cells begin anew in each row. A line of prose goes on where the
    line above it was full, and only where that happens time and again, across pieces of the other column, does
    the order change.
    """
    if depth < _DEEPEST and len(pieces) >= 2 * FEWEST_LINES:
        for edge in _edges(pieces):
            ordered = _parted_at(edge, pieces, text, part, depth=depth)
            if ordered is not None:
                return ordered
    return list(pieces)


def _edges(pieces: Sequence[Piece]) -> Iterator[float]:
    """Left edges that the drawing comes back to again and again, the likeliest first."""
    jumps = [b.left for a, b in pairwise(pieces) if a.right < b.left < _FARTHEST]
    if len(jumps) < _FEWEST_JUMPS:
        return
    counted = Counter(round(left / EDGE) for left in jumps)
    for place, count in counted.most_common(3):
        if count + counted[place - 1] + counted[place + 1] >= _FEWEST_JUMPS:
            yield (place - 1) * EDGE


def _parted_at(
    edge: float, pieces: Sequence[Piece], text: str, part: Part, *, depth: int
) -> list[Piece] | None:
    ordered: list[Piece] = []
    stretch: list[Piece] = []
    changed = False

    def finish() -> bool:
        left = [piece for piece in stretch if piece.left + EDGE < edge]
        enough = FEWEST_LINES <= len(left) <= len(stretch) - FEWEST_LINES
        right = [piece for piece in stretch if not piece.left + EDGE < edge] if enough else []
        woven = enough and (_woven(stretch, left, text) or _woven(stretch, right, text))
        for column in (left, right) if woven else ():
            ordered.extend(unwoven(column, text, part, depth=depth + 1))
        if not woven:
            ordered.extend(stretch)
        stretch.clear()
        return woven

    for piece in pieces:
        crosses = piece.left + EDGE < edge < piece.right - EDGE
        parts = part(piece, edge) if crosses else (piece,)
        if crosses and len(parts) == 1:
            changed |= finish()
            ordered.append(piece)
        else:
            stretch += parts
    changed |= finish()
    return ordered if changed else None


def _woven(stretch: Sequence[Piece], column: Sequence[Piece], text: str) -> bool:
    """Whether sentences of the column go on behind pieces that stand beside it."""
    if all(text[piece.start].islower() for piece in column):
        return False  # prose has a beginning
    ours = set(map(id, column))
    right = max(piece.right for piece in column)
    interrupted = going_on = 0
    last: Piece | None = None
    between = False
    for piece in stretch:
        if id(piece) not in ours:
            between = True
            continue
        if last is not None and between and piece.top < last.top:
            interrupted += 1
            words = text.count(" ", last.start, last.end) + 1
            going_on += words >= _PROSE and goes_on(last, piece, text, right=right)
        last, between = piece, False
    share = _READING_ON if going_on >= FEWEST_LINES else _FEW_READING_ON
    return going_on >= FEWEST_LINES - 1 and going_on >= share * interrupted


def goes_on(line: Piece, below: Piece, text: str, *, right: float) -> bool:
    """Whether the sentence of a line goes on in the line below it, in a column that ends at `right`.

    A line that has room for the first word of the next was ended by its writer.
    """
    if line.bottom - below.top > 0.5 * max(line.height, below.height):
        return False
    if not text[below.start].islower() or text[line.end - 1] in ".!?:;":
        return False
    word = text[below.start : below.end].partition(" ")[0]
    letter = (line.right - line.left) / (line.end - line.start)
    return line.right + letter * (len(word) + 1) > right - letter * 2
