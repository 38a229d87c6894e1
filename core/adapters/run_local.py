"""The runner inside this process: runs go on on the loop's thread, with or without a page open."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Literal

from core.adapters.lease import Lease
from core.adapters.loop import LoopThread
from core.adapters.run_keeping import BETWEEN_TRIES, Keeping
from core.adapters.run_progress import Live, counted, snapshot_of
from core.adapters.run_purse import Price, Purse
from core.adapters.run_reading import Reading
from core.adapters.run_work import Crew, End, Work
from core.domain.run import EngineName, Row, Run, RunSnapshot
from core.domain.verdict import Usage
from core.errors import NotEnoughCredits, OperatorError, UserError
from core.ports import Engine, Files, Readers, Store

log = logging.getLogger(__name__)

DRAIN_SECONDS = 20.0
"""How long an ending process waits for answers that are on their way and paid for; service managers kill after 30."""

LAST_WRITE_SECONDS = 3.0
"""How much longer it waits for a write that is under way."""

HEED_SECONDS = 2.0
"""How often the store is asked whether another process wants a run stopped or paused."""


def unknown(model: str, usage: Usage) -> float | None:
    """The price where nobody knows one."""
    return None


class LocalRunner:
    """`ports.Runner` on one loop thread. `engine_of` makes or finds the engine by name, on that thread.

    `circumstances` are what besides run and text decides a judgement; with None nothing judged before is reused.
    `patience` is how long a store that can't be written is waited for before a run halts, in seconds.
    """

    def __init__(
        self,
        *,
        store: Store,
        files: Files,
        readers: Readers,
        engine_of: Callable[[EngineName], Engine],
        loop: LoopThread,
        leases: Path,
        reading_at_once: int,
        judging_at_once: int,
        charges: bool = False,
        circumstances: str | None = None,
        price: Price = unknown,
        patience: float | None = None,
        between_tries: float = BETWEEN_TRIES,
    ) -> None:
        self._store = store
        self._loop = loop
        self._leases = leases
        self._charges = charges
        self._price = price
        self._keeping = Keeping(store, patience=patience, between_tries=between_tries)
        self._reading = Reading(
            store=store, files=files, readers=readers, keeping=self._keeping, at_once=reading_at_once
        )
        self._crew = Crew(
            store, self._keeping, self._reading, engine_of, judging_at_once, charges, circumstances
        )
        self._live: dict[str, Live] = {}
        self._untold: dict[str, RunSnapshot] = {}  # ends that the store could not be told
        self._owed: dict[str, Mapping[str, Usage]] = {}  # paid for items that have no outcome yet, by run
        self._starting = threading.Lock()
        self._lock = threading.Lock()  # held for moments only: the loop takes it too
        self._closing = False

    def start(self, run_id: str) -> None:
        """Begins or goes on with a run. Raises `UserError` for an unknown run, one another process works off, one
        with a budget whose model's price nobody knows, or one that the user's credits don't reach for: that one
        waits, halted, until they do."""
        with self._starting:
            with self._lock:
                live = self._live.get(run_id)
                if live:
                    live.again = True
                if live or self._closing:
                    return
            run = self._store.run(run_id)
            if run is None:
                raise UserError("This screening is no longer there.")
            lease = Lease(self._leases, run_id)
            if not lease.take():
                raise UserError(
                    "This screening is going on in another process. Wait for it, or stop it there."
                )
            try:
                live, rows = self._begun(run, lease)
            except BaseException:
                lease.give_back()
                raise
            with self._lock:
                if self._closing:
                    lease.give_back()
                    return
                self._live[run_id] = live
                live.ended = self._loop.submit(self._work(live, rows))

    def _begun(self, run: Run, lease: Lease) -> tuple[Live, tuple[Row, ...]]:
        progress = self._store.progress(run.id)
        purse = Purse(run, self._price, paid=progress.paid, owed=self._owed.get(run.id))
        try:
            if self._charges:
                self._store.reserve(run.id)
        except NotEnoughCredits as missing:
            self._store.set_state(run.id, "halted", str(missing))
            raise
        rows = self._store.rows(run.id)
        self._store.set_state(run.id, "running")
        self._untold.pop(run.id, None)
        self._owed.pop(run.id, None)
        run = run.model_copy(update={"state": "running", "message": ""})
        return Live(run, self._price, lease, purse, counted(run, progress), done_at_start=progress.done), rows

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        with self._lock:
            live, untold = self._live.get(run_id), self._untold.get(run_id)
        if live:
            return live.shown(self._keeping.trouble)
        if untold:
            return untold
        run = self._store.run(run_id)
        return snapshot_of(run, self._store.progress(run_id), self._price) if run else None

    def stop(self, run_id: str) -> None:
        self._end_as("stopped", run_id)

    def pause(self, run_id: str) -> None:
        self._end_as("paused", run_id)

    def _end_as(self, wanted: Literal["stopped", "paused"], run_id: str) -> None:
        """At once where nobody works it off; another process sees in the store what is wanted of it."""
        with self._lock:
            live = self._live.get(run_id)
            if live:
                live.wanted = wanted
                self._loop.call_soon(live.stop.set)
                return
        run = self._store.run(run_id)
        if run is None or run.state not in ("running", "paused"):
            return
        lease = Lease(self._leases, run_id)
        ours = lease.take()
        try:
            if ours and wanted == "stopped":
                self._store.release(run_id)
            self._store.set_state(run_id, wanted)
        finally:
            lease.give_back()

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        with self._lock:
            live = self._live.get(run_id)
        if live and live.ended:
            try:
                live.ended.result(timeout)
            except TimeoutError:
                return live.shown(self._keeping.trouble)
        return self.snapshot(run_id)

    def close(self, *, drain_seconds: float = DRAIN_SECONDS) -> None:
        """Launches nothing more, waits a little for what is in flight; unfinished runs stay "running" in the store."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            under_way = list(self._live.values())
        self._keeping.give_up()
        for live in under_way:
            live.wanted = live.wanted or "running"
            self._loop.call_soon(live.stop.set)
        deadline = time.monotonic() + drain_seconds
        for live in under_way:
            if live.ended:
                _await(live.ended, deadline)
        self._reading.close()
        self._keeping.close(seconds=LAST_WRITE_SECONDS)

    # on the loop's thread

    async def _work(self, live: Live, rows: tuple[Row, ...]) -> None:
        work = Work(live, self._crew)
        heeding = asyncio.ensure_future(self._heed(live))
        try:
            end = await work.off(rows)
            while not await self._left(live, end):
                end = await work.off(None) if end.state == "finished" else End(live.wanted or end.state)
        finally:
            heeding.cancel()
            with self._lock:
                self._forget(live)

    async def _left(self, live: Live, end: End) -> bool:
        """Keeps the end and lets the run go; False where somebody has asked for something else meanwhile."""
        told = await self._told(live, end)
        with self._lock:
            again = live.again and end.state == "finished" and not live.stop.is_set()
            changed = end.state in ("stopped", "paused") and live.wanted != end.state
            if told and (again or changed):
                live.again = False
                return False
            if not told:
                self._untold[live.run.id] = live.ended_as(end.state, end.message)
            self._forget(live)
        return True

    async def _told(self, live: Live, end: End) -> bool:
        """Whether the store knows of the end. Only the end of this process keeps it from waiting until it does."""
        run_id = live.run.id

        def keep() -> None:
            if end.state != "paused":
                self._store.release(run_id)
            self._store.set_state(run_id, end.state, end.message)

        if end.state == "running":
            return True  # for another process to take up
        try:
            await self._keeping.write(keep, patiently=not end.unkept)
        except OperatorError as error:
            log.error("run %s: its end couldn't be kept: %s", run_id, type(error).__name__)
            return False
        return True

    def _forget(self, live: Live) -> None:
        """Lets go of a run, once."""
        run_id = live.run.id
        if self._live.get(run_id) is live:
            del self._live[run_id]
            if owed := live.purse.all_owed():
                self._owed[run_id] = owed
            live.lease.give_back()

    async def _heed(self, live: Live) -> None:
        """Stops once another process has said so in the store, or the run is no longer there."""
        while True:
            await asyncio.sleep(HEED_SECONDS)
            try:
                run = await self._keeping.read(lambda: self._store.run(live.run.id), patiently=False)
            except OperatorError:
                continue  # then nobody could have said anything
            if live.wanted is None and (run is None or run.state in ("stopped", "paused")):
                live.wanted = "paused" if run and run.state == "paused" else "stopped"
                live.stop.set()


def _await(ended: "Future[None]", deadline: float) -> None:
    try:
        ended.result(max(0.0, deadline - time.monotonic()))
    except TimeoutError:
        ended.cancel()
