"""The JSON of a run has the agreed fields, every file in it, the best first."""

import json

from core.domain.candidate import Candidate, Contact, Flag, failure
from core.domain.job import Criterion, Rubric
from core.domain.run import Item, Row, Run
from core.domain.verdict import Finding, Quote, Usage, Verdict
from core.shortlist import run_document

RUN = Run(
    id="r1",
    job_id="j1",
    job_title="Lead",
    rubric=Rubric(criteria=(Criterion(id="c1", text="Led people", kind="must", weight=5),), source="local"),
    engine="local",
    model="keyword-match-1",
    created="2026-01-02T03:04:05+00:00",
    state="halted",
    message="No credit left.",
)


def scored(score: float, verdict: Verdict) -> Candidate:
    quote = Quote(text="Led 7", start=3, end=8, page=1)
    return Candidate(
        contact=Contact(name="Ann", links=("https://example.com/ann",)),
        score=score,
        category="rejected",
        reason="",
        explanation="Why.",
        strengths=("S",),
        weaknesses=("W",),
        findings=(Finding(criterion_id="c1", verdict=verdict, quotes=(quote,), reason="R"),),
        flags=(Flag(kind="scanned", detail="D"),),
        engine="local",
        model="keyword-match-1",
        cached=True,
    )


def item(id: str, file: str = "cv.pdf") -> Item:
    return Item(id=id, file=file, sha256=id * 64)


ROWS = (
    Row(item=item("1", "a/cv.pdf"), outcome=failure("locked")),
    Row(item=item("2", "b/cv.pdf"), outcome=scored(5.0, "partial")),
    Row(item=item("3", "c/cv.pdf")),
    Row(item=item("4", "d/cv.pdf"), outcome=scored(10.0, "met")),
    Row(item=item("5", "d/cv.pdf"), outcome=scored(10.0, "met")),
    Row(item=item("6", "e/cv.pdf"), outcome=failure("timeout")),
)


def test_the_run_and_its_criteria_are_described() -> None:
    document = run_document(RUN, ROWS)
    assert list(document) == ["run", "criteria", "outcomes"]
    assert document["run"] == {
        "id": "r1",
        "engine": "local",
        "model": "keyword-match-1",
        "rubric_version": RUN.rubric.version,
        "rubric_source": "local",
        "job_id": "j1",
        "job_title": "Lead",
        "created": "2026-01-02T03:04:05+00:00",
        "state": "halted",
        "message": "No credit left.",
        "second_look": "none",
        "withheld": {"schools": False, "ages": True},
        "usage": {"input_tokens": 0, "cached_tokens": 0, "output_tokens": 0},
        "saved": {"input_tokens": 0, "cached_tokens": 0, "output_tokens": 0},
        "cost": None,
        "saved_cost": None,
        "budget": None,
    }
    assert document["criteria"] == [{"id": "c1", "text": "Led people", "kind": "must", "weight": 5}]


def test_every_file_has_its_own_outcome_the_best_first_then_failures_as_given() -> None:
    outcomes = run_document(RUN, ROWS)["outcomes"]
    assert [(o["file"], o["status"], o.get("score"), o.get("reason")) for o in outcomes] == [
        ("d/cv.pdf", "scored", 10.0, None),
        ("d/cv.pdf", "scored", 10.0, None),
        ("b/cv.pdf", "scored", 5.0, None),
        ("a/cv.pdf", "failed", None, "locked"),
        ("c/cv.pdf", "failed", None, "not_started"),
        ("e/cv.pdf", "failed", None, "timeout"),
    ]
    assert [o["retryable"] for o in outcomes[3:]] == [False, True, True]


def test_a_scored_outcome_has_the_agreed_fields() -> None:
    best = run_document(RUN, ROWS)["outcomes"][0]
    assert best == {
        "file": "d/cv.pdf",
        "sha256": "4" * 64,
        "status": "scored",
        "candidate": {"name": "Ann", "email": None, "phone": None, "links": ["https://example.com/ann"]},
        "score": 10.0,
        "category": "selected",
        "explanation": "Why.",
        "strengths": ["S"],
        "weaknesses": ["W"],
        "findings": [
            {
                "criterion_id": "c1",
                "verdict": "met",
                "quotes": [{"text": "Led 7", "start": 3, "end": 8, "page": 1}],
                "reason": "R",
                "denied": False,
            }
        ],
        "flags": [{"kind": "scanned", "detail": "D"}],
        "cached": True,
        "judgements": 1,
        "spread": None,
        "attempts": 0,
    }


def test_a_failed_outcome_has_the_agreed_fields() -> None:
    locked = run_document(RUN, ROWS)["outcomes"][3]
    assert list(locked) == ["file", "sha256", "status", "reason", "message", "retryable", "attempts"]
    assert "password" in locked["message"]


def test_what_was_paid_and_what_was_saved_are_counted_apart() -> None:
    paid = Usage(input_tokens=100, cached_tokens=20, output_tokens=10)
    kept = Usage(input_tokens=900, cached_tokens=0, output_tokens=90)
    rows = (
        Row(item=item("1"), outcome=scored(5.0, "partial").model_copy(update={"usage": kept}), attempts=1),
        Row(item=item("2"), outcome=failure("bad_answer"), attempts=3, paid=paid),
        Row(
            item=item("3"),
            outcome=scored(7.0, "met").model_copy(update={"usage": paid, "cached": False}),
            attempts=2,
            paid=paid,
        ),
    )
    document = run_document(RUN, rows, cost=0.5, saved_cost=1.5)
    told = document["run"]
    assert told["usage"] == {"input_tokens": 200, "cached_tokens": 40, "output_tokens": 20}
    assert told["saved"] == {"input_tokens": 900, "cached_tokens": 0, "output_tokens": 90}
    assert (told["cost"], told["saved_cost"]) == (0.5, 1.5)
    assert {row["sha256"][0]: row["attempts"] for row in document["outcomes"]} == {"1": 1, "2": 3, "3": 2}


def test_the_document_is_json() -> None:
    document = run_document(RUN, ROWS)
    assert json.loads(json.dumps(document)) == document


def test_a_run_without_rows_has_no_outcomes() -> None:
    assert run_document(RUN, ())["outcomes"] == []
