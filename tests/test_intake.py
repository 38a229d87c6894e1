"""Files taken in: equal names stay apart, equal givings stay the same."""

import pytest

from core.errors import UserError
from core.intake import Kept, check_run_id, make_items, new_run_id


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
