"""The SQLite reply cache where things go wrong."""

import asyncio
import sqlite3
import stat
from pathlib import Path

import pytest

from core.adapters.cache_sqlite import SqliteCache
from core.errors import PartUnavailable


def test_a_damaged_file_is_begun_anew(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"
    path.write_bytes(b"this is no database" * 100)

    async def work() -> None:
        cache = SqliteCache(path)
        await cache.set("k", "v", seconds=60)
        assert await cache.get("k") == "v"
        await cache.aclose()

    asyncio.run(work())


def test_a_place_that_cannot_be_written_is_a_miss_and_said_when_asked(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    async def work() -> None:
        cache = SqliteCache(tmp_path / "file" / "replies.db")
        await cache.set("k", "v", seconds=60)
        assert await cache.get("k") is None
        with pytest.raises(PartUnavailable) as caught:
            await cache.ping()
        assert caught.value.part == "Reply cache"
        await cache.aclose()

    asyncio.run(work())


def test_a_file_held_by_another_is_a_miss_and_works_again_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"

    async def work() -> None:
        cache = SqliteCache(path)
        await cache.set("before", "v", seconds=60)
        other = sqlite3.connect(path)
        other.execute("begin immediate")
        await cache.set("during", "v", seconds=60)
        assert await cache.get("during") is None
        assert await cache.get("before") == "v"
        other.rollback()
        other.close()
        await cache.set("after", "v", seconds=60)
        assert await cache.get("after") == "v"
        await cache.aclose()

    asyncio.run(work())


def test_expired_answers_are_removed_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"

    async def work() -> None:
        cache = SqliteCache(path)
        await cache.set("old", "v", seconds=-1)
        await cache.aclose()
        again = SqliteCache(path)
        await again.get("anything")
        await again.aclose()

    asyncio.run(work())
    connection = sqlite3.connect(path)
    assert connection.execute("select count(*) from reply").fetchone() == (0,)
    connection.close()


def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"

    async def work() -> None:
        cache = SqliteCache(path)
        await cache.set("k", "v", seconds=60)
        await cache.aclose()

    asyncio.run(work())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_value_of_another_type_in_the_file_is_a_miss(tmp_path: Path) -> None:
    path = tmp_path / "replies.db"

    async def work() -> None:
        cache = SqliteCache(path)
        await cache.set("k", "v", seconds=60)
        other = sqlite3.connect(path)
        with other:
            other.execute("update reply set value = x'ff00'")
        other.close()
        assert await cache.get("k") is None
        await cache.aclose()

    asyncio.run(work())
