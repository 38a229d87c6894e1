"""Equal requests under way at the same time are one request."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from core.adapters.engine_openai.stopping import unless_stopped

T = TypeVar("T")


class _Flight(Generic[T]):
    def __init__(self, task: asyncio.Task[T]) -> None:
        self.task = task
        self.waiting = 0


class Flights(Generic[T]):
    """One task per key. Who waits may leave without harming the others; with the last one the task ends."""

    def __init__(self) -> None:
        self._flights: dict[str, _Flight[T]] = {}

    async def join(
        self,
        key: str,
        start: Callable[[], Coroutine[Any, Any, T]],
        *,
        stop: asyncio.Event | None = None,
        personal: Callable[[Exception], bool] = lambda trouble: False,
    ) -> tuple[T, bool]:
        """The result for `key`, and whether it was already being fetched for somebody else.

        Who joined waits until its own `stop` is set. A flight fails for all who are on it, unless the trouble is
        `personal` to who began it: the others start anew.
        """
        while True:
            flight = self._flights.get(key)
            joined = flight is not None and not flight.task.done()
            if flight is None or not joined:
                flight = self._begin(key, start)
            try:
                return await self._landing(key, flight, stop if joined else None), joined
            except Exception as trouble:
                if not (joined and personal(trouble)) or (stop is not None and stop.is_set()):
                    raise

    def _begin(self, key: str, start: Callable[[], Coroutine[Any, Any, T]]) -> _Flight[T]:
        flight = self._flights[key] = _Flight(asyncio.get_running_loop().create_task(start()))
        flight.task.add_done_callback(lambda task: self._landed(key, task))
        return flight

    async def _landing(self, key: str, flight: _Flight[T], stop: asyncio.Event | None) -> T:
        flight.waiting += 1
        try:
            return await unless_stopped(asyncio.shield(flight.task), stop)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                self._forget(key, flight.task)
                flight.task.cancel()

    async def aclose(self) -> None:
        """Cancels what is under way and waits until it has ended."""
        tasks = [flight.task for flight in self._flights.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _landed(self, key: str, task: asyncio.Task[T]) -> None:
        self._forget(key, task)
        if not task.cancelled():
            task.exception()  # looked at, so that asyncio doesn't report it where everybody has left

    def _forget(self, key: str, task: asyncio.Task[T]) -> None:
        flight = self._flights.get(key)
        if flight is not None and flight.task is task:
            del self._flights[key]
