"""Reply cache in Redis, shared by several processes or machines."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import TypeVar, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from core.errors import ConfigurationError, PartUnavailable
from core.meters import BREAKER_OPEN, REPLIES

log = logging.getLogger(__name__)

T = TypeVar("T")

PREFIX = "shortlist:reply:"
CLAIM = "shortlist:asking:"
CONNECTIONS = 20
READ_AT_ONCE = 200

_CLAIM = """
local who = redis.call('get', KEYS[1])
if who and who ~= ARGV[1] then return 0 end
redis.call('set', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1
"""
_LET_GO = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0"

UNREACHED = (RedisConnectionError, RedisTimeoutError, OSError, TimeoutError)
"""Errors that say the server is away, and not that this one command was refused."""


class Breaker:
    """After `errors` in a row nothing is tried for `seconds`; then one success closes it, one error opens it again."""

    def __init__(
        self, *, errors: int = 3, seconds: float = 30, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._allowed = errors
        self._seconds = seconds
        self._clock = clock
        self._errors = 0
        self._until = 0.0

    @property
    def is_open(self) -> bool:
        return self._clock() < self._until

    def succeeded(self) -> None:
        self._errors = 0

    def failed(self) -> None:
        self._errors += 1
        if self._errors >= self._allowed:
            self._until = self._clock() + self._seconds


class RedisCache:
    """Looks up and keeps answers in Redis; a slow, full or absent server costs a quarter of a second, never a run."""

    def __init__(self, url: str, *, breaker: Breaker | None = None) -> None:
        try:
            pool = BlockingConnectionPool.from_url(
                url,
                max_connections=CONNECTIONS,
                timeout=5,
                socket_connect_timeout=0.25,
                socket_timeout=0.25,
                health_check_interval=15,
                retry=Retry(NoBackoff(), 1),  # one more, for a connection the server closed while it was idle
                decode_responses=True,
            )
        except ValueError:
            raise ConfigurationError(
                "REDIS_URL must look like redis://host:6379/0 (or rediss://, unix://)."
            ) from None
        self._redis: Redis = Redis.from_pool(pool)
        self._breaker = breaker or Breaker()
        self._room = asyncio.Semaphore(CONNECTIONS)
        self._closed = False

    async def get(self, key: str) -> str | None:
        value = await self._quietly(lambda: cast("Awaitable[object]", self._redis.get(PREFIX + key)))
        return value if isinstance(value, str) else None

    async def set(self, key: str, value: str, *, seconds: int) -> None:
        await self._quietly(
            lambda: cast("Awaitable[object]", self._redis.set(PREFIX + key, value, ex=seconds))
        )

    async def claim(self, key: str, who: str, *, seconds: int) -> bool:
        told = await self._quietly(
            lambda: cast("Awaitable[object]", self._redis.eval(_CLAIM, 1, CLAIM + key, who, str(seconds)))
        )
        return told != 0

    async def let_go(self, key: str, who: str) -> None:
        await self._quietly(lambda: cast("Awaitable[object]", self._redis.eval(_LET_GO, 1, CLAIM + key, who)))

    async def values(self) -> AsyncIterator[tuple[str, str]]:
        try:
            found: list[str] = []
            async for name in self._redis.scan_iter(match=f"{PREFIX}*", count=READ_AT_ONCE):
                found.append(name)
            for start in range(0, len(found), READ_AT_ONCE):
                some = found[start : start + READ_AT_ONCE]
                for name, value in zip(some, await self._redis.mget(some), strict=True):
                    if isinstance(value, str):
                        yield name.removeprefix(PREFIX), value
        except (*UNREACHED, RedisError) as error:
            raise self._away(error) from error

    async def drop(self, keys: Sequence[str]) -> None:
        names = [PREFIX + key for key in keys]
        try:
            for start in range(0, len(names), READ_AT_ONCE):
                await self._redis.unlink(*names[start : start + READ_AT_ONCE])
        except (*UNREACHED, RedisError) as error:
            raise self._away(error) from error

    async def ping(self) -> str:
        if self._closed:
            raise PartUnavailable("Reply cache", "The reply cache is closed.")
        try:
            await cast("Awaitable[object]", self._redis.ping())
        except (*UNREACHED, RedisError) as error:
            raise self._away(error) from error
        self._breaker.succeeded()
        return "Redis answers."

    async def aclose(self) -> None:
        self._closed = True
        await self._redis.aclose()

    def _away(self, error: Exception) -> PartUnavailable:
        return PartUnavailable(
            "Reply cache",
            f"Redis doesn't answer ({type(error).__name__}). Check REDIS_URL. Screening goes on without the cache.",
        )

    async def _quietly(self, ask: Callable[[], Awaitable[T]]) -> T | None:
        if self._closed or self._breaker.is_open:
            REPLIES.labels("passed_over").inc()
            return None
        try:
            async with self._room:
                if self._closed or self._breaker.is_open:
                    return None  # it opened while this one waited for a connection
                value = await ask()
        except UNREACHED as error:
            self._breaker.failed()
            BREAKER_OPEN.set(self._breaker.is_open)
            log.warning("the reply cache was passed over: %s", type(error).__name__)
            return None
        except (RedisError, UnicodeError) as error:
            log.warning("the reply cache was passed over: %s", type(error).__name__)
            return None
        self._breaker.succeeded()
        BREAKER_OPEN.set(0)
        return value
