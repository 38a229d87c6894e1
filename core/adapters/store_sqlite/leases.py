"""Leases in the SQLite store: who works an item off just now. Equal contents are held together."""

import sqlite3
import time
from collections.abc import Iterable, Sequence

from core.adapters.leasing import taken_then
from core.adapters.store_sqlite.database import Database

_OPEN = (
    " FROM items i LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
    " WHERE i.run_id = ? AND o.item_id IS NULL"
)


def lease(
    db: sqlite3.Connection, run_id: str, item_ids: Sequence[str], owner: str, *, seconds: float, after: str
) -> list[str]:
    """The ids of all items of the contents that are the owner's now, in the caller's transaction."""
    now = time.time()
    ours = [
        content
        for content in _contents(db, run_id, item_ids)
        if all(who in (owner, after) or until <= now for _, who, until, _ in _open(db, run_id, content))
    ]
    for content in ours:
        db.executemany(
            "UPDATE items SET lease_owner = ?, lease_until = ?, taken = ? WHERE run_id = ? AND id = ?",
            [
                (
                    owner,
                    now + seconds if seconds else 0.0,
                    taken_then(taken, who, owner, seconds=seconds, after=after),
                    run_id,
                    item_id,
                )
                for item_id, who, _, taken in _open(db, run_id, content)
            ],
        )
    return [item_id for content in ours for item_id in _items(db, run_id, content)]


def unleased(database: Database, run_id: str, limit: int) -> tuple[str, ...]:
    found = database.all(
        f"SELECT i.id {_OPEN} AND i.lease_until <= ? ORDER BY i.position LIMIT ?", run_id, time.time(), limit
    )
    return tuple(item_id for (item_id,) in found)


def leased(database: Database, run_id: str) -> int:
    found = database.one(f"SELECT count(*) {_OPEN} AND i.lease_until > ?", run_id, time.time())
    return int(found[0]) if found else 0


def _contents(db: sqlite3.Connection, run_id: str, item_ids: Iterable[str]) -> list[tuple[str, str]]:
    """Each content once: its SHA-256, or the item's own id where no bytes were kept."""
    contents: dict[tuple[str, str], None] = {}
    for item_id in item_ids:
        found = db.execute(
            "SELECT sha256 FROM items WHERE run_id = ? AND id = ?", (run_id, item_id)
        ).fetchone()
        if found:
            contents[("sha256", found[0]) if found[0] else ("id", item_id)] = None
    return list(contents)


def _open(db: sqlite3.Connection, run_id: str, content: tuple[str, str]) -> list[tuple[str, str, float, int]]:
    column, value = content
    return db.execute(
        f"SELECT i.id, i.lease_owner, i.lease_until, i.taken {_OPEN} AND i.{column} = ?", (run_id, value)
    ).fetchall()


def _items(db: sqlite3.Connection, run_id: str, content: tuple[str, str]) -> list[str]:
    column, value = content
    found = db.execute(f"SELECT id FROM items WHERE run_id = ? AND {column} = ?", (run_id, value))
    return [item_id for (item_id,) in found]
