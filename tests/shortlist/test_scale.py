"""A scale gives what scoring one candidate gives, whatever the findings, weights, cuts and flags."""

import itertools
import random

import pytest

from core.domain.candidate import Candidate, Contact, Cuts, Flag, FlagKind
from core.domain.job import Criterion, Rubric
from core.domain.verdict import Finding, Verdict
from core.errors import InternalError
from core.screening.scoring import categorise, score_findings
from core.shortlist.scale import Scale

VERDICTS: tuple[Verdict, ...] = ("met", "partial", "missing", "unclear")
FLAGS: tuple[tuple[FlagKind, ...], ...] = ((), ("low_quality_text",), ("other_language", "duplicate"))


def a_rubric(luck: random.Random, size: int) -> Rubric:
    return Rubric(
        criteria=tuple(
            Criterion(
                id=f"c{n}",
                text=f"Point {n}",
                kind=luck.choice(("must", "nice")),
                weight=luck.randint(1, 5),
            )
            for n in range(1, size + 1)
        )
    )


def a_candidate(
    findings: list[Finding], flags: tuple[FlagKind, ...] = (), engine: str = "local"
) -> Candidate:
    return Candidate(
        contact=Contact(name="Ann"),
        score=0,
        category="rejected",
        reason="",
        explanation="",
        findings=tuple(findings),
        flags=tuple(Flag(kind=kind) for kind in flags),
        engine=engine,
        model="m",
    )


def test_score_and_category_are_those_of_scoring_one_by_one() -> None:
    luck = random.Random(7)
    for size, flags, engine in itertools.product((1, 3, 12, 40), FLAGS, ("local", "openai")):
        for _ in range(40):
            rubric = a_rubric(luck, size)
            cuts = Cuts(selected=luck.randint(0, 20) / 2, considered=luck.randint(0, 20) / 2)
            findings = [Finding(criterion_id=c.id, verdict=luck.choice(VERDICTS)) for c in rubric.criteria]
            luck.shuffle(findings)
            candidate = a_candidate(findings, flags, engine)
            score = score_findings(findings, rubric)
            category, reason = categorise(
                score, findings, rubric, cuts=cuts, flags=candidate.flags, engine=engine
            )
            scale = Scale(rubric, cuts)
            assert scale.place(candidate) == (score, category)
            assert scale.explained(candidate, score) == (category, reason)


@pytest.mark.parametrize("ids", [("c1",), ("c1", "c1"), ("c1", "c3"), ("c1", "c2", "c2")])
def test_findings_that_dont_match_the_criteria_get_no_score(ids: tuple[str, ...]) -> None:
    rubric = a_rubric(random.Random(1), 2)
    findings = [Finding(criterion_id=id, verdict="met") for id in ids]
    with pytest.raises(InternalError):
        Scale(rubric, Cuts()).place(a_candidate(findings))
