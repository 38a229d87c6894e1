"""Many at once: bounded, complete, and calm about trouble."""

import asyncio
import gc
from collections.abc import Awaitable, Callable

import pytest

from core.domain.candidate import Outcome, failure
from core.errors import AccountError
from core.screening.batch import look_ahead, screen_all


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


def test_the_next_are_made_ready_before_their_turn_and_no_more_than_asked() -> None:
    async def go() -> tuple[list[int], list[int], int]:
        begun: list[int] = []

        async def prepare(key: int) -> int:
            begun.append(key)
            await asyncio.sleep(0)
            return key * 10

        turns = look_ahead(range(9), prepare, most=2)
        first, ready = next(turns)
        await asyncio.sleep(0.01)
        ahead = len(begun)
        rest = [await task for _, task in turns]
        return [first, await ready], rest, ahead

    assert asyncio.run(go()) == ([0, 0], [10, 20, 30, 40, 50, 60, 70, 80], 3)


def test_what_was_made_ready_in_vain_is_given_up_without_a_word() -> None:
    async def go() -> list[str]:
        said: list[str] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda loop, context: said.append(context["message"])
        )

        async def prepare(key: int) -> int:
            if key == 1:
                raise AccountError("no_quota", "Top up.")
            await asyncio.sleep(60)
            return key

        turns = look_ahead(range(9), prepare, most=4)
        next(turns)[1].cancel()
        await asyncio.sleep(0.01)
        turns.close()
        await asyncio.sleep(0.01)
        gc.collect()
        return [*said, *(str(task) for task in asyncio.all_tasks() if task is not asyncio.current_task())]

    assert asyncio.run(go()) == []
