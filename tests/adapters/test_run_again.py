"""The same screening again: what was judged in the same way is reused, and nothing else is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.loop import LoopThread
from core.domain.job import Criterion, Rubric
from core.domain.run import Withheld
from core.errors import CannotScreen
from core.intake import Kept, open_run
from core.ports import Readers
from core.reading.readers import ChildReaders
from tests.adapters.test_run_local import JOB, RUBRIC, Room, make_room, resume


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    children = ChildReaders(2)
    yield children
    children.close()


def make(folder: Path, readers: Readers, loop: LoopThread, circumstances: str | None = "none") -> Room:
    room = make_room(folder, readers, loop, charges=True, circumstances=circumstances)
    room.store.grant("local", 100)
    return room


@pytest.fixture
def room(tmp_path: Path, readers: Readers, loop: LoopThread) -> Iterator[Room]:
    room = make(tmp_path, readers, loop)
    yield room
    room.runner.close()
    room.store.close()


def screened(room: Room, given: list[Kept], rubric: Rubric = RUBRIC, **asked: object) -> str:
    run = open_run(JOB, rubric, given, store=room.store, engine="openai", model="part", **asked)  # type: ignore[arg-type]
    assert room.finish(run.id).state == "finished"
    return run.id


def test_the_same_again_asks_nothing_costs_nothing_and_says_the_same(room: Room) -> None:
    pile = room.keep(*map(resume, range(4)))
    first = screened(room, pile)
    asked = len(room.engine.asked)
    second = screened(room, pile)
    assert len(room.engine.asked) == asked == 4
    assert room.store.balance("local").free == 96
    before, after = ([row.outcome for row in room.store.rows(run)] for run in (first, second))
    assert [one and one.model_copy(update={"cached": True}) for one in before] == after


def test_only_what_is_new_is_asked(room: Room) -> None:
    screened(room, room.keep(resume(1), resume(2)))
    again = screened(room, room.keep(resume(2), resume(3), resume(3)))
    assert len(room.engine.asked) == 3
    cached = [
        row.outcome.cached for row in room.store.rows(again) if row.outcome and row.outcome.status == "scored"
    ]
    assert cached == [True, False, False]


@pytest.mark.parametrize(
    "asked",
    [
        {"second_look": "none"},
        {"withheld": Withheld(schools=True)},
        {"rubric": Rubric(criteria=(Criterion(id="c1", text="Excel", kind="must", weight=5),))},
        {"rubric": Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="nice", weight=5),))},
    ],
)
def test_what_was_judged_in_another_way_is_judged_anew(room: Room, asked: dict[str, object]) -> None:
    screened(room, room.keep(resume(1)))
    screened(room, room.keep(resume(1)), **asked)  # type: ignore[arg-type]
    assert len(room.engine.asked) == 2


def test_failures_are_tried_again(room: Room) -> None:
    async def play(text: str) -> None:
        raise CannotScreen("bad_answer")

    room.engine.play = play
    screened(room, room.keep(resume(1)))
    room.engine.play = None
    screened(room, room.keep(resume(1)))
    assert len(room.engine.asked) == 2


def test_where_nothing_is_to_be_kept_nothing_is_reused(
    tmp_path: Path, readers: Readers, loop: LoopThread
) -> None:
    room = make(tmp_path, readers, loop, circumstances=None)
    for _ in range(2):
        screened(room, room.keep(resume(1)))
    assert len(room.engine.asked) == 2
    room.runner.close()
    room.store.close()
