"""The runner inside this process: runs go on on the loop's thread, with or without a page open."""

import asyncio
import hashlib
import logging
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar

from core.adapters.lease import Lease
from core.adapters.loop import LoopThread
from core.adapters.run_progress import Live, after, begin, begin_scans, put_off, snapshot_of
from core.domain.candidate import Candidate, Failure, Outcome, failure
from core.domain.job import Job
from core.domain.resume import ReadResume
from core.domain.run import EngineName, Item, Row, Run, RunSnapshot, RunState
from core.domain.verdict import Usage
from core.errors import CannotScreen, InternalError, NotEnoughCredits, OperatorError, UserError
from core.intake import read_kept, read_quickly, waits_for_scan
from core.ports import Engine, Files, Readers, Store
from core.screening import ANALYSIS_VERSION
from core.screening.batch import look_ahead, screen_all
from core.screening.caller import CALLER, Caller
from core.screening.screen import Prepared, judge_candidate, prepare_candidate

log = logging.getLogger(__name__)
T = TypeVar("T")

_PutOff = Literal["put off"]
_PUT_OFF: Final = "put off"
_Coming = asyncio.Task[Prepared | Outcome | _PutOff]

DRAIN_SECONDS = 20.0
"""How long an ending process waits for answers that are on their way and paid for; service managers kill after 30."""

SCANS_AHEAD = 1
"""Scans are read one at a time, and read on while the last one is judged."""


class _Batch(NamedTuple):
    """What all items of a run under way share."""

    run: Run
    job: Job
    engine: Engine
    twins: Mapping[str, list[Item]]
    known: Mapping[str, Candidate]


