"""Ranks follow scores; categories and reasons follow the cuts in force; decisions follow the content."""

import pytest

from core.domain.candidate import Candidate, Contact, Cuts, failure
from core.domain.job import Criterion, Kind, Rubric
from core.domain.run import DecisionRecord, Item, Row, Run
from core.domain.verdict import Finding, Verdict
from core.errors import InternalError
from core.shortlist import counts, failed, missing_musts, rank
from core.shortlist.ranking import moves

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


def weights(*given: tuple[Kind, int]) -> Rubric:
    """The same criteria with other kinds and weights."""
    pairs = zip(RUBRIC.criteria, given, strict=True)
    return Rubric(criteria=tuple(c.model_copy(update={"kind": k, "weight": w}) for c, (k, w) in pairs))


VERDICTS: dict[str, Verdict] = {"+": "met", "~": "partial", "-": "missing", "?": "unclear"}


def scored(name: str | None, marks: str = "+++", *, tie_break: float = 0.0, **changes: object) -> Candidate:
    """A mark a criterion. The score it was kept with is never right, so that nothing can rest on it."""
    fields = {
        "contact": Contact(name=name),
        "score": 0.01,
        "category": "rejected",
        "reason": "An old reason.",
        "explanation": "",
        "findings": [Finding(criterion_id=f"c{n}", verdict=VERDICTS[m]) for n, m in enumerate(marks, 1)],
        "tie_break": tie_break,
        "engine": "local",
        "model": "keyword-match-1",
    }
    return Candidate.model_validate({**fields, **changes})


def row(id: str, outcome: object = None, batch: int = 1) -> Row:
    item = Item(id=id, file=f"{id}.pdf", sha256=f"sha-{id}", batch=batch)
    return Row.model_validate({"item": item, "outcome": outcome})


def test_candidates_stand_by_score_then_tie_break_then_name() -> None:
    rows = (
        row("low", scored("Ann", "+-+")),
        row("zoe", scored("zoe", "+~+", tie_break=0.2)),
        row("abe", scored("Abe", "+~+", tie_break=0.2)),
        row("best", scored("Max", "~++", tie_break=0.9)),
        row("none", scored(None, "+++")),
        row("broken", failure("damaged")),
        row("open"),
    )
    ranked = rank(a_run(), rows, {})
    assert [one.item.id for one in ranked] == ["none", "best", "abe", "zoe", "low"]
    assert [one.rank for one in ranked] == [1, 2, 3, 4, 5]


def test_settled_ties_stand_before_tie_breaks_and_never_before_scores() -> None:
    rows = (row("a", scored("Ann", tie_break=0.9)), row("b", scored("Bob")), row("c", scored("Cid", "++-")))
    ranked = rank(a_run(settled={"a": -1, "b": 1, "c": 2}), rows, {})
    assert [one.item.id for one in ranked] == ["b", "a", "c"]


def test_equals_in_a_blind_run_stand_by_their_number() -> None:
    rows = (row("a", scored("Candidate 10")), row("b", scored("Candidate 9")))
    assert [one.item.id for one in rank(a_run(blind=True), rows, {})] == ["b", "a"]


def test_identical_files_keep_a_row_each_in_the_order_given() -> None:
    twin = scored("Max")
    ranked = rank(a_run(), (row("b", twin), row("a", twin)), {})
    assert [one.item.id for one in ranked] == ["b", "a"]


def test_category_and_reason_are_made_again_under_the_cuts_in_force() -> None:
    rows = (row("a", scored("Max", "~~~")),)
    (strict,) = rank(a_run(), rows, {})
    (mild,) = rank(a_run(cuts=Cuts(selected=5)), rows, {})
    assert strict.candidate.category == "considered"
    assert mild.candidate.category == "selected"
    assert mild.candidate.reason.startswith("Selected: 5.0")
    assert "old" not in strict.candidate.reason


def test_score_category_and_reason_follow_the_weights_in_force() -> None:
    began = a_run()
    rows = (row("a", scored("Ann", "++-")), row("b", scored("Bob", "+-+")))
    assert [(one.item.id, one.candidate.score, one.candidate.category) for one in rank(began, rows, {})] == [
        ("a", 9.09, "selected"),
        ("b", 5.45, "considered"),
    ]
    now = a_run(rubric=weights(("must", 5), ("nice", 1), ("nice", 4)), first_rubric=RUBRIC)
    ranked = rank(now, rows, {})
    assert [(one.item.id, one.candidate.score, one.candidate.category) for one in ranked] == [
        ("b", 9.0, "selected"),
        ("a", 6.0, "considered"),
    ]
    assert ranked[0].candidate.reason == "Selected: 9.0, and every must-have was found."


