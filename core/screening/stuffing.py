"""Keywords put in to be found: the same ones again and again, lists of all that is asked for and nothing that shows it.

An honest list of skills names things that a job, a project or a course shows, too. Finding some rejects nobody: what
stands in these spans isn't counted as evidence, and a person is told. Offsets are those of the text given.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from core.screening.keywords.matching import Grade, Match, Searched, match_part
from core.screening.keywords.requirements import Requirement, parse_requirement
from core.screening.keywords.words import Language, language_of, vocabulary

Span = tuple[int, int]

WINDOW = 24
"""Words looked at together; honest text says at least two different ones in three of them."""
FEWEST = 8
"""Words from which on a line by itself is looked at."""
DISTINCT = 0.45
"""Share of different words below which a passage only repeats itself."""
AGAIN = 3
"""Times one word of the criteria stands in such a passage."""

MOST_ASKED, LEAST_ASKED = 0.4, 3
"""A stuffed list names this share of the criteria, and so many at least …"""
SHOWN = 0.25
"""… and of those no more than this share is shown by anything done or learned."""

_WORD = re.compile(r"[^\W\d_]{2,}[+#]{0,2}")
_JOINING = "and or of the to for in on with by from as at than into an is was are were und oder mit von für im der die das zu"
_LITTLE = frozenset(_JOINING.split())
_ALWAYS = date(2999, 1, 1)
"""How long a job went on doesn't matter here."""


def stuffed_spans(text: str, criteria: Sequence[str]) -> tuple[Span, ...]:
    """Passages that repeat words of the criteria, and lists that name many and stand alone; in order, apart."""
    language, requirements = _parsed(tuple(criteria))
    searched = Searched(text, vocabulary(language), today=_ALWAYS)
    return _merged([*repeated_spans(text, criteria), *list_spans(searched, requirements)])


@lru_cache(maxsize=32)
def _parsed(criteria: tuple[str, ...]) -> tuple[Language, tuple[Requirement, ...]]:
    """The criteria taken apart: the same for every résumé of a run."""
    language = language_of("\n".join(criteria))
    words = vocabulary(language)
    return language, tuple(parse_requirement(criterion, words) for criterion in criteria)


def repeated_spans(text: str, criteria: Iterable[str]) -> tuple[Span, ...]:
    """Lines and passages that say a few words of the criteria over and over."""
    wanted = {word.group().lower() for criterion in criteria for word in _WORD.finditer(criterion)} - _LITTLE
    often = Counter(_WORD.findall(text.lower()))
    if all(often[word] < AGAIN for word in wanted):
        return ()
    spans: list[Span] = []
    words: list[tuple[str, int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        found = [
            (low, word.start(), word.end())
            for word in _WORD.finditer(text, *line.span())
            if (low := word.group().lower()) not in _LITTLE
        ]
        if FEWEST <= len(found) < WINDOW and _repeats(found, wanted):
            spans.append(_repetition(found))
        words += found
    for begin in range(0, len(words) - WINDOW + 1, WINDOW // 3):
        passage = words[begin : begin + WINDOW]
        if _repeats(passage, wanted):
            spans.append(_repetition(passage))
    return _merged(spans)


def list_spans(searched: Searched, requirements: Sequence[Requirement]) -> tuple[Span, ...]:
    """Lists of skills that name many of the criteria, where no job, project or course shows more than one in four
    of them. A résumé without any dated job has nothing to show yet: its list is left alone."""
    asked = [requirement for requirement in requirements if requirement.parts]
    if not searched.outline.entries or len(asked) < LEAST_ASKED:
        return ()
    listed: set[int] = set()
    alone = done = 0
    for requirement in asked:
        matches = [match_part(searched, part) for part in requirement.parts]
        places = {hit.sentence for match in matches if match.grade >= Grade.SOME for hit in match.hits}
        shown = {n for n in places if _is_done(searched, n)}
        if shown and _is_clear(matches):
            done += 1
        elif any(_is_list(searched, n) for n in places):
            alone += 1
            listed |= {n for n in places if _is_list(searched, n)}
    if alone < max(LEAST_ASKED, MOST_ASKED * len(asked)) or done > SHOWN * alone:
        return ()
    return _merged([(searched.sentence(n).start, searched.sentence(n).end) for n in sorted(listed)])


def _is_clear(matches: Sequence[Match]) -> bool:
    return any(match.grade >= Grade.STALE for match in matches)


def _is_done(searched: Searched, n: int) -> bool:
    place = searched.sentence(n)
    return (place.shown or place.section in ("education", "certificates")) and not _is_list(searched, n)


def _is_list(searched: Searched, n: int) -> bool:
    place = searched.sentence(n)
    if place.entry is not None or place.tells:
        return False
    return place.listed or place.section == "skills"


def _repeats(passage: Sequence[tuple[str, int, int]], wanted: set[str]) -> bool:
    counts = Counter(word for word, _, _ in passage)
    if len(counts) > DISTINCT * len(passage):
        return False
    return any(count >= AGAIN and word in wanted for word, count in counts.items())


def _repetition(passage: Sequence[tuple[str, int, int]]) -> Span:
    """From the first to the last of the words said again and again: what stands before and behind is left alone."""
    counts = Counter(word for word, _, _ in passage)
    again = [(start, end) for word, start, end in passage if counts[word] >= AGAIN]
    return again[0][0], again[-1][1]


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order, overlapping ones made one."""
    return tuple(_joined(sorted(spans)))


def _joined(spans: Sequence[Span]) -> Iterator[Span]:
    if not spans:
        return
    start, end = spans[0]
    for a, b in spans[1:]:
        if a <= end:
            end = max(end, b)
        else:
            yield start, end
            start, end = a, b
    yield start, end
