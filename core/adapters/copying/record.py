"""One thing a store keeps, in the words both stores share: a row of the SQLite store's tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol


class Table(NamedTuple):
    """The columns of a kind of record; the first `keys` of them name it."""

    keys: int
    columns: tuple[str, ...]


TABLES: Mapping[str, Table] = {
    "jobs": Table(1, ("id", "title", "text", "owner", "retention_days")),
    "texts": Table(2, ("sha256", "reader", "outcome")),
    "judgements": Table(2, ("sha256", "terms", "outcome")),
    "rubrics": Table(1, ("id", "job_id", "number", "version", "at", "rubric")),
    "decisions": Table(1, ("id", "job_id", "sha256", "decision", "reason", "at")),
    "events": Table(1, ("id", "run_id", "kind", "item_id", "detail", "at", "user")),
    "ledger": Table(1, ("id", "user", "kind", "amount", "held", "run_id", "item_id", "note", "at")),
    "items": Table(
        2,
        (
            "run_id",
            "id",
            "position",
            "file",
            "sha256",
            "batch",
            "attempts",
            "paid_input",
            "paid_cached",
            "paid_output",
        ),
    ),
    "outcomes": Table(
        2,
        (
            "run_id",
            "item_id",
            "status",
            "retryable",
            "outcome",
            "at",
            "score",
            "cached",
            "input",
            "remembered",
            "output",
        ),
    ),
    "tokens": Table(1, ("sha256", "id", "user", "role", "team", "label", "created", "used")),
    "runs": Table(
        1,
        (
            "id",
            "job_id",
            "created",
            "sample",
            "state",
            "message",
            "cuts",
            "fixed",
            "weighed",
            "blind",
            "settled",
            "budget",
            "owner",
        ),
    ),
}
"""In the order they are copied: runs last, so that nobody sees or takes up one that is half there."""


@dataclass(frozen=True)
class Record:
    """One row of `table`, its values in the order of the table's columns."""

    table: str
    values: tuple[Any, ...]

    @property
    def key(self) -> tuple[Any, ...]:
        return self.values[: TABLES[self.table].keys]

    @property
    def fields(self) -> dict[str, Any]:
        return dict(zip(TABLES[self.table].columns, self.values, strict=True))


def record(table: str, fields: Mapping[str, Any]) -> Record:
    return Record(table, tuple(fields[name] for name in TABLES[table].columns))


class Shelf(Protocol):
    """What a store is to whoever copies it. Raises `PartUnavailable` as the store does."""

    name: str

    def read(self, table: str) -> Iterator[Record]:
        """Everything in the table, in an order that a copy may keep."""
        ...

    def find(self, records: Sequence[Record]) -> list[Record | None]:
        """Of one table: what this store has under their keys."""
        ...

    def write(self, records: Sequence[Record]) -> None:
        """Of one table: puts them all, in place of what is there under their keys."""
        ...

    def close(self) -> None: ...