class LocalRunner:
    """`ports.Runner` on one loop thread. `engine_of` makes or finds the engine by name, on that thread.

    `circumstances` are what besides run and text decides a judgement; with None nothing judged before is reused.
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
    ) -> None:
        self._store = store
        self._files = files
        self._readers = readers
        self._engine_of = engine_of
        self._loop = loop
        self._leases = leases
        self._reading_at_once = reading_at_once
        self._judging_at_once = judging_at_once
        self._charges = charges
        self._circumstances = circumstances
        self._reading = ThreadPoolExecutor(reading_at_once, thread_name_prefix="shortlist-reading")
        self._scanning = ThreadPoolExecutor(1, thread_name_prefix="shortlist-scanning")
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix="shortlist-keeping")
        self._live: dict[str, Live] = {}
        self._untold: dict[str, RunSnapshot] = {}  # ends that the store could not be told
        self._lock = threading.Lock()
        self._closing = False

    def start(self, run_id: str) -> None:
        """Begins or goes on with a run. Raises `UserError` for an unknown run, one another process works off, or
        one that the user's credits don't reach for: that one waits, halted, until they do."""
        run = self._store.run(run_id)
        if run is None:
            raise UserError("This screening is no longer there.")
        with self._lock:
            if self._closing or run_id in self._live:
                return
            lease = Lease(self._leases, run_id)
            if not lease.take():
                raise UserError(
                    "This screening is going on in another process. Wait for it, or stop it there."
                )
            try:
                self._reserve(run_id)
            except BaseException as error:
                if isinstance(error, NotEnoughCredits):
                    self._store.set_state(run_id, "halted", str(error))
                lease.give_back()
                raise
            rows = self._store.rows(run_id)
            self._store.set_state(run_id, "running")
            self._untold.pop(run_id, None)
            snapshot = snapshot_of(
                run.model_copy(update={"state": "running", "message": ""}), self._store.progress(run_id)
            )
            live = Live(lease, asyncio.Event(), snapshot, done_at_start=snapshot.done)
            self._live[run_id] = live
            live.ended = self._loop.submit(self._work(run, rows, live))

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        with self._lock:
            live, untold = self._live.get(run_id), self._untold.get(run_id)
        if live:
            return live.snapshot
        if untold:
            return untold
        run = self._store.run(run_id)
        return snapshot_of(run, self._store.progress(run_id)) if run else None

    def stop(self, run_id: str) -> None:
        with self._lock:
            live = self._live.get(run_id)
            if live:
                live.by_person = True
                self._loop.call_soon(live.stop.set)
                return
        run = self._store.run(run_id)
        if run and run.state in ("running", "paused"):
            self._store.release(run_id)
            self._store.set_state(run_id, "stopped")

    def pause(self, run_id: str) -> None:
        raise NotImplementedError

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        with self._lock:
            live = self._live.get(run_id)
        if live and live.ended:
            try:
                live.ended.result(timeout)
            except TimeoutError:
                return live.snapshot
        return self.snapshot(run_id)

    def close(self, *, drain_seconds: float = DRAIN_SECONDS) -> None:
        """Launches nothing more, waits a little for what is in flight; unfinished runs stay "running" in the store."""
        with self._lock:
            self._closing = True
            under_way = list(self._live.values())
        for live in under_way:
            self._loop.call_soon(live.stop.set)
        deadline = time.monotonic() + drain_seconds
        for live in under_way:
            if live.ended:
                try:
                    live.ended.result(max(0.0, deadline - time.monotonic()))
                except TimeoutError:
                    live.ended.cancel()
        self._reading.shutdown(wait=False, cancel_futures=True)
        self._scanning.shutdown(wait=False, cancel_futures=True)
        self._keeping.shutdown(wait=True)

    # on the loop's thread

    async def _work(self, run: Run, rows: tuple[Row, ...], live: Live) -> None:
        state: RunState = "finished"
        message = ""
        try:
            while rows:
                rows = await self._with_reused(run, rows, live)
                await self._screen_rows(run, rows, live)
                rows = await self._added(run.id, live)
            if live.stop.is_set() and live.snapshot.done < live.snapshot.total:
                state = "stopped" if live.by_person else "running"
        except (OperatorError, NotEnoughCredits) as error:
            log.warning("run %s halted: %s", run.id, type(error).__name__)
            state, message = "halted", str(error)
        except asyncio.CancelledError:
            state = "running"
            raise
        except Exception as bug:  # noqa: BLE001 - a run must end in a state a person can read
            log.error("run %s ended by a fault of ours: %s\n%s", run.id, type(bug).__name__, _where(bug))
            state, message = (
                "halted",
                "A fault of ours ended this run. What was finished is kept. Press Continue.",
            )
        finally:
            self._end(run.id, live, state, message)

    def _end(self, run_id: str, live: Live, state: RunState, message: str) -> None:
        live.snapshot = live.snapshot.model_copy(
            update={"state": state, "message": message, "eta_seconds": None, "reading_scans": False}
        )
        try:
            if state != "running":
                self._store.release(run_id)
                self._store.set_state(run_id, state, message)
        except OperatorError as error:
            log.error("run %s: its end couldn't be kept: %s", run_id, type(error).__name__)
            with self._lock:
                self._untold[run_id] = live.snapshot
        finally:
            live.lease.give_back()
            with self._lock:
                self._live.pop(run_id, None)

    async def _with_reused(self, run: Run, rows: tuple[Row, ...], live: Live) -> tuple[Row, ...]:
        """The rows, with what the store knows of the same contents judged in the same way: no need to ask again."""
        terms = self._terms(run)
        if not terms or not await self._kept(lambda: self._store.reuse(run.id, terms)):
            return rows
        rows = await self._kept(lambda: self._store.rows(run.id))
        progress = await self._kept(lambda: self._store.progress(run.id))
        live.snapshot = snapshot_of(run.model_copy(update={"state": "running", "message": ""}), progress)
        live.done_at_start = live.snapshot.done
        return rows

    def _terms(self, run: Run) -> str:
        """All that decides what a content is judged to be, as one name; empty where nothing is to be reused."""
        if self._circumstances is None or run.sample:
            return ""
        told = (
            ANALYSIS_VERSION,
            self._circumstances,
            run.job_id,
            run.rubric.weights_version,
            run.cuts.model_dump_json(),
            run.engine,
            run.model,
            run.second_look,
            run.withheld.model_dump_json(),
            date.today().isoformat() if run.engine == "local" else "",  # its years end today
        )
        return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()

    async def _screen_rows(self, run: Run, rows: tuple[Row, ...], live: Live) -> None:
        """First what reads quickly, then the scans: nobody waits behind them."""
        job = await self._kept(lambda: self._store.job(run.job_id))
        if job is None:
            raise InternalError(f"run {run.id} has no job")
        known = {
            row.item.sha256: row.outcome for row in rows if row.outcome and row.outcome.status == "scored"
        }
        begin(live)
        batch = _Batch(run, job, self._engine_of(run.engine), _twins(rows), known)
        first = [row.item for row in rows if row.outcome is None and row.item.id in batch.twins]
        scans = await self._screen_items(first, batch, live)
        if scans and not live.stop.is_set():
            begin_scans(live)
            await self._screen_items(scans, batch, live, scans=True)

    async def _screen_items(
        self, items: list[Item], batch: _Batch, live: Live, *, scans: bool = False
    ) -> list[Item]:
        """Screens the items and keeps what comes out; returns those put off because they are scans."""

        async def prepare(item: Item) -> Prepared | Outcome | _PutOff:
            return batch.known.get(item.sha256) or await self._prepared(item, batch, scans=scans)

        async def screen_one(turn: tuple[Item, _Coming]) -> Outcome | _PutOff:
            item, coming = turn
            if scans and not await _done_before(live.stop, coming):
                return _PUT_OFF  # until the run goes on
            CALLER.set(Caller(batch.run.id, live.stop, _at_once, _unnoted, _unnoted))
            return await self._screened(item, coming, batch)

        turns = look_ahead(items, prepare, most=SCANS_AHEAD if scans else self._judging_at_once)
        window = SCANS_AHEAD + 1 if scans else self._judging_at_once + 2 * self._reading_at_once
        outcomes = screen_all(turns, screen_one, window=window, stop=live.stop)
        waiting: list[Item] = []
        unkept: OperatorError | None = None
        try:
            async for (item, _), outcome in outcomes:
                if outcome == _PUT_OFF:
                    waiting.append(item)
                    if not scans and not live.stop.is_set():
                        put_off(live, len(batch.twins[item.id]))
                    continue
                if unkept:
                    continue  # what is in flight is paid for and ends in the reply cache at least
                try:
                    for twin in batch.twins[item.id]:
                        await self._keep(batch.run, twin, outcome, live)
                except OperatorError as error:
                    unkept = error
                    live.stop.set()
        finally:
            await outcomes.aclose()
            turns.close()
        if unkept:
            raise unkept
        return waiting

    async def _added(self, run_id: str, live: Live) -> tuple[Row, ...]:
        """The rows, where another process has given the run more files meanwhile; else none."""
        if live.stop.is_set():
            return ()
        rows = await self._kept(lambda: self._store.rows(run_id))
        if all(row.outcome for row in rows):
            return ()
        await self._kept(lambda: self._reserve(run_id))
        live.snapshot = live.snapshot.model_copy(update={"total": len(rows)})
        return rows

    async def _prepared(self, item: Item, batch: _Batch, *, scans: bool) -> Prepared | Outcome | _PutOff:
        executor: Executor = self._scanning if scans else self._reading
        read = self._read_scan if scans else self._read
        resume = await asyncio.get_running_loop().run_in_executor(executor, read, item.sha256)
        if not scans and waits_for_scan(resume, self._readers):
            return _PUT_OFF
        if resume.status == "failed":
            return resume
        return await prepare_candidate(
            resume, batch.job, engine=batch.run.engine, withheld=batch.run.withheld
        )

    async def _screened(self, item: Item, coming: _Coming, batch: _Batch) -> Outcome | _PutOff:
        run = batch.run
        try:
            prepared = await coming
            if not isinstance(prepared, Prepared):
                return prepared
            return await judge_candidate(
                prepared,
                batch.job,
                run.rubric,
                engine=batch.engine,
                cuts=run.cuts,
                second_look=run.second_look,
            )
        except CannotScreen as trouble:
            if trouble.reason == "not_started":
                return _PUT_OFF  # the run was stopped before it was asked
            return failure(trouble.reason, trouble.message)
        except (OperatorError, UserError):
            raise
        except Exception as bug:  # noqa: BLE001 - one résumé must not end the batch; it can be tried again
            log.error("run %s item %s: %s\n%s", run.id, item.id, type(bug).__name__, _where(bug))
            return failure(
                "not_started", "A fault of ours stopped this one. Try again; if it comes back, report it."
            )

    def _reserve(self, run_id: str) -> None:
        if self._charges:
            self._store.reserve(run_id)

    def _read(self, sha256: str) -> ReadResume | Failure:
        return read_quickly(sha256, store=self._store, files=self._files, readers=self._readers)

    def _read_scan(self, sha256: str) -> ReadResume | Failure:
        return read_kept(sha256, store=self._store, files=self._files, readers=self._readers)

    async def _keep(self, run: Run, item: Item, outcome: Outcome, live: Live) -> None:
        terms = self._terms(run)
        await self._kept(lambda: self._store.put_outcome(run.id, item.id, outcome, terms=terms))
        live.snapshot = after(live, item, outcome)

    async def _kept(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._keeping, work)


async def _at_once(expected: Usage) -> None:
    """Every call may be made."""


def _unnoted(*told: object) -> None:
    """Nobody listens yet."""


def _where(bug: Exception) -> str:
    """The places a bug passed through, without its message, which may hold résumé text."""
    return "".join(traceback.format_tb(bug.__traceback__))


def _twins(rows: tuple[Row, ...]) -> dict[str, list[Item]]:
    """The first unfinished item of each content, with all unfinished items that share it: one judgement for all."""
    by_content: dict[str, list[Item]] = {}
    for row in rows:
        if row.outcome is None:
            by_content.setdefault(row.item.sha256, []).append(row.item)
    return {items[0].id: items for items in by_content.values()}


async def _done_before(stop: asyncio.Event, coming: _Coming) -> bool:
    """Waits for a scan to be read, or the run to be stopped: a scan is given up then, and read again another time."""
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((coming, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
    if not coming.done():
        coming.cancel()
        return False
    return True
