"""Access tokens in the SQLite store."""

import sqlite3
from typing import Any

from core.domain.person import Person
from core.domain.token import AccessToken

_COLUMNS = "sha256, id, user, role, team, label, created, used"


def add(db: sqlite3.Connection, token: AccessToken) -> None:
    person = token.person
    db.execute(
        f"INSERT INTO tokens ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (token.sha256, token.id, person.id, person.role, person.team, token.label, token.created, token.used),
    )


def find(db: sqlite3.Connection, sha256: str) -> AccessToken | None:
    found = db.execute(f"SELECT {_COLUMNS} FROM tokens WHERE sha256 = ?", (sha256,)).fetchone()
    return _token(found) if found else None


def everybodys(db: sqlite3.Connection) -> tuple[AccessToken, ...]:
    """Oldest first."""
    return tuple(map(_token, db.execute(f"SELECT {_COLUMNS} FROM tokens ORDER BY created, id")))


def _token(row: tuple[Any, ...]) -> AccessToken:
    sha256, token_id, user, role, team, label, created, used = row
    person = Person(id=user, role=role, team=team)
    return AccessToken(id=token_id, sha256=sha256, person=person, label=label, created=created, used=used)
