"""Reply cache in an SQLite file: what is used when no Redis is configured."""

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from core.errors import PartUnavailable

log = logging.getLogger(__name__)

T = TypeVar("T")

BUSY_SECONDS = 1.0
"""How long another process may hold the file before a look-up counts as a miss."""

READ_AT_ONCE = 500
SWEEP_EVERY = 500
"""Expired answers are removed at the first use and then once in so many writes."""

_TABLE = """
create table if not exists reply (
    key text primary key,
    value text not null,
    expires real not null
) without rowid
"""


class SqliteCache:
    """An async facade over one connection that lives on one thread.

    Any trouble with the file is a miss. A file that isn't a database any more is thrown away and begun anew:
    everything in it can be asked again.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reply-cache")
        self._open: sqlite3.Connection | None = None
        self._writes = 0
        self._closed = False

    async def get(self, key: str) -> str | None:
        return await self._quietly(lambda: self._get(key), None)

    async def set(self, key: str, value: str, *, seconds: int) -> None:
        await self._quietly(lambda: self._set(key, value, seconds), None)

    async def claim(self, key: str, who: str, *, seconds: int) -> bool:
        """Always: a file has one machine's processes, which seldom ask the same at once; and the claim of one that was
        killed would hold up the next."""
        return True

    async def let_go(self, key: str, who: str) -> None:
        """Nothing is held."""

    async def values(self) -> AsyncIterator[tuple[str, str]]:
        last = ""
        while some := await self._surely(partial(self._after, last)):
            for one in some:
                yield one
            last = some[-1][0]

    async def drop(self, keys: Sequence[str]) -> None:
        if keys:
            await self._surely(lambda: self._drop(keys))

    async def ping(self) -> str:
        if self._closed:
            raise PartUnavailable("Reply cache", "The reply cache is closed.")
        await self._surely(self._probe)
        return "The reply cache answers."

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        await self._on_thread(self._end)
        self._thread.shutdown(wait=False)

    async def _quietly(self, work: Callable[[], T], otherwise: T) -> T:
        if self._closed:
            return otherwise
        try:
            return await self._on_thread(work)
        except (sqlite3.Error, OSError, UnicodeError) as error:
            log.warning("the reply cache was passed over: %s", type(error).__name__)
            return otherwise

    async def _surely(self, work: Callable[[], T]) -> T:
        try:
            return await self._on_thread(work)
        except (sqlite3.Error, OSError) as error:
            raise PartUnavailable(
                "Reply cache",
                f"The reply cache can't be written ({type(error).__name__}). Check the data folder.",
            ) from error

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def _get(self, key: str) -> str | None:
        row = (
            self._connection()
            .execute("select value from reply where key = ? and expires > ?", (key, time.time()))
            .fetchone()
        )
        return row[0] if row and isinstance(row[0], str) else None

    def _set(self, key: str, value: str, seconds: int) -> None:
        connection = self._connection()
        with connection:
            connection.execute(
                "insert or replace into reply values (?, ?, ?)", (key, value, time.time() + seconds)
            )
        self._writes += 1
        if self._writes % SWEEP_EVERY == 0:
            self._sweep(connection)

    def _after(self, key: str) -> list[tuple[str, str]]:
        found = self._connection().execute(
            "select key, value from reply where key > ? order by key limit ?", (key, READ_AT_ONCE)
        )
        return [(key, value) for key, value in found if isinstance(value, str)]

    def _drop(self, keys: Sequence[str]) -> None:
        """Freed pages go too, and the log beside the file."""
        connection = self._connection()
        with connection:
            connection.executemany("delete from reply where key = ?", [(key,) for key in keys])
        connection.execute("vacuum")
        if connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            raise sqlite3.OperationalError("read by another process")

    def _probe(self) -> None:
        connection = self._connection()
        connection.execute("begin immediate")
        connection.rollback()

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._open = self._connect()
            except sqlite3.OperationalError:
                raise  # busy, full or not writable: the file itself may be sound
            except sqlite3.DatabaseError:
                log.warning("the reply cache file was damaged and is begun anew")
                for suffix in ("", "-wal", "-shm"):
                    self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
                self._open = self._connect()
        return self._open

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS)
        try:
            self._path.chmod(0o600)  # answers quote résumés
            connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = normal")
            connection.execute(_TABLE)
            self._sweep(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    @staticmethod
    def _sweep(connection: sqlite3.Connection) -> None:
        with connection:
            connection.execute("delete from reply where expires <= ?", (time.time(),))

    def _end(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None
