"""How the store talks to its file: one connection that writes, one that reads, errors by name."""

import logging
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.adapters.store_sqlite.migrations import migrate
from core.errors import PartUnavailable

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10
"""How long a write waits for another process's before it is said that the file is locked."""

TRY_SECONDS = 0.5
"""How long SQLite waits by itself."""


class Database:
    """SQLite in WAL mode; every commit is on disk when `writing` ends. Thread-safe; other processes may use the file.

    Why two connections: in WAL mode nobody who reads waits for a writer, but on one connection they would.
    Raises `PartUnavailable` that names the file wherever SQLite fails.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._write_lock, self._read_lock = threading.RLock(), threading.RLock()
        self._closing = self._closed = False
        with self._failing_by_name():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._writer = self._connection()
            migrate(self._writer, path)
            self._writer.execute(f"PRAGMA busy_timeout={round(TRY_SECONDS * 1000)}")
            self._reader = self._connection()
            self._reader.execute("PRAGMA query_only=ON")

    def one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        """The first row."""
        with self.reading() as db:
            row: tuple[Any, ...] | None = db.execute(sql, values).fetchone()
            return row

    def all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Every row."""
        with self.reading() as db:
            return db.execute(sql, values).fetchall()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """What was committed before."""
        with self._failing_by_name(), self._read_lock:
            yield self._reader

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction. BEGIN IMMEDIATE waits for other writers; a deferred one fails at once when it has read."""
        with self._failing_by_name(), self._write_lock:
            self._begin()
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:  # SQLite itself has rolled back where the disk is full
                    self._writer.execute("ROLLBACK")
                raise

    def scrub(self) -> None:
        """Writes the file anew without what was removed from it, and empties the log beside it.

        Copies made before an upgrade go: they hold what has been removed since.
        """
        with self._failing_by_name(), self._write_lock:
            for copy in self._path.parent.glob(f"{self._path.stem}.before-*"):
                copy.unlink(missing_ok=True)
            self._patiently("VACUUM")
            until = time.monotonic() + PATIENCE_SECONDS
            while self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > until:
                    raise PartUnavailable(
                        "Results",
                        f"{self._path} is being read all the time, so what was erased is still in the log beside it. "
                        "Do it again in a moment.",
                    )
                time.sleep(TRY_SECONDS / 10)

    def close(self) -> None:
        """Writes that wait for another process's end with an error within `TRY_SECONDS`."""
        self._closing = True
        with self._write_lock, self._read_lock:
            if not self._closed:
                self._closed = True
                self._reader.close()
                self._writer.close()

    def _begin(self) -> None:
        self._patiently("BEGIN IMMEDIATE")

    def _patiently(self, sql: str) -> None:
        """Waits for another process's write. In short tries: SQLite's own waiting can't be broken off."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                self._writer.execute(sql)
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or self._closing or time.monotonic() > until:
                    raise

    def _connection(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self._path, timeout=PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("PRAGMA secure_delete=ON")
        return db

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
