"""Whether scores rise with fit."""

from collections.abc import Sequence
from math import sqrt


def spearman(scores: Sequence[float], fits: Sequence[float]) -> float | None:
    """The correlation of the ranks, −1 to 1, ties at their average rank; None where either never varies.

    Pearson's r of the ranks (Spearman 1904, Am. J. Psychol. 15; ties as in Kendall 1945, Biometrika 33).
    """
    if len(scores) != len(fits):
        raise ValueError("each score needs a fit")
    xs, ys = _ranks(scores), _ranks(fits)
    mean = (len(xs) + 1) / 2
    both = sum((x - mean) * (y - mean) for x, y in zip(xs, ys, strict=True))
    spread = sqrt(sum((x - mean) ** 2 for x in xs) * sum((y - mean) ** 2 for y in ys))
    return both / spread if spread else None


def _ranks(values: Sequence[float]) -> list[float]:
    """From 1 for the smallest; equal values share the mean of their ranks."""
    ordered = sorted(values)
    return [ordered.index(value) + (ordered.count(value) + 1) / 2 for value in values]
