"""What has been kept long enough: screenings past their days, and files that belong to none."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.domain.run import Run
from core.operations.erasure import EVERY_RUN
from core.ports import Store
from core.wiring import Services

log = logging.getLogger(__name__)

STRAY_DAYS = 7
"""How long a file is kept that was given and never screened."""


@dataclass(frozen=True)
class Due:
    """What is past its days: ids and counts, no names."""

    runs: tuple[str, ...]
    items: int
    strays: tuple[str, ...]
    """SHA-256 of files that no screening has."""
    under_way: tuple[str, ...]
    """Screenings past their days that are under way, and stay until they have ended."""


@dataclass(frozen=True)
class Swept:
    """What went."""

    runs: tuple[str, ...]
    files: int
    replies: int


def due(services: Services, *, now: datetime | None = None) -> Due:
    """What a sweep would remove now; nothing is changed."""
    now = now or datetime.now(UTC)
    store = services.store
    old = tuple(_old(services, now))
    going = tuple(run.id for run in old if run.state != "running")
    staying = _contents(store, (run.id for run in store.runs(EVERY_RUN)))
    return Due(
        runs=going,
        items=sum(store.progress(run_id).total for run_id in going),
        strays=tuple(sorted(set(_strays(services, now)) - staying)),
        under_way=tuple(run.id for run in old if run.state == "running"),
    )


def sweep(services: Services, *, now: datetime | None = None) -> Swept:
    """Removes screenings past their days, then texts, judgements and original files that no screening has any more,
    and kept answers that were paid for by what is gone.

    Done again it completes what was broken off. Raises `PartUnavailable`.
    """
    now = now or datetime.now(UTC)
    store, removed = services.store, []
    loose = set(_strays(services, now))
    for run in _old(services, now):
        contents = _contents(store, [run.id])
        if store.remove_runs([run.id]):
            removed.append(run.id)
            loose |= contents
            log.info("retention: run %s, %d contents", run.id, len(contents))
    gone = store.forget(tuple(loose)) if loose else ()
    for sha256 in gone:
        services.files.delete(sha256)
    replies = _paid_for_by(removed, services) if services.settings.redis_url else _ownerless(services)
    services.drop_replies(replies)
    if removed or gone:
        store.scrub()
    log.info("retention: %d runs, %d files, %d answers", len(removed), len(gone), len(replies))
    return Swept(tuple(removed), len(gone), len(replies))


def _old(services: Services, now: datetime) -> Iterable[Run]:
    """Oldest first."""
    own, usual = services.store.retentions(), services.settings.retention_days
    for run in reversed(services.store.runs(EVERY_RUN)):
        if datetime.fromisoformat(run.created) < now - timedelta(days=own.get(run.job_id, usual)):
            yield run


def _contents(store: Store, run_ids: Iterable[str]) -> set[str]:
    return {row.item.sha256 for run_id in run_ids for row in store.rows(run_id) if row.item.sha256}


def _strays(services: Services, now: datetime) -> list[str]:
    """Files old enough to go if no screening has them. None of a bucket that others may use with results of their own:
    theirs would look like strays."""
    if services.settings.files_url and not services.settings.has_firestore:
        return []
    before = now - timedelta(days=STRAY_DAYS)
    return [file.sha256 for file in services.files.kept() if file.at < before]


def _paid_for_by(run_ids: Sequence[str], services: Services) -> Sequence[str]:
    """Answers in a cache that others share, where what isn't ours may be theirs."""
    if not run_ids:
        return []
    return [key for (run_id, _), keys in services.replies().items() if run_id in run_ids for key in keys]


def _ownerless(services: Services) -> Sequence[str]:
    """Answers paid for by a screening or a file in it that is no longer here."""
    replies = services.replies()
    items = {
        run_id: {row.item.id for row in services.store.rows(run_id)} if services.store.run(run_id) else set()
        for run_id in {run_id for run_id, _ in replies}
    }
    return [
        key for (run_id, item_id), keys in replies.items() if item_id not in items[run_id] for key in keys
    ]
