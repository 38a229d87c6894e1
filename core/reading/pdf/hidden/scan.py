"""A scanner's own reading: unseen words that lie on the picture of the same words."""

from collections.abc import Sequence

from core.reading.pdf.hidden.excuses import stands_on_ink
from core.reading.pdf.hidden.letters import Letter
from core.reading.pdf.hidden.reasons import is_drawn_invisibly
from core.reading.pdf.hidden.scene import Scene

_MOSTLY = 0.7
"""The share of a page's letters from which on the unseen ones are no addition but the page itself."""
_INKED = 0.6
"""The share of them that stands where the page shows something; readings are laid out roughly."""
_BLANK_LINE = 0.2


def read_from_picture(scene: Scene, unseen: Sequence[Letter]) -> set[int]:
    """The places of unseen letters that a scanner put over what it read; none where the page is no scan.

    Why by ink and not by share alone: words added on the blank margin of a scan stay hidden.
    """
    over = [letter for letter in unseen if letter.place in scene.pixels and _may_be_read(scene, letter)]
    if len(over) <= _MOSTLY * len(scene.letters):
        return set()
    inked = {letter.place for letter in over if stands_on_ink(scene.shown, scene.pixels[letter.place])}
    if len(inked) < _INKED * len(over):
        return set()
    words: dict[int, list[int]] = {}
    for letter in over:
        words.setdefault(letter.drawn_by, []).append(letter.place)
    return {
        place
        for places in words.values()
        if sum(one in inked for one in places) > _BLANK_LINE * len(places)
        for place in places
    }


def _may_be_read(scene: Scene, letter: Letter) -> bool:
    """Drawn invisibly over the picture, or plainly and then covered with it."""
    text = scene.text_of(letter)
    if not text:
        return False
    if is_drawn_invisibly(text):
        return True
    cover = scene.cover_over(letter)
    return cover is not None and cover.kind == "picture"
