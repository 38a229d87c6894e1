"""How much of the top is kept back where no name could be told from the rest."""

import re

from core.screening.contacts.block import MAX_TOP_LINES, Layout
from core.screening.contacts.headings import is_contact_heading

_BEGINS_THE_BODY = re.compile(
    r"[•▪●◦*‣➢✓–-]\s|.*\b(?:19|20)\d\d\s?[-–—]\s?(?:(?:19|20)\d\d|present|current|heute|now)\b", re.IGNORECASE
)
_SENTENCE_WORDS = 8


def withheld_lines(layout: Layout) -> int:
    """How many lines to withhold: to the first section's title, sentence, bullet or dated job, at most twelve."""
    for n, line in enumerate(layout.lines[:MAX_TOP_LINES]):
        if n in layout.headings and not is_contact_heading(line.text):
            return n
        words = line.text.split()
        sentence = len(words) >= _SENTENCE_WORDS and sum(w[0].islower() for w in words) > len(words) // 2
        if (
            (n or len(layout.lines) == 1)
            and (sentence or _BEGINS_THE_BODY.match(line.text))
            and not layout.marks(n)
        ):
            return n
    return min(MAX_TOP_LINES, len(layout.lines))
