"""One allowance for all processes that call with one key, counted in Redis."""

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from core.adapters.cache_redis import CONNECTIONS, UNREACHED, Breaker
from core.adapters.engine_openai.allowance import JITTER, SLACK, number
from core.settings import Settings

log = logging.getLogger(__name__)

PREFIX = "shortlist:allowance:"
PATIENCE_SECONDS = 1.0
"""For Redis, at each call."""

_RESERVE = """
-- Keeps a place for one call, never before those kept earlier, so that within any window no more begin than is
-- allowed. Gives the seconds until it may begin.
-- KEYS: places (by time), sums, rest. ARGV: window, tokens, allowed requests, allowed tokens (0: unknown), ticket
local clock = redis.call('TIME')
local now, window = clock[1] + clock[2] / 1000000, tonumber(ARGV[1])
for number, name in ipairs({'requests', 'tokens'}) do
  if tonumber(ARGV[2 + number]) > 0 then redis.call('HSET', KEYS[2], name, ARGV[2 + number]) end
end
local requests = tonumber(redis.call('HGET', KEYS[2], 'requests') or math.huge)
local allowed = tonumber(redis.call('HGET', KEYS[2], 'tokens') or math.huge)
local tokens = math.min(tonumber(ARGV[2]), allowed)

local function taken(place) return tonumber(string.match(place, '^%d+')) end

for _, place in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - window)) do
  redis.call('ZREM', KEYS[1], place)
  redis.call('HINCRBY', KEYS[2], 'sum', -taken(place))
end

local begins = now
local rest = redis.call('PTTL', KEYS[3])
if rest > 0 then begins = now + rest / 1000 end
local last = redis.call('ZRANGE', KEYS[1], -1, -1, 'WITHSCORES')
if last[2] then begins = math.max(begins, tonumber(last[2])) end
if requests < math.huge then
  local before = redis.call('ZRANGE', KEYS[1], -requests, -requests, 'WITHSCORES')
  if before[2] then begins = math.max(begins, before[2] + window) end
end
local over = tonumber(redis.call('HGET', KEYS[2], 'sum') or 0) + tokens - allowed
local from = 0
while over > 0 do
  local oldest = redis.call('ZRANGE', KEYS[1], from, from + 63, 'WITHSCORES')
  if #oldest == 0 then break end
  for at = 1, #oldest, 2 do
    over = over - taken(oldest[at])
    if over <= 0 then
      begins = math.max(begins, oldest[at + 1] + window)
      break
    end
  end
  from = from + 64
end

redis.call('ZADD', KEYS[1], string.format('%.6f', begins), string.format('%d', tokens) .. ':' .. ARGV[5])
redis.call('HINCRBY', KEYS[2], 'sum', string.format('%d', tokens))
redis.call('EXPIRE', KEYS[1], math.ceil(begins - now + 2 * window))
redis.call('EXPIRE', KEYS[2], math.ceil(begins - now + 60 * window))
return string.format('%d:%.6f', tokens, begins - now)
"""

_GIVE_BACK = """
if redis.call('ZREM', KEYS[1], ARGV[1]) == 1 then
  redis.call('HINCRBY', KEYS[2], 'sum', -tonumber(string.match(ARGV[1], '^%d+')))
end
"""


class SharedAllowance:
    """What a provider allows in a minute, for every process with the same Redis, endpoint, key and model.

    Made anywhere, used and closed on one loop. Where Redis is out of reach each process goes by what it counts itself.
    """

    def __init__(self, url: str, name: str, *, window: float = 60.0) -> None:
        """`name` tells one account's allowance from another's; `window` in seconds."""
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=CONNECTIONS,
            timeout=5,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
            health_check_interval=15,
            retry=Retry(NoBackoff(), 1),
            decode_responses=True,
        )
        self._redis: Any = Redis.from_pool(pool)
        self._breaker = Breaker(seconds=5)
        self._window = window * (1 + SLACK) + JITTER
        self._keys = [f"{PREFIX}{{{name}}}:{what}" for what in ("places", "sums", "rest")]
        self._allowed = (0, 0)
        self._telling: set[asyncio.Task[object]] = set()

    @classmethod
    def of(cls, settings: Settings, *, window: float = 60.0) -> "SharedAllowance | None":
        """None where one process calls for itself."""
        url = settings.redis_url or settings.celery_broker_url
        if settings.runner != "celery" or url is None:
            return None
        key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
        account = "\n".join((settings.openai_base_url or "", key, settings.openai_model))
        return cls(url, hashlib.sha256(account.encode()).hexdigest()[:32], window=window)

    async def reserve(self, tokens: int) -> tuple[str, float]:
        """A call's place, and in how many seconds it may begin."""
        ticket = secrets.token_hex(8)
        arguments = (self._window, max(0, tokens), *self._allowed, ticket)
        told = await self._quietly(
            lambda: self._redis.eval(_RESERVE, len(self._keys), *self._keys, *arguments)
        )
        if not isinstance(told, str):
            return "", 0.0
        taken, _, wait = told.partition(":")
        return f"{taken}:{ticket}", float(wait)

    async def give_back(self, place: str) -> None:
        """Nothing was sent for it."""
        if place:
            await self._quietly(lambda: self._redis.eval(_GIVE_BACK, 2, *self._keys[:2], place))

    def told(self, headers: Mapping[str, str]) -> None:
        """Takes in what the server says that it allows; the next reservation tells the others."""
        said = (number(headers.get(f"x-ratelimit-limit-{name}")) for name in ("requests", "tokens"))
        requests, tokens = (
            int(limit) if limit else known for limit, known in zip(said, self._allowed, strict=True)
        )
        self._allowed = (requests, tokens)

    def rest(self, seconds: float) -> None:
        """The server wants nobody to call for so long: the others needn't be told by it."""
        self._tell(lambda: self._redis.set(self._keys[2], "1", px=max(1, round(seconds * 1000))))

    async def aclose(self) -> None:
        for task in self._telling:
            task.cancel()
        await asyncio.gather(*self._telling, return_exceptions=True)
        await self._redis.aclose()

    def _tell(self, ask: Callable[[], Awaitable[object]]) -> None:
        task = asyncio.ensure_future(self._quietly(ask))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _quietly(self, ask: Callable[[], Awaitable[object]]) -> object:
        if self._breaker.is_open:
            return None
        try:
            answer = await ask()
        except (*UNREACHED, RedisError) as error:
            self._breaker.failed()
            log.warning("the shared allowance is out of reach: %s", type(error).__name__)
            return None
        self._breaker.succeeded()
        return answer
