"""Parts the characters of a page that can be seen from those that can't: drawn with its text and without."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from core.domain.resume import HiddenSpan
from core.reading.normalise import clean
from core.reading.pdf.hidden.excuses import lacks_glyph
from core.reading.pdf.hidden.letters import Letter, by_object, letters_of
from core.reading.pdf.hidden.measure import hidden_by_measure
from core.reading.pdf.hidden.misspoken import as_drawn
from core.reading.pdf.hidden.objects import Effort, PageObjects, TooBusy, objects_of
from core.reading.pdf.hidden.outlines import drawn_otherwise
from core.reading.pdf.hidden.reasons import draws_nothing, why_unseen
from core.reading.pdf.hidden.scan import read_from_picture
from core.reading.pdf.hidden.scene import Scene
from core.reading.pdf.hidden.showing import Showing, showing_of
from core.reading.pdf.hidden.spans import apart, smoothed
from core.reading.pdf.hidden.spoken import SPOKEN_ONLY
from core.reading.pdf.notes import NOT_SHOWN
from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced

_UNITS_A_PAGE = 500


class Parted(NamedTuple):
    """A page's characters, those that can be seen apart from those that can't."""

    visible: Traced
    hidden: tuple[HiddenSpan, ...] = ()
    is_scan: bool = False
    """Whether the words lie unseen under a picture of them: a scanner's own reading, no trick."""
    unchecked: bool = False
    """Whether the page holds too much to be looked at: `visible` may hold what nobody sees."""


def part_hidden(page: Page, traced: Traced, number: int, effort: Effort | None = None) -> Parted:
    """Parts what page `number` (from 1) shows from what it hides. `effort` is shared by the pages of a file."""
    parted = Parted(traced)
    if traced.text and not traced.text.isspace():
        try:
            parted = _parted(page, traced, number, effort or Effort())
        except TooBusy:
            parted = Parted(traced, unchecked=True)
    notes = _spans(number, ((text, NOT_SHOWN) for text in page.unseen_notes))
    return parted._replace(hidden=parted.hidden + notes)


def _parted(page: Page, traced: Traced, number: int, effort: Effort) -> Parted:
    """Raises `TooBusy` where the page can't even be walked."""
    effort.spend(_UNITS_A_PAGE)
    objects = objects_of(page.page, effort)
    traced, said = as_drawn(page, traced, number, objects=objects, effort=effort)
    instead = _spans(number, ((words, SPOKEN_ONLY) for words in said))
    judged = _judged(page, traced, objects, effort)
    hidden = smoothed(judged.letters, set(judged.why))
    if not hidden:
        return Parted(traced, instead, judged.is_scan, judged.unchecked)
    visible, found = apart(traced, _filled(judged.letters, hidden, judged.why))
    return Parted(visible, instead + _spans(number, found), judged.is_scan, judged.unchecked)


def _spans(number: int, found: Iterable[tuple[str, str]]) -> tuple[HiddenSpan, ...]:
    spans = (HiddenSpan(text=clean(text).strip(), page=number, why=why) for text, why in found)
    return tuple(span for span in spans if span.text)


class _Judged(NamedTuple):
    letters: list[Letter]
    why: dict[int, str]
    """By the place of each hidden letter."""
    is_scan: bool = False
    unchecked: bool = False


def _judged(page: Page, traced: Traced, objects: PageObjects, effort: Effort) -> _Judged:
    """Where the page can't be drawn, place and size still count. Raises `TooBusy` where it holds too many letters."""
    letters = letters_of(page, traced, effort)
    why = hidden_by_measure(page, letters, objects)
    rest = [letter for letter in letters if letter.place not in why]
    if not rest:
        return _Judged(letters, why)
    try:
        unseen, is_scan = _unseen(Scene(page, rest, objects, effort), letters=letters, why=why)
    except TooBusy:
        return _Judged(letters, why, unchecked=True)
    return _Judged(letters, why | unseen, is_scan)


def _unseen(scene: Scene, *, letters: list[Letter], why: Mapping[int, str]) -> tuple[dict[int, str], bool]:
    """Why which other letters are not seen, and whether the page is a scan. Raises `TooBusy`."""
    showing = showing_of(scene)
    missing = {letter.place for letter in scene.letters if not showing.has(letter)}
    worth = smoothed(letters, missing | set(why))
    unseen = [letter for letter in scene.letters if letter.place in missing and letter.place in worth]
    if not unseen:
        return {}, False
    unseen = [letter for letter in unseen if not lacks_glyph(scene, letter)]
    read = read_from_picture(scene, unseen)
    unread = [letter for letter in unseen if letter.place not in read]
    hidden = _without_outlines(scene, unread)
    return _reasons(scene, hidden, showing), bool(read)


def _without_outlines(scene: Scene, unseen: Sequence[Letter]) -> list[Letter]:
    """Only letters that draw nothing at all may be shown by other ink."""
    silent = [letter for letter in unseen if draws_nothing(scene, letter)]
    drawn = drawn_otherwise(scene, silent)
    return [letter for letter in unseen if letter.place not in drawn]


def _reasons(scene: Scene, hidden: list[Letter], showing: Showing) -> dict[int, str]:
    """One for all neighbours in an object: looked up once, and a span stays whole."""
    why: dict[int, str] = {}
    for group in by_object(hidden).values():
        reason = why_unseen(scene, group[0], is_layered=group[0].place in showing.layered)
        why |= dict.fromkeys((letter.place for letter in group), reason)
    return why


def _filled(letters: list[Letter], hidden: set[int], why: dict[int, str]) -> dict[int, str]:
    """A reason for every hidden letter: those between hidden ones have their neighbours'."""
    filled: dict[int, str] = {}
    reason = next(why[place] for place in sorted(why) if place in hidden)
    for letter in letters:
        if letter.place in hidden:
            reason = filled[letter.place] = why.get(letter.place, reason)
    return filled
