"""Files made to hurt: each gets an answer in time, and the file after it is read as if nothing had been."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

import pytest

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.reading.pool import ReaderPool
from tests.reading.documents import docx, paragraph
from tests.reading.hostile_files import File, hostile_files

CHILDREN = 2
LONGEST = 20.0
"""Seconds that any one file may take; a promise of the product, not a measure of speed."""
INNOCENT = docx(paragraph("Nine years of support in Zendesk, and a team of six agents led since 2019."))


@pytest.fixture(scope="module")
def pool() -> Iterator[ReaderPool]:
    pool = ReaderPool(CHILDREN)
    yield pool
    pool.close()


def faults(pool: ReaderPool, files: Iterable[File]) -> list[str]:
    """What went wrong with which file, a few at a time as an app would read them."""

    def fault(file: File) -> str | None:
        name, content = file
        began = time.monotonic()
        outcome = pool.read(content)
        seconds = time.monotonic() - began
        after = pool.read(INNOCENT)
        if not isinstance(outcome, ReadResume | Failure) or (
            outcome.status == "failed" and not outcome.message
        ):
            return f"{name}: no answer"
        if seconds > LONGEST:
            return f"{name}: {seconds:.1f} s"
        if after.status == "failed" or "Nine years" not in after.text:
            return f"{name}: the next file wasn't read"
        return None

    found: list[str | None] = []
    waiting = iter(files)
    with ThreadPoolExecutor(CHILDREN) as threads:
        while some := list(islice(waiting, 4 * CHILDREN)):  # some of them are large
            found += threads.map(fault, some)
    return [one for one in found if one]


@pytest.mark.timeout(300)
def test_files_made_to_hurt_cost_themselves_and_nothing_else(pool: ReaderPool) -> None:
    assert faults(pool, hostile_files()) == []


@pytest.mark.timeout(300)
def test_hostile_files_of_other_readers_cost_themselves_and_nothing_else(
    pool: ReaderPool, shared: Path
) -> None:
    files = sorted(path for path in (shared / "hostile").rglob("*") if path.is_file())
    assert len(files) > 300
    assert faults(pool, ((path.name, path.read_bytes()) for path in files)) == []
