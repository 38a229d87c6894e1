"""The store in one SQLite file: jobs, runs, outcomes, decisions, texts."""

import logging
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from core.adapters.store_sqlite_migrations import migrate
from core.domain.candidate import Cuts, Decision, Failure, Outcome
from core.domain.job import Job
from core.domain.resume import ReadResume
from core.domain.run import DecisionRecord, Item, Row, Run, RunState
from core.errors import PartUnavailable, UserError

log = logging.getLogger(__name__)

_outcome: TypeAdapter[Outcome] = TypeAdapter(Outcome)
_text: TypeAdapter[ReadResume | Failure] = TypeAdapter(ReadResume | Failure)


class SqliteStore:
    """`ports.Store` over SQLite in WAL mode; every commit is on disk when the call returns.

    One connection behind a lock: calls are short, and SQLite has one writer anyway. Other processes may use
    the same file. `reader_version` keys the kept texts, so that a better reader reads again.
    """

    def __init__(self, path: Path, *, reader_version: int) -> None:
        self._path = path
        self._reader_version = reader_version
        self._lock = threading.RLock()
        self._closed = False
        with self._failing_by_name():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=FULL")
            self._db.execute("PRAGMA foreign_keys=ON")
            migrate(self._db, path)

    # jobs and runs

    def save_job(self, job: Job) -> None:
        with self._writing() as db:
            db.execute(
                "INSERT INTO jobs (id, title, text) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (job.id, job.title, job.text),
            )

    def job(self, job_id: str) -> Job | None:
        found = self._one("SELECT title, text FROM jobs WHERE id = ?", job_id)
        return Job(title=found[0], text=found[1]) if found else None

    def create_run(self, run: Run, items: Sequence[Item]) -> None:
        with self._writing() as db:
            if db.execute("SELECT 1 FROM runs WHERE id = ?", (run.id,)).fetchone():
                raise UserError(f"There is a run {run.id} already.")
            db.execute(
                "INSERT INTO runs (id, job_id, created, sample, state, message, cuts, fixed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    run.id,
                    run.job_id,
                    run.created,
                    run.sample,
                    run.state,
                    run.message,
                    run.cuts.model_dump_json(),
                    run.model_dump_json(exclude={"state", "message", "cuts"}),
                ),
            )
            self._insert_items(db, run.id, items)

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        with self._writing() as db:
            self._insert_items(db, run_id, items)

    def run(self, run_id: str) -> Run | None:
        found = self._one("SELECT fixed, state, message, cuts FROM runs WHERE id = ?", run_id)
        return _run(found) if found else None

    def runs(self, limit: int = 50) -> tuple[Run, ...]:
        found = self._all(
            "SELECT fixed, state, message, cuts FROM runs ORDER BY created DESC, rowid DESC LIMIT ?", limit
        )
        return tuple(_run(row) for row in found)

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None:
        with self._writing() as db:
            db.execute("UPDATE runs SET state = ?, message = ? WHERE id = ?", (state, message, run_id))

    def set_cuts(self, run_id: str, cuts: Cuts) -> None:
        with self._writing() as db:
            db.execute("UPDATE runs SET cuts = ? WHERE id = ?", (cuts.model_dump_json(), run_id))

    # outcomes

    def rows(self, run_id: str) -> tuple[Row, ...]:
        found = self._all(
            "SELECT i.id, i.file, i.sha256, i.batch, o.outcome FROM items i"
            " LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
            " WHERE i.run_id = ? ORDER BY i.position",
            run_id,
        )
        return tuple(
            Row(
                item=Item(id=id_, file=file, sha256=sha256, batch=batch),
                outcome=_outcome.validate_json(outcome) if outcome else None,
            )
            for id_, file, sha256, batch, outcome in found
        )

    def stamp(self, run_id: str) -> str:
        numbers = self._one(
            "SELECT (SELECT count(*) FROM items WHERE run_id = ?), count(*), coalesce(sum(status = 'scored'), 0)"
            " FROM outcomes WHERE run_id = ?",
            run_id,
            run_id,
        )
        return ".".join(map(str, numbers or ()))

    def put_outcome(self, run_id: str, item_id: str, outcome: Outcome) -> None:
        with self._writing() as db:
            db.execute(
                "INSERT INTO outcomes (run_id, item_id, status, retryable, outcome) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (run_id, item_id) DO UPDATE SET status = excluded.status,"
                " retryable = excluded.retryable, outcome = excluded.outcome",
                (
                    run_id,
                    item_id,
                    outcome.status,
                    outcome.status == "failed" and outcome.retryable,
                    outcome.model_dump_json(),
                ),
            )

    def forget_failures(self, run_id: str) -> int:
        with self._writing() as db:
            return db.execute(
                "DELETE FROM outcomes WHERE run_id = ? AND status = 'failed' AND retryable", (run_id,)
            ).rowcount

    # decisions

    def decide(self, job_id: str, sha256: str, decision: Decision | None, reason: str = "") -> None:
        with self._writing() as db:
            db.execute(
                "INSERT INTO decisions (job_id, sha256, decision, reason, at) VALUES (?, ?, ?, ?, ?)",
                (job_id, sha256, decision, reason, datetime.now(UTC).isoformat(timespec="seconds")),
            )

    def decisions(self, job_id: str) -> Mapping[str, DecisionRecord]:
        found = self._all(
            "SELECT sha256, decision, reason, at FROM decisions WHERE id IN"
            " (SELECT max(id) FROM decisions WHERE job_id = ? GROUP BY sha256) AND decision IS NOT NULL",
            job_id,
        )
        return {
            sha256: DecisionRecord(job_id=job_id, sha256=sha256, decision=decision, reason=reason, at=at)
            for sha256, decision, reason, at in found
        }

    # texts

    def text(self, sha256: str) -> ReadResume | Failure | None:
        found = self._one(
            "SELECT outcome FROM texts WHERE sha256 = ? AND reader = ?", sha256, self._reader_version
        )
        return _text.validate_json(found[0]) if found else None

    def put_text(self, sha256: str, outcome: ReadResume | Failure) -> None:
        with self._writing() as db:
            db.execute(
                "INSERT INTO texts (sha256, reader, outcome) VALUES (?, ?, ?)"
                " ON CONFLICT (sha256, reader) DO UPDATE SET outcome = excluded.outcome",
                (sha256, self._reader_version, outcome.model_dump_json()),
            )

    # housekeeping

    def delete_runs(self, *, samples: bool) -> int:
        if not samples:
            return 0
        with self._writing() as db:
            db.execute(
                "DELETE FROM decisions WHERE job_id IN (SELECT job_id FROM runs WHERE sample)"
                " AND job_id NOT IN (SELECT job_id FROM runs WHERE NOT sample)"
            )
            return db.execute("DELETE FROM runs WHERE sample").rowcount

    def check(self) -> str:
        with self._writing() as db:
            db.execute("CREATE TEMP TABLE IF NOT EXISTS probe (x)")
            db.execute("UPDATE runs SET state = state WHERE id = ''")
        return "Results can be written."

    def close(self) -> None:
        with self._lock:
            if not self._closed:
                self._closed = True
                self._db.close()

    # how it talks to SQLite

    @staticmethod
    def _insert_items(db: sqlite3.Connection, run_id: str, items: Sequence[Item]) -> None:
        (last,) = db.execute(
            "SELECT coalesce(max(position), 0) FROM items WHERE run_id = ?", (run_id,)
        ).fetchone()
        db.executemany(
            "INSERT INTO items (run_id, id, position, file, sha256, batch) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (run_id, i.id, last + n, _storable(i.file), i.sha256, i.batch)
                for n, i in enumerate(items, start=1)
            ],
        )

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        with self._failing_by_name(), self._lock:
            row: tuple[Any, ...] | None = self._db.execute(sql, values).fetchone()
            return row

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._failing_by_name(), self._lock:
            return self._db.execute(sql, values).fetchall()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. BEGIN IMMEDIATE waits for other writers; a deferred one fails at once when it has read."""
        with self._failing_by_name(), self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def _failing_by_name(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            log.error("store: %s: %s", type(error).__name__, error)
            raise PartUnavailable(
                "Results",
                f"The results file {self._path} can't be used ({error}). Check that its folder can be written and the disk isn't full.",
            ) from error


def _run(row: Sequence[Any]) -> Run:
    fixed, state, message, cuts = row
    run = Run.model_validate_json(fixed)
    return run.model_copy(update={"state": state, "message": message, "cuts": Cuts.model_validate_json(cuts)})


def _storable(name: str) -> str:
    """A file name that SQLite can keep: bytes that aren't UTF-8 come as lone surrogates and are replaced."""
    return name.encode("utf-8", "replace").decode()
