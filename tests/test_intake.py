"""Files taken in: equal names stay apart, equal givings stay the same."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from core.adapters.files import ObjectFiles
from core.errors import UserError
from core.intake import Given, Kept, check_run_id, given_in, keep, make_items, new_run_id


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
