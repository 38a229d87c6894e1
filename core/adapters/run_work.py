"""One run worked off on the loop's thread: what is known already, what reads quickly, the scans, files added since."""

import asyncio
import logging
import traceback
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple, TypeVar

from core import meters
from core.adapters.run_keeping import Keeping, done_before
from core.adapters.run_progress import Live
from core.adapters.run_reading import PUT_OFF, Coming, PutOff, Reading
from core.adapters.run_terms import terms_of
from core.domain.candidate import Candidate, Outcome, failure
from core.domain.job import Job
from core.domain.run import EngineName, Item, Row, RunState
from core.domain.verdict import Usage
from core.errors import CannotScreen, InternalError, OperatorError, PartUnavailable, UserError
from core.ports import Engine, Store
from core.screening.batch import look_ahead, screen_all
from core.screening.caller import CALLER, Caller
from core.screening.screen import Prepared, judge_candidate

log = logging.getLogger(__name__)
T = TypeVar("T")

SCANS_AHEAD = 1
"""Scans are read one at a time, and read on while the last one is judged."""


@dataclass(frozen=True)
class Crew:
    """What all runs are worked off with."""

    store: Store
    keeping: Keeping
    reading: Reading
    engine_of: Callable[[EngineName], Engine]
    judging_at_once: int
    charges: bool
    circumstances: str | None


class End(NamedTuple):
    """How a run ended, and what a person should know. `unkept`: the store has been waited for long enough."""

    state: RunState
    message: str = ""
    unkept: bool = False


class _Batch(NamedTuple):
    """What all items of one round share."""

    job: Job
    engine: Engine
    twins: Mapping[str, list[Item]]
    known: Mapping[str, Candidate]