def test_a_sentence_that_counts_must_haves_counts_them_anew_and_a_models_own_words_stay() -> None:
    counted = "Keyword match: Found 1 of 2 must-haves and 1 of 1 other point. Not found: German B2."
    now = a_run(rubric=weights(("must", 5), ("nice", 5), ("nice", 1)), first_rubric=RUBRIC)
    rows = (
        row("a", scored("Ann", "+-+", explanation=counted)),
        row("b", scored("Bob", "+-+", explanation="A good lead.", engine="openai")),
    )
    ann, bob = rank(now, rows, {})
    assert (
        ann.candidate.explanation
        == "Keyword match: Found 1 of 1 must-have and 1 of 2 other points. Not found: German B2."
    )
    assert bob.candidate.explanation == "A good lead."


def test_what_is_tried_out_stands_as_it_does_once_it_is_kept() -> None:
    marks = [a + b + c for a in "+~-?" for b in "+~-?" for c in "+~-?"]
    rows = [row(f"i{n}", scored(f"Name {n % 5}", m, tie_break=n % 3)) for n, m in enumerate(marks)]
    now = a_run(rubric=weights(("nice", 1), ("must", 3), ("nice", 2)), first_rubric=RUBRIC)
    tried, kept = moves(rank(a_run(), rows, {}), now), rank(now, rows, {})
    assert [(m.rank, m.before.item.id, m.score, m.category) for m in tried] == [
        (one.rank, one.item.id, one.candidate.score, one.candidate.category) for one in kept
    ]


def test_a_move_says_how_many_places_and_whether_the_category_changes() -> None:
    rows = (row("a", scored("Ann", "++-")), row("b", scored("Bob", "+-+")))
    now = a_run(rubric=weights(("must", 5), ("nice", 1), ("nice", 4)), first_rubric=RUBRIC)
    assert [(m.before.item.id, m.up, m.crosses) for m in moves(rank(a_run(), rows, {}), now)] == [
        ("b", 1, True),
        ("a", -1, True),
    ]


def test_findings_that_dont_match_the_criteria_are_never_ranked() -> None:
    with pytest.raises(InternalError):
        rank(a_run(), (row("a", scored("Ann", "++")),), {})


def test_decisions_follow_the_content_of_the_file() -> None:
    record = DecisionRecord(job_id="j1", sha256="sha-a", decision="hold", reason="Ask again", at="2026-01-03")
    ranked = rank(a_run(), (row("a", scored("Ann")), row("b", scored("Bob"))), {"sha-a": record})
    assert [(one.decision, one.decided_reason) for one in ranked] == [("hold", "Ask again"), (None, "")]


def test_only_the_last_of_several_batches_is_new() -> None:
    first, second = row("a", scored("Ann")), row("b", scored("Bob"), batch=2)
    assert [one.new for one in rank(a_run(), (first,), {})] == [False]
    assert [one.new for one in rank(a_run(), (first, second), {})] == [False, True]
    assert [one.new for one in rank(a_run(), (first, second, row("c", batch=3)), {})] == [False, False]


def test_failures_are_those_that_ended_without_a_score() -> None:
    rows = (row("a", scored("Ann")), row("b", failure("locked")), row("c"))
    assert [one.item.id for one in failed(rows)] == ["b"]


@pytest.mark.parametrize(
    ("marks", "missing"),
    [("+~-", ()), ("-?+", ("Support", "German B2")), ("+", ("German B2",))],
)
def test_missing_must_haves_are_those_not_found_or_unclear(marks: str, missing: tuple[str, ...]) -> None:
    assert missing_musts(scored("Ann", marks), RUBRIC) == missing


def test_counts_name_every_category() -> None:
    rows = (row("a", scored("Ann")), row("b", scored("Bob", "++-")), row("c", scored("Cid", "---")))
    assert counts(rank(a_run(), rows, {})) == {"selected": 2, "considered": 0, "rejected": 1}
    assert counts(()) == {"selected": 0, "considered": 0, "rejected": 0}


def test_content_given_twice_is_flagged_on_each_row_and_names_the_other() -> None:
    first, other = row("a", scored("Ann")), row("b", scored("Bob", "~~~"))
    copy = Row(item=Item(id="c", file="again.pdf", sha256=first.item.sha256, batch=2), outcome=first.outcome)
    ranked = {one.item.id: one for one in rank(a_run(), (first, other, copy), {})}
    flags = {id: [(f.kind, f.detail) for f in one.candidate.flags] for id, one in ranked.items()}
    assert flags == {
        "a": [("duplicate", "The same file as again.pdf. Judged once.")],
        "b": [],
        "c": [("duplicate", "The same file as a.pdf. Judged once.")],
    }
