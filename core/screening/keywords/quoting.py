"""A sentence quoted: whole, or the piece of it that matters where it is long."""

import re

Span = tuple[int, int]

LONGEST_QUOTE = 25
"""Words of a quote."""
_BEFORE, _LEAST = 8, 7
"""Words kept before what matters, and in any quote."""


def quote_around(text: str, sentence: Span, found: Span) -> tuple[str, int]:
    """The sentence at `sentence`, or the piece of it around `found`; verbatim, with its offset."""
    words = [(m.start(), m.end()) for m in re.compile(r"\S+").finditer(text, *sentence)]
    if len(words) > LONGEST_QUOTE:
        words = _clipped(text, words, found)
    quote = text[words[0][0] : words[-1][1]]
    return quote.rstrip(" ,;:–—-") or quote, words[0][0]


def _clipped(text: str, words: list[Span], found: Span) -> list[Span]:
    """At most LONGEST_QUOTE words around a place, begun and ended where a thought begins and ends."""
    at = next((n for n, (_, b) in enumerate(words) if b > found[0]), 0)
    till = next((n for n, (_, b) in enumerate(words) if b >= found[1]), at)
    first = max(0, min(at - _BEFORE, len(words) - LONGEST_QUOTE))
    last = min(len(words), first + LONGEST_QUOTE)
    breaks = [n + 1 for n, (_, b) in enumerate(words) if text[b - 1] in ",;:–—"]
    if first:
        first = next((n for n in breaks if first <= n <= at), first)
    if last < len(words):
        last = next((n for n in reversed(breaks) if max(till + 1, first + _LEAST) <= n <= last), last)
    return words[first:last]
