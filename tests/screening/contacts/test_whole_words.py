"""Where a word stands by itself."""

import pytest

from core.screening.contacts.whole_words import lowered, places_of

TEXT = "an Ann Anna _Ann Ann-Eve @Ann Ann"


def test_a_word_stands_only_where_nothing_makes_it_longer() -> None:
    assert list(places_of(TEXT, "Ann")) == [3, 17, 26, 30]
    assert list(places_of(TEXT, "Ann", before="@", after="-")) == [3, 30]
    assert list(places_of("", "Ann")) == []


def test_a_word_that_overlaps_a_longer_one_is_not_missed() -> None:
    assert list(places_of("xa-a-a", "a-a")) == [3]


@pytest.mark.parametrize("text", ["ANN", "İzmir ANN", "STRASSE ẞ", ""])
def test_small_letters_keep_their_places(text: str) -> None:
    assert len(lowered(text)) == len(text)
    assert lowered(text).find("ann") == text.find("ANN")
