"""What of the screenings under way an admin should look at: those that don't move, and files that fail again and again."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from core.domain.run import Run
from core.errors import FailureReason
from core.ports import Store

STUCK_AFTER = timedelta(minutes=10)
"""A screening that began before and has had no outcome within the last minute."""

MANY_ATTEMPTS = 3
"""From so many on a file that failed is said to fail again and again."""

NEWEST = 30
"""Screenings that are looked through for such files."""


class UnderWay(NamedTuple):
    """One screening that isn't finished, in figures."""

    run: Run
    total: int
    done: int
    failed: int
    stuck: bool


class Failing(NamedTuple):
    """Files of one screening that failed again and again."""

    run: Run
    reason: FailureReason
    files: int
    attempts: int
    """Of the one that was tried most often."""


def under_way(store: Store, *, now: datetime | None = None) -> tuple[UnderWay, ...]:
    """Oldest first."""
    now = now or datetime.now(UTC)
    found = []
    for run in store.unfinished():
        told = store.progress(run.id)
        old = now - datetime.fromisoformat(run.created) > STUCK_AFTER
        stuck = old and not told.recent and told.done < told.total
        found.append(UnderWay(run, told.total, told.done, told.failed, stuck))
    return tuple(found)


def failing(store: Store) -> tuple[Failing, ...]:
    """Of the newest screenings, those with most attempts first."""
    found = [one for run in store.runs(NEWEST) for one in _failing_of(run, store)]
    return tuple(sorted(found, key=lambda one: -one.attempts))


def _failing_of(run: Run, store: Store) -> Iterator[Failing]:
    if not store.progress(run.id).failed:
        return
    by_reason: dict[FailureReason, list[int]] = {}
    for row in store.rows(run.id):
        outcome = row.outcome
        if outcome is not None and outcome.status == "failed" and outcome.retryable:
            by_reason.setdefault(outcome.reason, []).append(row.attempts)
    for reason, attempts in by_reason.items():
        if max(attempts) >= MANY_ATTEMPTS:
            yield Failing(run, reason, sum(n >= MANY_ATTEMPTS for n in attempts), max(attempts))
