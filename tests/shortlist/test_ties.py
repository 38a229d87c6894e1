"""Which ties are asked about, and that who wasn't compared never passes who was."""

import asyncio

from core.domain.candidate import Candidate, Contact
from core.domain.job import Criterion, Rubric
from core.domain.run import Item, Row, Run
from core.domain.verdict import Finding, Preference, Verdict
from core.shortlist import Ranked, rank
from core.shortlist.ties import Settled, calls_to_settle, settle_groups, tied

RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Zendesk", kind="must", weight=5),
        Criterion(id="c2", text="Excel", kind="nice", weight=5),
    )
)
RUN = Run(
    id="r1", job_id="j", job_title="J", rubric=RUBRIC, engine="openai", model="m", created="2026-01-01T00:00:00"
)  # fmt: skip


def row(number: int, verdict: Verdict) -> Row:
    found = tuple(Finding(criterion_id=c, verdict=v) for c, v in (("c1", verdict), ("c2", "missing")))
    score = {"met": 5.0, "partial": 2.5}.get(verdict, 0.0)
    candidate = Candidate(
        contact=Contact(name=f"Person {number:02}"),
        score=score,
        category="considered",
        reason="",
        explanation="",
        findings=found,
        engine="openai",
        model="m",
    )
    return Row(item=Item(id=f"i{number:02}", file=f"{number}.pdf", sha256=f"{number:064}"), outcome=candidate)


def rows(*verdicts: Verdict) -> tuple[Row, ...]:
    return tuple(row(number, verdict) for number, verdict in enumerate(verdicts, 1))


async def later_wins(one: str, other: str) -> Preference:
    return "first" if one > other else "second"


def settled(given: tuple[Row, ...]) -> tuple[tuple[Ranked, ...], Settled]:
    ranked = rank(RUN, given, {})
    groups = tied(ranked)
    sent = {one.item.id: one.item.id for one in ranked}
    assert calls_to_settle(groups, sent) == sum(len(g) * (len(g) - 1) for g in groups)
    return ranked, asyncio.run(settle_groups(ranked, groups, sent, later_wins))


def test_only_equal_scores_are_a_tie() -> None:
    ranked = rank(RUN, rows("met", "partial", "met", "missing"), {})
    assert [[one.item.id for one in group] for group in tied(ranked)] == [["i01", "i03"]]
    assert tied(rank(RUN, rows("met", "partial", "missing"), {})) == ()


def test_settled_ties_change_the_order_among_equals_and_nothing_else() -> None:
    given = rows("met", "partial", "met", "partial", "missing")
    _, came = settled(given)
    assert (came.ties, came.settled, came.calls) == (2, 2, 4)
    order = rank(RUN.model_copy(update={"settled": came.standing}), given, {})
    assert [one.item.id for one in order] == ["i03", "i01", "i04", "i02", "i05"]


def test_who_was_not_compared_does_not_pass_who_was() -> None:
    given = rows(*("met",) * 13)
    before, came = settled(given)
    assert (came.ties, came.calls, len(came.standing)) == (1, 90, 10)
    after = rank(RUN.model_copy(update={"settled": came.standing}), given, {})
    assert {one.item.id for one in after[:10]} == {one.item.id for one in before[:10]}
    assert [one.item.id for one in after[:2]] == ["i10", "i09"]


def test_a_candidate_without_a_text_is_left_where_it_is() -> None:
    ranked = rank(RUN, rows("met", "met", "met"), {})
    sent = {"i01": "a", "i03": "c"}
    came = asyncio.run(settle_groups(ranked, tied(ranked), sent, later_wins))
    assert came.standing == {"i01": -1, "i03": 1}
