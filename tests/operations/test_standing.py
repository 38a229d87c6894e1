"""What an admin should look at: screenings that don't move, files that fail again and again."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import failure
from core.operations.standing import MANY_ATTEMPTS, STUCK_AFTER, failing, under_way
from core.ports import Store
from tests.contract.test_store import ITEMS, JOB, a_candidate, a_run

BEGAN = datetime.fromisoformat("2026-01-02T03:04:05+00:00")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(SqliteStore(tmp_path / "s.db", reader_version=1)) as store:
        store.save_job(JOB)
        yield store


def test_a_screening_is_stuck_when_it_is_old_and_nothing_came_of_late(store: Store) -> None:
    store.create_run(a_run("moves"), ITEMS)
    store.create_run(a_run("stands"), ITEMS)
    store.create_run(a_run("ended"), ITEMS)
    store.set_state("ended", "finished")
    store.put_outcome("moves", "i1", a_candidate())
    later = BEGAN + STUCK_AFTER + timedelta(seconds=1)
    assert [(one.run.id, one.stuck) for one in under_way(store, now=later)] == [
        ("moves", False),
        ("stands", True),
    ]
    assert not any(one.stuck for one in under_way(store, now=BEGAN))
    first = under_way(store, now=BEGAN)[0]
    assert (first.total, first.done, first.failed) == (2, 1, 0)


def test_files_that_failed_many_times_are_told_by_screening_and_reason(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    for attempt in range(MANY_ATTEMPTS):
        store.put_outcome("run1", "i1", failure("timeout"))
        store.put_outcome("run1", "i2", failure("damaged"))  # no trying helps
        assert bool(failing(store)) == (attempt == MANY_ATTEMPTS - 1)
        if attempt < MANY_ATTEMPTS - 1:
            store.forget_failures("run1")
    (one,) = failing(store)
    assert (one.run.id, one.reason, one.files, one.attempts) == ("run1", "timeout", 1, MANY_ATTEMPTS)
