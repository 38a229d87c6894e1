"""Where several parts of a name stand together."""

import time

import pytest

from core.screening.contacts.name_sequences import Spellings, sequences

ADA = Spellings(
    loose=frozenset({"Ada", "Byron", "Byron-King"}),
    exact=frozenset({"Ada", "ADA", "Byron", "BYRON", "Byron-King", "BYRON-KING"}),
    family=frozenset({"Byron", "BYRON", "Byron-King", "BYRON-KING"}),
    initials=frozenset("AB"),
)


def met(text: str, *, several: bool = True) -> list[str]:
    return [span.of(text) for span in sequences(text, ADA, several=several)]


@pytest.mark.parametrize(
    "shown",
    [
        "Ada Byron",
        "ada byron",
        "Byron, Ada",
        "Byron, Ada K.",
        "BYRON-KING, Ada",
        "Ada Byron-King",
        "Ada (Countess) Byron",
        "Mrs. Ada van der Byron's",
        "A. Byron",
        "A Byron",
        "J.K. Byron",
        "Byron A.B.",
        "Ada\nByron",
        "J.\nA.\nAda Byron",
        "Ada Byron Jr.",
    ],
)
def test_parts_of_a_name_belong_together(shown: str) -> None:
    assert met(f"By {shown}, then") == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "Ada wrote",
        "Adam Byrony",
        "ada@byron.example",
        "Ada and her Byron",
        "Z Byron",
        "a. byron",
        "Ada\n\nByron",
    ],
)
def test_what_stands_apart_is_no_sequence(text: str) -> None:
    assert met(text) == []


def test_parts_of_neighbouring_lines_are_met_once_and_in_order() -> None:
    assert met("with J.\nAda Byron\nx\nAda Byron\n\n\n\n\nA. Byron") == [
        "J.\nAda Byron",
        "Ada Byron",
        "A. Byron",
    ]


def test_a_name_of_one_word_is_met_alone() -> None:
    assert met("Mr. Ada's, ADA and ada", several=False) == ["Mr. Ada's", "ADA"]


def test_an_initial_is_not_taken_from_a_name_that_begins_with_it() -> None:
    neill = frozenset({"Sean", "O'Neill"})
    names = Spellings(loose=neill, exact=neill, family=frozenset({"O'Neill"}), initials=frozenset("OS"))
    assert [s.start for s in sequences("By Sean O'Neill", names, several=True)] == [3]


@pytest.mark.parametrize(
    "piece", ["Ada ", "Ada\n", "A.", "Ada-", "A. Ada, ", "Byron, ", "Ada x ", " ", "A. "]
)
def test_the_time_follows_the_length_of_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        met(f"Mr Ada {piece * times}x Ada")
        return time.process_time() - begun

    assert seconds(40_000) < 20 * max(seconds(5_000), 0.02)
