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

from core.adapters import store_sqlite_ledger as ledger
from core.adapters.store_sqlite_migrations import migrate
from core.domain.audit import AuditEvent, EventKind
from core.domain.candidate import Cuts, Decision, Failure, Outcome
from core.domain.credit import Balance, Entry
from core.domain.job import Job, Rubric, SavedRubric
from core.domain.resume import ReadResume
from core.domain.run import DecisionRecord, Item, Row, Run, RunState
from core.errors import PartUnavailable, UserError

log = logging.getLogger(__name__)

_outcome: TypeAdapter[Outcome] = TypeAdapter(Outcome)
_text: TypeAdapter[ReadResume | Failure] = TypeAdapter(ReadResume | Failure)
_settled: TypeAdapter[dict[str, int]] = TypeAdapter(dict[str, int])

_RUN = "fixed, state, message, cuts, weighed, blind, settled"
_CHANGES = {"state", "message", "cuts", "first_rubric", "blind", "settled"}
"""The fields of a run that have columns of their own, since they change."""
_SAVED = (
    "SELECT r.id, r.job_id, j.title, r.number, r.rubric, r.at FROM rubrics r JOIN jobs j ON j.id = r.job_id"
)


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
                    run.model_dump_json(exclude=_CHANGES),
                ),
            )
            self._insert_items(db, run.id, items)

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        with self._writing() as db:
            self._insert_items(db, run_id, items)

    def run(self, run_id: str) -> Run | None:
        found = self._one(f"SELECT {_RUN} FROM runs WHERE id = ?", run_id)
        return _run(found) if found else None

    def runs(self, limit: int = 50) -> tuple[Run, ...]:
        found = self._all(f"SELECT {_RUN} FROM runs ORDER BY created DESC, rowid DESC LIMIT ?", limit)
        return tuple(_run(row) for row in found)

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None:
        with self._writing() as db:
            db.execute("UPDATE runs SET state = ?, message = ? WHERE id = ?", (state, message, run_id))

    def set_cuts(self, run_id: str, cuts: Cuts) -> None:
        with self._writing() as db:
            db.execute("UPDATE runs SET cuts = ? WHERE id = ?", (cuts.model_dump_json(), run_id))

    def set_weights(self, run_id: str, rubric: Rubric, cuts: Cuts) -> None:
        with self._writing() as db:
            row = db.execute(f"SELECT {_RUN} FROM runs WHERE id = ?", (run_id,)).fetchone()
            if row is None:
                raise UserError("This screening is no longer there.")
            began = _run(row).began_with
            if began.version != rubric.version:
                raise UserError("Other criteria need a new screening: only weights can change here.")
            weighed = None if rubric.weights_version == began.weights_version else rubric.model_dump_json()
            db.execute(
                "UPDATE runs SET weighed = ?, cuts = ?, settled = '{}' WHERE id = ?",
                (weighed, cuts.model_dump_json(), run_id),
            )

    def set_blind(self, run_id: str, blind: bool) -> None:
        with self._writing() as db:
            db.execute("UPDATE runs SET blind = ? WHERE id = ?", (blind, run_id))

    def set_settled(self, run_id: str, settled: Mapping[str, int]) -> None:
        with self._writing() as db:
            kept = _settled.dump_json(dict(settled)).decode()
            db.execute("UPDATE runs SET settled = ? WHERE id = ?", (kept, run_id))

    # saved criteria

    def save_rubric(self, job: Job, rubric: Rubric) -> SavedRubric:
        self.save_job(job)
        with self._writing() as db:
            known = db.execute(
                f"{_SAVED} WHERE r.job_id = ? AND r.version = ? ORDER BY r.number DESC LIMIT 1",
                (job.id, rubric.weights_version),
            ).fetchone()
            if known:
                return _saved(known)
            (last,) = db.execute(
                "SELECT coalesce(max(number), 0) FROM rubrics WHERE job_id = ?", (job.id,)
            ).fetchone()
            new = db.execute(
                "INSERT INTO rubrics (job_id, number, version, at, rubric) VALUES (?, ?, ?, ?, ?)",
                (job.id, last + 1, rubric.weights_version, _now(), rubric.model_dump_json()),
            ).lastrowid
            return _saved(db.execute(f"{_SAVED} WHERE r.id = ?", (new,)).fetchone())

    def rubrics(self, limit: int = 50) -> tuple[SavedRubric, ...]:
        return tuple(map(_saved, self._all(f"{_SAVED} ORDER BY r.id DESC LIMIT ?", limit)))

    # the audit trail

    def record(self, run_id: str, kind: EventKind, *, item_id: str = "", detail: str = "") -> None:
        with self._writing() as db:
            db.execute(
                "INSERT INTO events (run_id, kind, item_id, detail, at) VALUES (?, ?, ?, ?, ?)",
                (run_id, kind, item_id, detail, _now()),
            )

    def events(self, run_id: str) -> tuple[AuditEvent, ...]:
        found = self._all(
            "SELECT run_id, kind, item_id, detail, at FROM events WHERE run_id = ? ORDER BY id", run_id
        )
        return tuple(
            AuditEvent(run_id=run, kind=kind, item_id=item_id, detail=detail, at=at)
            for run, kind, item_id, detail, at in found
        )

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

    def put_outcome(self, run_id: str, item_id: str, outcome: Outcome, *, terms: str = "") -> None:
        kept = outcome.model_dump_json()
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
                    kept,
                ),
            )
            if terms and outcome.status == "scored":
                db.execute(
                    "INSERT OR REPLACE INTO judgements (sha256, terms, outcome)"
                    " SELECT sha256, ?, ? FROM items WHERE run_id = ? AND id = ? AND sha256 != ''",
                    (self._under(terms), kept, run_id, item_id),
                )
            anew = outcome.status == "scored" and not outcome.cached
            ledger.settle(db, run_id, item_id, judged_anew=anew)

    def reuse(self, run_id: str, terms: str) -> int:
        with self._writing() as db:
            known = db.execute(
                "SELECT i.id FROM items i JOIN judgements j ON j.sha256 = i.sha256 AND j.terms = ?"
                " LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
                " WHERE i.run_id = ? AND o.item_id IS NULL",
                (self._under(terms), run_id),
            ).fetchall()
            for (item_id,) in known:
                db.execute(
                    "INSERT INTO outcomes (run_id, item_id, status, retryable, outcome)"
                    " SELECT i.run_id, i.id, 'scored', 0, json_set(j.outcome, '$.cached', json('true'))"
                    " FROM items i JOIN judgements j ON j.sha256 = i.sha256 AND j.terms = ?"
                    " WHERE i.run_id = ? AND i.id = ?",
                    (self._under(terms), run_id, item_id),
                )
                ledger.settle(db, run_id, item_id, judged_anew=False)
            return len(known)

    def forget_failures(self, run_id: str) -> int:
        with self._writing() as db:
            return db.execute(
                "DELETE FROM outcomes WHERE run_id = ? AND status = 'failed' AND retryable", (run_id,)
            ).rowcount

    # credits

    def grant(self, user: str, amount: int, note: str = "") -> Balance:
        with self._writing() as db:
            return ledger.grant(db, user, amount, note)

    def balance(self, user: str) -> Balance:
        with self._reading() as db:
            return ledger.balance(db, user)

    def ledger(self, user: str, limit: int = 100) -> tuple[Entry, ...]:
        with self._reading() as db:
            return ledger.entries(db, user, limit)

    def reserve(self, run_id: str) -> int:
        with self._writing() as db:
            row = db.execute(f"SELECT {_RUN} FROM runs WHERE id = ?", (run_id,)).fetchone()
            if row is None:
                raise UserError("This screening is no longer there.")
            return ledger.reserve(db, _run(row))

    def release(self, run_id: str) -> int:
        with self._writing() as db:
            return ledger.release(db, run_id)

    # decisions

    def decide(self, job_id: str, sha256: str, decision: Decision | None, reason: str = "") -> None:
        with self._writing() as db:
            db.execute(
                "INSERT INTO decisions (job_id, sha256, decision, reason, at) VALUES (?, ?, ?, ?, ?)",
                (job_id, sha256, decision, reason, _now()),
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

    def _under(self, terms: str) -> str:
        return f"{self._reader_version}:{terms}"

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
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._failing_by_name(), self._lock:
            yield self._db

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
    fixed, state, message, cuts, weighed, blind, settled = row
    run = Run.model_validate_json(fixed)
    changes: dict[str, object] = {
        "state": state,
        "message": message,
        "cuts": Cuts.model_validate_json(cuts),
        "blind": bool(blind),
        "settled": _settled.validate_json(settled),
    }
    if weighed:
        changes |= {"rubric": Rubric.model_validate_json(weighed), "first_rubric": run.rubric}
    return run.model_copy(update=changes)


def _saved(row: Sequence[Any]) -> SavedRubric:
    id_, job_id, title, number, rubric, at = row
    return SavedRubric(
        id=id_,
        job_id=job_id,
        job_title=title,
        number=number,
        rubric=Rubric.model_validate_json(rubric),
        at=at,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _storable(name: str) -> str:
    """A file name that SQLite can keep: bytes that aren't UTF-8 come as lone surrogates and are replaced."""
    return name.encode("utf-8", "replace").decode()
