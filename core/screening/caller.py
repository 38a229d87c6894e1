"""On whose behalf a model is called: what sits below the engine port may ask, without knowing of runs and stores."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass

from core.domain.verdict import Usage


@dataclass(frozen=True)
class Caller:
    """One résumé of one run, in the task that screens it."""

    lane: str
    """Equal for all résumés of a run: lanes take turns where calls have to queue."""
    item: str
    """This résumé's id in the run. An answer that it has paid for before its outcome was kept is its own, and not a
    gift of the cache."""
    stop: asyncio.Event
    """Set once the run is to end: what waits for its turn may give up."""
    before: Callable[[Usage], Awaitable[None]]
    """Awaited right before each paid call with what it will take at most, while it holds its slot. Returns when the
    call may be made, and raises where it may not be: what ends the run, or `CannotScreen("not_started")`."""
    after: Callable[[Usage, Usage], None]
    """Called after each call that `before` let through, with what was expected and what it took: the tokens of any
    answer, a bad one too; nothing where none came."""
    own: Callable[[Usage], None]
    """Called with what an answer took that was paid for by this caller, in a process that was killed before it could
    keep the outcome."""
    rests: Callable[[float], None]
    """Called when the provider wants nobody to call for so many seconds, whoever's call it said so to."""


CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)
"""None: nobody in particular, such as when criteria are suggested."""
