"""Ranks follow scores; categories and reasons follow the cuts in force; decisions follow the content."""

import pytest

from core.domain.candidate import Candidate, Contact, Cuts, failure
from core.domain.job import Criterion, Rubric
from core.domain.run import DecisionRecord, Item, Row, Run
from core.domain.verdict import Finding, Verdict
from core.shortlist import counts, failed, missing_musts, rank

RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Support", kind="must", weight=5),
        Criterion(id="c2", text="German B2", kind="must", weight=5),
        Criterion(id="c3", text="Excel", kind="nice", weight=1),
    )
)


def a_run(**changes: object) -> Run:
    fields = {"id": "r1", "job_id": "j1", "job_title": "Lead", "rubric": RUBRIC, "engine": "local"}
    return Run.model_validate({**fields, "model": "keyword-match-1", "created": "2026-01-02", **changes})


def scored(name: str | None, score: float, *verdicts: Verdict, tie_break: float = 0.0) -> Candidate:
    given = verdicts or ("met", "met", "met")
    return Candidate(
        contact=Contact(name=name),
        score=score,
        category="rejected",
        reason="An old reason.",
        explanation="",
        findings=tuple(Finding(criterion_id=f"c{n}", verdict=v) for n, v in enumerate(given, 1)),
        tie_break=tie_break,
        engine="local",
        model="keyword-match-1",
    )


def row(id: str, outcome: object = None, batch: int = 1) -> Row:
    item = Item(id=id, file=f"{id}.pdf", sha256=f"sha-{id}", batch=batch)
    return Row.model_validate({"item": item, "outcome": outcome})


def test_candidates_stand_by_score_then_tie_break_then_name() -> None:
    rows = (
        row("low", scored("Ann", 2.0)),
        row("zoe", scored("zoe", 8.0, tie_break=0.2)),
        row("abe", scored("Abe", 8.0, tie_break=0.2)),
        row("best", scored("Max", 8.0, tie_break=0.9)),
        row("none", scored(None, 9.5)),
        row("broken", failure("damaged")),
        row("open"),
    )
    ranked = rank(a_run(), rows, {})
    assert [one.item.id for one in ranked] == ["none", "best", "abe", "zoe", "low"]
    assert [one.rank for one in ranked] == [1, 2, 3, 4, 5]


def test_identical_files_keep_a_row_each_in_the_order_given() -> None:
    twin = scored("Max", 8.0)
    ranked = rank(a_run(), (row("b", twin), row("a", twin)), {})
    assert [one.item.id for one in ranked] == ["b", "a"]


def test_category_and_reason_are_made_again_under_the_cuts_in_force() -> None:
    rows = (row("a", scored("Max", 6.0)),)
    (strict,) = rank(a_run(), rows, {})
    (mild,) = rank(a_run(cuts=Cuts(selected=5)), rows, {})
    assert strict.candidate.category == "considered"
    assert mild.candidate.category == "selected"
    assert mild.candidate.reason.startswith("Selected: 6.0")
    assert "old" not in strict.candidate.reason


def test_decisions_follow_the_content_of_the_file() -> None:
    record = DecisionRecord(job_id="j1", sha256="sha-a", decision="hold", reason="Ask again", at="2026-01-03")
    ranked = rank(a_run(), (row("a", scored("Ann", 8)), row("b", scored("Bob", 7))), {"sha-a": record})
    assert [(one.decision, one.decided_reason) for one in ranked] == [("hold", "Ask again"), (None, "")]


def test_only_the_last_of_several_batches_is_new() -> None:
    first, second = row("a", scored("Ann", 8)), row("b", scored("Bob", 7), batch=2)
    assert [one.new for one in rank(a_run(), (first,), {})] == [False]
    assert [one.new for one in rank(a_run(), (first, second), {})] == [False, True]
    assert [one.new for one in rank(a_run(), (first, second, row("c", batch=3)), {})] == [False, False]


def test_failures_are_those_that_ended_without_a_score() -> None:
    rows = (row("a", scored("Ann", 8)), row("b", failure("locked")), row("c"))
    assert [one.item.id for one in failed(rows)] == ["b"]


@pytest.mark.parametrize(
    ("verdicts", "missing"),
    [
        (("met", "partial", "missing"), ()),
        (("missing", "unclear", "met"), ("Support", "German B2")),
        (("met",), ("German B2",)),
    ],
)
def test_missing_must_haves_are_those_not_found_or_unclear(
    verdicts: tuple[Verdict, ...], missing: tuple[str, ...]
) -> None:
    assert missing_musts(scored("Ann", 5, *verdicts), RUBRIC) == missing


def test_counts_name_every_category() -> None:
    rows = (row("a", scored("Ann", 8)), row("b", scored("Bob", 7.5)), row("c", scored("Cid", 1)))
    assert counts(rank(a_run(), rows, {})) == {"selected": 2, "considered": 0, "rejected": 1}
    assert counts(()) == {"selected": 0, "considered": 0, "rejected": 0}


def test_content_given_twice_is_flagged_on_each_row_and_names_the_other() -> None:
    first, other = row("a", scored("Ann", 8.0)), row("b", scored("Bob", 5.0))
    copy = Row(item=Item(id="c", file="again.pdf", sha256=first.item.sha256, batch=2), outcome=first.outcome)
    ranked = {one.item.id: one for one in rank(a_run(), (first, other, copy), {})}
    flags = {id: [(f.kind, f.detail) for f in one.candidate.flags] for id, one in ranked.items()}
    assert flags == {
        "a": [("duplicate", "The same file as again.pdf. Judged once.")],
        "b": [],
        "c": [("duplicate", "The same file as a.pdf. Judged once.")],
    }
