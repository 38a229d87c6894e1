"""How often a user may do something: counted in Redis for all processes, or in this one's memory."""

import hashlib
import logging
import threading
import time
from collections.abc import Mapping

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from core.errors import ConfigurationError, PartUnavailable, TooMany
from core.ports import LimitName

log = logging.getLogger(__name__)

WINDOW_SECONDS = 60
PREFIX = "shortlist:limit"
PATIENCE_SECONDS = 0.25
"""How long an absent Redis may hold up a click."""

_UNREACHED = (StorageError, RedisError, OSError)

_TOLD: Mapping[LimitName, tuple[str, str]] = {
    "run_starts": ("You have started {} within a minute.", "screening"),
    "mails": ("You have sent {} within a minute.", "mail"),
}


class Limits:
    """`ports.Limiter`: at most so many of each within any sixty seconds.

    Without Redis, or while it is out of reach, this process counts by itself.
    """

    def __init__(self, per_minute: Mapping[LimitName, int], *, redis_url: str | None = None) -> None:
        self._per_minute = per_minute
        self._own = MovingWindowRateLimiter(MemoryStorage())
        self._redis = _redis(redis_url) if redis_url else None
        self._shared = MovingWindowRateLimiter(self._redis) if self._redis else None
        self._lock = threading.Lock()
        self._away = False

    def take(self, limit: LimitName, user: str) -> None:
        allowed = self._per_minute[limit]
        item = RateLimitItemPerMinute(allowed, namespace=limit)
        who = hashlib.sha256(user.encode()).hexdigest()[:32]  # an address is nobody else's business
        wait = self._wait(item, who)
        if wait is None:
            return
        words, noun = _TOLD[limit]
        done = words.format(f"{allowed:,} {noun}{'' if allowed == 1 else 's'}")
        raise TooMany(f"{done} Try again in {wait:.0f} s.", retry_after=wait)

    def check(self) -> str:
        if self._redis is None:
            return "Counting in this process."
        try:
            answers = self._redis.check()
        except _UNREACHED:
            answers = False
        if not answers:
            raise PartUnavailable(
                "Limits", "Redis doesn't answer. Check REDIS_URL. Meanwhile each process counts by itself."
            )
        return "Redis answers."

    def close(self) -> None:
        if self._redis is not None:
            self._redis.storage.connection_pool.disconnect()

    def _wait(self, item: RateLimitItem, who: str) -> float | None:
        """Takes one, or says how many seconds until one is free."""
        if self._shared is not None:
            try:
                wait = _taken(self._shared, item, who)
            except _UNREACHED as error:
                self._say(away=True, why=type(error).__name__)
            else:
                self._say(away=False)
                return wait
        with self._lock:
            return _taken(self._own, item, who)

    def _say(self, *, away: bool, why: str = "") -> None:
        """Once each time it changes."""
        if away == self._away:
            return
        self._away = away
        if away:
            log.warning("limits: Redis is out of reach (%s); this process counts by itself", why)
        else:
            log.info("limits: Redis answers again")


class NoLimits:
    """`ports.Limiter` where nobody is limited."""

    def take(self, limit: LimitName, user: str) -> None:
        """Always allowed."""

    def check(self) -> str:
        return "Off: nobody is limited."

    def close(self) -> None:
        """Nothing is open."""


def _taken(limiter: MovingWindowRateLimiter, item: RateLimitItem, who: str) -> float | None:
    if limiter.hit(item, who):
        return None
    wait = limiter.get_window_stats(item, who).reset_time - time.time()
    if wait > WINDOW_SECONDS + 1:  # the clock was set back: nobody waits for it to catch up
        limiter.clear(item, who)
        return None if limiter.hit(item, who) else float(WINDOW_SECONDS)
    return min(float(WINDOW_SECONDS), max(1.0, float(int(wait) + 1)))


def _redis(url: str) -> RedisStorage:
    try:
        return RedisStorage(
            url,
            key_prefix=PREFIX,
            wrap_exceptions=True,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),  # type: ignore[arg-type]
        )
    except ValueError:
        raise ConfigurationError(
            "REDIS_URL must look like redis://host:6379/0 (or rediss://, unix://)."
        ) from None
