"""How late an event loop is: a task that sleeps and notes by how much it overslept."""

import asyncio
import time
from collections.abc import Sequence

SLEEP = 0.02


async def note_lag(late: list[float]) -> None:
    """Notes seconds without end; cancel it."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(SLEEP)
        late.append(max(0.0, time.perf_counter() - began - SLEEP))


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them don't exceed; nought for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
