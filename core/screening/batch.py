"""Many résumés: outcomes as they come, one bad file loses nothing, an account error ends the launching."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from typing import TypeVar

from core.domain.candidate import Outcome
from core.errors import OperatorError

K = TypeVar("K")


async def screen_all(
    keys: Iterable[K],
    screen_one: Callable[[K], Awaitable[Outcome]],
    *,
    window: int,
    stop: asyncio.Event,
) -> AsyncGenerator[tuple[K, Outcome], None]:
    """Screens each key with at most `window` under way at once; yields (key, outcome) in order of finishing.

    Once `stop` is set, or an `OperatorError` rises (no quota, store gone), nothing more is launched; what is in
    flight is waited for and yielded, since it is paid for. Then the error, if any, is raised.
    `screen_one` turns one résumé's own trouble into a `Failure` itself; anything else it raises is a bug and rises.
    """
    waiting = iter(keys)
    under_way: dict[asyncio.Task[Outcome], K] = {}
    trouble: OperatorError | None = None
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
                except OperatorError as error:
                    trouble = trouble or error
                    continue
                yield key, outcome
    finally:
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
    if trouble is not None:
        raise trouble


async def _awaited(screen_one: Callable[[K], Awaitable[Outcome]], key: K) -> Outcome:
    return await screen_one(key)
