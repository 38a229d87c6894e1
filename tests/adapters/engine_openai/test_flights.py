"""Equal requests at once are one, and nobody's leaving harms another."""

import asyncio

import pytest

from core.adapters.engine_openai.flights import Flights


def test_a_second_asker_joins_the_first() -> None:
    async def work() -> None:
        flights: Flights[int] = Flights()
        started = 0

        async def slow() -> int:
            nonlocal started
            started += 1
            await asyncio.sleep(0.02)
            return 7

        assert await asyncio.gather(*(flights.join("k", slow) for _ in range(3))) == [
            (7, False),
            (7, True),
            (7, True),
        ]
        assert started == 1
        assert await flights.join("k", slow) == (7, False)
        assert started == 2

    asyncio.run(work())


def test_a_failure_reaches_everybody_and_is_forgotten() -> None:
    async def work() -> None:
        flights: Flights[int] = Flights()

        async def fails() -> int:
            await asyncio.sleep(0.01)
            raise ValueError("no")

        async def works() -> int:
            return 1

        ended = await asyncio.gather(*(flights.join("k", fails) for _ in range(2)), return_exceptions=True)
        assert [type(e) for e in ended] == [ValueError, ValueError]
        assert await flights.join("k", works) == (1, False)

    asyncio.run(work())


def test_who_comes_after_all_others_left_starts_anew() -> None:
    async def work() -> None:
        flights: Flights[int] = Flights()

        async def stubborn() -> int:
            try:
                await asyncio.sleep(5)
            finally:
                await asyncio.sleep(0.02)  # takes a moment to end
            return 0

        async def works() -> int:
            return 1

        left = asyncio.create_task(flights.join("k", stubborn))
        await asyncio.sleep(0.01)
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
        assert await flights.join("k", works) == (1, False)

    asyncio.run(work())


def test_closing_waits_until_all_has_ended() -> None:
    async def work() -> None:
        flights: Flights[int] = Flights()
        ended = False

        async def slow() -> int:
            nonlocal ended
            try:
                await asyncio.sleep(5)
            finally:
                ended = True
            return 0

        waiting = asyncio.create_task(flights.join("k", slow))
        await asyncio.sleep(0.01)
        await flights.aclose()
        assert ended
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(work())
