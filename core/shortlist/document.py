"""A run as the JSON the command line writes. Its fields are a contract."""

from collections.abc import Sequence
from typing import Any

from core.domain.candidate import Failure, failure
from core.domain.job import Rubric
from core.domain.run import Item, Row, Run
from core.screening.looks import judgements, spread
from core.shortlist.ranking import Ranked, rank


def run_document(run: Run, rows: Sequence[Row]) -> dict[str, Any]:
    """Every given file is in the outcomes: the scored best first, then the others in the order given.

    A row that isn't finished counts as failed, `not_started`, retryable.
    """
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
        },
        "criteria": [
            {"id": c.id, "text": c.text, "kind": c.kind, "weight": c.weight} for c in run.rubric.criteria
        ],
        "outcomes": [
            *(_scored(one, run.rubric) for one in rank(run, rows, {})),
            *(
                _failed(row.item, row.outcome)
                for row in rows
                if row.outcome is None or row.outcome.status == "failed"
            ),
        ],
    }


def _scored(one: Ranked, rubric: Rubric) -> dict[str, Any]:
    candidate = one.candidate
    return {
        "file": one.item.file,
        "sha256": one.item.sha256,
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


def _failed(item: Item, outcome: Failure | None) -> dict[str, Any]:
    told = outcome or failure("not_started")
    return {
        "file": item.file,
        "sha256": item.sha256,
        "status": "failed",
        "reason": told.reason,
        "message": told.message,
        "retryable": told.retryable,
    }
