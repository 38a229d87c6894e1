"""One paid call, as its caller sees it: asked for before, told of after."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from core.domain.verdict import NO_USAGE, Usage
from core.screening.caller import CALLER


@dataclass
class Took:
    """What the call took, filled in once an answer has come."""

    usage: Usage = NO_USAGE


@asynccontextmanager
async def counted(expected: Usage) -> AsyncIterator[Took]:
    """Waits for the caller's leave, or raises what the caller raises; then tells it once, however the call ends."""
    caller, took = CALLER.get(), Took()
    if caller is None:
        yield took
        return
    await caller.before(expected)
    try:
        yield took
    finally:
        caller.after(expected, took.usage)
