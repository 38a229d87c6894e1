"""The SQLite store as something that is copied."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from core.adapters.copying.record import TABLES, Record
from core.adapters.store_sqlite import SqliteStore
from core.errors import PartUnavailable

ORDER = {"runs": "rowid"}
"""Where it isn't by key: runs of the same second are told apart by it."""

READ_AT_ONCE = 200
BUSY_SECONDS = 30


class SqliteShelf:
    """`Shelf` over the file, which is brought to the newest shape first."""

    name = "SQLite"

    def __init__(self, path: Path) -> None:
        SqliteStore(path, reader_version=0).close()
        self._path = path
        with self._failing_by_name():
            self._db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
            self._db.execute("PRAGMA synchronous=FULL")

    def read(self, table: str) -> Iterator[Record]:
        columns = TABLES[table].columns
        order = ORDER.get(table) or ", ".join(columns[: TABLES[table].keys])
        with self._failing_by_name(), closing(self._db.cursor()) as cursor:
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY {order}")
            while found := cursor.fetchmany(READ_AT_ONCE):
                yield from (Record(table, tuple(row)) for row in found)

    def find(self, records: Sequence[Record]) -> list[Record | None]:
        return [self._one(record) for record in records]

    def write(self, records: Sequence[Record]) -> None:
        """Without what the tables say of each other: a run comes after its items."""
        if not records:
            return
        table, columns = records[0].table, TABLES[records[0].table].columns
        keys, places = columns[: TABLES[table].keys], ", ".join("?" * len(columns))
        new = ", ".join(f"{name} = excluded.{name}" for name in columns)
        with self._failing_by_name():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
                    f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {new}",
                    [record.values for record in records],
                )
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def close(self) -> None:
        self._db.close()

    def _one(self, wanted: Record) -> Record | None:
        table = TABLES[wanted.table]
        columns = table.columns
        named = " AND ".join(f"{name} = ?" for name in columns[: table.keys])
        with self._failing_by_name():
            found = self._db.execute(
                f"SELECT {', '.join(columns)} FROM {wanted.table} WHERE {named}", wanted.key
            ).fetchone()
        return Record(wanted.table, tuple(found)) if found else None

    @contextmanager
    def _failing_by_name(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise PartUnavailable(
                "Results",
                f"The results file {self._path} can't be used ({error}). Check that nothing else writes to it and "
                "the disk isn't full.",
            ) from error
