"""A store that can't be written for a while: nothing is lost, and nothing is asked that couldn't be kept."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.adapters.loop import LoopThread
from core.adapters.run_keeping import Keeping
from core.adapters.store_sqlite import database
from core.domain.run import RunSnapshot
from core.domain.verdict import Usage
from core.errors import CannotScreen, PartUnavailable
from core.intake import open_run
from core.ports import Readers
from core.reading.readers import ChildReaders
from core.screening.caller import CALLER
from tests.adapters.test_run_local import JOB, RUBRIC, Room, make_room, resume

UNWRITTEN = "Results can't be written: "
FAST = {"between_tries": 0.05}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    children = ChildReaders(2)
    yield children
    children.close()


@pytest.fixture(autouse=True)
def _short_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(database, "TRY_SECONDS", 0.1)


@pytest.fixture
def room(tmp_path: Path, readers: Readers, loop: LoopThread) -> Iterator[Room]:
    room = make_room(tmp_path, readers, loop, charges=True, **FAST)
    room.store.grant("local", 100)
    yield room
    room.runner.close()
    room.store.close()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """As another process that writes and takes its time."""
    other = sqlite3.connect(folder / "s.db", isolation_level=None, timeout=10)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def until(true: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it didn't come to that"
        time.sleep(0.01)


class Paid:
    """Has the room's engine ask its caller's leave before each call, as one that costs money does."""

    def __init__(self, room: Room, seconds: float = 0.02, *, at_once: int = 100) -> None:
        self.began: list[float] = []
        self.seconds = seconds
        self.slots = asyncio.Semaphore(at_once)
        room.engine.play = self.play

    async def play(self, text: str) -> None:
        caller = CALLER.get()
        assert caller is not None
        expected = Usage(input_tokens=1000, output_tokens=500)
        async with self.slots:
            await caller.before(expected)
            self.began.append(time.monotonic())
            await asyncio.sleep(self.seconds)
        caller.after(expected, Usage(input_tokens=900, output_tokens=100))


def opened(room: Room, count: int) -> str:
    given = room.keep(*map(resume, range(count)))
    return open_run(JOB, RUBRIC, given, store=room.store, engine="openai", model="part").id


def shot(room: Room, run_id: str) -> RunSnapshot:
    snapshot = room.runner.snapshot(run_id)
    assert snapshot is not None
    return snapshot


def test_while_another_process_locks_the_file_no_call_begins_and_then_it_goes_on(room: Room) -> None:
    paid = Paid(room, 0.2, at_once=1)
    run_id = opened(room, 14)
    room.runner.start(run_id)
    until(lambda: shot(room, run_id).done >= 3)
    with locked(room.folder):
        time.sleep(0.15)  # a write a moment ago counts as leave
        began = len(paid.began)
        until(lambda: shot(room, run_id).message.startswith(UNWRITTEN))
        told = shot(room, run_id)
        time.sleep(0.4)
        assert len(paid.began) == began
        assert (told.state, told.message.endswith("Nothing new is sent meanwhile.")) == ("running", True)
    released = time.monotonic()
    ended = room.runner.wait(run_id, 30)
    assert ended is not None
    assert (ended.state, ended.done, ended.failed, ended.message) == ("finished", 14, 0, "")
    assert paid.began[began] - released < 10
    assert len(paid.began) == 14
    assert (room.store.balance("local").free, room.store.balance("local").reserved) == (86, 0)


def test_a_store_that_is_full_is_waited_for_with_what_came(room: Room) -> None:
    """SQLite says the same when it may not grow as when the disk is full."""
    paid = Paid(room, 0.1, at_once=1)
    run_id = opened(room, 14)
    room.runner.start(run_id)
    until(lambda: shot(room, run_id).done >= 3)
    with room.store._database.writing() as db:
        most, pages = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("max_page_count", "page_count")
        )
        db.execute(f"PRAGMA max_page_count = {pages}")
    until(lambda: "full" in shot(room, run_id).message)
    began = len(paid.began)
    time.sleep(0.3)
    assert len(paid.began) == began
    with room.store._database.writing() as db:
        db.execute(f"PRAGMA max_page_count = {most}")
    ended = room.runner.wait(run_id, 30)
    assert ended is not None
    assert (ended.state, ended.done, len(paid.began)) == ("finished", 14, 14)


def test_texts_that_cannot_be_kept_are_waited_for_too(room: Room) -> None:
    run_id = opened(room, 6)
    kept, troubles = room.store.put_text, [PartUnavailable("Results", "Locked.")] * 3

    def put_text(sha256: str, outcome: object) -> None:
        if troubles:
            raise troubles.pop()
        kept(sha256, outcome)  # type: ignore[arg-type]

    room.store.put_text = put_text  # type: ignore[method-assign]
    assert room.finish(run_id).state == "finished"
    assert troubles == []


def test_the_end_of_a_run_is_waited_for_until_it_is_kept(room: Room) -> None:
    Paid(room, seconds=0)
    run_id = opened(room, 2)
    kept, troubles = room.store.set_state, [PartUnavailable("Results", "Locked.")] * 3

    def set_state(run_id: str, state: str, message: str = "") -> None:
        if state != "running" and troubles:
            raise troubles.pop()
        kept(run_id, state, message)  # type: ignore[arg-type]

    room.store.set_state = set_state  # type: ignore[method-assign]
    assert room.finish(run_id).state == "finished"
    run = room.store.run(run_id)
    assert run is not None
    assert run.state == "finished"


def test_after_the_patience_the_run_halts_and_says_why(
    tmp_path: Path, readers: Readers, loop: LoopThread
) -> None:
    room = make_room(tmp_path, readers, loop, patience=0.3, **FAST)
    paid = Paid(room, 0.05, at_once=2)
    run_id = opened(room, 30)
    room.runner.start(run_id)
    until(lambda: shot(room, run_id).done >= 3)
    with locked(room.folder):
        halted = room.runner.wait(run_id, 30)
    assert halted is not None
    assert (halted.state, halted.done < 30) == ("halted", True)
    assert "can't be used" in halted.message
    began = len(paid.began)
    assert room.finish(run_id).done == 30
    assert len(paid.began) <= 30 + 6  # what was in flight had nowhere to go
    assert began < 30
    room.runner.close()
    room.store.close()


def test_who_stops_the_run_gives_up_waiting(room: Room) -> None:
    paid = Paid(room, 0.1, at_once=1)
    run_id = opened(room, 30)
    room.runner.start(run_id)
    until(lambda: shot(room, run_id).done >= 3)
    with locked(room.folder):
        until(lambda: shot(room, run_id).message.startswith(UNWRITTEN))
        room.runner.stop(run_id)
        until(lambda: shot(room, run_id).judging == 0)
    ended = room.runner.wait(run_id, 30)
    assert ended is not None
    assert ended.state == "stopped"
    assert len(paid.began) < 30
    assert room.store.balance("local").reserved == 0


def test_closing_while_the_file_is_locked_leaves_the_run_to_be_taken_up(room: Room) -> None:
    Paid(room, 0.1, at_once=1)
    run_id = opened(room, 30)
    room.runner.start(run_id)
    until(lambda: shot(room, run_id).done >= 3)
    with locked(room.folder):
        until(lambda: shot(room, run_id).message.startswith(UNWRITTEN))
        room.runner.close()
    assert [run.id for run in room.store.unfinished()] == [run_id]


# the object by itself


class Door:
    """A store's check that can be shut."""

    def __init__(self) -> None:
        self.shut = False
        self.knocks = 0
        self.threads: set[str] = set()

    def check(self) -> str:
        self.knocks += 1
        self.threads.add(threading.current_thread().name)
        if self.shut:
            raise PartUnavailable("Results", "It is shut.")
        return "Open."


