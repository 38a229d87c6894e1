"""The SQLite store's shape, as numbered steps; each runs once, in a transaction with its number."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from core.errors import OperatorError


def m001_initial(db: sqlite3.Connection) -> None:
    """Jobs, runs, items, outcomes, decisions and texts."""
    for statement in (
        "CREATE TABLE jobs (id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL)",
        "CREATE TABLE runs (id TEXT PRIMARY KEY, job_id TEXT NOT NULL REFERENCES jobs, created TEXT NOT NULL,"
        " sample INTEGER NOT NULL, state TEXT NOT NULL, message TEXT NOT NULL, cuts TEXT NOT NULL, fixed TEXT NOT NULL)",
        "CREATE TABLE items (run_id TEXT NOT NULL REFERENCES runs ON DELETE CASCADE, id TEXT NOT NULL,"
        " position INTEGER NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, batch INTEGER NOT NULL,"
        " PRIMARY KEY (run_id, id)) WITHOUT ROWID",
        "CREATE TABLE outcomes (run_id TEXT NOT NULL, item_id TEXT NOT NULL, status TEXT NOT NULL,"
        " retryable INTEGER NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (run_id, item_id),"
        " FOREIGN KEY (run_id, item_id) REFERENCES items ON DELETE CASCADE) WITHOUT ROWID",
        "CREATE TABLE decisions (id INTEGER PRIMARY KEY, job_id TEXT NOT NULL, sha256 TEXT NOT NULL,"
        " decision TEXT, reason TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE INDEX decisions_by_resume ON decisions (job_id, sha256, id)",
        "CREATE TABLE texts (sha256 TEXT NOT NULL, reader INTEGER NOT NULL, outcome TEXT NOT NULL,"
        " PRIMARY KEY (sha256, reader))",
    ):
        db.execute(statement)


def m002_review(db: sqlite3.Connection) -> None:
    """What a person does to a run's results: weights, blind review, ties; saved criteria; the audit trail."""
    for statement in (
        "ALTER TABLE runs ADD COLUMN weighed TEXT",
        "ALTER TABLE runs ADD COLUMN blind INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE runs ADD COLUMN settled TEXT NOT NULL DEFAULT '{}'",
        "CREATE TABLE rubrics (id INTEGER PRIMARY KEY, job_id TEXT NOT NULL REFERENCES jobs, number INTEGER NOT NULL,"
        " version TEXT NOT NULL, at TEXT NOT NULL, rubric TEXT NOT NULL, UNIQUE (job_id, number))",
        "CREATE TABLE events (id INTEGER PRIMARY KEY, run_id TEXT NOT NULL, kind TEXT NOT NULL,"
        " item_id TEXT NOT NULL, detail TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE INDEX events_by_run ON events (run_id, id)",
    ):
        db.execute(statement)


def m003_credits(db: sqlite3.Connection) -> None:
    """The ledger. An outcome is settled once, whatever happens in between: so says the index."""
    for statement in (
        "CREATE TABLE ledger (id INTEGER PRIMARY KEY, user TEXT NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL,"
        " held INTEGER NOT NULL, run_id TEXT NOT NULL, item_id TEXT NOT NULL, note TEXT NOT NULL, at TEXT NOT NULL)",
        "CREATE INDEX ledger_by_user ON ledger (user, id)",
        "CREATE INDEX ledger_by_run ON ledger (run_id, item_id)",
        "CREATE UNIQUE INDEX ledger_spent_once ON ledger (run_id, item_id) WHERE kind = 'spent'",
    ):
        db.execute(statement)


def m004_judgements(db: sqlite3.Connection) -> None:
    """What came of a content under given criteria, engine and circumstances, for runs that ask the same again."""
    db.execute(
        "CREATE TABLE judgements (sha256 TEXT NOT NULL, terms TEXT NOT NULL, outcome TEXT NOT NULL,"
        " PRIMARY KEY (sha256, terms)) WITHOUT ROWID"
    )


