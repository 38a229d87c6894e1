"""Slots, the shared pause, and the shut account."""

import asyncio
import time
from collections.abc import Callable

import pytest

from core.adapters.engine_openai.failures import Limited
from core.adapters.engine_openai.gate import Gate, Patience, Turn
from core.adapters.engine_openai.limits import Limits
from core.domain.verdict import Usage
from core.errors import AccountError, CannotScreen
from core.screening.caller import CALLER, Caller

LIMITS = Limits(waiting_total=1, shut=0.2, backoff=0.01, longest_backoff=0.05)


def turn_of(patience: Patience) -> Turn:
    """A call that the server turned away."""
    return Turn(0, patience, asyncio.get_running_loop().create_future(), began=time.monotonic())


def test_there_are_only_so_many_slots() -> None:
    async def work() -> None:
        gate, inside, most = Gate(3, LIMITS), 0, 0

        async def one() -> None:
            nonlocal inside, most
            async with gate.slot(Patience(LIMITS)):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.005)
                inside -= 1

        await asyncio.gather(*(one() for _ in range(20)))
        assert most == 3

    asyncio.run(work())


def test_a_pause_holds_back_those_already_queueing_for_a_slot() -> None:
    async def work() -> None:
        gate = Gate(1, LIMITS)
        entered: list[float] = []

        async def queueing() -> None:
            async with gate.slot(Patience(LIMITS)):
                entered.append(time.monotonic())

        async with gate.slot(Patience(LIMITS)):
            waiting = asyncio.create_task(queueing())
            await asyncio.sleep(0.01)
            gate.pause(Limited(0.2), turn_of(Patience(LIMITS)))
            paused = time.monotonic()
        await waiting
        assert entered[0] - paused >= 0.19

    asyncio.run(work())


def test_a_shorter_pause_does_not_cut_a_longer_one() -> None:
    async def work() -> None:
        gate, began = Gate(1, LIMITS), time.monotonic()
        gate.pause(Limited(0.2), turn_of(Patience(LIMITS)))
        gate.pause(Limited(0.01), turn_of(Patience(LIMITS)))
        async with gate.slot(Patience(LIMITS)):
            assert time.monotonic() - began >= 0.19

    asyncio.run(work())


def test_waiting_is_counted_and_ends() -> None:
    async def work() -> None:
        gate, patience = Gate(1, LIMITS), Patience(LIMITS)
        for _ in range(2):
            gate.pause(Limited(0.4), turn_of(patience))
            async with gate.slot(patience):
                pass
        gate.pause(Limited(0.4), turn_of(patience))
        with pytest.raises(CannotScreen, match="no more requests"):
            async with gate.slot(patience):
                pytest.fail("it was let in")

    asyncio.run(work())


def test_without_a_word_from_the_server_pauses_grow_to_a_bound() -> None:
    async def work() -> None:
        limits = Limits(backoff=0.5, longest_backoff=30)
        gate, patience = Gate(1, limits), Patience(limits)
        for _ in range(12):
            gate.pause(Limited(None), turn_of(patience))
        assert 14 <= gate._until - time.monotonic() <= 30

    asyncio.run(work())


def test_a_shut_account_turns_away_who_waits_and_who_comes_soon_after_but_not_for_ever() -> None:
    async def work() -> None:
        gate = Gate(1, LIMITS)

        async def queueing() -> None:
            async with gate.slot(Patience(LIMITS)):
                pytest.fail("it was let in")

        async with gate.slot(Patience(LIMITS)):
            waiting = [asyncio.create_task(queueing()) for _ in range(5)]
            await asyncio.sleep(0.01)
            gate.shut(AccountError("no_quota", "empty"))
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert [str(e) for e in ended] == ["empty"] * 5
        with pytest.raises(AccountError, match="empty"):
            await queueing()
        await asyncio.sleep(LIMITS.shut)
        async with gate.slot(Patience(LIMITS)):
            pass

    asyncio.run(work())


def test_leaving_the_queue_keeps_the_slot_free() -> None:
    async def work() -> None:
        gate = Gate(1, LIMITS)

        async def queueing() -> None:
            async with gate.slot(Patience(LIMITS)):
                pass

        async with gate.slot(Patience(LIMITS)):
            left = asyncio.create_task(queueing())
            await asyncio.sleep(0.01)
            left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        async with asyncio.timeout(0.5):
            await queueing()

    asyncio.run(work())


