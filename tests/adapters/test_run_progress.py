"""How far a run is, in figures that no clock and no order of events makes wrong."""

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.adapters import run_progress
from core.adapters.lease import Lease
from core.adapters.loop import LoopThread
from core.adapters.run_progress import Live, counted
from core.adapters.run_purse import Purse
from core.adapters.store_sqlite import outcomes
from core.domain.candidate import failure
from core.domain.run import Item, Progress, Run
from core.errors import CannotScreen
from core.intake import open_run
from core.ports import Readers
from core.reading.readers import ChildReaders
from core.screening.caller import CALLER
from tests.adapters.test_run_keeping import until
from tests.adapters.test_run_local import JOB, RUBRIC, Room, make_room, resume

RUN = Run(
    id="r",
    job_id="j",
    job_title="J",
    rubric=RUBRIC,
    engine="openai",
    model="m",
    created="2026-01-02T03:04:05+00:00",
)
ITEM = Item(id="i", file="cv.txt", sha256="aa")


class Clock:
    """The monotonic clock, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(run_progress, "time", clock)
    return clock


@pytest.fixture
def live(tmp_path: Path, clock: Clock) -> Iterator[Live]:
    def price(model: str, usage: object) -> None:
        return None

    lease = Lease(tmp_path, "r")
    yield Live(RUN, price, lease, Purse(RUN, price), counted(RUN, Progress(total=100)), began=clock.now)
    lease.give_back()


def some(live: Live, clock: Clock, count: int, *, seconds: float) -> None:
    for _ in range(count):
        clock.now += seconds
        live.add(ITEM, failure("timeout"))


def test_there_is_a_rate_and_an_estimate_from_the_fifth_outcome_on(live: Live, clock: Clock) -> None:
    some(live, clock, 4, seconds=2)
    assert (live.shown().eta_seconds, live.shown().per_minute) == (None, None)
    some(live, clock, 1, seconds=2)
    assert live.shown().eta_seconds == pytest.approx(190)
    assert live.shown().per_minute == pytest.approx(30)


def test_the_rate_is_that_of_the_last_minute(live: Live, clock: Clock) -> None:
    some(live, clock, 20, seconds=5)
    some(live, clock, 60, seconds=1)
    assert live.shown().per_minute == pytest.approx(60, abs=1)
    clock.now += 30
    assert live.shown().per_minute == pytest.approx(30, abs=1)
    clock.now += 60
    assert live.shown().per_minute == 0


def test_the_estimate_counts_down_and_is_left_out_once_it_has_passed(live: Live, clock: Clock) -> None:
    some(live, clock, 50, seconds=1)
    clock.now += 20
    assert live.shown().eta_seconds == pytest.approx(30)
    clock.now += 31
    assert live.shown().eta_seconds is None


def test_while_the_provider_rests_nothing_is_promised_earlier(live: Live, clock: Clock) -> None:
    some(live, clock, 50, seconds=1)
    live.rest(300)
    live.rest(20)
    clock.now += 100
    shown = live.shown()
    assert shown.resting_seconds == pytest.approx(200)
    assert shown.eta_seconds == pytest.approx(200)
    clock.now += 300
    assert live.shown().resting_seconds == 0


def test_what_was_done_before_the_run_went_on_makes_no_estimate_better(live: Live, clock: Clock) -> None:
    live.recount(Progress(total=100, done=90))
    clock.now += 5
    some(live, clock, 5, seconds=1)
    assert live.shown().eta_seconds == pytest.approx(10)


# in a run


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    children = ChildReaders(2)
    yield children
    children.close()


@pytest.fixture
def room(tmp_path: Path, readers: Readers, loop: LoopThread) -> Iterator[Room]:
    room = make_room(tmp_path, readers, loop)
    yield room
    room.runner.close()
    room.store.close()


def test_those_with_the_engine_are_counted_while_they_are_there(room: Room, loop: LoopThread) -> None:
    go_on = asyncio.Event()

    async def play(text: str) -> None:
        await go_on.wait()
        raise CannotScreen("bad_answer")

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(3))))
    room.runner.start(run_id)
    until(lambda: (room.runner.snapshot(run_id) or pytest.fail("it is gone")).judging == 3)
    loop.call_soon(go_on.set)
    ended = room.runner.wait(run_id, 20)
    assert ended is not None
    assert (ended.judging, ended.failed) == (0, 3)


def test_a_rest_that_the_provider_asks_for_is_shown_and_counts_down(room: Room, loop: LoopThread) -> None:
    told, go_on = asyncio.Event(), asyncio.Event()

    async def play(text: str) -> None:
        caller = CALLER.get()
        assert caller is not None
        caller.rests(40)
        told.set()
        await go_on.wait()

    room.engine.play = play
    run_id = room.run(room.keep(resume(1)))
    room.runner.start(run_id)
    until(told.is_set)
    first, second = room.runner.snapshot(run_id), room.runner.snapshot(run_id)
    assert first is not None
    assert second is not None
    assert 30 < second.resting_seconds < first.resting_seconds <= 40
    loop.call_soon(go_on.set)
    ended = room.runner.wait(run_id, 20)
    assert ended is not None
    assert ended.resting_seconds == 0


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_system_clock_set_in_mid_run_changes_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    by = timedelta(hours=hours)

    class Shifted(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Shifted":
            return cls.fromtimestamp(datetime.now(UTC).timestamp(), UTC) + by

    async def play(text: str) -> None:
        if len(room.engine.asked) == 8:
            monkeypatch.setattr(outcomes, "datetime", Shifted)
            monkeypatch.setattr(time, "time", lambda: datetime.now(UTC).timestamp() + by.total_seconds())
        await asyncio.sleep(0.01)

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(24))))
    room.runner.start(run_id)
    seen = []
    while (shot := room.runner.snapshot(run_id)) and shot.state == "running":
        seen.append(shot)
        room.runner.wait(run_id, 0.005)
    assert shot is not None
    assert (shot.state, shot.done, shot.failed) == ("finished", 24, 0)
    assert all(0 <= (one.eta_seconds or 0) < 60 for one in seen)
    assert all(0 <= one.seconds < 60 for one in seen)
    assert all((one.per_minute or 0) >= 0 for one in seen)
    assert room.store.progress(run_id).recent >= 0


def test_a_run_that_another_process_works_off_shows_the_store_s_figures(
    room: Room, readers: Readers, loop: LoopThread
) -> None:
    go_on = asyncio.Event()

    async def play(text: str) -> None:
        if len(room.engine.asked) > 6:
            await go_on.wait()

    room.engine.play = play
    run_id = open_run(
        JOB, RUBRIC, room.keep(*map(resume, range(12))), store=room.store, engine="local", model="part"
    ).id
    room.runner.start(run_id)
    until(lambda: room.store.progress(run_id).done == 6)
    other_loop = LoopThread()
    other = make_room(room.folder, readers, other_loop)
    try:
        seen = other.runner.snapshot(run_id)
        assert seen is not None
        assert (seen.state, seen.done, seen.total, seen.per_minute) == ("running", 6, 12, 6.0)
        assert len(seen.best) == 5
    finally:
        loop.call_soon(go_on.set)
        other.runner.close()
        other.store.close()
        other_loop.close()
    assert room.runner.wait(run_id, 20) is not None
