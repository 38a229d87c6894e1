"""What every call passes: the shared pause, a slot, and the news that the account is shut."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.adapters.engine_openai.failures import Limited
from core.adapters.engine_openai.limits import Limits
from core.errors import AccountError, CannotScreen

SHORTEST_PAUSE = 0.05


class Patience:
    """What one résumé may still spend: seconds in calls, seconds waiting for the rate limit."""

    def __init__(self, limits: Limits) -> None:
        self.calls = limits.calls_total
        self.waiting = limits.waiting_total
        self.limited = 0
        """How often in a row it met the rate limit."""
        self.lost = 0
        """How many calls got no answer."""
        self.made = 0
        """How many calls were lost or answered: rate limits and refused parameters aren't counted."""


class Gate:
    """At most `slots` calls at once. After a 429 nobody starts a call until the pause is over."""

    def __init__(self, slots: int, limits: Limits) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._limits = limits
        self._until = 0.0
        self._refusal: AccountError | None = None
        self._shut_until = 0.0

    def shut(self, refusal: AccountError) -> None:
        """Turns away who waits and who comes in the next seconds, such as résumés that are still being read.

        Then one may try again: the person may have topped up.
        """
        self._refusal = refusal
        self._shut_until = time.monotonic() + self._limits.shut

    def pause(self, limited: Limited, patience: Patience) -> None:
        """Makes everybody wait as long as the server says, else longer each time."""
        patience.limited += 1
        after = limited.after
        if after is None:
            longest = min(self._limits.longest_backoff, self._limits.backoff * 2**patience.limited)
            after = longest * random.uniform(0.5, 1)
        self._until = max(self._until, time.monotonic() + max(after, SHORTEST_PAUSE))

    @asynccontextmanager
    async def slot(self, patience: Patience) -> AsyncIterator[None]:
        """Waits for the pause and a slot.

        Raises `AccountError` while the account is shut, `CannotScreen` where the pause outlasts the patience.
        """
        while True:
            await self._pause_over(patience)
            await self._slots.acquire()
            if time.monotonic() >= max(self._until, self._shut_until):
                break
            self._slots.release()
        try:
            yield
        finally:
            self._slots.release()

    async def _pause_over(self, patience: Patience) -> None:
        while True:
            if self._refusal is not None and time.monotonic() < self._shut_until:
                raise AccountError(self._refusal.code, str(self._refusal))
            left = self._until - time.monotonic()
            if left <= 0:
                return
            if left > patience.waiting:
                raise CannotScreen(
                    "unreachable", "The AI service allows no more requests for now. Try again later."
                )
            nap = min(left, 1.0)  # short, so that a shut account is noticed
            patience.waiting -= nap
            await asyncio.sleep(nap)
