"""The one asyncio loop of the process, on a daemon thread of its own. Every async client lives and dies there."""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from core.meters import LOOP_LAG_SECONDS

T = TypeVar("T")

WATCH_SECONDS = 0.5


class LoopThread:
    """Takes coroutines from any thread. Why a thread: Streamlit reruns scripts and may not be blocked or relied on."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="shortlist-loop", daemon=True)
        self._thread.start()

    def submit(self, coroutine: Coroutine[Any, Any, T]) -> "Future[T]":
        """Starts it on the loop and returns at once."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Starts it on the loop and waits for its result. Never call this from the loop's own thread."""
        return self.submit(coroutine).result()

    def call_soon(self, callback: Any, *args: object) -> None:
        """Calls a plain function on the loop's thread."""
        self._loop.call_soon_threadsafe(callback, *args)

    def close(self) -> None:
        """Cancels what is left, lets it finish its clean-up, ends the thread."""
        if self._loop.is_closed():
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        watch = self._loop.create_task(_watch())
        self._loop.run_forever()
        watch.cancel()
        left = asyncio.all_tasks(self._loop)
        for task in left:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())


async def _watch() -> None:
    """Measures how late the loop comes round, for as long as it runs."""
    clock = asyncio.get_running_loop().time
    while True:
        due = clock() + WATCH_SECONDS
        await asyncio.sleep(WATCH_SECONDS)
        LOOP_LAG_SECONDS.observe(max(0.0, clock() - due))
