"""Bearer tokens: made once, kept as a hash, and whom one lets in."""

import hashlib
import secrets
from datetime import datetime

from core.access.admission import Rules, still_let_in
from core.domain.person import Person
from core.domain.token import AccessToken
from core.ports import Store

PREFIX = "sl_"
"""So that a token that strayed into a file is known for what it is."""

SECRET_BYTES = 30
"""240 random bits: a hash without salt and without stretching hides them, since nobody can try them out."""


def new_token(person: Person, *, label: str, now: datetime) -> tuple[str, AccessToken]:
    """The secret, to be shown once, and what is kept of it."""
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    kept = AccessToken(
        id=secrets.token_hex(6),
        sha256=_hash(secret),
        person=person,
        label=label,
        created=now.isoformat(timespec="seconds"),
    )
    return secret, kept


def person_with(secret: str, store: Store, rules: Rules | None, *, now: datetime) -> Person | None:
    """Whom a token lets in; None where there is no such token, or nobody would let that person in any more.

    That it was used is kept once a minute. Raises `PartUnavailable`.
    """
    if not secret.startswith(PREFIX):
        return None
    token = store.token(_hash(secret))
    if token is None or not still_let_in(token.person, rules):
        return None
    minute = now.replace(second=0, microsecond=0).isoformat(timespec="minutes")
    if token.used != minute:
        store.use_token(token.sha256, minute)
    return token.person


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
