"""Outcomes in the SQLite store: put with what they cost, copied from earlier runs, counted."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter

from core.adapters.store_sqlite import ledger
from core.adapters.store_sqlite.database import Database
from core.domain.candidate import Outcome
from core.domain.run import Item, Progress, Row
from core.domain.verdict import NO_USAGE, Usage
from core.errors import FailureReason, UserError

BEST = 5
RECENT = timedelta(minutes=1)

_outcome: TypeAdapter[Outcome] = TypeAdapter(Outcome)

_ROWS = (
    "SELECT i.id, i.file, i.sha256, i.batch, i.attempts, i.paid_input, i.paid_cached, i.paid_output, i.taken, o.outcome"
    " FROM items i LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
)


def rows(database: Database, run_id: str, *, only: Sequence[str] | None = None) -> tuple[Row, ...]:
    """All of the run's, or those of some items."""
    if only is not None:
        wanted = (
            f"{_ROWS} WHERE i.run_id = ? AND i.id IN (SELECT value FROM json_each(?)) ORDER BY i.position"
        )
        return tuple(map(_row, database.all(wanted, run_id, json.dumps(only))))
    return tuple(map(_row, database.all(f"{_ROWS} WHERE i.run_id = ? ORDER BY i.position", run_id)))


def progress(database: Database, run_id: str) -> Progress:
    now = datetime.now(UTC)
    since, until = ((now + by).isoformat(timespec="seconds") for by in (-RECENT, timedelta(seconds=1)))
    with database.reading() as db:
        total, *paid = db.execute(
            "SELECT count(*), coalesce(sum(paid_input), 0), coalesce(sum(paid_cached), 0),"
            " coalesce(sum(paid_output), 0) FROM items WHERE run_id = ?",
            (run_id,),
        ).fetchone()
        done, failed, cached, recent, *saved = db.execute(
            "SELECT count(*), coalesce(sum(status = 'failed'), 0), coalesce(sum(cached), 0),"
            " coalesce(sum(at BETWEEN ? AND ?), 0), coalesce(sum(input * cached), 0),"
            " coalesce(sum(remembered * cached), 0), coalesce(sum(output * cached), 0)"
            " FROM outcomes WHERE run_id = ?",
            (since, until, run_id),
        ).fetchone()
        best = db.execute(
            f"{_ROWS} WHERE i.run_id = ? AND o.score IS NOT NULL ORDER BY o.score DESC, i.position LIMIT ?",
            (run_id, BEST),
        ).fetchall()
    return Progress(
        total=total,
        done=done,
        failed=failed,
        cached=cached,
        recent=recent,
        paid=_usage(*paid),
        saved=_usage(*saved),
        best=tuple(map(_row, best)),
    )


def put(
    db: sqlite3.Connection, run_id: str, item_id: str, outcome: Outcome, *, terms: str, paid: Usage
) -> None:
    """With its attempt, its price and its credit, in the caller's transaction."""
    kept = outcome.model_dump_json()
    candidate = outcome if outcome.status == "scored" else None
    usage = candidate.usage if candidate else NO_USAGE
    counted = db.execute(
        "UPDATE items SET attempts = attempts + 1, paid_input = paid_input + ?, paid_cached = paid_cached + ?,"
        " paid_output = paid_output + ?, lease_until = 0, taken = 0 WHERE run_id = ? AND id = ?",
        (paid.input_tokens, paid.cached_tokens, paid.output_tokens, run_id, item_id),
    ).rowcount
    if not counted:
        raise UserError("This screening is no longer there.")  # samples can be removed while they run
    db.execute(
        "INSERT OR REPLACE INTO outcomes (run_id, item_id, status, retryable, outcome, at, score, cached, input,"
        " remembered, output) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run_id,
            item_id,
            outcome.status,
            outcome.status == "failed" and outcome.retryable,
            kept,
            _now(),
            candidate.score if candidate else None,
            candidate is not None and candidate.cached,
            usage.input_tokens,
            usage.cached_tokens,
            usage.output_tokens,
        ),
    )
    if terms and candidate:
        db.execute(
            "INSERT OR REPLACE INTO judgements (sha256, terms, outcome)"
            " SELECT sha256, ?, ? FROM items WHERE run_id = ? AND id = ? AND sha256 != ''",
            (terms, kept, run_id, item_id),
        )
    ledger.settle(db, run_id, item_id, judged_anew=candidate is not None and not candidate.cached)


def reuse(db: sqlite3.Connection, run_id: str, *, terms: str) -> int:
    """Copies what the same contents were judged to be under the same terms; how many."""
    known = db.execute(
        "SELECT i.id FROM items i JOIN judgements j ON j.sha256 = i.sha256 AND j.terms = ?"
        " LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
        " WHERE i.run_id = ? AND o.item_id IS NULL",
        (terms, run_id),
    ).fetchall()
    now = _now()
    for (item_id,) in known:
        db.execute(
            "INSERT INTO outcomes (run_id, item_id, status, retryable, outcome, at, score, cached, input, remembered,"
            " output) SELECT i.run_id, i.id, 'scored', 0, json_set(j.outcome, '$.cached', json('true')), ?,"
            " j.outcome ->> '$.score', 1, j.outcome ->> '$.usage.input_tokens', j.outcome ->> '$.usage.cached_tokens',"
            " j.outcome ->> '$.usage.output_tokens'"
            " FROM items i JOIN judgements j ON j.sha256 = i.sha256 AND j.terms = ?"
            " WHERE i.run_id = ? AND i.id = ?",
            (now, terms, run_id, item_id),
        )
        db.execute("UPDATE items SET attempts = attempts + 1 WHERE run_id = ? AND id = ?", (run_id, item_id))
        ledger.settle(db, run_id, item_id, judged_anew=False)
    return len(known)


def forget_failures(db: sqlite3.Connection, run_id: str, *, reason: FailureReason | None) -> int:
    return db.execute(
        "DELETE FROM outcomes WHERE run_id = ? AND status = 'failed' AND retryable"
        " AND (? IS NULL OR outcome ->> '$.reason' = ?)",
        (run_id, reason, reason),
    ).rowcount


def _row(found: tuple[Any, ...]) -> Row:
    id_, file, sha256, batch, attempts, *paid, taken, outcome = found
    return Row(
        item=Item(id=id_, file=file, sha256=sha256, batch=batch),
        outcome=_outcome.validate_json(outcome) if outcome else None,
        attempts=attempts,
        paid=_usage(*paid),
        taken=taken,
    )


def _usage(fresh: int, remembered: int, output: int) -> Usage:
    return Usage(input_tokens=fresh, cached_tokens=remembered, output_tokens=output)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
