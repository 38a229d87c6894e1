"""The Redis reply cache where things go wrong."""

import asyncio
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from core.adapters.cache_redis import PREFIX, Breaker, RedisCache
from core.errors import ConfigurationError, PartUnavailable
from tests.fakes.redis_server import RedisServer, free_port


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as running:
        yield running


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield int(listener.getsockname()[1])


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_three_errors_in_a_row_open_the_breaker_and_time_closes_it() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    breaker.failed()
    assert not breaker.is_open
    breaker.failed()
    assert breaker.is_open
    clock.now += 29.9
    assert breaker.is_open
    clock.now += 0.2
    assert not breaker.is_open


def test_one_error_after_the_pause_opens_the_breaker_again() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    for _ in range(3):
        breaker.failed()
    clock.now += 31
    breaker.failed()
    assert breaker.is_open


def test_a_server_that_is_away_is_a_miss_and_soon_not_even_asked() -> None:
    async def work() -> None:
        breaker = Breaker()
        cache = RedisCache(f"redis://127.0.0.1:{free_port()}/0", breaker=breaker)
        for _ in range(3):
            assert await cache.get("k") is None
        assert breaker.is_open
        began = time.perf_counter()
        for _ in range(1000):
            assert await cache.get("k") is None
        assert time.perf_counter() - began < 3
        await cache.aclose()

    asyncio.run(work())


def test_a_hung_server_costs_a_moment_even_with_three_hundred_waiting(silent_port: int) -> None:
    async def work() -> None:
        cache = RedisCache(f"redis://127.0.0.1:{silent_port}/0")
        began = time.perf_counter()
        assert await asyncio.gather(*(cache.get(f"k{n}") for n in range(300))) == [None] * 300
        assert time.perf_counter() - began < 10
        began = time.perf_counter()
        assert await cache.get("k") is None
        assert time.perf_counter() - began < 1
        await cache.aclose()

    asyncio.run(work())


@pytest.mark.redis
def test_a_restarted_server_is_used_again(server: RedisServer) -> None:
    async def work() -> None:
        clock = Clock()
        cache = RedisCache(server.url, breaker=Breaker(clock=clock))
        await cache.set("k", "v", seconds=60)
        server.stop()
        for _ in range(4):
            assert await cache.get("k") is None
        server.start()
        clock.now += 31
        await cache.set("k", "again", seconds=60)
        assert await cache.get("k") == "again"
        await cache.aclose()

    asyncio.run(work())


@pytest.mark.redis
def test_a_value_that_is_no_text_is_a_miss(server: RedisServer) -> None:
    async def work() -> None:
        cache = RedisCache(server.url)
        other = Redis.from_url(server.url)
        await other.set(PREFIX + "bytes", b"\xff\xfe")
        await other.lpush(PREFIX + "list", "x")
        await other.aclose()
        assert await cache.get("bytes") is None
        assert await cache.get("list") is None
        await cache.set("k", "v", seconds=60)
        assert await cache.get("k") == "v"
        await cache.aclose()

    asyncio.run(work())


def test_asking_a_server_that_is_away_names_the_part_and_not_the_password() -> None:
    async def work() -> None:
        cache = RedisCache(f"redis://:s3cret@127.0.0.1:{free_port()}/0")
        with pytest.raises(PartUnavailable) as caught:
            await cache.ping()
        assert "s3cret" not in str(caught.value)
        assert caught.value.part == "Reply cache"
        await cache.aclose()

    asyncio.run(work())


def test_an_address_that_is_none_is_refused_by_the_settings_name() -> None:
    with pytest.raises(ConfigurationError, match="REDIS_URL"):
        RedisCache("nonsense")
