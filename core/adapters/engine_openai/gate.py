"""What every call passes: a queue, the provider's allowance, the shared pause, a slot, the news of a shut account."""

import asyncio
import math
import random
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from core.adapters.engine_openai.allowance import Allowance
from core.adapters.engine_openai.failures import Limited
from core.adapters.engine_openai.lanes import Lanes
from core.adapters.engine_openai.limits import Limits
from core.adapters.engine_openai.pace import Pace
from core.adapters.engine_openai.shared_gate import SharedAllowance
from core.adapters.engine_openai.stopping import unless_stopped
from core.errors import AccountError, CannotScreen
from core.meters import GATE_RESTS_UNTIL, GATE_WAITING, GATE_WIDTH
from core.screening.caller import CALLER, Caller

SHORTEST_PAUSE = 0.05
SHORTEST_LOOK = 0.001
LATE = 0.02
"""Seconds between a slot and its call from which on they matter to the allowance."""


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


@dataclass(eq=False)
class Turn:
    """One call's place in the queue and, once let in, when it began."""

    tokens: int
    patience: Patience
    let_in: "asyncio.Future[None]" = field(repr=False)
    caller: Caller | None = None
    began: float = 0.0
    sent: bool = False
    probe: bool = False
    place: str = ""
    """What it took of the shared allowance."""

    @property
    def lane(self) -> str | None:
        return self.caller.lane if self.caller else None