def test_many_callers_share_one_probe_and_a_fresh_write_spares_it() -> None:
    async def ask() -> tuple[int, int]:
        door = Door()
        keeping = Keeping(door, between_tries=0.01)  # type: ignore[arg-type]
        await asyncio.gather(*(keeping.clear(stop=asyncio.Event()) for _ in range(50)))
        shared = door.knocks
        await keeping.write(lambda: None)
        await keeping.clear(stop=asyncio.Event())
        keeping.close(seconds=1)
        return shared, door.knocks

    assert asyncio.run(ask()) == (1, 1)


def test_while_a_write_fails_nobody_is_cleared_though_a_small_one_would_succeed() -> None:
    async def ask() -> list[str]:
        door, said, full = Door(), list[str](), True
        keeping = Keeping(door, between_tries=0.01)  # type: ignore[arg-type]

        def put() -> None:
            if full:
                raise PartUnavailable("Results", "The disk is full.")
            said.append("kept")

        writing = asyncio.ensure_future(keeping.write(put))
        await asyncio.sleep(0.05)
        clearing = asyncio.ensure_future(keeping.clear(stop=asyncio.Event()))
        clearing.add_done_callback(lambda _: said.append("cleared"))
        await asyncio.sleep(0.1)
        said.append(keeping.trouble)
        full = False
        await asyncio.gather(writing, clearing)
        said.append(keeping.trouble)
        keeping.close(seconds=1)
        return said

    told = f"{UNWRITTEN}The disk is full. Nothing new is sent meanwhile."
    assert asyncio.run(ask()) == [told, "kept", "cleared", ""]


def test_a_stop_ends_the_wait_for_leave_as_not_started() -> None:
    async def ask() -> str:
        door, stop = Door(), asyncio.Event()
        door.shut = True
        keeping = Keeping(door, between_tries=30)  # type: ignore[arg-type]
        waiting = asyncio.ensure_future(keeping.clear(stop=stop))
        await asyncio.sleep(0.05)
        stop.set()
        try:
            await waiting
        except CannotScreen as no:
            return no.reason
        finally:
            keeping.close(seconds=1)
        return "cleared"

    assert asyncio.run(ask()) == "not_started"


def test_a_write_that_hangs_is_said_to_wait_before_it_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.adapters.run_keeping.SLOW_SECONDS", 0.05)

    async def ask() -> tuple[str, str]:
        keeping, go_on = Keeping(Door()), threading.Event()  # type: ignore[arg-type]
        writing = asyncio.ensure_future(keeping.write(lambda: go_on.wait(10)))
        await asyncio.sleep(0.15)
        hanging = keeping.trouble
        go_on.set()
        await writing
        keeping.close(seconds=1)
        return hanging, keeping.trouble

    hanging, then = asyncio.run(ask())
    assert hanging.startswith(UNWRITTEN)
    assert then == ""
