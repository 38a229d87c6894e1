"""Erasing in the SQLite store: a content everywhere, whole runs, and what no run has any more."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from core.adapters.store_sqlite.database import Database
from core.errors import UserError


def holders(database: Database, sha256: str) -> tuple[tuple[str, str], ...]:
    found = database.all("SELECT run_id, id FROM items WHERE sha256 = ? ORDER BY run_id, position", sha256)
    return tuple((run_id, item_id) for run_id, item_id in found)


def erase(db: sqlite3.Connection, sha256: str) -> int:
    """In the caller's transaction, so that no run can begin in between."""
    under_way = db.execute(
        "SELECT r.id FROM runs r JOIN items i ON i.run_id = r.id WHERE i.sha256 = ? AND r.state = 'running' LIMIT 1",
        (sha256,),
    ).fetchone()
    if under_way:
        raise UserError(
            f"The screening {under_way[0]} has this candidate and is under way. "
            "Stop it, or wait until it has finished."
        )
    db.execute(
        "INSERT INTO events (run_id, kind, item_id, detail, user, at)"
        " SELECT run_id, 'erased', id, '', '', ? FROM items WHERE sha256 = ?",
        (_now(), sha256),
    )
    erased = db.execute("DELETE FROM items WHERE sha256 = ?", (sha256,)).rowcount  # their outcomes with them
    forget(db, [sha256])
    return erased


def remove_runs(db: sqlite3.Connection, run_ids: Sequence[str]) -> tuple[str, ...]:
    found = db.execute(
        "SELECT id, job_id FROM runs WHERE state != 'running' AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(run_ids)),),
    ).fetchall()
    for run_id, _ in found:
        db.execute("DELETE FROM events WHERE run_id = ?", (run_id,))
        db.execute("DELETE FROM runs WHERE id = ?", (run_id,))
    for job_id in {job_id for _, job_id in found}:
        db.execute(
            "DELETE FROM decisions WHERE job_id = ? AND sha256 NOT IN"
            " (SELECT i.sha256 FROM items i JOIN runs r ON r.id = i.run_id WHERE r.job_id = ?)",
            (job_id, job_id),
        )
    return tuple(run_id for run_id, _ in found)


def forget(db: sqlite3.Connection, contents: Sequence[str]) -> tuple[str, ...]:
    unheld = [
        sha256
        for (sha256,) in db.execute(
            "SELECT DISTINCT value FROM json_each(?) WHERE value != ''"
            " AND NOT EXISTS (SELECT 1 FROM items WHERE sha256 = value)",
            (json.dumps(list(contents)),),
        )
    ]
    for table in ("texts", "judgements", "decisions"):
        db.execute(
            f"DELETE FROM {table} WHERE sha256 IN (SELECT value FROM json_each(?))", (json.dumps(unheld),)
        )
    return tuple(unheld)


def set_retention(db: sqlite3.Connection, job_id: str, days: int | None) -> None:
    changed = db.execute("UPDATE jobs SET retention_days = ? WHERE id = ?", (days, job_id)).rowcount
    if not changed:
        raise UserError(f"There is no job {job_id}.")


def retentions(database: Database) -> Mapping[str, int]:
    found = database.all("SELECT id, retention_days FROM jobs WHERE retention_days IS NOT NULL")
    return dict(found)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
