"""An event loop whose clock jumps to the next thing that is due: minutes of waiting take no time."""

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    """Waits for connections as ever, but where there is nothing to do until a time, says that it has come."""

    jump: Callable[[float], bool]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is not None and self.jump(timeout):
            return []
        return super().select(0.05)


class SimulatedLoop(asyncio.SelectorEventLoop):
    """Its clock stands still while code runs and while a thread works for it."""

    def __init__(self) -> None:
        selector = _Jumping()
        selector.jump = self._jump
        self._now, self._threads = 0.0, 0
        super().__init__(selector)

    def time(self) -> float:
        return self._now

    def _jump(self, seconds: float) -> bool:
        if self._threads:
            return False
        self._now += seconds
        return True

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> asyncio.Future[Any]:  # type: ignore[override]
        self._threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._returned)
        return future

    def _returned(self, future: asyncio.Future[Any]) -> None:
        self._threads -= 1


def run_simulated(work: Coroutine[Any, Any, T]) -> T:
    """As `asyncio.run`, with a clock that begins at nought."""
    with asyncio.Runner(loop_factory=SimulatedLoop) as runner:
        return runner.run(work)
