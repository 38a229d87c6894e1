"""Text that tries to steer the screening: sentences that address a machine, lines copied from the job.

Finding some proves nothing and rejects nobody: what stands in these spans isn't counted as evidence, and a
person is told. Offsets are those of the text given.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from core.screening.rewording import reworded_spans
from core.screening.steering import steering_spans

Span = tuple[int, int]
Words = tuple[str, ...]

GRAM = 6
"""So many words in a row, the same in both texts, are copied: genuine pairs share next to none."""
LONG_RUN = 12
"""So many copied words in a row count wherever they stand; fewer only where they make up a whole line."""
SHARE_OF_LINE = 0.8

_LONGEST_SENTENCE = 400
_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_ANEW = re.compile(r"[A-Z][a-z]|[\[<{#=*]")
"""How somebody's own sentence ends without a full stop: another begins …"""
_GOES_ON = re.compile(
    r"(?:[,:\"“'(]|\b(?:then|and|so|or|but|please|to|also|now|you|must|should|always|instead|the|any|all|for))\s*$"
)
"""… unless this leads over to it."""
_STOP = re.compile(r"[.!?]{1,9}[\"”'’\])]{0,3}\s|\n")


def instruction_spans(text: str) -> tuple[Span, ...]:
    """The sentences that address the machine or dictate its verdict, in order, not overlapping."""
    matches = sorted(steering_spans(text))
    if not matches:
        return ()
    begins = [0, *_sentence_ends(text), len(text)]
    return _merged([_sentence_around(text, match, begins) for match in _merged(matches)])


@lru_cache(maxsize=4)  # asked for its spans and for its share, one after the other
def copied_spans(text: str, job_text: str) -> tuple[Span, ...]:
    """What is taken from the job: whole lines, sentences or long runs, whatever their case and punctuation, and
    sentences that only reword it."""
    words = list(_WORD.finditer(text))
    runs = _copied_runs(text, words, job_text)
    copied = [(words[run[0]].start(), words[run[-1]].end()) for run in runs]
    return _merged(sorted([*copied, *reworded_spans(text, job_text)]))


def copied_share(text: str, job_text: str) -> float:
    """Which share of the text's words `copied_spans` holds, 0–1."""
    words = sum(1 for _ in _WORD.finditer(text))
    copied = sum(1 for span in copied_spans(text, job_text) for _ in _WORD.finditer(text, *span))
    return copied / words if words else 0.0


def _sentence_ends(text: str) -> Iterator[int]:
    """Offsets at which a new sentence begins: after a full stop, or on a new line that goes on with no small
    letter."""
    for stop in _STOP.finditer(text):
        if stop.group() != "\n" or not text[stop.end() : stop.end() + 1].islower():
            yield stop.end()


def _sentence_around(text: str, match: Span, begins: Sequence[int]) -> Span:
    """The match widened to its sentence; one that ends with a colon takes the next along."""
    start = max(begins[bisect_right(begins, match[0]) - 1], match[0] - _LONGEST_SENTENCE)
    if _ANEW.match(text, match[0]) and not _GOES_ON.search(text, start, match[0]):
        start = match[0]
    after = min(bisect_left(begins, match[1]), len(begins) - 1)
    if text[match[0] : begins[after]].rstrip(" \n\"“'").endswith(":"):
        after = min(after + 1, len(begins) - 1)
    end = min(begins[after], match[1] + _LONGEST_SENTENCE)
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Overlapping or touching spans, given in order, made one."""
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _copied_runs(text: str, words: Sequence[re.Match[str]], job_text: str) -> list[list[int]]:
    """The numbers of the copied words, those in a row together."""
    grams, job_lines = _of_job(job_text)
    spoken = tuple(word.group().casefold() for word in words)
    same = bytearray(len(spoken))
    for i in range(len(spoken) - GRAM + 1):
        if spoken[i : i + GRAM] in grams:
            same[i : i + GRAM] = b"\1" * GRAM
    if not any(same):
        return []

    copied = bytearray(len(spoken))
    for run in _runs(same):
        if len(run) >= LONG_RUN:
            copied[run[0] : run[-1] + 1] = b"\1" * len(run)
    lines = _lines(text, words)
    for first, last in lines:
        if last - first >= GRAM and sum(same[first:last]) >= SHARE_OF_LINE * (last - first):
            copied[first:last] = b"\1" * (last - first)
    for way in (lines, lines[::-1]):  # short lines count beside copied ones, from above and from below
        for first, last in way:
            beside = (first and copied[first - 1]) or (last < len(spoken) and copied[last])
            if last - first < GRAM and beside and (all(same[first:last]) or spoken[first:last] in job_lines):
                copied[first:last] = b"\1" * (last - first)
    return list(_runs(copied))


@lru_cache(maxsize=8)
def _of_job(job_text: str) -> tuple[frozenset[Words], frozenset[Words]]:
    """The job's rows of six words, and its lines."""
    words = list(_WORD.finditer(job_text))
    spoken = tuple(word.group().casefold() for word in words)
    grams = frozenset(spoken[i : i + GRAM] for i in range(len(spoken) - GRAM + 1))
    return grams, frozenset(spoken[first:last] for first, last in _lines(job_text, words))


def _lines(text: str, words: Sequence[re.Match[str]]) -> list[Span]:
    """Lines, and sentences within them, as numbers of words (first, last + 1); those without words left out."""
    ends = [stop.end() for stop in _STOP.finditer(text)]
    parts = groupby(range(len(words)), key=lambda i: bisect_right(ends, words[i].start()))
    return [(part[0], part[-1] + 1) for part in (list(numbers) for _, numbers in parts)]


def _runs(marks: bytearray) -> Iterator[list[int]]:
    for marked, numbers in groupby(range(len(marks)), key=marks.__getitem__):
        if marked:
            yield list(numbers)
