"""Scans in a run: they come last, hold up nobody, can be stopped, and each is read once."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.files import ObjectFiles
from core.adapters.loop import LoopThread
from core.adapters.run_local import LocalRunner
from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import failure
from core.domain.run import RunSnapshot
from core.errors import PartUnavailable
from core.intake import Kept, add_files, open_run
from core.ports import Readers
from tests.adapters.test_run_local import JOB, RUBRIC, PartEngine
from tests.fakes.scan_readers import PlayedReaders


class Room:
    def __init__(self, folder: Path, readers: Readers, loop: LoopThread) -> None:
        self.store = SqliteStore(folder / "s.db", reader_version=1)
        self.files = ObjectFiles.at(None, folder / "files")
        self.engine = PartEngine()
        self.runner = LocalRunner(
            store=self.store,
            files=self.files,
            readers=readers,
            engine_of=lambda name: self.engine,
            loop=loop,
            leases=folder / "leases",
            reading_at_once=2,
            judging_at_once=2,
        )

    def keep(self, *texts: str) -> list[Kept]:
        return [Kept(f"{number}.pdf", self.files.put(text.encode())) for number, text in enumerate(texts)]

    def open(self, *texts: str) -> str:
        return open_run(JOB, RUBRIC, self.keep(*texts), store=self.store, engine="local", model="part").id

    def finish(self, run_id: str) -> RunSnapshot:
        self.runner.start(run_id)
        snapshot = self.runner.wait(run_id, 30)
        assert snapshot is not None
        return snapshot

    def until(self, run_id: str, reading_scans: bool) -> RunSnapshot:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            snapshot = self.runner.snapshot(run_id)
            assert snapshot is not None
            if snapshot.reading_scans is reading_scans:
                return snapshot
            time.sleep(0.01)
        raise AssertionError("the run never came so far")


@pytest.fixture
def readers() -> PlayedReaders:
    return PlayedReaders()


@pytest.fixture
def room(tmp_path: Path, readers: PlayedReaders, loop: LoopThread) -> Iterator[Room]:
    room = Room(tmp_path, readers, loop)
    yield room
    room.runner.close()
    room.store.close()


def text(n: int) -> str:
    return f"Robin Number{n}\nExperience\nWorked with Zendesk for {n} customers a day.\n"


def scan(n: int) -> str:
    return f"SCAN {text(n)}"


def test_scans_come_after_all_that_reads_quickly_whatever_the_order_given(
    room: Room, readers: PlayedReaders
) -> None:
    done_before: list[int] = []

    def look(content: bytes) -> None:
        snapshot = room.runner.snapshot(run_id)
        assert snapshot is not None
        done_before.append(snapshot.done)

    readers.patience = look
    run_id = room.open(scan(1), text(1), scan(2), *map(text, range(2, 12)), scan(3))
    finished = room.finish(run_id)
    assert (finished.state, finished.done, finished.failed) == ("finished", 14, 0)
    assert done_before[0] == 11
    assert readers.most_at_once == 1
    assert len(readers.scans) == 3


def test_while_scans_are_read_the_line_says_how_many_are_left(room: Room, readers: PlayedReaders) -> None:
    go_on = threading.Event()
    readers.patience = lambda content: go_on.wait(20)
    run_id = room.open(scan(1), scan(2), text(1))
    room.runner.start(run_id)
    snapshot = room.until(run_id, reading_scans=True)
    assert (snapshot.done, snapshot.scans, snapshot.eta_seconds) == (1, 2, None)
    go_on.set()
    finished = room.runner.wait(run_id, 20)
    assert finished is not None
    assert (finished.state, finished.scans, finished.reading_scans) == ("finished", 0, False)


def test_a_mixed_document_is_put_off_and_scored_with_all_its_pages(
    room: Room, readers: PlayedReaders
) -> None:
    run_id = room.open(f"MIXED {text(1)}")
    assert room.finish(run_id).failed == 0
    assert "page two" in room.engine.asked[0]
    assert len(room.engine.asked) == 1


def test_one_scan_given_twice_is_read_once_and_counts_as_two(room: Room, readers: PlayedReaders) -> None:
    run_id = room.open(scan(1), scan(1), text(1))
    assert room.finish(run_id).done == 3
    assert len(readers.scans) == 1


def test_a_stopped_run_does_not_wait_for_its_scans_and_reads_them_when_it_goes_on(
    room: Room, readers: PlayedReaders
) -> None:
    go_on = threading.Event()
    readers.patience = lambda content: go_on.wait(20)
    run_id = room.open(text(1), *map(scan, range(6)))
    room.runner.start(run_id)
    room.until(run_id, reading_scans=True)
    began = time.monotonic()
    room.runner.stop(run_id)
    stopped = room.runner.wait(run_id, 20)
    assert time.monotonic() - began < 5
    assert stopped is not None
    assert (stopped.state, stopped.done) == ("stopped", 1)
    go_on.set()
    finished = room.finish(run_id)
    assert (finished.state, finished.done, finished.failed) == ("finished", 7, 0)
    assert len(set(readers.scans)) == 6


def test_closing_does_not_wait_for_scans_and_leaves_the_run_to_be_taken_up(
    room: Room, readers: PlayedReaders
) -> None:
    go_on = threading.Event()
    readers.patience = lambda content: go_on.wait(20)
    run_id = room.open(text(1), scan(1))
    room.runner.start(run_id)
    room.until(run_id, reading_scans=True)
    began = time.monotonic()
    room.runner.close()
    assert time.monotonic() - began < 5
    go_on.set()
    run = room.store.run(run_id)
    assert run is not None
    assert run.state == "running"
    assert [row.outcome is None for row in room.store.rows(run_id)] == [False, True]


def test_without_a_reader_of_scans_a_scan_is_a_failure_and_nothing_waits(
    room: Room, readers: PlayedReaders
) -> None:
    readers.reads_scans = False
    run_id = room.open(scan(1), text(1))
    assert room.finish(run_id).failed == 1
    assert not readers.scans


def test_a_scan_that_fails_is_that_file_s_failure_alone(room: Room, readers: PlayedReaders) -> None:
    readers.fails = failure("timeout")
    run_id = room.open(scan(1), scan(2), text(1))
    finished = room.finish(run_id)
    assert (finished.state, finished.done, finished.failed) == ("finished", 3, 2)


def test_where_the_reader_of_scans_is_broken_the_run_halts_with_the_others_done(
    room: Room, readers: PlayedReaders
) -> None:
    def broken(content: bytes) -> None:
        raise PartUnavailable("Scans", "Set it up again: make setup-ocr.")

    readers.patience = broken
    run_id = room.open(scan(1), *map(text, range(5)))
    halted = room.finish(run_id)
    assert (halted.state, halted.done, halted.message) == ("halted", 5, "Set it up again: make setup-ocr.")
    readers.patience = None
    assert room.finish(run_id).state == "finished"


def test_files_added_later_have_their_scans_last_too(room: Room, readers: PlayedReaders) -> None:
    run_id = room.open(scan(1), text(1))
    room.finish(run_id)
    add_files(run_id, room.keep(scan(2), text(2)), store=room.store)
    finished = room.finish(run_id)
    assert (finished.state, finished.done, finished.scans) == ("finished", 4, 0)
