"""Copies of the SQLite store: made while it is used, looked at before they are trusted."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from core.adapters.store_sqlite.migrations import MIGRATIONS


class Examined(NamedTuple):
    """What a store's file holds."""

    shape: int
    """The number of its last migration."""
    runs: int
    contents: tuple[str, ...]
    """SHA-256 of every given file."""

    @property
    def is_newer(self) -> bool:
        """Whether a newer Shortlist made it."""
        return self.shape > len(MIGRATIONS)


def copy_whole(path: Path, target: Path) -> None:
    """All that is committed now, as one file without a log beside it. Raises `sqlite3.Error`, `OSError`."""
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def examine(path: Path) -> Examined:
    """Raises `sqlite3.Error` where the file isn't a whole store."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        faults = [told for (told,) in db.execute("PRAGMA integrity_check") if told != "ok"]
        faults += ["a foreign key"] if db.execute("PRAGMA foreign_key_check").fetchone() else []
        if faults:
            raise sqlite3.DatabaseError(f"{len(faults)} faults")
        (shape,) = db.execute("PRAGMA user_version").fetchone()
        (runs,) = db.execute("SELECT count(*) FROM runs").fetchone()
        contents = db.execute("SELECT DISTINCT sha256 FROM items WHERE sha256 != '' ORDER BY sha256")
        return Examined(shape, runs, tuple(sha256 for (sha256,) in contents))