def test_after_a_pause_one_call_goes_ahead_and_the_others_follow_its_answer() -> None:
    async def work() -> None:
        gate, inside, most = Gate(8, LIMITS), 0, []
        gate.pause(Limited(0.05), turn_of(Patience(LIMITS)))

        async def one() -> None:
            nonlocal inside
            async with gate.slot(Patience(LIMITS)) as turn:
                gate.begins(turn)
                inside += 1
                most.append(inside)
                await asyncio.sleep(0.02)
                inside -= 1
                gate.answered(turn)

        await asyncio.gather(*(one() for _ in range(9)))
        assert most[0] == 1
        assert most[1:5] == [1, 2, 3, 4]  # half of eight

    asyncio.run(work())


def test_a_probe_that_meets_the_limit_again_lets_nobody_in() -> None:
    async def work() -> None:
        gate, entered = Gate(8, LIMITS), []
        gate.pause(Limited(0.05), turn_of(Patience(LIMITS)))

        async def one() -> None:
            async with gate.slot(Patience(LIMITS)) as turn:
                gate.begins(turn)
                entered.append(turn)
                gate.pause(Limited(5), turn)

        ended = await asyncio.gather(*(one() for _ in range(9)), return_exceptions=True)
        assert len(entered) == 1
        assert sum(isinstance(end, CannotScreen) for end in ended) == 8

    asyncio.run(work())


def test_probes_are_a_second_apart_however_short_the_server_says() -> None:
    async def work() -> None:
        gate = Gate(8, LIMITS)
        gate.pause(Limited(0.01), turn_of(Patience(LIMITS)))
        async with gate.slot(Patience(LIMITS)) as probe:
            gate.begins(probe)
            gate.pause(Limited(0.01), probe)
        assert gate._until - probe.began >= 0.99

    asyncio.run(work())


def test_calls_at_once_are_halved_once_for_a_burst_and_come_back_with_good_answers() -> None:
    async def work() -> None:
        gate = Gate(16, LIMITS)
        burst = [turn_of(Patience(LIMITS)) for _ in range(10)]
        for turn in burst:
            gate.narrow(turn)
        assert gate.width == 8
        gate.narrow(turn_of(Patience(LIMITS)))
        assert gate.width == 4
        for width in (4, 8, 16, 16):
            assert gate.width == width
            for _ in range(width):
                gate.answered(burst[0])

    asyncio.run(work())


def test_a_server_that_names_its_limit_is_not_asked_more_often() -> None:
    async def work() -> None:
        limits = Limits(window=0.3)
        gate, began = Gate(20, limits), time.monotonic()
        async with gate.slot(Patience(limits)) as turn:
            gate.begins(turn)
            headers = {"x-ratelimit-limit-requests": "5", "x-ratelimit-remaining-requests": "4"}
            gate.heard(headers, turn)
        entered = []

        async def one() -> None:
            async with gate.slot(Patience(limits)) as turn:
                gate.begins(turn)
                entered.append(time.monotonic() - began)

        await asyncio.gather(*(one() for _ in range(9)))
        assert entered[4] >= 0.3  # the sixth of all
        assert entered[8] >= 0.3

    asyncio.run(work())


def test_who_comes_first_goes_first() -> None:
    async def work() -> None:
        gate, order = Gate(1, LIMITS), []

        async def one(number: int) -> None:
            async with gate.slot(Patience(LIMITS)):
                order.append(number)
                await asyncio.sleep(0)

        await asyncio.gather(*(one(n) for n in range(12)))
        assert order == list(range(12))

    asyncio.run(work())


async def at_once(expected: Usage) -> None:
    """Every call may be made."""


def unnoted(*told: object) -> None:
    """Nobody listens."""


def caller(
    lane: str, rests: Callable[[float], None] = unnoted, *, stop: asyncio.Event | None = None
) -> Caller:
    return Caller(lane, "item", stop or asyncio.Event(), at_once, unnoted, unnoted, rests)


