"""Servers' ways of allowing so many requests in a time, and of saying so."""

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Ruling:
    """Whether a call that came in is answered; `headers` go with the answer or the 429."""

    admitted: bool
    headers: dict[str, str]


class Limiter(Protocol):
    """Rules over each call as it arrives, at a time in seconds on any clock."""

    def rule(self, now: float) -> Ruling: ...


@dataclass
class _Counted:
    limit: int
    window: float = 60.0
    tells: bool = True
    """Whether `x-ratelimit-*` headers are sent."""
    admitted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def _ruled(self, now: float, left: float, again: float) -> Ruling:
        admitted = left >= 1
        (self.admitted if admitted else self.refused).append(now)
        headers = {} if admitted else {"retry-after": f"{max(again, 0.001):.3f}"}
        if self.tells:
            headers["x-ratelimit-limit-requests"] = str(self.limit)
            headers["x-ratelimit-remaining-requests"] = str(int(left) - admitted)
        return Ruling(admitted, headers)


@dataclass
class FixedWindow(_Counted):
    """So many from one full minute to the next, as many gateways count. `into`: how far into a minute it starts."""

    into: float = 0.0
    _began: float | None = None
    _window: int = -1
    _count: int = 0

    def rule(self, now: float) -> Ruling:
        if self._began is None:
            self._began = now - self.into
        window = int((now - self._began) // self.window)
        if window != self._window:
            self._window, self._count = window, 0
        left = self.limit - self._count
        self._count += left > 0
        return self._ruled(now, left, self._began + (window + 1) * self.window - now)


@dataclass
class SlidingWindow(_Counted):
    """So many within any minute."""

    _seen: deque[float] = field(default_factory=deque)

    def rule(self, now: float) -> Ruling:
        while self._seen and self._seen[0] <= now - self.window:
            self._seen.popleft()
        left = self.limit - len(self._seen)
        again = self._seen[0] + self.window - now if self._seen else 0.0
        if left > 0:
            self._seen.append(now)
        return self._ruled(now, left, again)


@dataclass
class Bucket(_Counted):
    """Fills at the limit's pace and holds `holds` (a whole window's by default)."""

    holds: float | None = None
    _level: float | None = None
    _last: float = 0.0

    def rule(self, now: float) -> Ruling:
        most, pace = self.holds or self.limit, self.limit / self.window
        level = most if self._level is None else min(most, self._level + (now - self._last) * pace)
        self._level, self._last = level - (level >= 1), now
        return self._ruled(now, level, (1 - level) / pace)


@dataclass
class Storm:
    """Answers nothing from `begins` on for `lasts` seconds, after the first call; each 429 says to come back after
    `retry_after`."""

    lasts: float
    retry_after: float
    begins: float = 0.0
    admitted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)
    _first: float | None = None

    def rule(self, now: float) -> Ruling:
        self._first = now if self._first is None else self._first
        raging = self.begins <= now - self._first < self.begins + self.lasts
        (self.refused if raging else self.admitted).append(now)
        return Ruling(not raging, {"retry-after": f"{self.retry_after:g}"} if raging else {})


@dataclass
class Chance:
    """Refuses one call in so many whatever the pace, as a crowded server does."""

    one_in: int = 100
    retry_after: float = 2.0
    admitted: list[float] = field(default_factory=list)
    refused: list[float] = field(default_factory=list)

    def rule(self, now: float) -> Ruling:
        refused = (len(self.admitted) + len(self.refused)) % self.one_in == self.one_in - 1
        (self.refused if refused else self.admitted).append(now)
        return Ruling(not refused, {"retry-after": f"{self.retry_after:g}"} if refused else {})
