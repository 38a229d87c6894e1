"""Files taken in: equal names stay apart, equal givings stay the same."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.adapters.files import ObjectFiles
from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import Failure, failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import Withheld
from core.errors import UserError
from core.intake import (
    Given,
    Kept,
    check_run_id,
    given_in,
    keep,
    make_items,
    new_run_id,
    open_run,
    read_content,
    read_kept,
    read_quickly,
    waits_for_scan,
)
from tests.fakes.scan_readers import PlayedReaders


def test_equal_names_with_other_contents_are_two_items() -> None:
    first, second = make_items([Kept("cv.pdf", "aa"), Kept("cv.pdf", "bb")])
    assert first.id != second.id


def test_one_file_given_twice_is_two_items() -> None:
    first, second = make_items([Kept("cv.pdf", "aa"), Kept("cv.pdf", "aa")])
    assert first.id != second.id


def test_giving_the_same_files_again_gives_the_same_items() -> None:
    given = [Kept("a/cv.pdf", "aa"), Kept("b/cv.pdf", "aa")]
    assert [item.id for item in make_items(given)] == [item.id for item in make_items(given, batch=2)]


def test_a_new_id_has_128_bits_and_is_accepted() -> None:
    assert check_run_id(new_run_id()) != new_run_id()
    assert len(new_run_id()) >= 32


@pytest.mark.parametrize("bad", ["", ".hidden", "a/b", "a b", "ü", "x" * 65, "../x", "a\n"])
def test_an_id_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(UserError):
        check_run_id(bad)


def _zip(*files: tuple[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out


def test_a_file_is_given_as_it_is_and_an_archive_as_its_files() -> None:
    plain = list(given_in("cv.txt", io.BytesIO(b"Ada"), limit=100))
    assert plain == [Given("cv.txt", hashlib.sha256(b"Ada").hexdigest(), b"Ada")]
    packed = list(given_in("export.zip", _zip(("b/cv.txt", b"Ada"), ("a.txt", b"Ben")), limit=100))
    assert [(given.file, given.content) for given in packed] == [
        ("export.zip/a.txt", b"Ben"),
        ("export.zip/b/cv.txt", b"Ada"),
    ]


def test_an_archive_given_again_is_the_same_items(tmp_path: Path) -> None:
    files = ObjectFiles.at(None, tmp_path)

    def items() -> list[str]:
        archive = _zip(("a.txt", b"Ada"), ("b.txt", b"Ada"), ("large.txt", bytes(101)))
        return [
            item.id
            for item in make_items([keep(g, files=files) for g in given_in("x.zip", archive, limit=100)])
        ]

    assert items() == items()
    assert len(set(items())) == 3


def test_a_file_without_bytes_is_kept_as_its_failure(tmp_path: Path) -> None:
    (given,) = given_in("large.pdf", io.BytesIO(bytes(101)), limit=100)
    kept = keep(given, files=ObjectFiles.at(None, tmp_path))
    assert kept.failure is not None
    assert (kept.failure.reason, kept.sha256) == ("too_large", hashlib.sha256(bytes(101)).hexdigest())


@dataclass
class Desk:
    """A store, files and readers that play scans."""

    store: SqliteStore
    files: ObjectFiles
    readers: PlayedReaders

    def keep(self, text: str) -> str:
        return self.files.put(text.encode())

    def read(self, sha256: str) -> ReadResume | Failure:
        return read_kept(sha256, store=self.store, files=self.files, readers=self.readers)

    def read_quickly(self, sha256: str) -> ReadResume | Failure:
        return read_quickly(sha256, store=self.store, files=self.files, readers=self.readers)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = SqliteStore(tmp_path / "s.db", reader_version=1)
    yield Desk(store, ObjectFiles.at(None, tmp_path / "files"), PlayedReaders())
    store.close()


def test_a_text_is_read_once_and_kept(desk: Desk) -> None:
    sha256 = desk.keep("Jane Roe")
    assert desk.read(sha256) == desk.read(sha256)
    assert len(desk.readers.quick) == 1


@pytest.mark.parametrize("text", ["SCAN of Jane Roe", "MIXED, Jane Roe"])
def test_a_scan_is_read_patiently_once_and_kept(desk: Desk, text: str) -> None:
    sha256 = desk.keep(text)
    for _ in range(2):
        outcome = desk.read(sha256)
        assert isinstance(outcome, ReadResume)
        assert outcome.text.endswith("and page two")
    assert (len(desk.readers.quick), len(desk.readers.scans)) == (1, 1)


@pytest.mark.parametrize("text", ["SCAN of Jane Roe", "MIXED, Jane Roe"])
def test_what_was_kept_without_a_reader_of_scans_is_read_again_once_there_is_one(
    desk: Desk, text: str
) -> None:
    desk.readers.reads_scans = False
    sha256 = desk.keep(text)
    assert getattr(desk.read(sha256), "pictures_read", False) is False
    desk.readers.reads_scans = True
    assert getattr(desk.read(sha256), "pictures_read", False) is True
    desk.readers.reads_scans = False  # what was read stays, also when the reader is gone again
    assert getattr(desk.read(sha256), "pictures_read", False) is True


def test_who_asks_quickly_never_waits_for_a_scan(desk: Desk) -> None:
    sha256 = desk.keep("SCAN of Jane Roe")
    outcome = desk.read_quickly(sha256)
    assert getattr(outcome, "reason", "") == "scanned"
    assert waits_for_scan(outcome, desk.readers)
    assert not desk.readers.scans


def test_where_its_pictures_cannot_be_read_the_text_of_a_mixed_document_stays(desk: Desk) -> None:
    desk.readers.fails = failure("too_large")
    sha256 = desk.keep("MIXED, Jane Roe")
    for _ in range(2):
        outcome = desk.read(sha256)
        assert isinstance(outcome, ReadResume)
        assert (outcome.text, outcome.unread_pages) == ("MIXED, Jane Roe", (2,))
    assert len(desk.readers.scans) == 1


@pytest.mark.parametrize("text", ["SCAN of Jane Roe", "MIXED, Jane Roe"])
def test_a_time_out_is_not_kept(desk: Desk, text: str) -> None:
    desk.readers.fails = failure("timeout")
    sha256 = desk.keep(text)
    desk.read(sha256)
    desk.readers.fails = None
    assert isinstance(desk.read(sha256), ReadResume)
    assert len(desk.readers.scans) == 2


def test_a_file_that_is_not_kept_is_read_with_its_pictures_too(desk: Desk) -> None:
    outcome = read_content(b"SCAN of a job", desk.readers)
    assert isinstance(outcome, ReadResume)
    assert outcome.text == "SCAN of a job and page two"


def test_a_run_keeps_whom_to_judge_twice_and_what_is_withheld(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "s.db", reader_version=1)
    job = Job.from_text("Cook")
    rubric = Rubric(criteria=(Criterion(id="c1", text="Cooking", kind="must", weight=1),))
    given = [Kept("a.txt", "00" * 32)]
    usual = open_run(job, rubric, given, store=store, engine="local", model="m")
    asked = open_run(
        job,
        rubric,
        given,
        store=store,
        engine="local",
        model="m",
        second_look="borderline",
        withheld=Withheld(schools=True, ages=False),
    )
    for run, look, withheld in (
        (usual, "flagged", Withheld()),
        (asked, "borderline", Withheld(schools=True, ages=False)),
    ):
        kept = store.run(run.id)
        assert kept is not None
        assert (kept.second_look, kept.withheld) == (look, withheld)
    store.close()
