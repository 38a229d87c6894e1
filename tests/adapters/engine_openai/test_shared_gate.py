"""One allowance for several processes, over a real Redis and a real endpoint that enforces its limit."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.adapters.engine_openai import OpenAIEngine
from core.adapters.engine_openai.shared_gate import SharedAllowance
from core.settings import Settings
from tests.adapters.engine_openai.asking import JOB, PATIENT, RESUME, RUBRIC
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.fakes.rates import SlidingWindow
from tests.fakes.redis_server import RedisServer

pytestmark = pytest.mark.redis


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as server:
        yield server


async def waits(shared: SharedAllowance, *tokens: int) -> list[float]:
    return [round((await shared.reserve(each))[1], 1) for each in tokens]


def limits(requests: int = 0, tokens: int = 0) -> dict[str, str]:
    return {"x-ratelimit-limit-requests": str(requests), "x-ratelimit-limit-tokens": str(tokens)}


def test_what_one_process_was_told_and_took_the_others_keep_to(redis: RedisServer) -> None:
    async def work() -> None:
        one, other = (SharedAllowance(redis.url, "key", window=10) for _ in range(2))
        stranger = SharedAllowance(redis.url, "another key", window=10)
        assert await waits(one, 5, 5, 5, 5) == [0.0] * 4  # nobody has named a limit
        one.told(limits(requests=6))
        assert await waits(one, 5) == [0.0]
        assert await waits(other, 5, 5, 5) == pytest.approx([0.0, 10.0, 10.0], abs=0.3)
        assert await waits(stranger, 5) == [0.0]
        for each in (one, other, stranger):
            await each.aclose()

    asyncio.run(work())


def test_tokens_are_counted_too_and_one_call_of_more_than_all_goes_alone(redis: RedisServer) -> None:
    async def work() -> None:
        shared = SharedAllowance(redis.url, "key", window=10)
        shared.told(limits(tokens=100))
        assert await waits(shared, 60, 40, 30, 5000) == pytest.approx([0.0, 0.0, 10.0, 20.0], abs=0.4)
        await shared.aclose()

    asyncio.run(work())


def test_a_place_given_back_is_free_for_the_next(redis: RedisServer) -> None:
    async def work() -> None:
        shared = SharedAllowance(redis.url, "key", window=10)
        shared.told(limits(requests=1, tokens=100))
        place, wait = await shared.reserve(100)
        assert wait == 0
        await shared.give_back(place)
        assert await waits(shared, 100, 100) == pytest.approx([0.0, 10.0], abs=0.3)
        await shared.aclose()

    asyncio.run(work())


def test_a_rest_that_one_process_is_told_holds_for_all(redis: RedisServer) -> None:
    async def work() -> None:
        one, other = (SharedAllowance(redis.url, "key", window=10) for _ in range(2))
        one.rest(5)
        deadline = time.monotonic() + 5
        while await waits(other, 1) == [0.0]:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.01)
        for each in (one, other):
            await each.aclose()

    asyncio.run(work())


def test_without_redis_each_process_goes_by_itself(redis: RedisServer) -> None:
    async def work() -> None:
        shared = SharedAllowance(redis.url, "key")
        shared.told(limits(requests=1))
        redis.stop()
        assert await waits(shared, 1, 1, 1, 1) == [0.0] * 4
        await shared.aclose()

    asyncio.run(work())


def test_two_processes_use_a_limit_that_is_enforced_and_keep_to_it(redis: RedisServer) -> None:
    """A window of 3 s in place of a minute, on whatever machine: loosely. bench/rates.py takes true minutes."""
    window, limit, each = 3.0, 60, 60
    limiter = SlidingWindow(limit, window=window)
    with FakeEndpoint(latency=0.05, limiter=limiter) as endpoint:
        settings = Settings.model_validate(
            {
                "runner": "celery",
                "celery_broker_url": redis.url,
                "openai_base_url": endpoint.url,
                "max_in_flight": 8,
            }
        )

        async def calls(name: str) -> None:
            shared = SharedAllowance.of(settings, window=window)
            own = replace(PATIENT, window=window, between_probes=0.05)
            engine = OpenAIEngine(settings, None, limits=own, shared=shared)
            many = asyncio.Semaphore(12)

            async def one(number: int) -> None:
                async with many:
                    await engine.judge(f"{RESUME} {name} {number}", JOB, RUBRIC)

            try:
                await (
                    engine.ping()
                )  # a connection that is made late makes the first call of a short window late
                await asyncio.gather(*map(one, range(each)))
            finally:
                await engine.aclose()

        threads = [threading.Thread(target=lambda n=name: asyncio.run(calls(n))) for name in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(limiter.admitted) == 2 * each
    assert len(limiter.refused) <= 0.2 * 2 * each  # by themselves they'd be refused half the time
    least = (2 * each / limit - 1) * window  # the first window's calls may all come at once
    took = limiter.admitted[-1] - limiter.admitted[0]
    assert least / took >= 0.3, took