class Gate:
    """Where calls of several runs wait, the runs take turns; within a run it is first come, first served.

    At most `slots` calls at once; half as many after a 429 or 503, twice as many again after as many good answers
    in a row as there are slots. After a 429 nobody begins until the pause is over; then one call goes ahead, and
    the others follow once it is answered. With `shared`, several processes keep to one allowance.
    """

    def __init__(self, slots: int, limits: Limits, shared: SharedAllowance | None = None) -> None:
        self._most = self._width = slots
        self._limits = limits
        self._allowance = Allowance(limits.window)
        self._shared = shared
        self._pace = Pace(limits.window, enough=slots)
        self._queue: Lanes[Turn] = Lanes()
        self._inside: set[Turn] = set()
        self._until = 0.0
        self._probing = False
        self._last_probe = 0.0
        self._told: float | None = None
        self._narrowed = 0.0
        self._good = 0
        self._refusal: AccountError | None = None
        self._shut_until = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def width(self) -> int:
        """How many calls may be under way at once just now."""
        return self._width

    def shut(self, refusal: AccountError) -> None:
        """Turns away who waits and who comes in the next seconds, such as résumés that are still being read.

        Then one may try again: the person may have topped up.
        """
        self._refusal = refusal
        self._shut_until = _now() + self._limits.shut
        self._look()

    def pause(self, limited: Limited, turn: Turn) -> None:
        """Makes everybody wait as long as the server says, else longer each time."""
        patience = turn.patience
        patience.limited += 1
        after = limited.after
        if after is None:
            longest = min(self._limits.longest_backoff, self._limits.backoff * 2**patience.limited)
            after = longest * random.uniform(0.5, 1)
        now = _now()
        until = now + max(after, SHORTEST_PAUSE)
        if turn.probe:
            until = max(until, self._last_probe + self._limits.between_probes)
        self._probing = True
        self.narrow(turn)
        if turn.probe and _is_storm(self._told, limited.after):
            self._pace.forget()
        else:
            self._pace.refused(turn.began, until=max(self._until, until))
        self._told = limited.after
        if until > self._until:
            self._until = until
            if self._shared:
                self._shared.rest(until - now)
            self._tell_of_rest([*self._queue, *self._inside, turn])

    def _tell_of_rest(self, turns: Iterable[Turn]) -> None:
        """Each listener once: the calls of a run share one."""
        seconds = self._until - _now()
        for told in {turn.caller.rests for turn in turns if turn.caller}:
            told(seconds)

    def narrow(self, turn: Turn) -> None:
        """The server can't keep up: half as many at once. Calls that were under way together count once."""
        self._good = 0
        if turn.began >= self._narrowed:
            self._narrowed = _now()
            self._width = max(1, self._width // 2)

    def answered(self, turn: Turn) -> None:
        """A good answer."""
        self._pace.answered(turn.began)
        self._good += 1
        if self._good >= self._width and self._width < self._most:
            self._good, self._width = 0, min(self._most, 2 * self._width)

    def heard(self, headers: Mapping[str, str], turn: Turn) -> None:
        """What the server says of its allowance, with an answer or an error."""
        self._allowance.told(headers, asked=turn.began)
        if self._shared:
            self._shared.told(headers)

    def begins(self, turn: Turn) -> None:
        """The call goes out now: what the provider counts is when it arrives, however long its caller kept it back."""
        now = _now()
        if now - turn.began > LATE:
            self._allowance.give_back(turn.tokens, turn.began)
            self._allowance.take(turn.tokens, now)
            turn.began = now
        turn.sent = True

    @asynccontextmanager
    async def slot(self, patience: Patience, *, tokens: int = 0) -> AsyncIterator[Turn]:
        """Waits for its turn.

        Raises `AccountError` while the account is shut, `CannotScreen` where the pause outlasts the patience or the
        batch is stopped before the turn comes.
        """
        caller = CALLER.get()
        turn = Turn(tokens, patience, asyncio.get_running_loop().create_future(), caller)
        came, paused = _now(), self._until
        if paused > came:
            self._tell_of_rest([turn])
        self._queue.add(turn.lane, turn)
        try:
            self._look()
            await unless_stopped(turn.let_in, caller.stop if caller else None)
            await self._take_of_shared(turn)
        except BaseException:
            await self._give_back(turn)
            self._leave(turn)
            raise
        if max(self._until, paused) > came:
            patience.waiting -= min(turn.began, max(self._until, paused)) - came
        try:
            yield turn
        finally:
            if not turn.sent:
                self._allowance.give_back(turn.tokens, turn.began)
                self._pace.give_back()
                await self._give_back(turn)
            elif turn.probe and self._until <= _now():
                self._probing = False
            self._leave(turn)

    async def _take_of_shared(self, turn: Turn) -> None:
        """Waits, with its slot, until all processes together may make one more call."""
        if self._shared is None:
            return
        turn.place, wait = await self._shared.reserve(turn.tokens)
        if wait > 0:
            stop = turn.caller.stop if turn.caller else None
            await unless_stopped(asyncio.ensure_future(asyncio.sleep(wait)), stop)

    async def _give_back(self, turn: Turn) -> None:
        if self._shared and turn.place:
            await self._shared.give_back(turn.place)
            turn.place = ""

    def _leave(self, turn: Turn) -> None:
        self._inside.discard(turn)
        self._queue.drop(turn.lane, turn)
        self._look()

    def _look(self) -> None:
        """Lets in whoever may go now, and looks again when the next one may."""
        self._let_in()
        GATE_WIDTH.set(self._width)
        GATE_WAITING.set(len(self._queue))
        GATE_RESTS_UNTIL.set(time.time() + self._until - _now() if self._until > _now() else 0)

    def _let_in(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        now = _now()
        if self._refusal is not None and now < self._shut_until:
            self._turn_away(AccountError(self._refusal.code, str(self._refusal)))
        self._turn_away_the_impatient(now)
        while self._queue and len(self._inside) < self._width:
            turn = self._queue.first()
            wait = self._wait(turn, now)
            if wait > 0:
                if wait < math.inf:
                    self._alarm = asyncio.get_running_loop().call_later(max(wait, SHORTEST_LOOK), self._look)
                return
            self._queue.take()
            if turn.let_in.done():
                continue
            turn.began, turn.probe = now, self._probing
            if turn.probe:
                self._last_probe = now
            self._allowance.take(turn.tokens, now)
            self._pace.take(now)
            self._inside.add(turn)
            turn.let_in.set_result(None)

    def _wait(self, turn: Turn, now: float) -> float:
        """Seconds until this one may go; infinite while another one tries out whether the pause is over."""
        if self._until > now:
            return self._until - now
        if self._probing and any(other.probe for other in self._inside):
            return math.inf  # its end looks again
        return max(self._allowance.delay(turn.tokens, now), self._pace.delay(now))

    def _turn_away(self, refusal: AccountError) -> None:
        for turn in self._queue:
            if not turn.let_in.done():
                turn.let_in.set_exception(AccountError(refusal.code, str(refusal)))
        self._queue.clear()

    def _turn_away_the_impatient(self, now: float) -> None:
        left = self._until - now
        for turn in [turn for turn in self._queue if left > turn.patience.waiting]:
            self._queue.drop(turn.lane, turn)
            if not turn.let_in.done():
                turn.let_in.set_exception(
                    CannotScreen(
                        "unreachable", "The AI service allows no more requests for now. Try again later."
                    )
                )


def _is_storm(told: float | None, again: float | None) -> bool:
    """Whether a server, asked by one call after the pause it had set itself, sets about the same again."""
    return told is not None and again is not None and again > 1 and again >= told / 2


def _now() -> float:
    """The loop's clock, which no change of the system's touches."""
    return asyncio.get_running_loop().time()
