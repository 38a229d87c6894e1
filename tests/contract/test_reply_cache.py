"""What every reply cache promises, over SQLite and a real Redis."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from core.adapters.cache_redis import RedisCache
from core.adapters.cache_sqlite import SqliteCache
from core.errors import PartUnavailable
from core.ports import ReplyCache
from tests.fakes.redis_server import RedisServer

Make = Callable[[], ReplyCache]


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=pytest.mark.redis)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    if request.param == "sqlite":
        yield lambda: SqliteCache(tmp_path / "replies.db")
        return
    with RedisServer(tmp_path) as server:
        yield lambda: RedisCache(server.url)


def run(make: Make, work: Callable[[ReplyCache], Awaitable[None]]) -> None:
    async def whole() -> None:
        cache = make()
        try:
            await work(cache)
        finally:
            await cache.aclose()

    asyncio.run(whole())


def test_what_was_kept_is_given_back_to_the_character(make: Make) -> None:
    value = '{"résumé": "日本語 \U0001f600 \\u0000", "n": 1}'

    async def work(cache: ReplyCache) -> None:
        await cache.set("k", value, seconds=60)
        assert await cache.get("k") == value

    run(make, work)


def test_an_unknown_key_is_a_miss(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        assert await cache.get("nothing") is None

    run(make, work)


def test_the_last_value_kept_wins(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        await cache.set("k", "old", seconds=60)
        await cache.set("k", "new", seconds=60)
        assert await cache.get("k") == "new"

    run(make, work)


def test_an_answer_is_gone_once_its_time_is_up(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        await cache.set("k", "v", seconds=1)
        assert await cache.get("k") == "v"
        for _ in range(40):
            await asyncio.sleep(0.05)
            if await cache.get("k") is None:
                return
        pytest.fail("the answer outlived its time")

    run(make, work)


def test_a_second_cache_finds_what_the_first_kept(make: Make) -> None:
    async def keep(cache: ReplyCache) -> None:
        await cache.set("k", "v", seconds=60)

    async def find(cache: ReplyCache) -> None:
        assert await cache.get("k") == "v"

    run(make, keep)
    run(make, find)


def test_three_hundred_at_once_are_all_answered(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        await asyncio.gather(*(cache.set(f"k{n}", str(n), seconds=60) for n in range(300)))
        assert await asyncio.gather(*(cache.get(f"k{n}") for n in range(300))) == [str(n) for n in range(300)]

    run(make, work)


def test_a_cache_that_works_says_so(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        assert await cache.ping()

    run(make, work)


def test_a_closed_cache_misses_and_can_be_closed_again(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        await cache.set("k", "v", seconds=60)
        await cache.aclose()
        await cache.set("k", "w", seconds=60)
        assert await cache.get("k") is None
        with pytest.raises(PartUnavailable):
            await cache.ping()

    run(make, work)


def test_one_machine_at_a_time_may_fetch_an_answer_until_it_lets_go_or_is_heard_of_no_more(
    make: Make,
) -> None:
    async def work(cache: ReplyCache) -> None:
        other = make()
        try:
            assert await cache.claim("k", "one", seconds=60)
            if isinstance(cache, SqliteCache):  # of one machine: nobody is kept from asking
                assert await other.claim("k", "two", seconds=60)
                return
            assert await cache.claim("k", "one", seconds=60)
            assert not await other.claim("k", "two", seconds=60)
            assert await other.claim("another key", "two", seconds=60)
            await other.let_go("k", "two")
            assert not await other.claim("k", "two", seconds=60)
            await cache.let_go("k", "one")
            assert await other.claim("k", "two", seconds=1)
            for _ in range(40):
                if await cache.claim("k", "one", seconds=60):
                    return
                await asyncio.sleep(0.05)
            pytest.fail("a claim outlived its time")
        finally:
            await other.aclose()

    run(make, work)


def test_a_cache_that_is_closed_keeps_nobody_from_asking(make: Make) -> None:
    async def work(cache: ReplyCache) -> None:
        await cache.aclose()
        assert await cache.claim("k", "one", seconds=60)
        await cache.let_go("k", "one")

    run(make, work)


def test_everything_kept_can_be_looked_through_and_dropped_for_good(make: Make, tmp_path: Path) -> None:
    kept = {f"k{n}": f"quokka{n:05} é" for n in range(1200)}

    async def work(cache: ReplyCache) -> None:
        for key, value in kept.items():
            await cache.set(key, value, seconds=60)
        assert {key: value async for key, value in cache.values()} == kept
        await cache.drop([key for key in kept if key != "k7"])
        await cache.drop([])
        assert [pair async for pair in cache.values()] == [("k7", kept["k7"])]
        assert await cache.get("k8") is None

    run(make, work)
    for path in tmp_path.glob("replies.db*"):
        assert b"quokka00008" not in path.read_bytes()


def test_a_cache_out_of_reach_is_said_to_whoever_erases(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    async def work() -> None:
        for cache in (SqliteCache(tmp_path / "file" / "replies.db"), RedisCache("redis://127.0.0.1:1/0")):
            with pytest.raises(PartUnavailable):
                [pair async for pair in cache.values()]
            with pytest.raises(PartUnavailable):
                await cache.drop(["k"])
            await cache.aclose()

    asyncio.run(work())
