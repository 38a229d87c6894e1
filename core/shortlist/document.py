"""A run as the JSON the command line writes. Its fields are a contract."""

from collections.abc import Iterable, Sequence
from typing import Any

from core.domain.candidate import failure
from core.domain.job import Rubric
from core.domain.run import Row, Run
from core.domain.verdict import NO_USAGE, Usage
from core.screening.looks import judgements, spread
from core.shortlist.blind import shown_ranked, shown_rows
from core.shortlist.ranking import Ranked


def run_document(
    run: Run, rows: Sequence[Row], *, cost: float | None = None, saved_cost: float | None = None
) -> dict[str, Any]:
    """Every given file is in the outcomes: the scored best first, then the others in the order given.

    A row that isn't finished counts as failed, `not_started`, retryable. A blind run's has neither names nor
    files nor their hashes. `cost` and `saved_cost` are US dollars for the tokens paid for, and for those of kept
    answers; None where the price isn't known.
    """
    attempts = {row.item.id: row.attempts for row in rows}
    shown = [row for row in shown_rows(run, rows) if row.outcome is None or row.outcome.status == "failed"]
    return {
        "run": {
            "id": run.id,
            "engine": run.engine,
            "model": run.model,
            "rubric_version": run.rubric.version,
            "rubric_source": run.rubric.source,
            "job_id": run.job_id,
            "job_title": run.job_title,
            "created": run.created,
            "state": run.state,
            "message": run.message,
            "second_look": run.second_look,
            "withheld": run.withheld.model_dump(),
            "usage": _tokens(row.paid for row in rows),
            "saved": _tokens(
                row.outcome.usage
                for row in rows
                if row.outcome and row.outcome.status == "scored" and row.outcome.cached
            ),
            "cost": cost,
            "saved_cost": saved_cost,
            "budget": run.budget,
        },
        "criteria": [
            {"id": c.id, "text": c.text, "kind": c.kind, "weight": c.weight} for c in run.rubric.criteria
        ],
        "outcomes": [
            *(
                {**_scored(one, run.rubric, blind=run.blind), "attempts": attempts[one.item.id]}
                for one in shown_ranked(run, rows, {})
            ),
            *({**_failed(row, blind=run.blind), "attempts": row.attempts} for row in shown),
        ],
    }


def _tokens(used: Iterable[Usage]) -> dict[str, int]:
    """Input tokens with the remembered ones among them, and output tokens."""
    return sum(used, NO_USAGE).model_dump()


def _scored(one: Ranked, rubric: Rubric, *, blind: bool) -> dict[str, Any]:
    candidate = one.candidate
    return {
        "file": one.item.file,
        "sha256": "" if blind else one.item.sha256,
        "status": "scored",
        "candidate": {
            "name": candidate.contact.name,
            "email": candidate.contact.email,
            "phone": candidate.contact.phone,
            "links": list(candidate.contact.links),
        },
        "score": candidate.score,
        "category": candidate.category,
        "explanation": candidate.explanation,
        "strengths": list(candidate.strengths),
        "weaknesses": list(candidate.weaknesses),
        "findings": [finding.model_dump(mode="json") for finding in candidate.findings],
        "flags": [{"kind": flag.kind, "detail": flag.detail} for flag in candidate.flags],
        "cached": candidate.cached,
        "judgements": judgements(candidate),
        "spread": spread(candidate, rubric),
    }


def _failed(row: Row, *, blind: bool) -> dict[str, Any]:
    told = row.outcome if row.outcome and row.outcome.status == "failed" else failure("not_started")
    return {
        "file": row.item.file,
        "sha256": "" if blind else row.item.sha256,
        "status": "failed",
        "reason": told.reason,
        "message": told.message,
        "retryable": told.retryable,
    }
