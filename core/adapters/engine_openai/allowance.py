"""What the provider allows in a minute, as far as its headers say: requests and tokens."""

import math
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

SLACK, JITTER = 0.004, 0.05
"""Share of the window, and seconds, added to it: a call that begins a minute after another may arrive a little
sooner."""


@dataclass
class _Taken:
    at: float
    amount: float


@dataclass
class Meter:
    """One thing that is counted. Nothing is held back until a server has named a limit.

    Two rules, so that servers with a fixed minute, a sliding one and a bucket are all kept to: never more than
    the limit begun within a window, as counted here; and never more than the server said is left, which fills up
    again at the limit's pace.
    """

    window: float
    limit: float | None = None
    _log: deque[_Taken] = field(default_factory=deque)
    _sum: float = 0.0
    _left: float = math.inf
    _told: float = 0.0
    _asked: float = -math.inf

    def told(self, limit: float | None, left: float | None, *, asked: float) -> None:
        """What the answer to a call begun at `asked` said. Answers overtake each other: the latest call's counts."""
        if limit is not None and limit > 0:
            self.limit = limit
        if left is not None and asked >= self._asked:
            since = sum(one.amount for one in self._log if one.at > asked)
            self._left = left - since
            self._told = self._asked = asked  # servers count when a call arrives

    def delay(self, amount: float, now: float) -> float:
        """Seconds until so much may be taken."""
        if self.limit is None:
            return 0.0
        window = self.window * (1 + SLACK) + JITTER
        while self._log and self._log[0].at <= now - window:
            self._sum -= self._log.popleft().amount
        amount = min(amount, self.limit)  # more than a whole minute's: let it try alone
        wait, over = 0.0, self._sum + amount - self.limit
        for one in self._log:
            if over <= 0:
                break
            over -= one.amount
            wait = one.at + window - now
        pace = self.limit / self.window
        lacking = amount - self._left - pace * (now - self._told)
        return max(wait, lacking / pace if lacking > 0 else 0.0)

    def take(self, amount: float, now: float) -> None:
        self._log.append(_Taken(now, amount))
        self._sum += amount
        if self.limit is not None:
            pace = self.limit / self.window
            self._left = min(self.limit, self._left + pace * (now - self._told)) - amount
            self._told = now

    def give_back(self, amount: float, at: float) -> None:
        """Nothing was sent for what was taken at `at`."""
        for number, one in enumerate(self._log):
            if one.at == at and one.amount == amount:
                del self._log[number]
                self._sum -= amount
                self._left += amount
                return


class Allowance:
    """Requests and tokens together. `window` in seconds: providers count by the minute."""

    def __init__(self, window: float = 60.0) -> None:
        self._requests = Meter(window)
        self._tokens = Meter(window)

    def told(self, headers: Mapping[str, str], *, asked: float) -> None:
        """Takes in `x-ratelimit-{limit,remaining}-{requests,tokens}`, as OpenAI and many servers send them."""
        for name, meter in (("requests", self._requests), ("tokens", self._tokens)):
            limit = number(headers.get(f"x-ratelimit-limit-{name}"))
            left = number(headers.get(f"x-ratelimit-remaining-{name}"))
            meter.told(limit, left, asked=asked)

    def delay(self, tokens: int, now: float) -> float:
        """Seconds until a call of so many tokens may begin."""
        return max(self._requests.delay(1, now), self._tokens.delay(tokens, now))

    def take(self, tokens: int, now: float) -> None:
        """A call of so many tokens begins."""
        self._requests.take(1, now)
        self._tokens.take(tokens, now)

    def give_back(self, tokens: int, at: float) -> None:
        """The call that was let begin at `at` never did."""
        self._requests.give_back(1, at)
        self._tokens.give_back(tokens, at)


def number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,15}", text.strip()) else None