def m005_progress(db: sqlite3.Connection) -> None:
    """What a run is counted and paid by: attempts, tokens, times, scores, as columns of their own; budgets."""
    for statement in (
        "ALTER TABLE runs ADD COLUMN budget REAL",
        "ALTER TABLE items ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE items ADD COLUMN paid_input INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE items ADD COLUMN paid_cached INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE items ADD COLUMN paid_output INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE outcomes ADD COLUMN at TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE outcomes ADD COLUMN score REAL",
        "ALTER TABLE outcomes ADD COLUMN cached INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE outcomes ADD COLUMN input INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE outcomes ADD COLUMN remembered INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE outcomes ADD COLUMN output INTEGER NOT NULL DEFAULT 0",
        "UPDATE outcomes SET score = outcome ->> '$.score', cached = outcome ->> '$.cached',"
        " input = coalesce(outcome ->> '$.usage.input_tokens', 0),"
        " remembered = coalesce(outcome ->> '$.usage.cached_tokens', 0),"
        " output = coalesce(outcome ->> '$.usage.output_tokens', 0) WHERE status = 'scored'",
        "UPDATE items SET attempts = 1 WHERE EXISTS"
        " (SELECT 1 FROM outcomes o WHERE o.run_id = items.run_id AND o.item_id = items.id)",
        # of equal files the first was asked for; what failures took was never kept
        "UPDATE items SET (paid_input, paid_cached, paid_output) = (SELECT o.input, o.remembered, o.output"
        " FROM outcomes o WHERE o.run_id = items.run_id AND o.item_id = items.id)"
        " WHERE EXISTS (SELECT 1 FROM outcomes o WHERE o.run_id = items.run_id AND o.item_id = items.id"
        " AND o.status = 'scored' AND NOT o.cached) AND (run_id, position) IN"
        " (SELECT run_id, min(position) FROM items GROUP BY run_id, sha256)",
        "CREATE INDEX outcomes_by_score ON outcomes (run_id, score)",
        "CREATE INDEX runs_by_state ON runs (state)",
    ):
        db.execute(statement)


def m006_owners(db: sqlite3.Connection) -> None:
    """Whose a job and a run is, and who did what."""
    for statement in (
        "ALTER TABLE jobs ADD COLUMN owner TEXT NOT NULL DEFAULT 'local'",
        "ALTER TABLE runs ADD COLUMN owner TEXT NOT NULL DEFAULT 'local'",
        "ALTER TABLE events ADD COLUMN user TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX runs_by_owner ON runs (owner, created)",
    ):
        db.execute(statement)


def m007_leases(db: sqlite3.Connection) -> None:
    """Who works an item off just now, where several processes share a run."""
    for statement in (
        "ALTER TABLE items ADD COLUMN lease_owner TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE items ADD COLUMN lease_until REAL NOT NULL DEFAULT 0",
        "ALTER TABLE items ADD COLUMN taken INTEGER NOT NULL DEFAULT 0",
        "CREATE INDEX items_by_content ON items (run_id, sha256)",
    ):
        db.execute(statement)


def m008_tokens(db: sqlite3.Connection) -> None:
    """Secrets by which programs come in, as hashes."""
    db.execute(
        "CREATE TABLE tokens (sha256 TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, user TEXT NOT NULL, role TEXT NOT NULL,"
        " team TEXT NOT NULL, label TEXT NOT NULL, created TEXT NOT NULL, used TEXT NOT NULL) WITHOUT ROWID"
    )


def m009_retention(db: sqlite3.Connection) -> None:
    """How long runs of a job are kept, where that isn't as long as others; contents found without their run."""
    for statement in (
        "ALTER TABLE jobs ADD COLUMN retention_days INTEGER",
        "CREATE INDEX items_by_sha256 ON items (sha256)",
    ):
        db.execute(statement)


def m010_switches(db: sqlite3.Connection) -> None:
    """What an admin switches for everybody."""
    db.execute("CREATE TABLE switches (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [
    m001_initial,
    m002_review,
    m003_credits,
    m004_judgements,
    m005_progress,
    m006_owners,
    m007_leases,
    m008_tokens,
    m009_retention,
    m010_switches,
]
"""Only ever appended to."""


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Brings the database to the newest shape, keeping a copy of an older one beside it first.

    Raises `OperatorError` for a database that a newer Shortlist made.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise OperatorError(
                f"{path} was made by a newer Shortlist. Start that version, or use another DATA_DIR."
            )
        if 0 < version < len(MIGRATIONS):
            _back_up(path, path.with_suffix(f".before-{len(MIGRATIONS)}.db"))
        for number, step in enumerate(MIGRATIONS[version:], start=version + 1):
            step(db)
            db.execute(f"PRAGMA user_version = {number}")
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _back_up(path: Path, copy_path: Path) -> None:
    """A copy that is whole once it bears its name, whenever the process is killed."""
    unfinished = copy_path.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as copy, closing(sqlite3.connect(path)) as source:
        source.backup(copy)
    unfinished.replace(copy_path)
