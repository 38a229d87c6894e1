"""Sentences that say what the job says in other endings and another order: an advert turned into a profile."""

import re
from collections.abc import Iterator
from functools import lru_cache

from core.screening.keywords.words import stem, vocabulary

Span = tuple[int, int]

WINDOW = 30
"""Telling words of the job, in a row, that a sentence is compared with: some three or four of its sentences."""
SHARE = 0.75
"""Share of a sentence's telling words that stand in such a window …"""
FEWEST = 6
"""… of a sentence that has so many different ones …"""
TOTAL = 16
"""… and so many in all such sentences together. Of 2,400 honest pairs of résumé and job none has them."""
SHARE_BESIDE, FEWEST_BESIDE = 0.6, 4
"""Beside such sentences less is enough."""

_MOST = 1500
"""Words of a job that are compared: longer ones aren't adverts."""
_LISTED = 3
"""Words an item has at most in a mere list of skills."""

_WORD = re.compile(r"[^\W_]{2,}")
_SENTENCE = re.compile(r"(?:[^.!?;\n]|[.!?;](?!\s)|\n(?=[a-z]))+")


def reworded_spans(text: str, job_text: str) -> tuple[Span, ...]:
    """The sentences of a text that reword the job, in order; none where only a few resemble it by chance."""
    windows, everything = _windows(job_text)
    if not windows:
        return ()
    likely: list[tuple[Span, int, float]] = []
    for span, words in _sentences(text):
        if len(words & everything) >= SHARE_BESIDE * len(words):
            share = max(len(words & window) for window in windows) / len(words)
            likely.append((span, len(words), share))
    clear = sum(count for _, count, share in likely if share >= SHARE and count >= FEWEST)
    if clear < TOTAL:
        return ()
    return tuple(span for span, _, share in likely if share >= SHARE_BESIDE)


def _sentences(text: str) -> Iterator[tuple[Span, frozenset[str]]]:
    for found in _SENTENCE.finditer(text):
        piece = found.group()
        words = frozenset(_telling(piece))
        if len(words) >= FEWEST_BESIDE and not _is_list(piece):
            start = found.start() + len(piece) - len(piece.lstrip())
            yield (start, start + len(piece.strip())), words


@lru_cache(maxsize=8)
def _windows(job_text: str) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    words = list(_telling(job_text))[:_MOST]
    begins = range(0, max(1, len(words) - WINDOW // 2), WINDOW // 3)
    return tuple(frozenset(words[n : n + WINDOW]) for n in begins if words), frozenset(words)


def _telling(text: str) -> Iterator[str]:
    """Stems of the words that say something: numbers are among them, they are somebody's own."""
    generic = _generic()
    for word in _WORD.findall(text.lower()):
        if word not in generic and (key := stem(word, "english")) not in generic:
            yield key


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return vocabulary("english").generic | vocabulary("german").generic


def _is_list(piece: str) -> bool:
    items = [item for item in re.split(r"[,;|/·\t]", piece) if item.strip()]
    return len(items) >= 4 and len(piece.split()) / len(items) <= _LISTED
