"""How good the top of a ranking is."""

from collections.abc import Sequence
from math import log2


def ndcg(scores: Sequence[float], fits: Sequence[int], *, top: int = 10) -> float | None:
    """The gain of the first `top` places over that of the best order; None where nobody fits at all.

    Gains are 2^fit − 1, halved and more down the list by 1/log2(place + 1) (Järvelin and Kekäläinen 2002, ACM
    TOIS 20; the gains as in Burges et al. 2005, ICML). Equal scores share the mean gain of their places, so
    that the order of the files decides nothing (McSherry and Najork 2008, ECIR).
    """
    best = _gain([2**fit - 1 for fit in sorted(fits, reverse=True)], top)
    if not best:
        return None
    gains = [2**fit - 1 for fit in fits]
    shared = {
        score: sum(own := [g for g, s in zip(gains, scores, strict=True) if s == score]) / len(own)
        for score in set(scores)
    }
    return _gain([shared[score] for score in sorted(scores, reverse=True)], top) / best


def _gain(gains: Sequence[float], top: int) -> float:
    return sum(gain / log2(place + 1) for place, gain in enumerate(gains[:top], 1))
