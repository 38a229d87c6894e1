"""Slots, the shared pause, and the shut account."""

import asyncio
import time

import pytest

from core.adapters.engine_openai.failures import Limited
from core.adapters.engine_openai.gate import Gate, Patience
from core.adapters.engine_openai.limits import Limits
from core.errors import AccountError, CannotScreen

LIMITS = Limits(waiting_total=1, shut=0.2, backoff=0.01, longest_backoff=0.05)


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
            gate.pause(Limited(0.2), Patience(LIMITS))
            paused = time.monotonic()
        await waiting
        assert entered[0] - paused >= 0.19

    asyncio.run(work())


def test_a_shorter_pause_does_not_cut_a_longer_one() -> None:
    async def work() -> None:
        gate, began = Gate(1, LIMITS), time.monotonic()
        gate.pause(Limited(0.2), Patience(LIMITS))
        gate.pause(Limited(0.01), Patience(LIMITS))
        async with gate.slot(Patience(LIMITS)):
            assert time.monotonic() - began >= 0.19

    asyncio.run(work())


def test_waiting_is_counted_and_ends() -> None:
    async def work() -> None:
        gate, patience = Gate(1, LIMITS), Patience(LIMITS)
        for _ in range(2):
            gate.pause(Limited(0.4), patience)
            async with gate.slot(patience):
                pass
        gate.pause(Limited(0.4), patience)
        with pytest.raises(CannotScreen, match="no more requests"):
            async with gate.slot(patience):
                pytest.fail("it was let in")

    asyncio.run(work())


def test_without_a_word_from_the_server_pauses_grow_to_a_bound() -> None:
    async def work() -> None:
        limits = Limits(backoff=0.5, longest_backoff=30)
        gate, patience = Gate(1, limits), Patience(limits)
        for _ in range(12):
            gate.pause(Limited(None), patience)
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
