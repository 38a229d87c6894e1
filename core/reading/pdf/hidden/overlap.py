"""Letters drawn over other letters: what shows there may be either's ink."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.objects import TextObject, TooBusy
from core.reading.pdf.hidden.sight import Pixels

MOST_LAYERS = 6
"""Told apart; what lies still higher is looked at as one with the last."""
_MOST_ROWS = 400_000
"""Rows of pixels painted; a full page of small print needs 50,000."""
_LARGE = 20
"""Pixels: letters under which whole others can lie."""
FEWEST = 3
"""Letters worth drawing the page once more."""
_MUCH = 0.2
"""The part of the smaller letter that the other one covers: neighbours touch, accents stand above."""
_SAME_PLACE = 0.3


@dataclass(slots=True)
class Layers:
    """Text objects that share their place with others, by how many lie under them."""

    meetings: int = 0
    """Of letters."""
    heights: dict[int, int] = field(default_factory=dict)
    on_words: set[int] = field(default_factory=set)
    """Objects with letters or digits under them; ones on a sign, as in a disc, may be meant to be read there."""

    def objects_at(self, height: int) -> set[int]:
        return {drawn_by for drawn_by, stands in self.heights.items() if stands == height}


def layers_of(letters: Sequence[tuple[Letter, Pixels]], *, width: int, height: int) -> Layers:
    """Paints the letters in drawing order and sees what each comes to lie on.

    The same letter drawn twice at nearly one place (bold, shadows) doesn't count. Raises `TooBusy` for heaps.
    """
    layers = Layers()
    if not _any_meet(letters, width=width, height=height):
        return layers
    owners = array("I", bytes(4 * width * height))
    for number, (letter, pixels) in enumerate(letters, 1):
        for under in _owners_in(owners, pixels, width):
            other, other_pixels = letters[under - 1]
            if other.drawn_by != letter.drawn_by and _lies_on(letter, pixels, other, other_pixels):
                layers.meetings += 1
                if other.char.isalnum():
                    layers.on_words.add(letter.drawn_by)
                above = min(layers.heights.setdefault(other.drawn_by, 0) + 1, MOST_LAYERS - 1)
                layers.heights[letter.drawn_by] = max(above, layers.heights.get(letter.drawn_by, 0))
        ink = array("I", [number]) * (pixels.right - pixels.left)
        for row in range(pixels.top, pixels.bottom):
            owners[row * width + pixels.left : row * width + pixels.right] = ink
    return layers


def _any_meet(letters: Sequence[tuple[Letter, Pixels]], *, width: int, height: int) -> bool:
    """Whether letters seem to lie on others: on most pages none do, and that is quickly seen."""
    taken = bytearray(width * height)
    painted = met = 0
    for _, pixels in letters:
        tall = pixels.bottom - pixels.top
        painted += tall
        if painted > _MOST_ROWS:
            raise TooBusy
        middle = (pixels.left + pixels.right) // 2
        if tall > _LARGE:
            rows = range(pixels.top & ~1, pixels.bottom, (tall // 16) & ~1 or 2)
            met += any(
                taken.find(1, row * width + pixels.left, row * width + pixels.right) >= 0 for row in rows
            )
        else:
            upper, lower = (pixels.top + tall // 4) & ~1, (pixels.bottom - 1 - tall // 4) & ~1
            met += taken[upper * width + middle] or taken[lower * width + middle]
        ink = b"\1" * (pixels.right - pixels.left)
        first, last = (pixels.top & ~1) * width + pixels.left, pixels.bottom * width
        for start in range(first, last, 2 * width):  # every other row is enough to be met
            taken[start : start + len(ink)] = ink
    return met >= FEWEST


def _owners_in(owners: "array[int]", pixels: Pixels, width: int) -> set[int]:
    found: set[int] = set()
    step = max(1, (pixels.bottom - pixels.top) // 4)
    for row in range(pixels.top + step // 2, pixels.bottom, step):
        found.update(owners[row * width + pixels.left : row * width + pixels.right])
    found.discard(0)
    return found


def _lies_on(letter: Letter, pixels: Pixels, other: Letter, other_pixels: Pixels) -> bool:
    across = min(pixels.right, other_pixels.right) - max(pixels.left, other_pixels.left)
    down = min(pixels.bottom, other_pixels.bottom) - max(pixels.top, other_pixels.top)
    if across <= 0 or down <= 0 or across * down < _MUCH * min(pixels.area, other_pixels.area):
        return False
    return not (letter.char == other.char and _near(letter, other))


def _near(one: Letter, other: Letter) -> bool:
    far = _SAME_PLACE * max(one.top - one.bottom, other.top - other.bottom)
    return abs(one.left - other.left) < far and abs(one.bottom - other.bottom) < far


def twins(objects: set[int], texts: Mapping[int, TextObject], known: set[int]) -> set[int]:
    """The objects with those that pdfium takes for their copies and gives no letters of (bold by drawing twice)."""
    places = {_place(texts[one]) for one in objects if one in texts}
    silent = (one for one in texts if one not in known)
    return objects | {one for one in silent if _place(texts[one]) in places}


def _place(text: TextObject) -> tuple[int, int]:
    return round((text.box.left + text.box.right) / 8), round((text.box.bottom + text.box.top) / 8)
