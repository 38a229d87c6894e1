"""Words that a file gives for other words than those it draws: what stands on the page counts."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import pypdfium2.raw as c

from core.reading.pdf.hidden.objects import Effort, PageObjects, TextObject, address, objects_of
from core.reading.pdf.hidden.spoken import said_for
from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced

_FEWEST = 3
"""Letters drawn; fewer are an icon or a sign, which may well have a name."""
_ALIKE = 0.5
"""Share of neighbouring letters in both: "tel:" before a number, ligatures and hyphens change a few."""
_LONGEST_NAME = 60
_LEGIBLE = 0.8
"""Share of letters and figures in what is drawn; less is a font whose codes mean nothing, which is what such words are for."""


def as_drawn(
    page: Page, traced: Traced, number: int, *, objects: PageObjects, effort: Effort
) -> tuple[Traced, list[str]]:
    """The text of page `number` (from 1) with the words it shows, and those that were given for them instead.

    The words shown have their place where the others had theirs. Raises `TooBusy`.
    """
    groups = list(_groups(objects.in_order))
    if not groups:
        return traced, []
    drawn = _drawn_words(page, number, effort)
    shown: list[str] = []
    speakers: dict[int, int] = {}  # which of `shown` an object says otherwise, by its address
    for group in groups:
        words = " ".join("".join(drawn.get(text.number, "") for text in group).split())
        if _differ(said_for(group[0]) or "", words):
            speakers |= dict.fromkeys((address(text.handle) for text in group), len(shown))
            shown.append(words)
    return _replaced(page, traced, shown, speakers=speakers, effort=effort) if shown else (traced, [])


def _groups(texts: Sequence[TextObject]) -> Iterator[list[TextObject]]:
    """Neighbours for which the file gives the same words."""
    for said, group in groupby(texts, said_for):
        if said:
            yield list(group)


def _drawn_words(page: Page, number: int, effort: Effort) -> dict[int, str]:
    """By the number of each text among the page's texts, read from a copy of the page that gives no other words."""
    copy = page.page.pdf[number - 1]
    try:
        numbers: dict[int, int] = {}
        for text in objects_of(copy, effort).in_order:
            numbers[address(text.handle)] = text.number
            _forget(text.handle)
        words = copy.get_textpage()
        try:
            return _by_object(Page(copy, words, ()), numbers, effort)
        finally:
            words.close()
    finally:
        copy.close()


def _forget(handle: Any) -> None:
    """Takes away all marks that give other words."""
    length = ctypes.c_ulong()
    for index in reversed(range(c.FPDFPageObj_CountMarks(handle))):
        mark = c.FPDFPageObj_GetMark(handle, index)
        if c.FPDFPageObjMark_GetParamStringValue(mark, b"ActualText", None, 0, length):
            c.FPDFPageObj_RemoveMark(handle, mark)


def _by_object(page: Page, numbers: Mapping[int, int], effort: Effort) -> dict[int, str]:
    traced = page.characters()
    effort.spend(len(traced.text))
    found: dict[int, list[str]] = {}
    current = -1
    for char, index in zip(traced.text, traced.origins, strict=True):
        handle = c.FPDFText_GetTextObject(page.words, index)
        current = numbers.get(address(handle), current) if handle else current
        found.setdefault(current, []).append(char)
    return {number: "".join(chars) for number, chars in found.items()}


def _replaced(
    page: Page, traced: Traced, shown: Sequence[str], *, speakers: Mapping[int, int], effort: Effort
) -> tuple[Traced, list[str]]:
    """The text with what is shown, each once, where the first letter of what was said for it stood."""
    effort.spend(len(traced.text))
    texts: list[str] = []
    origins: list[int] = []
    said: list[list[str]] = [[] for _ in shown]
    speaker: int | None = None
    for char, index in zip(traced.text, traced.origins, strict=True):
        handle = c.FPDFText_GetTextObject(page.words, index)
        if handle or not char.isspace():  # spaces that pdfium adds belong to what is before them
            speaker = speakers.get(address(handle)) if handle else None
        if speaker is None or char in "\r\n":
            texts.append(char)
            origins.append(index)
            continue
        if not said[speaker]:
            texts.append(shown[speaker])
            origins += [index] * len(shown[speaker])
        said[speaker].append(char)
    return Traced("".join(texts), origins), ["".join(chars) for chars in said]


def _differ(said: str, drawn: str) -> bool:
    """Whether both are words, and other ones."""
    ours, theirs = _letters(drawn), _letters(said)
    if len(ours) < max(_FEWEST, _LEGIBLE * len("".join(drawn.split()))):
        return False
    common = (Counter(pairwise(ours)) & Counter(pairwise(theirs))).total()
    is_name = len(said.split()) == 1 and len(theirs) <= _LONGEST_NAME  # an address for what stands for it
    return common < _ALIKE * (len(ours) if is_name else max(len(ours), len(theirs)))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))
