"""The store in one SQLite file: jobs, runs, outcomes, decisions, texts."""

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from core.adapters.store_sqlite import erasing, leases, ledger, outcomes, tokens
from core.adapters.store_sqlite.database import Database
from core.domain.audit import AuditEvent, EventKind
from core.domain.candidate import Cuts, Decision, Failure, Outcome
from core.domain.credit import Balance, Entry
from core.domain.job import Job, Rubric, SavedRubric
from core.domain.resume import ReadResume
from core.domain.run import DecisionRecord, Item, Progress, Row, Run, RunState
from core.domain.token import AccessToken
from core.domain.verdict import NO_USAGE, Usage
from core.errors import FailureReason, UserError

_text: TypeAdapter[ReadResume | Failure] = TypeAdapter(ReadResume | Failure)
_settled: TypeAdapter[dict[str, int]] = TypeAdapter(dict[str, int])

_RUN = "fixed, state, message, cuts, weighed, blind, settled, budget"
_CHANGES = {"state", "message", "cuts", "first_rubric", "blind", "settled", "budget"}
"""The fields of a run that have columns of their own, since they change."""
_SAVED = (
    "SELECT r.id, r.job_id, j.title, r.number, r.rubric, r.at FROM rubrics r JOIN jobs j ON j.id = r.job_id"
)


