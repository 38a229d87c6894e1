"""How well scores part the clear fits from the clear misfits."""

from collections.abc import Sequence


def auc(fits: Sequence[float], misfits: Sequence[float]) -> float | None:
    """The share of pairs in which the fit stands above the misfit, a tie counting half; None without a pair.

    1 parts them wholly, 0.5 is chance, 0 is the wrong way round. The area under the ROC curve, which is the
    Mann–Whitney statistic over the number of pairs (Hanley and McNeil 1982, Radiology 143).
    """
    if not fits or not misfits:
        return None
    won = sum((fit > misfit) + 0.5 * (fit == misfit) for fit in fits for misfit in misfits)
    return won / (len(fits) * len(misfits))
