"""A run that is charged for: credits held, spent, given back, and a run that waits for more of them."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.loop import LoopThread
from core.domain.person import LOCAL_USER
from core.errors import CannotScreen, NotEnoughCredits
from core.intake import Kept, open_run
from core.ports import Readers
from core.reading.readers import ChildReaders
from tests.adapters.test_run_local import JOB, RUBRIC, Room, make_room, resume


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    children = ChildReaders(2)
    yield children
    children.close()


@pytest.fixture
def room(tmp_path: Path, readers: Readers, loop: LoopThread) -> Iterator[Room]:
    room = make_room(tmp_path, readers, loop, charges=True)
    yield room
    room.runner.close()
    room.store.close()


def opened(room: Room, given: list[Kept]) -> str:
    return open_run(JOB, RUBRIC, given, store=room.store, engine="openai", model="part").id


def have(room: Room) -> tuple[int, int]:
    balance = room.store.balance(LOCAL_USER)
    return balance.free, balance.reserved


def test_what_was_judged_is_spent_and_the_rest_given_back(room: Room) -> None:
    async def play(text: str) -> None:
        if "for 2 customers" in text:
            raise CannotScreen("bad_answer")

    room.engine.play = play
    room.store.grant(LOCAL_USER, 10)
    run_id = opened(room, [*room.keep(*map(resume, range(5))), *room.keep(resume(1), "")])
    assert room.finish(run_id).state == "finished"
    assert have(room) == (6, 0)
    spent = [entry for entry in room.store.ledger(LOCAL_USER) if entry.kind == "spent"]
    assert len(spent) == 4


def test_a_run_too_dear_asks_nothing_and_goes_on_once_there_is_enough(room: Room) -> None:
    room.store.grant(LOCAL_USER, 3)
    run_id = opened(room, room.keep(*map(resume, range(5))))
    with pytest.raises(NotEnoughCredits, match="2 are missing"):
        room.runner.start(run_id)
    run = room.store.run(run_id)
    assert run is not None
    assert (run.state, room.engine.asked) == ("halted", [])
    assert "2 are missing" in run.message
    room.store.grant(LOCAL_USER, 2)
    assert room.finish(run_id).state == "finished"
    assert have(room) == (0, 0)


def test_a_stopped_run_gives_back_what_it_did_not_use(room: Room) -> None:
    async def play(text: str) -> None:
        await asyncio.sleep(0.05)

    room.engine.play = play
    room.store.grant(LOCAL_USER, 50)
    run_id = opened(room, room.keep(*map(resume, range(40))))
    room.runner.start(run_id)
    while (room.runner.snapshot(run_id) or pytest.fail("it is gone")).done < 3:
        room.runner.wait(run_id, 0.02)
    room.runner.stop(run_id)
    snapshot = room.runner.wait(run_id, 30)
    assert snapshot is not None
    assert snapshot.state == "stopped"
    assert have(room) == (50 - snapshot.done, 0)
    assert room.finish(run_id).done == 40
    assert have(room) == (10, 0)


def test_a_failure_that_is_tried_again_takes_one_credit_more_and_only_then(room: Room) -> None:
    async def play(text: str) -> None:
        if "for 2 customers" in text:
            raise CannotScreen("bad_answer")

    room.engine.play = play
    room.store.grant(LOCAL_USER, 10)
    run_id = opened(room, room.keep(*map(resume, range(4))))
    room.finish(run_id)
    assert have(room) == (7, 0)
    for _ in range(2):
        room.store.forget_failures(run_id)
        room.finish(run_id)
        assert have(room) == (7, 0)
    room.engine.play = None
    room.store.forget_failures(run_id)
    room.finish(run_id)
    assert have(room) == (6, 0)
    assert room.store.rows(run_id)[2].attempts == 4


def test_whatever_becomes_of_a_run_each_content_is_spent_once_and_nothing_stays_held(room: Room) -> None:
    async def play(text: str) -> None:
        await asyncio.sleep(0.01)
        if len(room.engine.asked) % 7 == 0:
            raise CannotScreen("timeout")

    room.engine.play = play
    room.store.grant(LOCAL_USER, 60)
    run_id = opened(room, room.keep(*map(resume, range(40)), *map(resume, range(5))))
    for end in (room.runner.pause, room.runner.stop, room.runner.pause):
        before = (room.runner.snapshot(run_id) or pytest.fail("it is gone")).done
        room.runner.start(run_id)
        while (room.runner.snapshot(run_id) or pytest.fail("it is gone")).done < before + 3:
            room.runner.wait(run_id, 0.01)
        end(run_id)
        room.runner.wait(run_id, 30)
        room.store.forget_failures(run_id)
    room.engine.play = None
    assert room.finish(run_id).state == "finished"
    room.store.forget_failures(run_id)
    assert room.finish(run_id).failed == 0
    ledger = room.store.ledger(LOCAL_USER, 1000)
    assert len([entry for entry in ledger if entry.kind == "spent"]) == 40
    assert have(room) == (20, 0)