class SqliteStore:
    """`ports.Store` over SQLite; every commit is on disk when the call returns. Other processes may use the same file.

    `reader_version` keys the kept texts, so that a better reader reads again.
    """

    def __init__(self, path: Path, *, reader_version: int) -> None:
        self._reader_version = reader_version
        self._database = Database(path)

    # jobs and runs

    def save_job(self, job: Job) -> None:
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO jobs (id, title, text, owner) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (job.id, job.title, job.text, job.owner),
            )

    def job(self, job_id: str) -> Job | None:
        found = self._database.one("SELECT title, text, owner FROM jobs WHERE id = ?", job_id)
        return Job(title=found[0], text=found[1], owner=found[2]) if found else None

    def create_run(self, run: Run, items: Sequence[Item]) -> None:
        with self._database.writing() as db:
            if db.execute("SELECT 1 FROM runs WHERE id = ?", (run.id,)).fetchone():
                raise UserError(f"There is a run {run.id} already.")
            db.execute(
                "INSERT INTO runs (id, job_id, created, sample, state, message, cuts, budget, owner, fixed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    run.id,
                    run.job_id,
                    run.created,
                    run.sample,
                    run.state,
                    run.message,
                    run.cuts.model_dump_json(),
                    run.budget,
                    run.owner,
                    run.model_dump_json(exclude=_CHANGES),
                ),
            )
            self._insert_items(db, run.id, items)

    def add_items(self, run_id: str, items: Sequence[Item]) -> None:
        with self._database.writing() as db:
            self._insert_items(db, run_id, items)

    def run(self, run_id: str) -> Run | None:
        found = self._database.one(f"SELECT {_RUN} FROM runs WHERE id = ?", run_id)
        return _run(found) if found else None

    def runs(self, limit: int = 50, *, owner: str | None = None) -> tuple[Run, ...]:
        found = self._database.all(
            f"SELECT {_RUN} FROM runs WHERE ? IS NULL OR owner = ? ORDER BY created DESC, rowid DESC LIMIT ?",
            owner,
            owner,
            limit,
        )
        return tuple(_run(row) for row in found)

    def unfinished(self) -> tuple[Run, ...]:
        found = self._database.all(f"SELECT {_RUN} FROM runs WHERE state = 'running' ORDER BY created, rowid")
        return tuple(_run(row) for row in found)

    def set_budget(self, run_id: str, budget: float | None) -> None:
        with self._database.writing() as db:
            db.execute("UPDATE runs SET budget = ? WHERE id = ?", (budget, run_id))

    def set_state(self, run_id: str, state: RunState, message: str = "") -> None:
        with self._database.writing() as db:
            db.execute("UPDATE runs SET state = ?, message = ? WHERE id = ?", (state, message, run_id))

    def set_cuts(self, run_id: str, cuts: Cuts) -> None:
        with self._database.writing() as db:
            db.execute("UPDATE runs SET cuts = ? WHERE id = ?", (cuts.model_dump_json(), run_id))

    def set_weights(self, run_id: str, rubric: Rubric, cuts: Cuts) -> None:
        with self._database.writing() as db:
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
        with self._database.writing() as db:
            db.execute("UPDATE runs SET blind = ? WHERE id = ?", (blind, run_id))

    def set_settled(self, run_id: str, settled: Mapping[str, int]) -> None:
        with self._database.writing() as db:
            kept = _settled.dump_json(dict(settled)).decode()
            db.execute("UPDATE runs SET settled = ? WHERE id = ?", (kept, run_id))

    # saved criteria

    def save_rubric(self, job: Job, rubric: Rubric) -> SavedRubric:
        self.save_job(job)
        with self._database.writing() as db:
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

    def rubrics(self, limit: int = 50, *, owner: str | None = None) -> tuple[SavedRubric, ...]:
        found = self._database.all(
            f"{_SAVED} WHERE ? IS NULL OR j.owner = ? ORDER BY r.id DESC LIMIT ?", owner, owner, limit
        )
        return tuple(map(_saved, found))

    # the audit trail

    def record(
        self, run_id: str, kind: EventKind, *, item_id: str = "", detail: str = "", user: str = ""
    ) -> None:
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO events (run_id, kind, item_id, detail, user, at) VALUES (?, ?, ?, ?, ?, ?)",
                (run_id, kind, item_id, detail, user, _now()),
            )

    def events(self, run_id: str) -> tuple[AuditEvent, ...]:
        found = self._database.all(
            "SELECT run_id, kind, item_id, detail, user, at FROM events WHERE run_id = ? ORDER BY id", run_id
        )
        return tuple(
            AuditEvent(run_id=run, kind=kind, item_id=item_id, detail=detail, user=user, at=at)
            for run, kind, item_id, detail, user, at in found
        )

    # outcomes

    def rows(self, run_id: str) -> tuple[Row, ...]:
        return outcomes.rows(self._database, run_id)

    def progress(self, run_id: str) -> Progress:
        return outcomes.progress(self._database, run_id)

    def stamp(self, run_id: str) -> str:
        numbers = self._database.one(
            "SELECT (SELECT count(*) || '.' || coalesce(sum(attempts), 0) FROM items WHERE run_id = ?),"
            " count(*), coalesce(sum(status = 'scored'), 0) FROM outcomes WHERE run_id = ?",
            run_id,
            run_id,
        )
        return ".".join(map(str, numbers or ()))

    def put_outcome(
        self, run_id: str, item_id: str, outcome: Outcome, *, terms: str = "", paid: Usage = NO_USAGE
    ) -> None:
        with self._database.writing() as db:
            outcomes.put(db, run_id, item_id, outcome, terms=self._under(terms), paid=paid)

    def reuse(self, run_id: str, terms: str) -> int:
        with self._database.writing() as db:
            return outcomes.reuse(db, run_id, terms=self._under(terms))

    def forget_failures(self, run_id: str, *, reason: FailureReason | None = None) -> int:
        with self._database.writing() as db:
            return outcomes.forget_failures(db, run_id, reason=reason)

    # leases

    def lease(
        self, run_id: str, item_ids: Sequence[str], owner: str, *, seconds: float, after: str = ""
    ) -> tuple[Row, ...]:
        with self._database.writing() as db:
            ours = leases.lease(db, run_id, item_ids, owner, seconds=seconds, after=after)
        return outcomes.rows(self._database, run_id, only=ours)

    def unleased(self, run_id: str, limit: int) -> tuple[str, ...]:
        return leases.unleased(self._database, run_id, limit)

    def leased(self, run_id: str) -> int:
        return leases.leased(self._database, run_id)

    def finish(self, run_id: str) -> bool:
        with self._database.writing() as db:
            ended = db.execute(
                "UPDATE runs SET state = 'finished', message = '' WHERE id = ? AND state = 'running' AND NOT EXISTS"
                " (SELECT 1 FROM items i LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
                " WHERE i.run_id = runs.id AND o.item_id IS NULL)",
                (run_id,),
            ).rowcount
            if ended:
                ledger.release(db, run_id)
            return bool(ended)

    # credits

    def grant(self, user: str, amount: int, note: str = "") -> Balance:
        with self._database.writing() as db:
            return ledger.grant(db, user, amount, note)

    def balance(self, user: str) -> Balance:
        with self._database.reading() as db:
            return ledger.balance(db, user)

    def ledger(self, user: str, limit: int = 100) -> tuple[Entry, ...]:
        with self._database.reading() as db:
            return ledger.entries(db, user, limit)

    def reserve(self, run_id: str) -> int:
        with self._database.writing() as db:
            row = db.execute(f"SELECT {_RUN} FROM runs WHERE id = ?", (run_id,)).fetchone()
            if row is None:
                raise UserError("This screening is no longer there.")
            return ledger.reserve(db, _run(row))

    def release(self, run_id: str) -> int:
        with self._database.writing() as db:
            return ledger.release(db, run_id)

    # decisions

    def decide(self, job_id: str, sha256: str, decision: Decision | None, reason: str = "") -> None:
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO decisions (job_id, sha256, decision, reason, at) VALUES (?, ?, ?, ?, ?)",
                (job_id, sha256, decision, reason, _now()),
            )

    def decisions(self, job_id: str) -> Mapping[str, DecisionRecord]:
        found = self._database.all(
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
        found = self._database.one(
            "SELECT outcome FROM texts WHERE sha256 = ? AND reader = ?", sha256, self._reader_version
        )
        return _text.validate_json(found[0]) if found else None

    def put_text(self, sha256: str, outcome: ReadResume | Failure) -> None:
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO texts (sha256, reader, outcome) VALUES (?, ?, ?)"
                " ON CONFLICT (sha256, reader) DO UPDATE SET outcome = excluded.outcome",
                (sha256, self._reader_version, outcome.model_dump_json()),
            )

    # housekeeping

    def delete_runs(self, *, samples: bool, owner: str | None = None) -> int:
        if not samples:
            return 0
        with self._database.writing() as db:
            db.execute(
                "DELETE FROM decisions WHERE job_id IN"
                " (SELECT job_id FROM runs WHERE sample AND (? IS NULL OR owner = ?))"
                " AND job_id NOT IN (SELECT job_id FROM runs WHERE NOT sample)",
                (owner, owner),
            )
            return db.execute(
                "DELETE FROM runs WHERE sample AND (? IS NULL OR owner = ?)", (owner, owner)
            ).rowcount

    # intake

    def pause_intake(self, why: str | None) -> None:
        with self._database.writing() as db:
            db.execute("DELETE FROM switches WHERE name = 'intake'")
            if why is not None:
                db.execute("INSERT INTO switches (name, value) VALUES ('intake', ?)", (why,))

    def intake_paused(self) -> str | None:
        found = self._database.one("SELECT value FROM switches WHERE name = 'intake'")
        return str(found[0]) if found else None

    # tokens

    def add_token(self, token: AccessToken) -> None:
        with self._database.writing() as db:
            tokens.add(db, token)

    def token(self, sha256: str) -> AccessToken | None:
        with self._database.reading() as db:
            return tokens.find(db, sha256)

    def tokens(self) -> tuple[AccessToken, ...]:
        with self._database.reading() as db:
            return tokens.everybodys(db)

    def use_token(self, sha256: str, at: str) -> None:
        with self._database.writing() as db:
            db.execute("UPDATE tokens SET used = ? WHERE sha256 = ?", (at, sha256))

    def remove_token(self, token_id: str) -> bool:
        with self._database.writing() as db:
            return bool(db.execute("DELETE FROM tokens WHERE id = ?", (token_id,)).rowcount)

    # erasing

    def holders(self, sha256: str) -> tuple[tuple[str, str], ...]:
        return erasing.holders(self._database, sha256)

    def erase(self, sha256: str) -> int:
        with self._database.writing() as db:
            return erasing.erase(db, sha256)

    def remove_runs(self, run_ids: Sequence[str]) -> tuple[str, ...]:
        with self._database.writing() as db:
            removed = erasing.remove_runs(db, run_ids)
            for run_id in removed:
                ledger.release(db, run_id)
            return removed

    def forget(self, contents: Sequence[str]) -> tuple[str, ...]:
        with self._database.writing() as db:
            return erasing.forget(db, contents)

    def scrub(self) -> None:
        self._database.scrub()

    def set_retention(self, job_id: str, days: int | None) -> None:
        with self._database.writing() as db:
            erasing.set_retention(db, job_id, days)

    def retentions(self) -> Mapping[str, int]:
        return erasing.retentions(self._database)

    def check(self) -> str:
        with self._database.writing() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            db.execute(
                f"PRAGMA user_version = {version}"
            )  # writes the file's first page, and changes nothing
        return "Results can be written."

    def close(self) -> None:
        self._database.close()

    def _under(self, terms: str) -> str:
        return f"{self._reader_version}:{terms}" if terms else ""

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


def _run(row: Sequence[Any]) -> Run:
    fixed, state, message, cuts, weighed, blind, settled, budget = row
    run = Run.model_validate_json(fixed)
    changes: dict[str, object] = {
        "state": state,
        "message": message,
        "cuts": Cuts.model_validate_json(cuts),
        "blind": bool(blind),
        "settled": _settled.validate_json(settled),
        "budget": budget,
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
