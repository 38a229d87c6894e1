"""Credits in the SQLite store: lines that are only ever added, inside the transaction of what they pay for."""

import sqlite3
from datetime import UTC, datetime

from core.domain.credit import Balance, Entry, EntryKind
from core.domain.run import Run
from core.errors import NotEnoughCredits, UserError


def balance(db: sqlite3.Connection, user: str) -> Balance:
    free, held = db.execute(
        "SELECT coalesce(sum(amount), 0), coalesce(sum(held), 0) FROM ledger WHERE user = ?", (user,)
    ).fetchone()
    return Balance(user=user, free=free, reserved=held)


def grant(db: sqlite3.Connection, user: str, amount: int, note: str) -> Balance:
    have = balance(db, user)
    if have.free + amount < 0:
        raise UserError(f"Only {have.free:,} credits are free; no more can be taken away.")
    _add(db, user, "granted", amount, 0, note=note)
    return balance(db, user)


def entries(db: sqlite3.Connection, user: str, limit: int) -> tuple[Entry, ...]:
    found = db.execute(
        "SELECT user, kind, amount, run_id, item_id, note, at FROM ledger WHERE user = ? ORDER BY id DESC LIMIT ?",
        (user, limit),
    )
    return tuple(
        Entry(user=user, kind=kind, amount=amount, run_id=run_id, item_id=item_id, note=note, at=at)
        for user, kind, amount, run_id, item_id, note, at in found
    )


def reserve(db: sqlite3.Connection, run: Run) -> int:
    """One for each content without an outcome, beyond what the run holds."""
    if run.sample or run.engine == "local":
        return 0
    (open_contents,) = db.execute(
        "SELECT count(DISTINCT CASE i.sha256 WHEN '' THEN i.id ELSE i.sha256 END) FROM items i"
        " LEFT JOIN outcomes o ON o.run_id = i.run_id AND o.item_id = i.id"
        " WHERE i.run_id = ? AND o.item_id IS NULL",
        (run.id,),
    ).fetchone()
    more = int(open_contents) - held_by(db, run.id)
    if more <= 0:
        return 0
    have = balance(db, run.user)
    if have.free < more:
        raise NotEnoughCredits(more, have.free)
    _add(db, run.user, "reserved", -more, more, run_id=run.id)
    return more


def settle(db: sqlite3.Connection, run_id: str, item_id: str, *, judged_anew: bool) -> None:
    """Called with every outcome: spends or gives back the credit held for its content, once."""
    if not held_by(db, run_id):
        return
    user, last = db.execute(
        "SELECT user, max(id) FROM ledger WHERE run_id = ? AND kind = 'reserved'", (run_id,)
    ).fetchone()
    settled = db.execute(
        "SELECT 1 FROM ledger l JOIN items i ON i.run_id = l.run_id AND i.id = l.item_id"
        " JOIN items this ON this.run_id = l.run_id AND this.id = ? AND this.sha256 = i.sha256 AND this.sha256 != ''"
        " WHERE l.run_id = ? AND (l.kind = 'spent' OR l.id > ?) LIMIT 1",
        (item_id, run_id, last),
    ).fetchone()
    if settled:
        return
    if judged_anew:
        _add(db, user, "spent", 0, -1, run_id=run_id, item_id=item_id)
    else:
        _add(db, user, "returned", 1, -1, run_id=run_id, item_id=item_id)


def release(db: sqlite3.Connection, run_id: str) -> int:
    held = held_by(db, run_id)
    if held:
        (user,) = db.execute("SELECT user FROM ledger WHERE run_id = ? LIMIT 1", (run_id,)).fetchone()
        _add(db, user, "returned", held, -held, run_id=run_id)
    return held


def held_by(db: sqlite3.Connection, run_id: str) -> int:
    """How many credits a run holds."""
    (held,) = db.execute("SELECT coalesce(sum(held), 0) FROM ledger WHERE run_id = ?", (run_id,)).fetchone()
    return int(held)


def _add(
    db: sqlite3.Connection,
    user: str,
    kind: EntryKind,
    amount: int,
    held: int,
    *,
    run_id: str = "",
    item_id: str = "",
    note: str = "",
) -> None:
    db.execute(
        "INSERT INTO ledger (user, kind, amount, held, run_id, item_id, note, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (user, kind, amount, held, run_id, item_id, note, datetime.now(UTC).isoformat(timespec="seconds")),
    )
