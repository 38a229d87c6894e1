"""The night's work is done once a night, by one process, and what fails is tried again."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import PartUnavailable
from core.operations import nightly
from core.operations.backup import check
from core.operations.nightly import Nights, keep_tidy
from core.wiring import Services
from tests.operations.conftest import Open, screen

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def on(self, hours: float) -> None:
        self.now += timedelta(hours=hours)


Make = Callable[[], Nights]


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_it_is_done_once_a_night_and_a_missed_one_is_made_up_for(opened: Open, clock: Clock) -> None:
    room, done = opened(), []
    first, second = (Nights(room, work=lambda _: done.append(clock.now), clock=clock) for _ in range(2))
    assert not first.look()  # the day it was installed
    clock.on(14.9)
    assert not first.look()
    clock.on(0.2)
    assert first.look()
    assert not first.look()
    assert not second.look()  # another process
    clock.on(24 * 3)
    assert second.look()
    assert not first.look()
    assert len(done) == 2


def test_what_failed_is_tried_again(opened: Open, clock: Clock) -> None:
    room, tries = opened(), []

    def failing_once(_: Services) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise PartUnavailable("Results", "The disk is full.")

    nights = Nights(room, work=failing_once, clock=clock)
    nights.look()
    clock.on(24)
    with pytest.raises(PartUnavailable):
        nights.look()
    assert nights.look()
    assert not nights.look()


def test_the_thread_outlives_a_fault_and_ends_when_it_is_told(opened: Open, clock: Clock) -> None:
    room, done, tries = opened(), threading.Event(), []

    def faulty(_: Services) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("a bug")
        done.set()

    nights = Nights(room, work=faulty, clock=clock, look_seconds=0.02)
    nights.look()
    clock.on(24)
    nights.start()
    assert done.wait(10)
    nights.close()
    assert len(tries) == 2
    assert not nights._thread.is_alive()


def test_a_process_at_work_is_not_joined_by_another(opened: Open, clock: Clock) -> None:
    room = opened()
    other = Nights(room, work=lambda _: pytest.fail("twice"), clock=clock)
    nights = Nights(room, work=lambda _: seen.append(other.look()), clock=clock)
    seen: list[bool] = []
    nights.look()
    clock.on(24)
    assert nights.look()
    assert seen == [False]


def test_a_backup_is_made_even_where_the_sweep_fails(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = opened(backup_dir=tmp_path / "backups")
    screen(room, "anna")

    def failing(_: Services) -> None:
        raise PartUnavailable("Results", "The disk is full.")

    monkeypatch.setattr(nightly, "sweep", failing)
    with pytest.raises(PartUnavailable):
        keep_tidy(room)
    [made] = (tmp_path / "backups").iterdir()
    assert check(made).runs == 1


def test_without_a_folder_no_backup_is_made(opened: Open, tmp_path: Path) -> None:
    keep_tidy(opened())
    assert not list(tmp_path.rglob("manifest.json"))
