"""Where a word stands by itself, found without an expression for it.

Why: words that differ from résumé to résumé (a name, a handle, a link) would each be compiled for a single search.
"""

from collections.abc import Iterator


def places_of(text: str, word: str, *, before: str = "", after: str = "") -> Iterator[int]:
    """Where the word begins with neither letter nor digit beside it, nor one of `before` or `after`."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_joins(text[at - 1 : at], before) or _joins(text[end : end + 1], after)):
            yield at
        at = text.find(word, at + 1)


def lowered(text: str) -> str:
    """In small letters, of equal length: a letter that would become two stays."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _joins(char: str, also: str) -> bool:
    """Whether the character (or none) makes a longer word with what stands beside it."""
    return char.isalnum() or char == "_" or (char != "" and char in also)
