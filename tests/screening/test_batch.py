"""Many at once: bounded, complete, and calm about trouble."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from core.domain.candidate import Outcome, failure
from core.errors import AccountError
from core.screening.batch import screen_all


async def collect(
    keys: list[int],
    screen_one: Callable[[int], Awaitable[Outcome]],
    *,
    window: int = 4,
    stop: asyncio.Event | None = None,
) -> list[int]:
    return [key async for key, _ in screen_all(keys, screen_one, window=window, stop=stop or asyncio.Event())]


def test_every_key_has_one_outcome() -> None:
    async def one(key: int) -> Outcome:
        await asyncio.sleep(0.001 * (key % 3))
        return failure("locked")

    assert sorted(asyncio.run(collect(list(range(30)), one))) == list(range(30))


def test_never_more_than_the_window_are_under_way() -> None:
    now = most = 0

    async def one(key: int) -> Outcome:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.002)
        now -= 1
        return failure("locked")

    asyncio.run(collect(list(range(20)), one, window=3))
    assert most == 3


def test_an_account_error_keeps_what_is_in_flight_and_launches_nothing_more() -> None:
    launched: list[int] = []
    kept: list[int] = []

    async def one(key: int) -> Outcome:
        launched.append(key)
        if key == 5:
            raise AccountError("no_quota", "Top up.")
        await asyncio.sleep(0.01)
        return failure("locked")

    async def go() -> None:
        async for key, _ in screen_all(range(100), one, window=4, stop=asyncio.Event()):
            kept.append(key)

    with pytest.raises(AccountError):
        asyncio.run(go())
    assert len(launched) <= 5 + 4
    assert sorted(kept) == [key for key in sorted(launched) if key != 5]


def test_stop_lets_what_is_in_flight_finish() -> None:
    async def go() -> tuple[list[int], list[int]]:
        stop = asyncio.Event()
        launched: list[int] = []

        async def one(key: int) -> Outcome:
            launched.append(key)
            if key == 2:
                stop.set()
            await asyncio.sleep(0.005)
            return failure("locked")

        return launched, await collect(list(range(50)), one, window=3, stop=stop)

    launched, kept = asyncio.run(go())
    assert sorted(kept) == sorted(launched)
    assert len(launched) < 10


def test_a_bug_is_not_taken_for_an_outcome() -> None:
    async def one(key: int) -> Outcome:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        asyncio.run(collect([1, 2, 3], one))


def test_closing_early_cancels_what_is_under_way() -> None:
    async def go() -> int:
        cancelled = 0

        async def one(key: int) -> Outcome:
            nonlocal cancelled
            try:
                await asyncio.sleep(0 if key == 0 else 30)
            except asyncio.CancelledError:
                cancelled += 1
                raise
            return failure("locked")

        outcomes = screen_all(range(3), one, window=3, stop=asyncio.Event())
        await anext(outcomes)
        await outcomes.aclose()
        return cancelled

    assert asyncio.run(go()) == 2
