"""The runner inside this process: runs go on on the loop's thread, with or without a page open."""

import asyncio
import logging
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from core.adapters.lease import Lease
from core.adapters.loop import LoopThread
from core.domain.candidate import Candidate, Failure, Outcome, failure
from core.domain.job import Job
from core.domain.resume import ReadResume
from core.domain.run import EngineName, Item, Row, Run, RunSnapshot, RunState, Standing
from core.errors import CannotScreen, InternalError, OperatorError, UserError
from core.intake import read_kept
from core.ports import Engine, Files, Readers, Store
from core.screening.batch import look_ahead, screen_all
from core.screening.screen import Prepared, judge_candidate, prepare_candidate
from core.shortlist.words import shown_name

log = logging.getLogger(__name__)
T = TypeVar("T")

_Turn = tuple[Item, "asyncio.Task[Prepared | Outcome]"]

BEST = 5
"""How many names the live list shows."""

ETA_FROM = 5
"""An estimate out of fewer items jumps about."""


@dataclass
class _Live:
    """A run under way here."""

    lease: Lease
    stop: asyncio.Event
    snapshot: RunSnapshot
    began: float = field(default_factory=time.monotonic)
    done_at_start: int = 0
    by_person: bool = False
    ended: "Future[None] | None" = None


class LocalRunner:
    """`ports.Runner` on one loop thread. `engine_of` makes or finds the engine by name, on that thread."""

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
    ) -> None:
        self._store = store
        self._files = files
        self._readers = readers
        self._engine_of = engine_of
        self._loop = loop
        self._leases = leases
        self._reading_at_once = reading_at_once
        self._judging_at_once = judging_at_once
        self._reading = ThreadPoolExecutor(reading_at_once, thread_name_prefix="shortlist-reading")
        self._keeping = ThreadPoolExecutor(1, thread_name_prefix="shortlist-keeping")
        self._live: dict[str, _Live] = {}
        self._untold: dict[str, RunSnapshot] = {}  # ends that the store could not be told
        self._lock = threading.Lock()
        self._closing = False

    def start(self, run_id: str) -> None:
        """Begins or goes on with a run. Raises `UserError` for an unknown run or one another process works off."""
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
            rows = self._store.rows(run_id)
            self._store.set_state(run_id, "running")
            self._untold.pop(run_id, None)
            snapshot = _snapshot_of(run.model_copy(update={"state": "running", "message": ""}), rows)
            live = _Live(lease, asyncio.Event(), snapshot, done_at_start=snapshot.done)
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
        return _snapshot_of(run, self._store.rows(run_id)) if run else None

    def stop(self, run_id: str) -> None:
        with self._lock:
            live = self._live.get(run_id)
            if live:
                live.by_person = True
                self._loop.call_soon(live.stop.set)
                return
        run = self._store.run(run_id)
        if run and run.state == "running":
            self._store.set_state(run_id, "stopped")

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        with self._lock:
            live = self._live.get(run_id)
        if live and live.ended:
            try:
                live.ended.result(timeout)
            except TimeoutError:
                return live.snapshot
        return self.snapshot(run_id)

    def close(self, *, drain_seconds: float = 5.0) -> None:
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
        self._keeping.shutdown(wait=True)

    # on the loop's thread

    async def _work(self, run: Run, rows: tuple[Row, ...], live: _Live) -> None:
        state: RunState = "finished"
        message = ""
        try:
            while rows:
                await self._screen_rows(run, rows, live)
                rows = await self._added(run.id, live)
            if live.stop.is_set() and live.snapshot.done < live.snapshot.total:
                state = "stopped" if live.by_person else "running"
        except OperatorError as error:
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

    def _end(self, run_id: str, live: _Live, state: RunState, message: str) -> None:
        live.snapshot = live.snapshot.model_copy(
            update={"state": state, "message": message, "eta_seconds": None}
        )
        try:
            if state != "running":
                self._store.set_state(run_id, state, message)
        except OperatorError as error:
            log.error("run %s: its end couldn't be kept: %s", run_id, type(error).__name__)
            with self._lock:
                self._untold[run_id] = live.snapshot
        finally:
            live.lease.give_back()
            with self._lock:
                self._live.pop(run_id, None)

    async def _screen_rows(self, run: Run, rows: tuple[Row, ...], live: _Live) -> None:
        job = await self._kept(lambda: self._store.job(run.job_id))
        if job is None:
            raise InternalError(f"run {run.id} has no job")
        engine = self._engine_of(run.engine)
        twins = _twins(rows)
        known = {
            row.item.sha256: row.outcome for row in rows if row.outcome and row.outcome.status == "scored"
        }

        async def prepare(item: Item) -> Prepared | Outcome:
            return known.get(item.sha256) or await self._prepared(item, job, run)

        async def screen_one(turn: _Turn) -> Outcome:
            return await self._screened(*turn, job, run, engine)

        turns = look_ahead(
            [row.item for row in rows if row.outcome is None and row.item.id in twins],
            prepare,
            most=self._judging_at_once,
        )
        outcomes = screen_all(
            turns, screen_one, window=self._judging_at_once + 2 * self._reading_at_once, stop=live.stop
        )
        unkept: OperatorError | None = None
        try:
            async for (item, _), outcome in outcomes:
                if unkept:
                    continue  # what is in flight is paid for and ends in the reply cache at least
                try:
                    for twin in twins[item.id]:
                        await self._keep(run, twin, outcome, live)
                except OperatorError as error:
                    unkept = error
                    live.stop.set()
        finally:
            await outcomes.aclose()
            turns.close()
        if unkept:
            raise unkept

    async def _added(self, run_id: str, live: _Live) -> tuple[Row, ...]:
        """The rows, where another process has given the run more files meanwhile; else none."""
        if live.stop.is_set():
            return ()
        rows = await self._kept(lambda: self._store.rows(run_id))
        if all(row.outcome for row in rows):
            return ()
        live.snapshot = live.snapshot.model_copy(update={"total": len(rows)})
        return rows

    async def _prepared(self, item: Item, job: Job, run: Run) -> Prepared | Outcome:
        resume = await asyncio.get_running_loop().run_in_executor(self._reading, self._read, item.sha256)
        if resume.status == "failed":
            return resume
        return await prepare_candidate(resume, job, engine=run.engine)

    async def _screened(
        self, item: Item, coming: "asyncio.Task[Prepared | Outcome]", job: Job, run: Run, engine: Engine
    ) -> Outcome:
        try:
            prepared = await coming
            if not isinstance(prepared, Prepared):
                return prepared
            return await judge_candidate(prepared, job, run.rubric, engine=engine, cuts=run.cuts)
        except CannotScreen as trouble:
            return failure(trouble.reason, trouble.message)
        except OperatorError:
            raise
        except Exception as bug:  # noqa: BLE001 - one résumé must not end the batch; it can be tried again
            log.error("run %s item %s: %s\n%s", run.id, item.id, type(bug).__name__, _where(bug))
            return failure(
                "not_started", "A fault of ours stopped this one. Try again; if it comes back, report it."
            )

    def _read(self, sha256: str) -> ReadResume | Failure:
        return read_kept(sha256, store=self._store, files=self._files, readers=self._readers)

    async def _keep(self, run: Run, item: Item, outcome: Outcome, live: _Live) -> None:
        await self._kept(lambda: self._store.put_outcome(run.id, item.id, outcome))
        live.snapshot = _after(live, item, outcome)

    async def _kept(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._keeping, work)


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


