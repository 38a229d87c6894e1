"""Plain TF-IDF cosine, the yardstick: which résumé shares most words with the job, rare ones counting more."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log, sqrt

_WORD = re.compile(r"\w\w+")

Vector = dict[str, float]


def cosines(job_text: str, texts: Sequence[str], idf: Mapping[str, float]) -> list[float]:
    """How alike the job's text and each other are, 0–1.

    Vectors of term frequency times inverse document frequency, compared by the cosine of their angle (Manning,
    Raghavan and Schütze 2008, Introduction to Information Retrieval, 6.2 and 6.3).
    """
    job = _vector(job_text, idf)
    return [_cosine(job, _vector(text, idf)) for text in texts]


def inverse_document_frequencies(pool: Sequence[str]) -> dict[str, float]:
    """ln((1 + n)/(1 + df)) + 1 for each word of the pool's n texts: as smoothed as in the usual libraries."""
    texts_with = Counter(word for text in pool for word in set(_words(text)))
    return {word: log((1 + len(pool)) / (1 + count)) + 1 for word, count in texts_with.items()}


def _vector(text: str, idf: Mapping[str, float]) -> Vector:
    """Words that no text of the pool has don't tell the résumés apart and are left out."""
    return {word: count * idf[word] for word, count in Counter(_words(text)).items() if word in idf}


def _cosine(one: Vector, other: Vector) -> float:
    lengths = sqrt(sum(x * x for x in one.values()) * sum(x * x for x in other.values()))
    return sum(weight * other.get(word, 0.0) for word, weight in one.items()) / lengths if lengths else 0.0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
