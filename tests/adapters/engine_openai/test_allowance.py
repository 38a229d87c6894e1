"""Keeping to a minute's allowance, on a clock of the test, against servers that count in different ways."""

import heapq
from collections import deque
from collections.abc import Callable, Mapping

import pytest

from core.adapters.engine_openai.allowance import Allowance

Server = Callable[[float], tuple[bool, float]]
"""Whether a call at this time is answered, and how many are left."""


def sliding(limit: int) -> Server:
    seen: deque[float] = deque()

    def answer(now: float) -> tuple[bool, float]:
        while seen and seen[0] <= now - 60:
            seen.popleft()
        if len(seen) >= limit:
            return False, 0
        seen.append(now)
        return True, limit - len(seen)

    return answer


def fixed(limit: int) -> Server:
    """Its minute begins 20 s before ours."""
    count: dict[int, int] = {}

    def answer(now: float) -> tuple[bool, float]:
        minute = int((now + 20) // 60)
        if count.get(minute, 0) >= limit:
            return False, 0
        count[minute] = count.get(minute, 0) + 1
        return True, limit - count[minute]

    return answer


def bucket(limit: int, *, holds: float | None = None) -> Server:
    level, last = float(holds or limit), 0.0

    def answer(now: float) -> tuple[bool, float]:
        nonlocal level, last
        level, last = min(holds or limit, level + (now - last) * limit / 60), now
        if level < 1:
            return False, int(level)
        level -= 1
        return True, int(level)

    return answer


def worked_off(server: Server, limit: int, *, minutes: float = 5, latency: float = 1.0) -> tuple[int, int]:
    """Calls answered and refused in the time, at 20 under way at once; each answer names limit and rest."""
    allowance, now, good, refused = Allowance(), 0.0, 0, 0
    under_way: list[tuple[float, float, bool, float]] = []
    while now < minutes * 60:
        full = len(under_way) == 20
        wait = allowance.delay(100, now)
        if under_way and (full or (wait > 0 and under_way[0][0] <= now + wait)):
            now, asked, answered, left = heapq.heappop(under_way)
            headers: Mapping[str, str] = {
                "x-ratelimit-limit-requests": str(limit),
                "x-ratelimit-remaining-requests": str(int(left)),
            }
            allowance.told(headers, asked=asked)
            good, refused = good + answered, refused + (not answered)
        elif wait > 0:
            now += max(wait, 0.001)
        else:
            allowance.take(100, now)
            answered, left = server(now + 0.005)
            heapq.heappush(under_way, (now + (latency if answered else 0.02), now, answered, left))
    return good, refused


@pytest.mark.parametrize("limit", [60, 120, 500])
@pytest.mark.parametrize("kind", [sliding, fixed, bucket])
def test_a_named_limit_is_used_and_kept_to(kind: Callable[[int], Server], limit: int) -> None:
    good, refused = worked_off(kind(limit), limit)
    assert good >= 0.95 * 5 * limit
    assert refused <= 0.02 * good


@pytest.mark.parametrize("limit", [500, 900])
def test_a_bucket_that_holds_only_a_second_is_kept_to_as_well(limit: int) -> None:
    good, refused = worked_off(bucket(limit, holds=max(1.0, limit / 60)), limit)
    assert good >= 0.9 * 5 * limit
    assert refused <= 0.05 * good


def test_nothing_is_held_back_where_no_limit_is_named() -> None:
    allowance = Allowance()
    for now in range(1000):
        assert allowance.delay(10_000, now / 1000) == 0
        allowance.take(10_000, now / 1000)


def test_tokens_are_counted_too() -> None:
    allowance = Allowance()
    allowance.take(400, 0.0)
    headers = {"x-ratelimit-limit-tokens": "1000", "x-ratelimit-remaining-tokens": "600"}
    allowance.told(headers, asked=0.0)
    assert allowance.delay(500, 0.5) == 0
    allowance.take(500, 0.5)
    assert 20 < allowance.delay(500, 1.0) <= 60


def test_a_call_larger_than_a_whole_minute_is_let_try_when_nothing_else_is_counted() -> None:
    allowance = Allowance()
    headers = {"x-ratelimit-limit-tokens": "1000", "x-ratelimit-remaining-tokens": "1000"}
    allowance.told(headers, asked=0.0)
    assert allowance.delay(5000, 0.1) == 0


@pytest.mark.parametrize("nonsense", ["", "-5", "many", "1e9", "9" * 40, "0", "１２"])
def test_headers_that_mean_nothing_hold_nobody_back(nonsense: str) -> None:
    allowance = Allowance()
    allowance.told({"x-ratelimit-limit-requests": nonsense}, asked=0.0)
    assert allowance.delay(1, 0.0) == 0


def test_an_answer_that_was_overtaken_says_nothing_new() -> None:
    allowance = Allowance()
    for asked, left in ((2.0, "10"), (1.0, "0")):
        headers = {"x-ratelimit-limit-requests": "60", "x-ratelimit-remaining-requests": left}
        allowance.told(headers, asked=asked)
    assert allowance.delay(1, 3.0) == 0
