"""Letter-spaced lines ("S K I L L S") put back into words by the gaps between their characters."""

import re
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from core.reading.pdf.page import HYPHEN, Page
from core.reading.pdf.traced import Traced

# Gaps as shares of the line's height. Measured on 200 résumés: an even line's gaps differ by less than 0.08,
# and a gap between words is at least 0.2 wider than one between letters.
_SPACED = 0.04
_WORD = 0.14
_EVEN = 0.08
_BACKWARDS = -0.3
_FIRST = 10
"""Characters of a line that are looked at before all are."""

_SHORTEST = 5
"""Letters on a line; fewer don't show how they are spaced."""
_SMALL_WORD = re.compile(r"[a-zß-öø-ÿ]{4}")
_AROUND_HYPHEN = re.compile(f" ?{HYPHEN} ?")
_TWO_ALONE = re.compile(r" \S(?!\S)(?<=(?<!\S)\S \S)")
_SPACE = re.compile(r"\s")
_SINGLE = re.compile(r"(?<!\S)[^\W\d_](?!\S)")


def regroup(page: Page, traced: Traced) -> Traced:
    """Spaces where words end, in lines that are letter-spaced; the others stay as they are."""
    texts: list[str] = []
    origins: list[int] = []
    end = 0
    stop = -2
    some_stand_alone = _TWO_ALONE.search(traced.text) is not None
    for text in traced.text.split("\r\n"):
        start, stop = stop + 2, stop + 2 + len(text)
        if _SMALL_WORD.search(text) and not (some_stand_alone and _stand_alone(text)):
            continue
        if len(text) < _SHORTEST or not _suspect(text):
            continue
        line = _respaced(page, text, traced.origins[start:stop])
        if line is not None:
            texts += (traced.text[end:start], line.text)
            origins += traced.origins[end:start]
            origins += line.origins
            end = stop
    if not texts:
        return traced
    texts.append(traced.text[end:])
    origins += traced.origins[end:]
    return Traced("".join(texts), origins)


def _stand_alone(line: str) -> bool:
    """Whether many of the line's words are a single character."""
    words = line.split()
    alone = len([word for word in words if len(word) == 1])
    return alone >= 2 and 5 * alone >= len(words)


def _suspect(line: str) -> bool:
    """Capitals, or letters standing alone: cheap to see, and nearly all letter-spaced lines have one of them."""
    letters = list(filter(str.isalpha, line))
    if len(letters) < _SHORTEST:
        return False
    return sum(map(str.isupper, letters)) > 0.8 * len(letters) or len(_SINGLE.findall(line)) >= 2


def _respaced(page: Page, line: str, origins: Sequence[int]) -> Traced | None:
    """The line with its spaces where the gaps are wide, or None where its letters or its spaces stand as usual."""
    words = line.split()
    letters = "".join(words)
    indices = [index for char, index in zip(line, origins, strict=True) if not char.isspace()]
    if len(indices) > 2 * _FIRST and _stands_close(page, indices[:_FIRST]):
        return None
    edges = page.edges(indices)
    height = max(map(sub, edges.top, edges.bottom))
    if height <= 0:
        return None
    gaps = list(map(sub, edges.left[1:], edges.right))
    usual = sorted(gaps)[len(gaps) // 2]
    if usual < _SPACED * height:
        return None
    low, high = usual - _EVEN * height, usual + _EVEN * height
    if len([gap for gap in gaps if low < gap < high]) < 0.6 * len(gaps):
        return None
    wide, backwards = usual + _WORD * height, _BACKWARDS * height
    ends = {place for place, gap in enumerate(gaps) if gap > wide or gap < backwards}
    if ends == {end - 1 for end in accumulate(map(len, words[:-1]))} and HYPHEN not in line:
        return None
    ends |= _drawn_spaces(page, line, origins, letters=len(letters))
    return _unbroken(Traced(letters, indices).spaced_behind(sorted(ends))).stripped()


def _unbroken(line: Traced) -> Traced:
    """Without spaces beside a hyphen that joins two lines."""
    return line.replaced(_AROUND_HYPHEN, HYPHEN) if HYPHEN in line.text else line


def _stands_close(page: Page, indices: Sequence[int]) -> bool:
    """Whether a line begins with letters that stand as usual: most do, and the rest needs no look."""
    edges = page.edges(indices)
    least = _SPACED * max(map(sub, edges.top, edges.bottom))
    return len([gap for gap in map(sub, edges.left[1:], edges.right) if gap < least]) > 0.6 * _FIRST


def _drawn_spaces(page: Page, line: str, origins: Sequence[int], *, letters: int) -> set[int]:
    """The letters, counted from 0, behind which the writer typed a space, where words and not letters are parted.

    A heading may be set so that a space between words is no wider than the gaps between letters.
    """
    ends: set[int] = set()
    for spaces, space in enumerate(_SPACE.finditer(line)):
        place = space.start()
        before = place - spaces - 1
        if before >= 0 and before not in ends and not page.is_added(origins[place]):
            ends.add(before)
            if 3 * len(ends) >= letters:
                return set()
    return ends
