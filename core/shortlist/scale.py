"""Criteria with their weights and the cuts, made ready to place thousands of candidates at once."""

from core.domain.candidate import Candidate, Category, Cuts
from core.domain.job import Rubric
from core.errors import InternalError
from core.screening.scoring import VALUE, categorise

_HALVES = {verdict: round(2 * value) for verdict, value in VALUE.items()}
"""Whole numbers, so that a score can be looked up."""


class Scale:
    """Gives what `score_findings` and `categorise` give, some ten times as fast.

    Why: whoever moves a weight watches the whole list follow, and reads a reason only here and there.
    """

    def __init__(self, rubric: Rubric, cuts: Cuts) -> None:
        total = sum(criterion.weight for criterion in rubric.criteria)
        self._rubric, self._cuts = rubric, cuts
        self._weights = {criterion.id: criterion.weight for criterion in rubric.criteria}
        self._musts = [criterion.id for criterion in rubric.criteria if criterion.kind == "must"]
        self._points = [round(10 * (halves / 2) / total, 2) for halves in range(2 * total + 1)]

    def place(self, candidate: Candidate) -> tuple[float, Category]:
        """Score and category. Raises `InternalError` unless the findings are exactly one per criterion."""
        halves = {finding.criterion_id: _HALVES[finding.verdict] for finding in candidate.findings}
        weights = self._weights
        if len(halves) != len(candidate.findings) or halves.keys() != weights.keys():
            raise InternalError("The findings don't match the criteria one to one.")
        score = self._points[sum(weights[id] * worth for id, worth in halves.items())]
        if score >= self._cuts.selected:
            return score, "selected" if all(halves[id] for id in self._musts) else "considered"
        if score >= self._cuts.considered:
            return score, "considered"
        if candidate.flags:  # one of these may keep it from being rejected
            return score, self.explained(candidate, score)[0]
        return score, "rejected"

    def explained(self, candidate: Candidate, score: float) -> tuple[Category, str]:
        """The category at this score, with the line that says why."""
        return categorise(
            score,
            candidate.findings,
            self._rubric,
            cuts=self._cuts,
            flags=candidate.flags,
            engine=candidate.engine,
        )
