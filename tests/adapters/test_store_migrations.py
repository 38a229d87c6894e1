"""A database of an older release: copied first, brought up with all it holds, whatever kills the process meanwhile."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.adapters.store_sqlite.migrations import MIGRATIONS
from core.domain.candidate import Candidate, Cuts, Outcome, failure
from core.domain.run import Run
from core.domain.verdict import NO_USAGE, Usage
from core.errors import OperatorError
from tests.adapters.test_store_sqlite import JOB, RUBRIC, a_candidate

ROOT = Path(__file__).resolve().parents[2]
FIRST_RELEASE = 4
TOOK = Usage(input_tokens=1000, cached_tokens=200, output_tokens=300)

KILLED_IN_THE_MIDDLE = """
import sys, time
from pathlib import Path
from core.adapters.store_sqlite import SqliteStore
from core.adapters.store_sqlite.migrations import MIGRATIONS

def slow(db):
    db.execute("CREATE TABLE half_done (x)")
    db.execute("DELETE FROM outcomes")
    print("in the middle", flush=True)
    time.sleep(60)

MIGRATIONS.append(slow)
SqliteStore(Path(sys.argv[1]), reader_version=1)
"""


def judged(score: float, *, cached: bool = False) -> Candidate:
    return a_candidate(score).model_copy(update={"engine": "openai", "cached": cached, "usage": TOOK})


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path)) as db:
        yield db


def an_older_one(path: Path) -> None:
    """As the first release left it: five files, two of them equal, one failed, one open."""
    run = Run(
        id="run1",
        job_id=JOB.id,
        job_title=JOB.title,
        rubric=RUBRIC,
        engine="openai",
        model="m",
        created="2026-01-02T03:04:05+00:00",
    )
    fixed = {"id", "job_id", "job_title", "rubric", "engine", "model", "sample", "user", "created"}
    given: list[tuple[str, str, Outcome | None]] = [
        ("i1", "aa", judged(8.5)),
        ("i2", "aa", judged(8.5)),
        ("i3", "bb", judged(3, cached=True)),
        ("i4", "cc", failure("timeout")),
        ("i5", "dd", None),
    ]
    with opened(path) as db:
        db.execute("PRAGMA journal_mode=WAL")
        for step in MIGRATIONS[:FIRST_RELEASE]:
            step(db)
        db.execute(f"PRAGMA user_version = {FIRST_RELEASE}")
        db.execute("INSERT INTO jobs (id, title, text) VALUES (?, ?, ?)", (JOB.id, JOB.title, JOB.text))
        db.execute(
            "INSERT INTO runs (id, job_id, created, sample, state, message, cuts, fixed)"
            " VALUES ('run1', ?, '2026', 0, 'running', '', ?, ?)",
            (JOB.id, Cuts().model_dump_json(), run.model_dump_json(include=fixed)),
        )
        for number, (item, sha256, outcome) in enumerate(given, start=1):
            db.execute(
                "INSERT INTO items (run_id, id, position, file, sha256, batch) VALUES ('run1', ?, ?, 'cv.pdf', ?, 1)",
                (item, number, sha256),
            )
            if outcome:
                db.execute(
                    "INSERT INTO outcomes (run_id, item_id, status, retryable, outcome) VALUES ('run1', ?, ?, ?, ?)",
                    (item, outcome.status, outcome.status == "failed", outcome.model_dump_json()),
                )
        db.commit()


def shape(path: Path) -> tuple[int, int, str]:
    """The version, how many outcomes there are, and what SQLite says of the file."""
    with opened(path) as db:

        def first(sql: str) -> Any:
            return db.execute(sql).fetchone()[0]

        return (
            first("PRAGMA user_version"),
            first("SELECT count(*) FROM outcomes"),
            first("PRAGMA integrity_check"),
        )


@pytest.fixture
def older(tmp_path: Path) -> Path:
    path = tmp_path / "shortlist.db"
    an_older_one(path)
    return path


def test_what_an_older_release_kept_is_counted_as_if_it_had_been_kept_now(older: Path) -> None:
    with closing(SqliteStore(older, reader_version=1)) as store:
        rows, progress = store.rows("run1"), store.progress("run1")
        run = store.run("run1")
        unfinished = store.unfinished()
    assert [row.attempts for row in rows] == [1, 1, 1, 1, 0]
    assert [row.paid for row in rows] == [TOOK, *[NO_USAGE] * 4]
    assert (progress.total, progress.done, progress.failed, progress.cached) == (5, 4, 1, 1)
    assert (progress.paid, progress.saved, progress.recent) == (TOOK, TOOK, 0)
    assert [row.item.id for row in progress.best] == ["i1", "i2", "i3"]
    assert run is not None
    assert (run.budget, [one.id for one in unfinished]) == (None, ["run1"])


def test_a_run_of_an_older_release_goes_on_in_the_new_shape(older: Path) -> None:
    with closing(SqliteStore(older, reader_version=1)) as store:
        store.put_outcome("run1", "i5", judged(9), paid=TOOK)
        assert store.forget_failures("run1") == 1
        progress = store.progress("run1")
    assert (progress.done, progress.paid, progress.best[0].item.id) == (4, TOOK + TOOK, "i5")


def test_killed_in_the_middle_nothing_is_lost_and_the_next_start_completes(older: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(older)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout as said:
        assert said.readline() == "in the middle\n"
        backup = older.with_suffix(f".before-{len(MIGRATIONS) + 1}.db")
        assert shape(backup) == (FIRST_RELEASE, 4, "ok")
        child.kill()
        child.wait(10)
    assert shape(older) == (FIRST_RELEASE, 4, "ok")
    with closing(SqliteStore(older, reader_version=1)) as store:
        assert store.progress("run1").done == 4
    assert shape(older) == (len(MIGRATIONS), 4, "ok")
    assert shape(older.with_suffix(f".before-{len(MIGRATIONS)}.db")) == (FIRST_RELEASE, 4, "ok")
    with opened(older) as db:
        tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
    assert "half_done" not in tables


def test_what_a_killed_copy_left_behind_is_no_backup(older: Path) -> None:
    part = older.with_suffix(f".before-{len(MIGRATIONS)}.part")
    part.write_bytes(b"half a copy")
    SqliteStore(older, reader_version=1).close()
    assert not part.exists()
    assert shape(older.with_suffix(f".before-{len(MIGRATIONS)}.db"))[1:] == (4, "ok")


def test_a_newer_release_s_database_is_refused_and_left_as_it_is(older: Path) -> None:
    newer = len(MIGRATIONS) + 1
    with opened(older) as db:
        db.execute(f"PRAGMA user_version = {newer}")
    before = older.read_bytes()
    with pytest.raises(OperatorError, match="newer Shortlist"):
        SqliteStore(older, reader_version=1)
    assert older.read_bytes() == before
    assert not list(older.parent.glob("*.before-*"))
