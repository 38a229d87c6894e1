"""Pairs are asked both ways round; only what both answers say counts."""

import asyncio
from collections.abc import Mapping

import pytest

from core.domain.verdict import Preference
from core.errors import AccountError, CannotScreen
from core.screening.ties import calls_needed, settle

ABC = {"a": "best", "b": "good", "c": "fair"}
WORTH = {"best": 3, "good": 2, "fair": 1}


class Compares:
    """Prefers by worth, where there is one; remembers what it was asked."""

    def __init__(self, trouble: Mapping[tuple[str, str], Exception] | None = None) -> None:
        self.asked: list[tuple[str, str]] = []
        self.trouble = trouble or {}

    async def prefer(self, one: str, other: str) -> Preference:
        self.asked.append((one, other))
        if error := self.trouble.get((one, other)):
            raise error
        return "first" if WORTH[one] > WORTH[other] else "second"


def settled(texts: Mapping[str, str], compares: Compares) -> Mapping[str, int]:
    return asyncio.run(settle(texts, compares.prefer))


def test_every_pair_is_asked_both_ways_round() -> None:
    compares = Compares()
    assert settled(ABC, compares) == {"a": 2, "b": 0, "c": -2}
    assert sorted(compares.asked) == sorted((x, y) for x in WORTH for y in WORTH if x != y)
    assert calls_needed(ABC) == len(compares.asked) == 6


@pytest.mark.parametrize("answer", ["first", "second", "neither"])
def test_an_answer_that_hangs_on_the_order_is_a_tie(answer: Preference) -> None:
    async def prefer(one: str, other: str) -> Preference:
        return answer

    assert asyncio.run(settle(ABC, prefer)) == {"a": 0, "b": 0, "c": 0}


def test_one_answer_and_one_neither_is_a_tie() -> None:
    async def prefer(one: str, other: str) -> Preference:
        return "first" if one == "best" else "neither"

    assert asyncio.run(settle({"a": "best", "b": "good"}, prefer)) == {"a": 0, "b": 0}


def test_equal_texts_are_not_compared_and_stand_the_same() -> None:
    compares = Compares()
    texts = {"a": "best", "b": "good", "copy": "good"}
    assert settled(texts, compares) == {"a": 2, "b": -1, "copy": -1}
    assert calls_needed(texts) == len(compares.asked) == 2
    assert calls_needed({"a": "good", "b": "good"}) == 0


def test_a_pair_that_cannot_be_compared_is_a_tie_and_the_others_count() -> None:
    compares = Compares({("good", "best"): CannotScreen("refused")})
    assert settled(ABC, compares) == {"a": 1, "b": 1, "c": -2}


def test_an_account_error_ends_it_once_the_others_are_in() -> None:
    compares = Compares({("best", "good"): AccountError("no_quota", "No credit.")})
    with pytest.raises(AccountError):
        settled(ABC, compares)
    assert len(compares.asked) == 6