def _after(live: _Live, item: Item, outcome: Candidate | Failure) -> RunSnapshot:
    """The snapshot with one more outcome."""
    old = live.snapshot
    seconds = time.monotonic() - live.began
    done = old.done + 1
    here = done - live.done_at_start
    eta = seconds / here * (old.total - done) if here >= ETA_FROM else None
    best, failed, cached = old.best, old.failed, old.cached
    if outcome.status == "scored":
        best = tuple(sorted((*best, _standing(item, outcome)), key=lambda s: -s.score)[:BEST])
        cached += outcome.cached
    else:
        failed += 1
    return old.model_copy(
        update={
            "done": done,
            "failed": failed,
            "cached": cached,
            "seconds": seconds,
            "eta_seconds": eta,
            "best": best,
        }
    )


def _standing(item: Item, candidate: Candidate) -> Standing:
    return Standing(
        item_id=item.id,
        name=shown_name(candidate, item.file),
        score=candidate.score,
        category=candidate.category,
    )


def _snapshot_of(run: Run, rows: tuple[Row, ...]) -> RunSnapshot:
    """How far the store says a run is."""
    finished = [(row.item, row.outcome) for row in rows if row.outcome is not None]
    scored = [(item, outcome) for item, outcome in finished if outcome.status == "scored"]
    best = sorted((_standing(item, outcome) for item, outcome in scored), key=lambda s: -s.score)
    return RunSnapshot(
        run_id=run.id,
        state=run.state,
        total=len(rows),
        done=len(finished),
        failed=len(finished) - len(scored),
        cached=sum(outcome.cached for _, outcome in scored),
        best=tuple(best[:BEST]),
        message=run.message,
    )
