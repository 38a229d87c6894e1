"""One batch of a run worked off in a worker's process, with what the local runner works off whole runs with."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from core.adapters.run_celery import Feeding, give_back_when_left
from core.adapters.run_celery_queue import Batch
from core.adapters.run_progress import Live, counted
from core.adapters.run_purse import Price, Purse
from core.adapters.run_work import Crew, End, Work
from core.domain.candidate import failure
from core.domain.run import Row, Run
from core.errors import PartUnavailable, UserError
from core.ports import Store

log = logging.getLogger(__name__)
T = TypeVar("T")

LEASE_SECONDS = 7.0
"""After which the items of a worker that was killed are anybody's: with the sweep's two, less than ten."""

BEAT_SECONDS = 2.0
"""How often a worker says that it still has them, and looks whether the run was stopped."""


TOO_LONG = failure("timeout", "This took longer than a worker may take. Try again.")
LEFT_ALONE = failure(
    "timeout", "Three workers ended while they had this file. Look at it before you try it again."
)

MOST_TAKEN = 3
"""So many workers may end while they have one and the same résumé; then it is left alone."""


class Lease:
    """The items that a batch has in hand."""

    def __init__(self, store: Store, batch: Batch) -> None:
        self._store = store
        self._batch = batch
        self._owner = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(8)}"
        self._ours: list[str] = []

    def take(self) -> tuple[Row, ...]:
        """The rows that are ours now, those judged before included.

        What a worker was lost over is taken by itself: if it is to blame, it takes no other résumé along.
        """
        run_id, item_ids, ticket = self._batch
        rows = self._store.lease(run_id, item_ids, self._owner, seconds=LEASE_SECONDS, after=ticket)
        lost = next((row for row in rows if row.outcome is None and row.taken > 1), None)
        if lost is not None:
            others = [row.item.id for row in rows if not _same_content(row, lost)]
            self._store.lease(run_id, others, self._owner, seconds=0)
            rows = tuple(row for row in rows if _same_content(row, lost))
        self._ours = [row.item.id for row in rows if row.outcome is None]
        return rows

    def beat(self) -> bool:
        """Holds on to what is open; False where another worker has some of it by now."""
        kept = self._store.lease(self._batch.run_id, self._ours, self._owner, seconds=LEASE_SECONDS)
        return {row.item.id for row in kept} >= set(self._ours)

    def give_back(self) -> None:
        run_id, item_ids, ticket = self._batch
        self._store.lease(run_id, item_ids, self._owner, seconds=0, after=ticket)


def _same_content(one: Row, other: Row) -> bool:
    return one.item.id == other.item.id or bool(one.item.sha256 and one.item.sha256 == other.item.sha256)


class Batches:
    """Works batches off on a loop. What a worker needs besides messages is in the store."""

    def __init__(self, crew: Crew, feeding: Feeding, *, price: Price) -> None:
        self._crew = crew
        self._store = crew.store
        self._feeding = feeding
        self._price = price

    async def screen(self, batch: Batch, overdue: asyncio.Event) -> int:
        """How many rows it has screened. Once `overdue` is set, what is open fails as timed out.

        Raises `PartUnavailable` where the store is out of reach for long; whoever sweeps sends the batch again.
        """
        lease = Lease(self._store, batch)
        run = await self._told(lambda: self._store.run(batch.run_id))
        if run is None:
            return 0
        if run.state != "running":
            await self._kept(lease.give_back)
            await self._kept(lambda: give_back_when_left(self._store, run.id))
            return 0
        rows = await self._kept(lease.take)
        open_rows = [row for row in rows if row.outcome is None]
        if open_rows:
            try:
                if any(row.taken > MOST_TAKEN for row in open_rows):
                    await self._leave_alone(run.id, open_rows)
                else:
                    await self._worked_off(run, rows, lease, overdue)
            finally:
                await self._kept(lease.give_back)
        await self._leave(run)
        return len(open_rows)

    async def _worked_off(
        self, run: Run, rows: tuple[Row, ...], lease: Lease, overdue: asyncio.Event
    ) -> None:
        progress = await self._told(lambda: self._store.progress(run.id))
        try:
            purse = Purse(run, self._price, paid=progress.paid)
        except UserError as unpriced:
            await self._halt(run.id, str(unpriced))
            return
        live = Live(run, self._price, lease, purse, counted(run, progress), done_at_start=progress.done)
        beating = asyncio.ensure_future(self._beat(live, lease))
        working = asyncio.ensure_future(Work(live, self._crew).batch(rows))
        late = asyncio.ensure_future(overdue.wait())
        try:
            await asyncio.wait((working, late), return_when=asyncio.FIRST_COMPLETED)
            if working.done():
                await self._told_of(working.result(), run.id)
            else:
                working.cancel()
                await asyncio.gather(working, return_exceptions=True)
                await self._fail_open(run.id, rows)
        finally:
            for one in (beating, working, late):
                one.cancel()
            await asyncio.gather(beating, working, late, return_exceptions=True)

    async def _told_of(self, end: End, run_id: str) -> None:
        if end.state == "halted":
            await self._halt(run_id, end.message)

    async def _halt(self, run_id: str, message: str) -> None:
        """Ends the run for all workers, unless a person has ended it meanwhile."""

        def halt() -> None:
            run = self._store.run(run_id)
            if run is not None and run.state == "running":
                self._store.set_state(run_id, "halted", message)

        await self._kept(halt)

    async def _fail_open(self, run_id: str, rows: Sequence[Row]) -> None:
        """So that a résumé that never ends isn't begun for ever. It can be tried again."""
        ids = {row.item.id for row in rows if row.outcome is None}
        done = await self._told(lambda: {row.item.id for row in self._store.rows(run_id) if row.outcome})
        for item_id in ids - done:
            await self._kept(partial(self._store.put_outcome, run_id, item_id, TOO_LONG))
        log.warning("run %s: %d items took too long", run_id, len(ids - done))

    async def _leave_alone(self, run_id: str, rows: Sequence[Row]) -> None:
        for row in rows:
            await self._kept(partial(self._store.put_outcome, run_id, row.item.id, LEFT_ALONE))
        log.warning("run %s: %d items were left alone: workers ended while they had them", run_id, len(rows))

    async def _leave(self, run: Run) -> None:
        """The next batch is sent, the run ended, or what it holds given back: whoever is last sees to it."""

        def look() -> None:
            now = self._store.run(run.id)
            if now is None:
                return
            if now.state == "running":
                self._feeding.run(now)
            else:
                give_back_when_left(self._store, run.id)

        try:
            await self._crew.keeping.write(look, patiently=False)  # else whoever sweeps does it
        except PartUnavailable as away:
            log.warning("run %s: what is next waits for the sweep: %s", run.id, away.part)

    async def _beat(self, live: Live, lease: Lease) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                ours = await asyncio.to_thread(lease.beat)
                run = await asyncio.to_thread(self._store.run, live.run.id)
            except PartUnavailable:
                continue  # then nobody else can take them either
            if run is None or run.state != "running":
                live.wanted = "paused" if run and run.state == "paused" else "stopped"
                live.stop.set()
            elif not ours and live.wanted is None:
                log.warning("run %s: another worker has taken over some items", live.run.id)
                live.wanted = "running"
                live.stop.set()

    async def _told(self, work: Callable[[], T]) -> T:
        return await self._crew.keeping.read(work)

    async def _kept(self, work: Callable[[], T]) -> T:
        return await self._crew.keeping.write(work)
