"""A run that a person pauses: it keeps what is reserved for it, and only that person goes on with it."""

import asyncio
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters import run_local
from core.adapters.loop import LoopThread
from core.domain.run import RunSnapshot
from core.intake import add_files, open_run
from core.ports import Readers
from core.reading.readers import ChildReaders
from tests.adapters.test_run_keeping import until
from tests.adapters.test_run_local import JOB, RUBRIC, Room, make_room, resume


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    children = ChildReaders(2)
    yield children
    children.close()


@pytest.fixture
def room(tmp_path: Path, readers: Readers, loop: LoopThread) -> Iterator[Room]:
    room = make_room(tmp_path, readers, loop, charges=True)
    room.store.grant("local", 50)
    yield room
    room.runner.close()
    room.store.close()


def begun(room: Room, count: int = 20) -> str:
    """A run under way, with something done already."""

    async def play(text: str) -> None:
        await asyncio.sleep(0.02)

    room.engine.play = play
    given = room.keep(*map(resume, range(count)))
    run_id = open_run(JOB, RUBRIC, given, store=room.store, engine="openai", model="part").id
    room.runner.start(run_id)
    until(lambda: (room.runner.snapshot(run_id) or pytest.fail("it is gone")).done >= 2)
    return run_id


def ended(room: Room, run_id: str) -> RunSnapshot:
    snapshot = room.runner.wait(run_id, 20)
    assert snapshot is not None
    return snapshot


def have(room: Room) -> tuple[int, int]:
    balance = room.store.balance("local")
    return balance.free, balance.reserved


def test_a_paused_run_keeps_its_credits_and_goes_on_without_taking_more(room: Room) -> None:
    run_id = begun(room)
    room.runner.pause(run_id)
    paused = ended(room, run_id)
    assert paused.state == "paused"
    assert have(room) == (30, 20 - paused.done)
    assert room.store.unfinished() == ()
    assert room.finish(run_id).state == "finished"
    assert have(room) == (30, 0)
    assert len(room.engine.asked) == 20
    kinds = [entry.kind for entry in room.store.ledger("local")]
    assert (kinds.count("reserved"), kinds.count("spent"), kinds.count("returned")) == (1, 20, 0)


def test_a_paused_run_that_is_stopped_gives_its_credits_back(room: Room) -> None:
    run_id = begun(room)
    room.runner.pause(run_id)
    done = ended(room, run_id).done
    room.runner.stop(run_id)
    assert ended(room, run_id).state == "stopped"
    assert have(room) == (50 - done, 0)


@pytest.mark.parametrize("asked", [("stop", "pause"), ("pause", "stop"), ("pause", "stop", "pause")])
def test_of_stop_and_pause_the_last_one_asked_for_counts(room: Room, asked: tuple[str, ...]) -> None:
    run_id = begun(room)
    for one in asked:
        getattr(room.runner, one)(run_id)
    assert ended(room, run_id).state == {"stop": "stopped", "pause": "paused"}[asked[-1]]
    assert (have(room)[1] > 0) == (asked[-1] == "pause")


def test_what_is_asked_while_the_end_is_being_kept_counts_too(room: Room) -> None:
    run_id = begun(room)
    keeping, go_on = threading.Event(), threading.Event()
    kept = room.store.set_state

    def set_state(run_id: str, state: str, message: str = "") -> None:
        kept(run_id, state, message)  # type: ignore[arg-type]
        if state == "paused":
            keeping.set()
            go_on.wait(10)

    room.store.set_state = set_state  # type: ignore[method-assign]
    room.runner.pause(run_id)
    assert keeping.wait(10)
    room.runner.stop(run_id)
    go_on.set()
    assert ended(room, run_id).state == "stopped"
    assert have(room)[1] == 0


def test_files_added_in_the_moment_a_run_ends_are_screened(room: Room) -> None:
    given = room.keep(*map(resume, range(3)))
    run_id = open_run(JOB, RUBRIC, given, store=room.store, engine="openai", model="part").id
    kept, added = room.store.set_state, [False]

    def set_state(run_id: str, state: str, message: str = "") -> None:
        kept(run_id, state, message)  # type: ignore[arg-type]
        if state == "finished" and not added[0]:
            added[0] = True
            add_files(run_id, room.keep(resume(90)), store=room.store)
            room.runner.start(run_id)

    room.store.set_state = set_state  # type: ignore[method-assign]
    finished = room.finish(run_id)
    assert (finished.state, finished.done, finished.total) == ("finished", 4, 4)
    assert have(room) == (46, 0)


def test_a_run_that_nobody_works_off_is_paused_at_once(room: Room) -> None:
    given = room.keep(resume(1))
    run_id = open_run(JOB, RUBRIC, given, store=room.store, engine="openai", model="part").id
    room.runner.pause(run_id)
    assert room.store.unfinished() == ()
    assert room.finish(run_id).state == "finished"
    room.runner.pause(run_id)
    assert ended(room, run_id).state == "finished"


def test_a_pause_asked_for_in_another_process_is_heeded_and_nothing_is_given_back(
    room: Room, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_local, "HEED_SECONDS", 0.05)
    other_loop = LoopThread()
    other = make_room(room.folder, readers, other_loop, charges=True)
    try:
        run_id = begun(room, 40)
        other.runner.pause(run_id)
        paused = ended(room, run_id)
        assert (paused.state, paused.done < 40) == ("paused", True)
        assert have(room) == (10, 40 - paused.done)
        seen = other.runner.snapshot(run_id)
        assert seen is not None
        assert (seen.state, seen.done) == ("paused", paused.done)
    finally:
        other.runner.close()
        other.store.close()
        other_loop.close()


def test_a_run_removed_while_it_runs_ends_by_itself(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def play(text: str) -> None:
        await asyncio.sleep(0.02)

    room.engine.play = play
    given = room.keep(*map(resume, range(20)))
    run = open_run(JOB, RUBRIC, given, store=room.store, engine="local", model="part", sample=True)
    room.runner.start(run.id)
    until(lambda: (room.runner.snapshot(run.id) or pytest.fail("it is gone")).done >= 2)
    room.store.delete_runs(samples=True)
    assert room.runner.wait(run.id, 20) is None
    assert len(room.engine.asked) < 20
