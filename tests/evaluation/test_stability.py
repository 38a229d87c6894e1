"""The same résumé again and again."""

from core.domain.candidate import Candidate, Contact
from core.domain.verdict import Finding, Verdict
from core.evaluation.stability import stability


def candidate(score: float, *verdicts: Verdict) -> Candidate:
    return Candidate(
        contact=Contact(),
        score=score,
        category="considered",
        reason="",
        explanation="",
        findings=tuple(Finding(criterion_id=f"c{n}", verdict=v) for n, v in enumerate(verdicts, 1)),
        engine="openai",
        model="m",
    )


def test_answers_that_stay_are_equal_and_have_no_spread() -> None:
    found = stability([[candidate(5, "met", "missing")] * 3], repeats=3, failed=0)
    assert (found.equal_verdicts, found.mean_spread, found.most_spread) == (1.0, 0.0, 0.0)


def test_one_verdict_that_sways_once_is_not_equal() -> None:
    steady = [candidate(5, "met", "missing")] * 3
    swaying = [
        candidate(5, "met", "missing"),
        candidate(7.5, "met", "partial"),
        candidate(5, "met", "missing"),
    ]
    found = stability([steady, swaying], repeats=3, failed=1)
    assert (found.resumes, found.equal_verdicts, found.mean_spread, found.most_spread) == (2, 0.75, 1.25, 2.5)


def test_where_nothing_was_judged_twice_nothing_is_claimed() -> None:
    found = stability([], repeats=0, failed=0)
    assert (found.equal_verdicts, found.mean_spread, found.most_spread) == (None, None, None)
