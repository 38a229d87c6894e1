"""Whether the results file can be written is found out by writing."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore, database
from core.errors import PartUnavailable


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "s.db", reader_version=1)
    yield store
    store.close()


def test_a_check_reaches_the_disk_each_time(store: SqliteStore, tmp_path: Path) -> None:
    log = tmp_path / "s.db-wal"
    sizes = [log.stat().st_size]
    for _ in range(3):
        store.check()
        sizes.append(log.stat().st_size)
    assert sizes == sorted(set(sizes))


def test_a_locked_file_is_named_after_the_patience_and_can_be_read_meanwhile(
    store: SqliteStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(PartUnavailable, match=r"s\.db .*locked"):
        store.check()
    assert store.runs() == ()
    other.execute("ROLLBACK")
    other.close()
    assert store.check() == "Results can be written."


def test_closing_waits_for_no_lock(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.db", reader_version=1)
    other = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    refused: list[PartUnavailable] = []

    def write() -> None:
        try:
            store.check()
        except PartUnavailable as trouble:
            refused.append(trouble)

    writing = threading.Thread(target=write)
    writing.start()
    time.sleep(0.1)
    began = time.monotonic()
    store.close()
    writing.join(10)
    assert time.monotonic() - began < database.PATIENCE_SECONDS / 2
    assert len(refused) == 1
    other.close()
