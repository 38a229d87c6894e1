"""Rate limits as servers enforce them: minutes on a clock that jumps, and seconds over real connections."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import httpx2
import openai
import pytest

from core.adapters.engine_openai import Limits, OpenAIEngine
from core.adapters.engine_openai.ask import Asker
from core.adapters.engine_openai.client import Received
from core.adapters.engine_openai.dialect import Dialect
from core.adapters.engine_openai.request import Message, Request
from core.errors import AccountError
from tests.adapters.engine_openai.asking import JOB, PATIENT, RESUME, RUBRIC, Telling, with_engine
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.fakes.rates import Bucket, Chance, FixedWindow, Limiter, SlidingWindow, Storm
from tests.fakes.simulated_time import run_simulated

ADDRESS = httpx2.Request("POST", "http://simulated/v1/chat/completions")
LATENCY = 1.0
SLOTS = 20


class Simulated:
    """Calls of one key to a server with a limiter, all on a clock that jumps; 20 at once, 1 s each."""

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._asker = Asker(
            self._send,
            cache=None,
            seconds_kept=60,
            slots=SLOTS,
            dialect=Dialect(official=False),
            limits=Limits(),
        )
        self._numbers = iter(range(10**6))

    async def run(self, count: int, caller: Telling | None = None) -> float:
        """When the last of so many has been answered; as many wait at once as a runner sends."""
        waiting = asyncio.Semaphore(SLOTS + 4)

        async def one() -> None:
            async with waiting:
                if caller:
                    caller.calls()
                await self._asker.ask(_asked(next(self._numbers)), str)

        async with asyncio.TaskGroup() as group:
            for _ in range(count):
                group.create_task(one())
        return asyncio.get_running_loop().time()

    async def _send(self, body: dict[str, object]) -> Received:
        ruling = self._limiter.rule(asyncio.get_running_loop().time())
        await asyncio.sleep(LATENCY if ruling.admitted else 0.01)
        if not ruling.admitted:
            refused = httpx2.Response(429, headers=ruling.headers, request=ADDRESS)
            raise openai.RateLimitError("Slow down.", response=refused, body=None)
        answer = {"choices": [{"message": {"content": "yes"}, "finish_reason": "stop"}]}
        return Received(json.dumps(answer).encode(), ruling.headers)


def _asked(number: int) -> Request:
    return Request(
        model="m",
        messages=(Message("user", str(number)),),
        schema_name="s",
        schema={},
        schema_version="1",
        room=10,
        likely=10,
        parameters={},
    )


def by_the_minute(times: list[float], *, into: float = 0.0) -> list[int]:
    """Calls in each full minute of the server's but the last."""
    minutes = [0] * (int((times[-1] + into) // 60) + 1)
    for at in times:
        minutes[int((at + into) // 60)] += 1
    return minutes[:-1]


KINDS = [SlidingWindow, FixedWindow, Bucket]


@pytest.mark.parametrize("limit", [120, 500])
@pytest.mark.parametrize("kind", KINDS)
def test_a_limit_that_is_named_is_used_and_hardly_ever_met(
    kind: Callable[..., SlidingWindow | FixedWindow | Bucket], limit: int
) -> None:
    limiter = kind(limit)
    run_simulated(Simulated(limiter).run(4 * limit))
    assert min(by_the_minute(limiter.admitted)) >= 0.95 * limit
    assert len(limiter.refused) <= 0.02 * len(limiter.admitted)


@pytest.mark.parametrize("kind", KINDS)
def test_a_limit_that_nobody_names_is_learnt(
    kind: Callable[..., SlidingWindow | FixedWindow | Bucket],
) -> None:
    limiter = kind(500, tells=False)
    run_simulated(Simulated(limiter).run(4 * 500))
    assert min(by_the_minute(limiter.admitted)) >= 0.95 * 500
    assert len(limiter.refused) <= 0.02 * len(limiter.admitted)
    after_the_first = [at for at in limiter.refused if at > 60]
    assert len(after_the_first) <= 0.01 * len(limiter.admitted)


def test_a_minute_that_began_before_the_run_is_no_trouble() -> None:
    limiter = FixedWindow(500, tells=False, into=20)
    run_simulated(Simulated(limiter).run(4 * 500))
    assert min(by_the_minute(limiter.admitted, into=20)) >= 0.95 * 500


@pytest.mark.parametrize("tells", [True, False])
def test_a_bucket_that_holds_only_a_second_is_used_as_well(tells: bool) -> None:
    limiter = Bucket(500, tells=tells, holds=500 / 60)
    run_simulated(Simulated(limiter).run(4 * 500))
    assert min(by_the_minute(limiter.admitted)[1:]) >= 0.95 * 500
    assert len(limiter.refused) <= 0.02 * len(limiter.admitted)


@pytest.mark.parametrize(
    ("retry_after", "lasts"), [(2, 30), (20, 65), (300, 500)], ids=["2 s", "20 s", "300 s"]
)
def test_a_storm_is_sat_out_with_a_probe_at_a_time(retry_after: float, lasts: float) -> None:
    limiter = Storm(lasts, retry_after, begins=5)
    took = run_simulated(Simulated(limiter).run(400))
    assert len(limiter.admitted) == 400
    first = limiter.refused[0]
    probes = [at for at in limiter.refused if at > first + 0.5]
    assert len(probes) >= 1
    assert all(later - earlier >= 1 for earlier, later in pairwise(probes))
    assert took <= 5 + lasts + retry_after + 25  # the rest of the calls, nearly as fast as ever


def test_refusals_at_random_do_not_slow_a_run_down_ever_more() -> None:
    limiter = Chance()
    took = run_simulated(Simulated(limiter).run(1000))
    assert len(limiter.refused) >= 10
    assert took <= 2 * (1000 / SLOTS + 3 * len(limiter.refused))


def test_callers_are_told_how_long_a_storm_rests() -> None:
    told: list[float] = []
    caller = Telling(rests=told.append)
    run_simulated(Simulated(Storm(10, 20, begins=2)).run(100, caller))
    assert max(told) == pytest.approx(20, abs=0.1)
    assert len(told) < 100


def test_a_small_run_is_soon_done_beside_a_big_one() -> None:
    async def both() -> tuple[float, float]:
        server = Simulated(FixedWindow(60))

        async def small() -> float:
            await asyncio.sleep(30)  # the big one has used up this minute
            return await server.run(5, Telling("small"))

        big = asyncio.create_task(server.run(240, Telling("big")))
        return await small(), await big

    small, big = run_simulated(both())
    assert big > 180
    assert small < 65


def test_without_quota_nothing_is_asked_beyond_what_was_in_flight() -> None:
    sent = 0

    async def work() -> None:
        server = Simulated(Bucket(10**6))
        answer = server._send

        async def send(body: dict[str, object]) -> Received:
            nonlocal sent
            sent += 1
            if sent <= 50:
                return await answer(body)
            spent = httpx2.Response(429, request=ADDRESS)
            raise openai.RateLimitError(
                "Spent.", response=spent, body={"code": "insufficient_quota", "type": "insufficient_quota"}
            )

        server._asker._send = send
        with pytest.raises(ExceptionGroup) as caught:
            await server.run(500)
        assert caught.group_contains(AccountError, match="no credit left")

    run_simulated(work())
    assert 50 < sent <= 50 + SLOTS


@pytest.mark.parametrize("tells", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize("kind", [FixedWindow, SlidingWindow])
def test_a_limit_over_real_connections(kind: Callable[..., FixedWindow | SlidingWindow], tells: bool) -> None:
    """A window of 2 s in place of a minute, on whatever machine: loosely."""
    limiter = kind(20, window=2.0, tells=tells)

    async def work(engine: OpenAIEngine) -> None:
        await asyncio.gather(*(engine.judge(f"{RESUME} warm {n}", JOB, RUBRIC) for n in range(4)))
        endpoint.limiter = limiter
        await asyncio.gather(*(engine.judge(f"{RESUME} {n}", JOB, RUBRIC) for n in range(50)))

    with FakeEndpoint(latency=0.1) as endpoint:
        limits = replace(PATIENT, window=2.0, waiting_total=60, between_probes=0.05)
        with_engine(endpoint, work, max_in_flight=4, limits=limits)
    assert len(limiter.admitted) == 50
    assert len(limiter.refused) <= (5 if tells else 10)
