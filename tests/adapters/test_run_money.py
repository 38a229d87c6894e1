"""What a run spends: counted for each item, held to a budget, never charged twice."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.loop import LoopThread
from core.adapters.run_purse import Purse
from core.domain.run import Run, RunSnapshot
from core.domain.verdict import NO_USAGE, Usage
from core.errors import BudgetSpent, CannotScreen, UserError
from core.intake import Kept, open_run
from core.ports import Readers
from core.reading.readers import ChildReaders
from core.screening.caller import CALLER
from tests.adapters.test_run_local import JOB, RUBRIC, Room, make_room, resume

TOOK = Usage(input_tokens=900, cached_tokens=100, output_tokens=100)
EXPECTED = Usage(input_tokens=900, output_tokens=100)


def price(model: str, usage: Usage) -> float | None:
    """A dollar for a thousand tokens, whichever; only for this one model."""
    return (usage.input_tokens + usage.output_tokens) / 1000 if model == "part" else None


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    children = ChildReaders(2)
    yield children
    children.close()


@pytest.fixture
def room(tmp_path: Path, readers: Readers, loop: LoopThread) -> Iterator[Room]:
    room = make_room(tmp_path, readers, loop, price=price, charges=True, circumstances="none")
    room.store.grant("local", 100)
    pays(room)
    yield room
    room.runner.close()
    room.store.close()


def pays(room: Room, *, fails: str = "nothing") -> None:
    """Each call takes a dollar, the one that fails too."""

    async def play(text: str) -> None:
        caller = CALLER.get()
        assert caller is not None
        await caller.before(EXPECTED)
        await asyncio.sleep(0.01)
        caller.after(EXPECTED, TOOK)
        if fails in text:
            raise CannotScreen("bad_answer")

    room.engine.play = play


def opened(room: Room, given: list[Kept], *, budget: float | None = None, model: str = "part") -> str:
    return open_run(JOB, RUBRIC, given, store=room.store, engine="openai", model=model, budget=budget).id


def tokens(times: int) -> Usage:
    return sum([TOOK] * times, NO_USAGE)


def figures(shot: RunSnapshot | None) -> tuple[Usage, Usage, float | None, float | None]:
    assert shot is not None
    return shot.paid, shot.saved, shot.cost, shot.saved_cost


# counted


def test_every_answer_is_counted_where_it_was_paid_for_the_bad_ones_too(room: Room) -> None:
    pays(room, fails="for 2 customers")
    run_id = opened(room, room.keep(*map(resume, range(4)), resume(1)))
    ended = room.finish(run_id)
    assert (ended.state, ended.done, ended.failed) == ("finished", 5, 1)
    assert [row.paid for row in room.store.rows(run_id)] == [TOOK] * 4 + [NO_USAGE]
    assert figures(ended) == (tokens(4), NO_USAGE, 4.0, 0.0)


def test_a_failure_tried_again_adds_to_what_its_item_took(room: Room) -> None:
    pays(room, fails="for 2 customers")
    run_id = opened(room, room.keep(*map(resume, range(4))))
    room.finish(run_id)
    pays(room)
    room.store.forget_failures(run_id)
    assert room.finish(run_id).paid == tokens(5)
    row = room.store.rows(run_id)[2]
    assert (row.attempts, row.paid) == (2, tokens(2))


def test_while_it_runs_the_figures_are_those_of_the_store_and_what_is_not_kept_yet(room: Room) -> None:
    run_id = opened(room, room.keep(*map(resume, range(20))))
    room.runner.start(run_id)
    seen = 0
    while (shot := room.runner.snapshot(run_id)) and shot.state == "running":
        assert shot.paid.input_tokens >= shot.done * TOOK.input_tokens
        assert shot.cost == price("part", shot.paid)
        seen = max(seen, shot.paid.input_tokens)
        room.runner.wait(run_id, 0.01)
    assert 0 < seen <= tokens(20).input_tokens


def test_what_is_known_already_is_saved_not_paid(room: Room) -> None:
    async def play(text: str) -> None:
        return None

    pile = room.keep(*map(resume, range(3)))
    room.finish(opened(room, pile))
    room.engine.play = play
    again = room.finish(opened(room, pile))
    assert (again.cached, again.paid, again.cost) == (3, NO_USAGE, 0.0)


def test_without_a_price_nothing_is_said_of_money(room: Room) -> None:
    ended = room.finish(opened(room, room.keep(resume(1)), model="another"))
    assert figures(ended) == (TOOK, NO_USAGE, None, None)


# the budget


def test_a_budget_ends_the_run_before_it_is_overdrawn_and_raised_it_goes_on(room: Room) -> None:
    run_id = opened(room, room.keep(*map(resume, range(12))), budget=5.5)
    halted = room.finish(run_id)
    assert (halted.state, halted.message) == (
        "halted",
        "The budget of $5.50 is spent. Raise it, then press Continue.",
    )
    assert (halted.done, halted.cost, halted.budget) == (5, 5.0, 5.5)
    assert room.store.balance("local").reserved == 0
    assert room.finish(run_id).done == 5
    room.store.set_budget(run_id, 12.0)
    ended = room.finish(run_id)
    assert (ended.state, ended.done, ended.cost, ended.message) == ("finished", 12, 12.0, "")
    spent = [entry for entry in room.store.ledger("local") if entry.kind == "spent"]
    assert (len(spent), room.store.balance("local").free) == (12, 88)


def test_a_budget_for_a_model_of_unknown_price_is_refused_before_anything_is_asked(room: Room) -> None:
    run_id = opened(room, room.keep(resume(1)), budget=5, model="another")
    with pytest.raises(UserError, match="MODEL_PRICES"):
        room.runner.start(run_id)
    assert room.engine.asked == []
    assert room.store.balance("local").reserved == 0
    room.store.set_budget(run_id, None)
    assert room.finish(run_id).state == "finished"


def test_the_keyword_match_needs_no_price(room: Room) -> None:
    run = open_run(
        JOB, RUBRIC, room.keep(resume(1)), store=room.store, engine="local", model="keywords", budget=0.01
    )

    async def play(text: str) -> None:
        return None

    room.engine.play = play
    ended = room.finish(run.id)
    assert (ended.state, ended.cost) == ("finished", 0.0)


def test_what_was_paid_for_an_item_without_an_outcome_counts_when_the_run_goes_on(room: Room) -> None:
    """A second look that the budget has no room for: the first one is paid for all the same."""
    looks = 0

    async def play(text: str) -> None:
        nonlocal looks
        caller = CALLER.get()
        assert caller is not None
        for _ in range(2):
            await caller.before(EXPECTED)
            looks += 1
            caller.after(EXPECTED, TOOK)

    room.engine.play = play
    run_id = opened(room, room.keep(resume(1)), budget=1.5)
    assert (room.finish(run_id).state, looks) == ("halted", 1)
    assert (room.finish(run_id).state, looks) == ("halted", 1)
    pays(room)
    room.store.set_budget(run_id, 3.0)
    assert room.finish(run_id).paid == tokens(2)


def purse(budget: float | None, **more: Usage) -> Purse:
    run = Run(
        id="r",
        job_id="j",
        job_title="J",
        rubric=RUBRIC,
        engine="openai",
        model="part",
        created="2026-01-02T03:04:05+00:00",
        budget=budget,
    )
    return Purse(run, price, paid=more.get("paid", NO_USAGE), owed={})


def test_calls_under_way_are_counted_with_what_they_may_take() -> None:
    one = purse(2.0)
    one.reserve(EXPECTED)
    one.reserve(EXPECTED)
    with pytest.raises(BudgetSpent):
        one.reserve(EXPECTED)
    one.settle("i", EXPECTED, NO_USAGE)
    one.reserve(EXPECTED)


def test_what_the_store_knows_to_be_paid_counts() -> None:
    with pytest.raises(BudgetSpent, match=r"budget of \$1,000\.00"):
        purse(1000, paid=Usage(input_tokens=999_999)).reserve(EXPECTED)


@pytest.mark.parametrize(
    ("budget", "told"), [(2, "$2.00"), (0.5, "$0.50"), (0.015, "$0.015"), (0.0004, "$0.0004")]
)
def test_a_budget_is_told_as_exactly_as_it_was_given(budget: float, told: str) -> None:
    with pytest.raises(BudgetSpent) as spent:
        purse(budget, paid=Usage(input_tokens=5000)).reserve(EXPECTED)
    assert f"budget of {told} is" in str(spent.value)
