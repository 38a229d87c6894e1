"""Many résumés: outcomes as they come, one bad file loses nothing, an account error ends the launching."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Generator, Iterable
from typing import Any, TypeVar

from core.errors import OperatorError, UserError

K = TypeVar("K")
P = TypeVar("P")
R = TypeVar("R")


def look_ahead(
    keys: Iterable[K], prepare: Callable[[K], Coroutine[Any, Any, P]], *, most: int
) -> Generator[tuple[K, "asyncio.Task[P]"], None, None]:
    """Each key with its preparation under way, begun up to `most` keys before its turn.

    Why: answers come in waves, and a slot that is free must not wait for the next text to be made ready.
    Close it when the batch ends; what was made ready in vain is given up.
    """
    coming: deque[tuple[K, asyncio.Task[P]]] = deque()
    try:
        for key in keys:
            task = asyncio.ensure_future(prepare(key))
            task.add_done_callback(_looked_at)
            coming.append((key, task))
            if len(coming) > most:
                yield coming.popleft()
        while coming:
            yield coming.popleft()
    finally:
        for _, task in coming:
            task.cancel()


def _looked_at(task: "asyncio.Task[P]") -> None:
    """What went wrong is said when its turn comes; asyncio needn't report it where that never does."""
    if not task.cancelled():
        task.exception()


async def screen_all(
    keys: Iterable[K],
    screen_one: Callable[[K], Awaitable[R]],
    *,
    window: int,
    stop: asyncio.Event,
) -> AsyncGenerator[tuple[K, R], None]:
    """Screens each key with at most `window` under way at once; yields (key, outcome) in order of finishing.

    Once `stop` is set, or an `OperatorError` or `UserError` rises (no quota, store gone, budget spent), nothing more
    is launched; what is in flight is waited for and yielded, since it is paid for. Then the error, if any, is raised.
    `screen_one` turns one résumé's own trouble into a `Failure` itself; anything else it raises is a bug and rises.
    """
    waiting = iter(keys)
    under_way: dict[asyncio.Task[R], K] = {}
    trouble: OperatorError | UserError | None = None
    exhausted = False
    try:
        while True:
            while not exhausted and not stop.is_set() and trouble is None and len(under_way) < window:
                try:
                    key = next(waiting)
                except StopIteration:
                    exhausted = True
                    break
                under_way[asyncio.ensure_future(_awaited(screen_one, key))] = key
            if not under_way:
                break
            done, _ = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                key = under_way.pop(task)
                try:
                    outcome = task.result()
                except (OperatorError, UserError) as error:
                    trouble = trouble or error
                    continue
                yield key, outcome
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    if trouble is not None:
        raise trouble


async def _awaited(screen_one: Callable[[K], Awaitable[R]], key: K) -> R:
    return await screen_one(key)