def test_a_run_of_few_is_not_stuck_behind_a_run_of_many() -> None:
    async def work() -> None:
        gate, order = Gate(2, LIMITS), []

        async def one(lane: str) -> None:
            CALLER.set(caller(lane))
            async with gate.slot(Patience(LIMITS)):
                order.append(lane)
                await asyncio.sleep(0)

        many = [asyncio.create_task(one("many")) for _ in range(50)]
        await asyncio.sleep(0)
        await asyncio.gather(*many, *(one("few") for _ in range(5)))
        came = order.index("few")
        assert came < 10
        assert order[came : came + 9] == ["few", "many"] * 4 + ["few"]

    asyncio.run(work())


def test_who_waits_and_who_comes_is_told_of_a_rest_and_each_run_once() -> None:
    async def work() -> None:
        gate, told = Gate(1, LIMITS), dict[str, list[float]]()

        def hears(lane: str) -> Callable[[float], None]:
            return lambda seconds: told.setdefault(lane, []).append(seconds)

        waiting, inside, later = (caller(lane, hears(lane)) for lane in ("waiting", "inside", "later"))

        async def queueing(who: Caller) -> None:
            CALLER.set(who)
            async with gate.slot(Patience(LIMITS)):
                pass

        CALLER.set(inside)
        async with gate.slot(Patience(LIMITS)) as turn:
            gate.begins(turn)
            tasks = [asyncio.create_task(queueing(waiting)) for _ in range(3)]
            await asyncio.sleep(0)
            gate.pause(Limited(0.2), turn)
            gate.pause(Limited(0.1), turn)  # no longer than it was
            gate.pause(Limited(0.4), turn)
        tasks.append(asyncio.create_task(queueing(later)))
        await asyncio.gather(*tasks)
        assert {lane: len(times) for lane, times in told.items()} == {"inside": 2, "waiting": 2, "later": 1}
        assert told["waiting"] == pytest.approx([0.2, 0.4], abs=0.05)
        assert 0 < told["later"][0] <= 0.4

    asyncio.run(work())


def test_a_slot_that_was_not_used_gives_its_allowance_back() -> None:
    async def work() -> None:
        limits = Limits(window=30)
        gate = Gate(5, limits)
        async with gate.slot(Patience(limits)) as turn:
            gate.begins(turn)
            headers = {"x-ratelimit-limit-requests": "2", "x-ratelimit-remaining-requests": "1"}
            gate.heard(headers, turn)
        for _ in range(10):
            async with asyncio.timeout(1), gate.slot(Patience(limits)):
                pass  # its caller forbade the call
        async with asyncio.timeout(1), gate.slot(Patience(limits)) as turn:
            gate.begins(turn)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05), gate.slot(Patience(limits)):
                pytest.fail("it was let in")

    asyncio.run(work())


def test_a_call_that_was_kept_back_counts_from_when_it_goes_out() -> None:
    async def work() -> None:
        limits = Limits(window=0.3)
        gate = Gate(5, limits)
        async with gate.slot(Patience(limits)) as turn:
            gate.begins(turn)
            headers = {"x-ratelimit-limit-requests": "1", "x-ratelimit-remaining-requests": "1"}
            gate.heard(headers, turn)
        async with gate.slot(Patience(limits)) as turn:
            await asyncio.sleep(0.2)
            gate.begins(turn)
            sent = time.monotonic()
        async with gate.slot(Patience(limits)):
            assert time.monotonic() - sent >= 0.3

    asyncio.run(work())


def test_who_waits_for_a_turn_gives_up_when_its_batch_is_stopped_and_who_is_inside_goes_on() -> None:
    async def work() -> None:
        gate, stop, other = Gate(1, LIMITS), asyncio.Event(), asyncio.Event()

        async def queueing(stopping: asyncio.Event) -> str:
            CALLER.set(caller("run", stop=stopping))
            async with gate.slot(Patience(LIMITS)):
                return "in"

        async with gate.slot(Patience(LIMITS)):
            waiting = [asyncio.create_task(queueing(event)) for event in (stop, other, stop)]
            await asyncio.sleep(0.01)
            stop.set()
            await asyncio.sleep(0.01)
            assert [task.done() for task in waiting] == [True, False, True]
        ended = await asyncio.gather(*waiting, return_exceptions=True)
        assert ended[1] == "in"
        assert [end.reason for end in ended if isinstance(end, CannotScreen)] == ["not_started"] * 2

    asyncio.run(work())
