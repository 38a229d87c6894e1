"""The runner over a real store, real files and real reading children, with an engine that plays a part."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from core.adapters.files import ObjectFiles
from core.adapters.loop import LoopThread
from core.adapters.run_local import LocalRunner
from core.adapters.store_sqlite import SqliteStore
from core.domain.job import Criterion, Job, Rubric
from core.domain.run import EngineName, RunSnapshot
from core.domain.verdict import Claim, Judgement, Preference
from core.errors import AccountError, CannotScreen, UserError
from core.intake import Kept, add_files, open_run
from core.ports import Readers
from core.reading.readers import ChildReaders

JOB = Job.from_text("Support lead\nZendesk is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))


@dataclass
class PartEngine:
    """An engine that does what a test says, and counts."""

    play: Callable[[str], Awaitable[None]] | None = None
    name: EngineName = "local"
    model: str = "part"
    asked: list[str] = field(default_factory=list)

    async def suggest(self, job: Job) -> Rubric:
        return RUBRIC

    async def judge(self, sent_text: str, job: Job, rubric: Rubric, *, look: int = 0) -> Judgement:
        self.asked.append(sent_text)
        if self.play:
            await self.play(sent_text)
        return Judgement(
            claims=(Claim(criterion_id="c1", verdict="met", quotes=("Worked with Zendesk",)),),
            model=self.model,
        )

    async def prefer(self, one: str, other: str, job: Job, rubric: Rubric) -> Preference:
        return "neither"

    async def ping(self) -> str:
        return "Ready."

    async def aclose(self) -> None:
        return None


@dataclass
class Room:
    store: SqliteStore
    files: ObjectFiles
    runner: LocalRunner
    engine: PartEngine
    folder: Path

    def keep(self, *texts: str, name: str = "cv.txt") -> list[Kept]:
        return [Kept(name, self.files.put(text.encode())) for text in texts]

    def run(self, given: list[Kept]) -> str:
        return open_run(JOB, RUBRIC, given, store=self.store, engine="local", model="part").id

    def finish(self, run_id: str) -> RunSnapshot:
        self.runner.start(run_id)
        snapshot = self.runner.wait(run_id, 30)
        assert snapshot is not None
        return snapshot


def resume(n: int) -> str:
    return (
        f"Robin Number{n}\nrobin{n}@example.com\n\nExperience\nWorked with Zendesk for {n} customers a day.\n"
    )


def make_room(folder: Path, readers: Readers, loop: LoopThread, **kept_how: Any) -> Room:
    store = SqliteStore(folder / "s.db", reader_version=1)
    files = ObjectFiles.at(None, folder / "files")
    engine = PartEngine()
    runner = LocalRunner(
        store=store,
        files=files,
        readers=readers,
        engine_of=lambda name: engine,
        loop=loop,
        leases=folder / "leases",
        reading_at_once=2,
        judging_at_once=2,
        **kept_how,
    )
    return Room(store, files, runner, engine, folder)


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


def test_every_file_ends_scored_or_failed(room: Room) -> None:
    run_id = room.run([*room.keep(resume(1), resume(2)), *room.keep("", "%PDF-1.4 broken")])
    snapshot = room.finish(run_id)
    assert (snapshot.state, snapshot.done, snapshot.failed) == ("finished", 4, 2)
    statuses = [row.outcome.status for row in room.store.rows(run_id) if row.outcome]
    assert statuses == ["scored", "scored", "failed", "failed"]


def test_one_resume_that_cannot_be_judged_loses_nothing_else(room: Room) -> None:
    async def play(text: str) -> None:
        if "for 2 customers" in text:
            raise CannotScreen("bad_answer")

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(6))))
    assert room.finish(run_id).failed == 1
    failed = [
        row.outcome for row in room.store.rows(run_id) if row.outcome and row.outcome.status == "failed"
    ]
    assert [(one.reason, one.retryable) for one in failed] == [("bad_answer", True)]


def test_a_fault_of_ours_becomes_a_failure_of_that_resume_without_its_text_in_the_log(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(text: str) -> None:
        raise KeyError(text)

    room.engine.play = play
    run_id = room.run(room.keep(resume(1)))
    assert room.finish(run_id).failed == 1
    assert "KeyError" in caplog.text
    assert "Zendesk" not in caplog.text


def test_equal_files_share_one_judgement_and_stay_two_rows(room: Room) -> None:
    run_id = room.run(room.keep(resume(1), resume(1)))
    assert room.finish(run_id).done == 2
    assert len(room.engine.asked) == 1


def test_an_account_error_halts_the_run_and_continuing_finishes_it(room: Room) -> None:
    async def play(text: str) -> None:
        if len(room.engine.asked) > 3:
            raise AccountError("no_quota", "Top up, then press Continue.")

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(12))))
    halted = room.finish(run_id)
    assert (halted.state, halted.message) == ("halted", "Top up, then press Continue.")
    assert halted.done == 3
    room.engine.play = None
    asked_before = len(room.engine.asked)
    assert room.finish(run_id).done == 12
    assert len(room.engine.asked) - asked_before == 12 - 3


def test_a_stopped_run_keeps_what_is_done_and_goes_on_when_asked(room: Room) -> None:
    async def play(text: str) -> None:
        if len(room.engine.asked) == 2:
            room.runner.stop(run_id)
        await asyncio.sleep(0.02)

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(20))))
    stopped = room.finish(run_id)
    assert stopped.state == "stopped"
    assert 0 < stopped.done < 20
    room.engine.play = None
    assert room.finish(run_id).state == "finished"
    assert len(room.engine.asked) == 20


def test_a_finished_run_started_again_asks_nothing(room: Room) -> None:
    run_id = room.run(room.keep(resume(1)))
    room.finish(run_id)
    room.finish(run_id)
    assert len(room.engine.asked) == 1


def test_files_added_later_are_the_next_batch_and_only_they_are_asked(room: Room) -> None:
    run_id = room.run(room.keep(resume(1)))
    room.finish(run_id)
    assert add_files(run_id, room.keep(resume(1), resume(2)), store=room.store) == 1
    assert room.finish(run_id).done == 2
    assert [row.item.batch for row in room.store.rows(run_id)] == [1, 2]
    assert len(room.engine.asked) == 2


def test_a_run_is_worked_by_one_process_only(room: Room, readers: Readers) -> None:
    """Another runner on the same folder stands in for another process: the OS lock is per open file."""
    begun = asyncio.Event()

    async def play(text: str) -> None:
        begun.set()
        await asyncio.sleep(0.3)

    room.engine.play = play
    run_id = room.run(room.keep(resume(1)))
    other_loop = LoopThread()
    other = make_room(room.folder, readers, other_loop)
    try:
        room.runner.start(run_id)
        with pytest.raises(UserError, match="another process"):
            other.runner.start(run_id)
        room.runner.wait(run_id, 10)
        other.runner.start(run_id)
        assert other.runner.wait(run_id, 10) is not None
        assert not other.engine.asked
    finally:
        other.runner.close()
        other.store.close()
        other_loop.close()


def test_closing_in_the_middle_leaves_the_run_to_be_taken_up(room: Room, readers: Readers) -> None:
    async def play(text: str) -> None:
        await asyncio.sleep(0.05)

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(30))))
    room.runner.start(run_id)
    room.runner.close()
    kept = room.store.run(run_id)
    assert kept is not None
    assert kept.state == "running"
    done = sum(row.outcome is not None for row in room.store.rows(run_id))
    assert done == len(room.engine.asked) < 30


def test_closing_gives_up_calls_that_hang_and_repeats_no_others(room: Room, readers: Readers) -> None:
    async def play(text: str) -> None:
        await asyncio.sleep(60 if len(room.engine.asked) > 4 else 0.01)

    room.engine.play = play
    run_id = room.run(room.keep(*map(resume, range(12))))
    room.runner.start(run_id)
    while (room.runner.snapshot(run_id) or pytest.fail("it is gone")).done < 4:
        room.runner.wait(run_id, 0.01)
    began = time.monotonic()
    room.runner.close(drain_seconds=0.2)
    assert time.monotonic() - began < 5
    assert [run.id for run in room.store.unfinished()] == [run_id]
    next_loop = LoopThread()
    after = make_room(room.folder, readers, next_loop)
    try:
        assert after.finish(run_id).done == 12
        assert len(after.engine.asked) == 8
    finally:
        after.runner.close()
        after.store.close()
        next_loop.close()


def test_an_unknown_run_is_said_so(room: Room) -> None:
    with pytest.raises(UserError):
        room.runner.start("nothing")
    assert room.runner.snapshot("nothing") is None


def test_the_best_so_far_are_at_most_five_and_in_order(room: Room) -> None:
    run_id = room.run(room.keep(*map(resume, range(9))))
    best = room.finish(run_id).best
    assert len(best) == 5
    assert [one.score for one in best] == sorted((one.score for one in best), reverse=True)
