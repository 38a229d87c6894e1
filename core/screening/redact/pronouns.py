"""Words that tell a person's gender by grammar alone."""

import re
from collections.abc import Iterator

from core.screening.contacts.spans import Span, lines_with

_DECLARED = re.compile(
    r"\b(?:she|he|they|xe|ze)[ ]?/[ ]?(?:her|hers|him|his|he|she|they|them|theirs?|xem|zir|hir)(?:[ ]?/[ ]?(?:hers|his|theirs|her|him|them|they))?\b",
    re.IGNORECASE,
)
_SLASH = re.compile("/")
_SHAPES = (
    re.compile(
        r"(?<![\w'’-])(?:(?:\(s\)|s/)he|[Ss]?[Hh]e|[Hh]im|[Hh]ers?|[Hh]is|[Hh]imself|[Hh]erself)(?![\w-])"
    ),
    re.compile(
        r"\b(?:Mr|Mrs|Ms|Mx|Miss|Herrn?|Frau|Mme|Mlle|Madame|Monsieur|Señora?|Signora)\b\.?(?=[ \t]+(?:Dr\.? |Prof\.? )?[A-ZÀ-Þ])"
    ),
)
_LABELS = ("gender", "sex", "geschlecht", "sesso")
_LABELLED = re.compile(rf"(?i:\b(?:{'|'.join(_LABELS)}|sexe|sexo)[ \t]*[:：-][ \t]*)([^\W\d_]+)")
_CAPITALS = re.compile(r"(?<![\w'’-])(?:S?HE|HIM|HERS?|HIS|HIMSELF|HERSELF)(?![\w-])")
"""Only in lines that are all in capitals: "HIS" is also a hospital's information system."""


def pronoun_spans(text: str) -> Iterator[Span]:
    """She, he and their forms, "(she/her)", Mr and Mrs before a name, "Gender: …"; never "they" in running text."""
    for start, end in lines_with(_SLASH, text):
        for match in _DECLARED.finditer(text, start, end):
            yield Span(*match.span())
    for shape in _SHAPES:
        for match in shape.finditer(text):
            yield Span(*match.span())
    small = text.lower()
    if any(label in small for label in _LABELS):
        for match in _LABELLED.finditer(text):
            yield Span(*match.span(1))
    for match in re.finditer(r"[^\n]+", text):
        line = match.group()
        if line.isupper() and sum(len(word) > 3 for word in line.split()) >= 3:
            for word in _CAPITALS.finditer(line):
                yield Span(match.start() + word.start(), match.start() + word.end())
