"""Copies a store into another, looks at what came, and counts. What is copied from is never changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from core.adapters.copying.record import TABLES, Record, Shelf
from core.adapters.copying.sqlite import SqliteShelf
from core.errors import InternalError, UserError
from core.settings import Settings

Kind = Literal["sqlite", "firestore"]

TOGETHER = 15
"""Records written at once: a commit to Firestore takes ten megabytes, and a text may be some hundred kilobytes."""


@dataclass
class Copied:
    """What became of the records of one table."""

    table: str
    copied: int = 0
    there: int = 0
    """Equal ones were there already."""
    different: int = 0
    """Others were there under the same key, and were left as they are."""


def copy_to(
    kind: Kind, settings: Settings, *, overwrite: bool = False, tell: Callable[[Copied], None]
) -> tuple[Copied, ...]:
    """Copies this installation's SQLite file into its Firestore, or the other way round; `tell` hears of each table.

    Doing it again copies what is missing. What differs is left as it is, since it may be newer, unless `overwrite`.
    Raises `ConfigurationError`, `PartUnavailable`, `UserError` where there is nothing to copy.
    """
    from core.adapters.copying.firestore import FirestoreShelf  # an optional part, imported where it is used
    from core.adapters.store_firestore import connect

    path = settings.data_dir.expanduser().resolve() / "shortlist.db"
    if kind == "firestore" and not path.exists():
        raise UserError(f"There is nothing to copy: {path} isn't there. Check DATA_DIR.")
    far = FirestoreShelf(connect(settings))
    try:
        near = SqliteShelf(path)
        try:
            source, target = (near, far) if kind == "firestore" else (far, near)
            return tuple(_copy(table, source, target, overwrite, tell) for table in TABLES)
        finally:
            near.close()
    finally:
        far.close()


def _copy(
    table: str, source: Shelf, target: Shelf, overwrite: bool, tell: Callable[[Copied], None]
) -> Copied:
    copied = Copied(table)
    for some in _by(TOGETHER, source.read(table)):
        have = target.find(some)
        missing = [one for one, there in zip(some, have, strict=True) if there is None]
        different = [one for one, there in zip(some, have, strict=True) if there is not None and there != one]
        copied.there += len(some) - len(missing) - len(different)
        if overwrite:
            missing, different = missing + different, []
        copied.different += len(different)
        target.write(missing)
        if target.find(missing) != missing:
            raise InternalError(f"What was copied of {table} to {target.name} doesn't come back as it was.")
        copied.copied += len(missing)
    tell(copied)
    return copied


def _by(size: int, records: Iterable[Record]) -> Iterator[list[Record]]:
    rest = iter(records)
    while some := list(islice(rest, size)):
        yield some
