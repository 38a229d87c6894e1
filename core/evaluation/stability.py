"""The same résumé judged again and again: does the answer stay?"""

from collections.abc import Sequence
from statistics import fmean

from core.domain.candidate import Candidate
from core.domain.value import Value


class Stability(Value):
    """None where nothing was judged twice."""

    resumes: int
    repeats: int
    failed: int
    """Judgements without an answer; their résumés are left out."""
    equal_verdicts: float | None
    """The share of findings on which all judgements of a résumé agree."""
    mean_spread: float | None
    """Points between the best and the worst score of a résumé, on average."""
    most_spread: float | None


def stability(judged: Sequence[Sequence[Candidate]], *, repeats: int, failed: int) -> Stability:
    """Over the judgements of each résumé."""
    same = [
        len({finding.verdict for finding in findings}) == 1
        for candidates in judged
        for findings in zip(*(candidate.findings for candidate in candidates), strict=True)
    ]
    spreads = [max(c.score for c in candidates) - min(c.score for c in candidates) for candidates in judged]
    return Stability(
        resumes=len(judged),
        repeats=repeats,
        failed=failed,
        equal_verdicts=fmean(same) if same else None,
        mean_spread=fmean(spreads) if spreads else None,
        most_spread=max(spreads, default=None),
    )
