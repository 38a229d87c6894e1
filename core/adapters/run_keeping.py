"""Store work that waits out a store that can't be written, and knows whether a result could be kept."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar, cast

from core.errors import CannotScreen, PartUnavailable
from core.ports import Store

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_SECONDS = 900.0
"""How long a store that can't be used is waited for before the run is given up."""

BETWEEN_TRIES = 1.0
"""Seconds."""

SLOW_SECONDS = 1.0
"""A write that takes longer is said to wait."""

FRESH_SECONDS = 0.1
"""For so long after a write it is taken for granted that the next one succeeds."""


@dataclass(eq=False)
class _Wait:
    """Store work that isn't done yet."""

    kind: Literal["read", "write", "probe"]
    began: float = field(default_factory=time.monotonic)
    trouble: PartUnavailable | None = None

    def seconds(self) -> float:
        return time.monotonic() - self.began


class Keeping:
    """Does the runs' store work on a thread of its own, one piece after another, and again while the store is out of
    reach.

    Why: an answer is paid for before it is kept. So what came is held on to until it can be written, and nothing new
    is asked meanwhile (`clear`). Who stops a run gives up waiting: its `stop` ends every wait on its behalf.
    """

    def __init__(
        self, store: Store, *, patience: float | None = None, between_tries: float = BETWEEN_TRIES
    ) -> None:
        self._store = store
        self._patience = PATIENCE_SECONDS if patience is None else patience
        self._between_tries = between_tries
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="shortlist-keeping")
        self._waits: list[_Wait] = []
        self._lock = threading.Lock()
        self._written = -FRESH_SECONDS
        self._probe: asyncio.Future[str] | None = None
        self._closing = threading.Event()

    @property
    def trouble(self) -> str:
        """What all runs wait for, for a person to read; empty while nothing does."""
        with self._lock:
            waits = list(self._waits)
        troubled = min(
            (wait for wait in waits if wait.trouble), key=lambda wait: wait.kind == "read", default=None
        )
        if troubled is None:
            slow = any(wait.kind != "read" and wait.seconds() > SLOW_SECONDS for wait in waits)
            return _unwritten("it takes unusually long.") if slow else ""
        told = str(troubled.trouble)
        return f"{told} The screening waits meanwhile." if troubled.kind == "read" else _unwritten(told)

    # on the loop's thread

    async def read(
        self, work: Callable[[], T], *, stop: asyncio.Event | None = None, patiently: bool = True
    ) -> T:
        """What the store says. Raises `PartUnavailable` after the patience, or once `stop` is set."""
        with self._waiting("read") as wait:
            return await self._tried(work, wait, stop=stop or asyncio.Event(), patiently=patiently)

    async def write(
        self, work: Callable[[], T], *, stop: asyncio.Event | None = None, patiently: bool = True
    ) -> T:
        """As `read`, for work that changes the store. It may be done again, so twice must be as good as once."""
        with self._waiting("write") as wait:
            done = await self._tried(work, wait, stop=stop or asyncio.Event(), patiently=patiently)
        self._written = time.monotonic()
        return done

    async def clear(self, *, stop: asyncio.Event) -> None:
        """Returns once a result that came now could be kept: one just was, or a write made to find out succeeded.

        Raises `CannotScreen("not_started")` once `stop` is set, `PartUnavailable` after the patience.
        """
        with self._waiting("probe") as wait:
            while not stop.is_set():
                trouble = self._unkept()
                if trouble is None and time.monotonic() - self._written < FRESH_SECONDS:
                    return
                if trouble is None:
                    trouble = await self._probed(stop)
                if trouble is None:
                    continue
                wait.trouble = trouble
                if wait.seconds() > self._patience:
                    raise trouble
                await _pause(stop, self._between_tries)
        raise CannotScreen("not_started")

    async def _tried(self, work: Callable[[], T], wait: _Wait, *, stop: asyncio.Event, patiently: bool) -> T:
        while True:
            try:
                return await asyncio.get_running_loop().run_in_executor(self._thread, work)
            except PartUnavailable as trouble:
                if not patiently or stop.is_set() or wait.seconds() > self._patience:
                    raise
                if wait.trouble is None:
                    log.warning("waiting for the store: %s", trouble.part)
                wait.trouble = trouble
            await _pause(stop, self._between_tries)

    def _unkept(self) -> PartUnavailable | None:
        """Why a result that came can't be kept so far. Probes don't count: they would wait for each other."""
        with self._lock:
            return next((wait.trouble for wait in self._waits if wait.kind == "write" and wait.trouble), None)

    async def _probed(self, stop: asyncio.Event) -> PartUnavailable | None:
        """What a real write meets; one at a time, however many ask."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.get_running_loop().run_in_executor(self._thread, self._store.check)
            self._probe.add_done_callback(_looked_at)
        probe = self._probe
        if not await done_before(stop, probe):
            return None
        try:
            probe.result()
        except PartUnavailable as trouble:
            return trouble
        self._written = time.monotonic()
        return None

    # on a reading thread

    def patient(self, part: T, *, stop: asyncio.Event) -> T:
        """The part, except that its calls wait while it is out of reach, as `read` does; for threads that may wait."""
        return cast(T, _Patient(part, self, stop))

    def tried_here(self, work: Callable[[], T], *, stop: asyncio.Event, writes: bool) -> T:
        """The work done on the thread that calls."""
        with self._waiting("write" if writes else "read") as wait:
            while True:
                try:
                    return work()
                except PartUnavailable as trouble:
                    over = stop.is_set() or self._closing.is_set()
                    if over or wait.seconds() > self._patience:
                        raise
                    wait.trouble = trouble
                self._closing.wait(self._between_tries)

    # its end

    def give_up(self) -> None:
        """Nobody waits any longer; what is under way may end."""
        self._closing.set()

    def close(self, *, seconds: float) -> None:
        """Waits at most so long for what is under way; a write that hangs is left to the store's own end."""
        self.give_up()
        try:
            self._thread.submit(int).result(seconds)
        except TimeoutError:
            log.error(
                "the results file doesn't answer; what couldn't be written is asked for again next time"
            )
        self._thread.shutdown(wait=False, cancel_futures=True)

    @contextmanager
    def _waiting(self, kind: Literal["read", "write", "probe"]) -> Iterator[_Wait]:
        wait = _Wait(kind)
        with self._lock:
            self._waits.append(wait)
        try:
            yield wait
        finally:
            with self._lock:
                self._waits.remove(wait)


class _Patient:
    """Stands before a part whose every call may be done twice."""

    def __init__(self, part: object, keeping: Keeping, stop: asyncio.Event) -> None:
        self._part = part
        self._keeping = keeping
        self._stop = stop

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._part, name)
        return lambda *given, **named: self._keeping.tried_here(
            lambda: method(*given, **named), stop=self._stop, writes=name.startswith("put")
        )


def _unwritten(why: str) -> str:
    return f"Results can't be written: {why} Nothing new is sent meanwhile."


def _looked_at(probe: "asyncio.Future[str]") -> None:
    """Everybody who asked may have left before it failed."""
    if not probe.cancelled():
        probe.exception()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    """So long, or until `stop` is set."""
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        pass


async def done_before(stop: asyncio.Event, awaited: "asyncio.Future[Any]") -> bool:
    """Waits for what is awaited, or for `stop` to be set; whether it is done."""
    stopped = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((awaited, stopped), return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopped.cancel()
    return awaited.done()
