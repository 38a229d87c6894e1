"""Whether two résumés have the same words."""

import hashlib
import re

_TOKEN = re.compile(r"\[[a-z][a-z -]*\]")
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 15
"""Different words; what is shorter is alike without being copied."""


def text_mark(redacted: str) -> str:
    """Equal for texts with the same set of words, whatever their layout and format; "" for very short ones.

    Takes a redacted text, so that the same résumé under two names has one mark.
    """
    words = set(_WORD.findall(_TOKEN.sub(" ", redacted).casefold()))
    if len(words) < _FEWEST:
        return ""
    return hashlib.sha256(" ".join(sorted(words)).encode()).hexdigest()[:32]
