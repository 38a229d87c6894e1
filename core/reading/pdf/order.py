"""The order in which a person reads what stands on a page: column by column, headings before what they head."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial

from core.reading.pdf.layout import BLANK, Piece, parted_at, pieces_of
from core.reading.pdf.page import HYPHEN, Page
from core.reading.pdf.traced import Traced
from core.reading.pdf.weave import goes_on, unwoven

MOST_PIECES = 2000
MOST_BLOCKS = 200
"""A page with more is no résumé's, and comparing each with each would take too long."""

_BROKEN_WORD = re.compile(r"[^\W\d_]-\Z")


def in_reading_order(page: Page, traced: Traced) -> Traced:
    """The page's characters in the order a person reads them, none lost, none added but line ends.

    The order in which a page is drawn is nearly always right, and stays. It is wrong where columns are drawn
    line by line across the gap between them, and where something stands above what was drawn before it (design
    programs draw what was touched last).
    """
    pieces = pieces_of(page, traced)
    if not pieces or len(pieces) > MOST_PIECES:
        return traced
    columns = unwoven(pieces, traced.text, partial(parted_at, page, traced))
    ordered = _top_down(columns, traced.text)
    if ordered == pieces:
        return traced
    return _assembled(ordered, traced)


@dataclass(slots=True)
class _Block:
    """Pieces drawn one after the other that stand one below the other."""

    pieces: list[Piece]
    left: float
    bottom: float
    right: float
    top: float
    done: bool = False
    last: Piece = field(init=False)

    def __post_init__(self) -> None:
        self.last = self.pieces[-1]

    def add(self, piece: Piece) -> None:
        self.pieces.append(piece)
        self.last = piece
        _, _, left, bottom, right, top, _ = piece
        if left < self.left:
            self.left = left
        if right > self.right:
            self.right = right
        if bottom < self.bottom:
            self.bottom = bottom
        if top > self.top:
            self.top = top

    def takes(self, piece: Piece) -> bool:
        """Whether the piece goes on with the block: on the same line further right, or close below."""
        _, _, left, bottom, right, top, glued = piece
        if glued:
            return True
        last = self.last
        height, gap = last.top - last.bottom, last.bottom - top
        if gap < 0 and piece.beside(last):
            return left >= last.right - 0.5 * height
        if not -0.5 * height < gap < 1.2 * max(height, top - bottom):
            return False
        return left < self.right and self.left < right

    def above(self, other: "_Block") -> bool:
        """Whether it has to be read before the other: higher, and in the same column."""
        if self.bottom + self.top <= other.bottom + other.top:
            return False
        low = min(self.top - self.bottom, other.top - other.bottom)
        if min(self.top, other.top) - max(self.bottom, other.bottom) > 0.5 * low:
            return False
        narrow = min(self.right - self.left, other.right - other.left)
        return min(self.right, other.right) - max(self.left, other.left) > 0.3 * narrow


def _top_down(pieces: Sequence[Piece], text: str) -> list[Piece]:
    """The pieces as they come, but none before what stands above it in the same column."""
    blocks = _blocks(pieces, text)
    if len(blocks) > MOST_BLOCKS:
        return list(pieces)
    blocks = [part for block in blocks for part in _heads_apart(block, blocks)]
    ordered: list[_Block] = []
    for block in blocks:
        _read(block, blocks, ordered)
    return [piece for block in ordered for piece in block.pieces]


def _read(block: _Block, blocks: Iterable[_Block], ordered: list[_Block]) -> None:
    """Appends what has to be read before the block, and then the block."""
    if block.done:
        return
    block.done = True
    top = block.top
    first = [other for other in blocks if other.top > top and not other.done and other.above(block)]
    for other in sorted(first, key=lambda other: -other.top) if first else ():
        _read(other, blocks, ordered)
    ordered.append(block)


def _blocks(pieces: Iterable[Piece], text: str) -> list[_Block]:
    blocks: list[_Block] = []
    for piece in pieces:
        block = _continued(blocks, piece, text) if blocks else None
        if block is None:
            blocks.append(_Block([piece], piece.left, piece.bottom, piece.right, piece.top))
        else:
            block.add(piece)
    return blocks


def _continued(blocks: Sequence[_Block], piece: Piece, text: str) -> _Block | None:
    """The block that the piece goes on with: an earlier one where it continues that one's sentence below it."""
    current = blocks[-1]
    last = current.last
    if piece.left > last.right and text[piece.start].islower():
        for block in blocks[-4:-1]:
            if abs(block.last.left - piece.left) < 2 and goes_on(block.last, piece, text, right=block.right):
                return block
    return current if current.takes(piece) else None


def _heads_apart(block: _Block, blocks: Sequence[_Block]) -> Sequence[_Block]:
    """A line that is two headings, each over a column of its own, as two blocks."""
    first, last = block.pieces[0], block.last
    if len(block.pieces) != 2 or not first.beside(last):
        return (block,)
    heads = [_Block([piece], piece.left, piece.bottom, piece.right, piece.top) for piece in block.pieces]
    left, right = (_under(head, blocks) for head in heads)
    apart = left is not None and right is not None and left.right <= right.left
    return heads if apart else (block,)


def _under(head: _Block, blocks: Sequence[_Block]) -> _Block | None:
    """The block right under the head."""
    near = [block for block in blocks if head.above(block) and head.bottom - block.top < 3 * head.last.height]
    return max(near, key=lambda block: block.top, default=None)


def _assembled(pieces: Sequence[Piece], traced: Traced) -> Traced:
    """The text with its pieces in this order; what was between two of them stays where they still follow each other."""
    texts: list[str] = []
    origins: list[int] = []
    text = traced.text
    before: Piece | None = None
    for piece in pieces:
        if before is not None:
            if before.end <= piece.start and not text[before.end : piece.start].strip(BLANK):
                texts.append(text[before.end : piece.start])
                origins += traced.origins[before.end : piece.start]
            elif (
                text[before.end - 1] == "-"
                and _BROKEN_WORD.search(text, before.start, before.end)
                and text[piece.start].islower()
            ):
                texts[-1] = texts[-1][:-1] + HYPHEN
            elif text[before.end - 1] != HYPHEN:
                texts.append("\r\n")
                origins += [traced.origins[before.end - 1]] * 2
        texts.append(text[piece.start : piece.end])
        origins += traced.origins[piece.start : piece.end]
        before = piece
    return Traced("".join(texts), origins)