class Work:
    """One run under way."""

    def __init__(self, live: Live, crew: Crew) -> None:
        self._live = live
        self._run = live.run
        self._crew = crew
        self._terms = terms_of(live.run, crew.circumstances)

    async def off(self, rows: tuple[Row, ...] | None) -> End:
        """Screens every row without an outcome, and every one added meanwhile; with None those added since it ended.

        Raises nothing but cancellation.
        """
        return await self._to_its_end(self._all(rows))

    async def batch(self, rows: tuple[Row, ...]) -> End:
        """Screens those of these rows that have no outcome; the rest of the run is others' work. Raises nothing but
        cancellation."""
        return await self._to_its_end(self._screen_rows(rows))

    async def _all(self, rows: tuple[Row, ...] | None) -> None:
        rows = await self._added() if rows is None else rows
        while rows:
            rows = await self._with_reused(rows)
            await self._screen_rows(rows)
            rows = await self._added()

    async def _to_its_end(self, work: Coroutine[None, None, None]) -> End:
        live, run = self._live, self._run
        try:
            await work
        except (OperatorError, UserError) as error:
            unkept = isinstance(error, PartUnavailable)
            if live.wanted and unkept:
                return End(live.wanted)
            log.warning("run %s halted: %s", run.id, type(error).__name__)
            return End("halted", str(error), unkept)
        except Exception as bug:  # noqa: BLE001 - a run must end in a state a person can read
            log.error("run %s ended by a fault of ours: %s\n%s", run.id, type(bug).__name__, _where(bug))
            return End("halted", "A fault of ours ended this run. What was finished is kept. Press Continue.")
        if live.stop.is_set() and live.counted.done < live.counted.total:
            return End(live.wanted or "running")
        return End("finished")

    async def _added(self) -> tuple[Row, ...]:
        """The rows, where another process has given the run more files meanwhile; else none."""
        store, run_id = self._crew.store, self._run.id

        def begin() -> None:
            if self._crew.charges:
                store.reserve(run_id)
            store.set_state(run_id, "running")

        if self._live.stop.is_set():
            return ()
        rows = await self._told(lambda: store.rows(run_id))
        if all(row.outcome for row in rows):
            return ()
        await self._kept(begin)
        self._live.grow(len(rows))
        return rows

    async def _with_reused(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows, with what the store knows of the same contents judged in the same way: no need to ask again."""
        store, run_id = self._crew.store, self._run.id
        if not self._terms or not await self._kept(lambda: store.reuse(run_id, self._terms)):
            return rows
        self._live.recount(await self._told(lambda: store.progress(run_id)))
        return await self._told(lambda: store.rows(run_id))

    async def _screen_rows(self, rows: tuple[Row, ...]) -> None:
        """First what reads quickly, then the scans: nobody waits behind them."""
        live, run = self._live, self._run
        job = await self._told(lambda: self._crew.store.job(run.job_id))
        if job is None:
            raise InternalError(f"run {run.id} has no job")
        known = {
            row.item.sha256: row.outcome for row in rows if row.outcome and row.outcome.status == "scored"
        }
        live.begin()
        batch = _Batch(job, self._crew.engine_of(run.engine), _twins(rows), known)
        first = [row.item for row in rows if row.outcome is None and row.item.id in batch.twins]
        scans = await self._screen_items(first, batch)
        if scans and not live.stop.is_set():
            live.begin_scans()
            await self._screen_items(scans, batch, scans=True)

    async def _screen_items(self, items: list[Item], batch: _Batch, *, scans: bool = False) -> list[Item]:
        """Screens the items and keeps what comes out; returns those put off because they are scans."""
        live, crew = self._live, self._crew

        async def prepare(item: Item) -> Prepared | Outcome | PutOff:
            return batch.known.get(item.sha256) or await crew.reading.prepared(
                item, self._run, batch.job, scans=scans, stop=live.stop
            )

        async def screen_one(turn: tuple[Item, Coming]) -> Outcome | PutOff:
            item, coming = turn
            if scans and not await _read_before(live.stop, coming):
                return PUT_OFF  # until the run goes on
            return await self._screened(item, coming, batch)

        turns = look_ahead(items, prepare, most=SCANS_AHEAD if scans else crew.judging_at_once)
        window = SCANS_AHEAD + 1 if scans else crew.judging_at_once + 2 * crew.reading.at_once
        outcomes = screen_all(turns, screen_one, window=window, stop=live.stop)
        waiting: list[Item] = []
        unkept: OperatorError | UserError | None = None
        try:
            async for (item, _), outcome in outcomes:
                if outcome == PUT_OFF:
                    waiting.append(item)
                    if not scans and not live.stop.is_set():
                        live.put_off(len(batch.twins[item.id]))
                    continue
                if unkept:
                    continue  # what is in flight is paid for and ends in the reply cache at least
                try:
                    for twin in batch.twins[item.id]:
                        await self._keep(twin, outcome)
                except (OperatorError, UserError) as error:
                    unkept = error
                    live.stop.set()
        finally:
            await outcomes.aclose()
            turns.close()
        if unkept:
            raise unkept
        return waiting

    async def _screened(self, item: Item, coming: Coming, batch: _Batch) -> Outcome | PutOff:
        live, run = self._live, self._run
        try:
            prepared = await coming
            if not isinstance(prepared, Prepared):
                return prepared
            CALLER.set(self._caller(item))
            live.judging += 1
            try:
                with meters.JUDGING.track_inprogress(), meters.JUDGING_SECONDS.labels(run.engine).time():
                    return await judge_candidate(
                        prepared,
                        batch.job,
                        run.rubric,
                        engine=batch.engine,
                        cuts=run.cuts,
                        second_look=run.second_look,
                    )
            finally:
                live.judging -= 1
        except CannotScreen as trouble:
            if trouble.reason == "not_started":
                return PUT_OFF  # the run was stopped before it was asked
            return failure(trouble.reason, trouble.message)
        except (OperatorError, UserError) as error:
            if live.wanted and isinstance(error, PartUnavailable):
                return PUT_OFF  # it no longer waits for what is out of reach
            live.stop.set()  # who waits for a call needn't
            raise
        except Exception as bug:  # noqa: BLE001 - one résumé must not end the batch; it can be tried again
            log.error("run %s item %s: %s\n%s", run.id, item.id, type(bug).__name__, _where(bug))
            return failure(
                "not_started", "A fault of ours stopped this one. Try again; if it comes back, report it."
            )

    def _caller(self, item: Item) -> Caller:
        live = self._live

        async def before(expected: Usage) -> None:
            await self._crew.keeping.clear(stop=live.stop)
            live.purse.reserve(expected)

        return Caller(
            lane=self._run.id,
            item=item.id,
            stop=live.stop,
            before=before,
            after=partial(live.purse.settle, item.id),
            own=partial(live.purse.find, item.id),
            rests=live.rest,
        )

    async def _keep(self, item: Item, outcome: Outcome) -> None:
        """The outcome, and what it took: of equal files the first has been asked for, the others cost nothing."""
        live, store, run_id = self._live, self._crew.store, self._run.id
        paid = live.purse.owed(item.id)
        await self._kept(lambda: store.put_outcome(run_id, item.id, outcome, terms=self._terms, paid=paid))
        live.purse.kept(item.id)
        live.add(item, outcome)
        meters.count_outcome(self._run.engine, outcome)

    async def _told(self, work: Callable[[], T]) -> T:
        return await self._crew.keeping.read(work, stop=self._live.stop)

    async def _kept(self, work: Callable[[], T]) -> T:
        return await self._crew.keeping.write(work, stop=self._live.stop)


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


async def _read_before(stop: asyncio.Event, coming: Coming) -> bool:
    """Waits for a scan to be read, or the run to be stopped: a scan is given up then, and read again another time."""
    if await done_before(stop, coming):
        return True
    coming.cancel()
    return False
