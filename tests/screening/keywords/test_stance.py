"""Whose a thing is and how real it is, by the words around it."""

import pytest

from core.screening.keywords.stance import (
    clause,
    is_another_person,
    is_anothers,
    is_denied,
    is_wished,
    tells_of_others,
)


def split(sentence: str) -> tuple[str, str]:
    """What stands before and behind the ▢ in a sentence."""
    before, after = sentence.split("▢")
    return clause(before), after


@pytest.mark.parametrize(
    "sentence",
    [
        "No clinical experience with ▢",
        "I have not taught ▢ yet",
        "Never handled customs, invoices or ▢",
        "Started a ▢ at night school, left without any certificate",
        "Took the ▢ but did not finish it",
        "I do not hold a licence, a card or ▢",
        "▢: none",
    ],
)
def test_a_no_reaches_what_it_denies(sentence: str) -> None:
    assert is_denied(*split(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Not only used but taught ▢",
        "No delays; kept ▢ running",
        "Ran ▢",
        "Ran ▢, sold rugs, began a diploma, dropped out",
    ],
)
def test_a_no_to_something_else_is_none(sentence: str) -> None:
    assert not is_denied(*split(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Keen to learn pastry, sauces and ▢",
        "Objective: to train as a nurse and gain ▢",
        "I will lead shifts, write rotas and order ▢",
        "Passionate about ▢",
        "▢ (in progress)",
        "Running ▢ is my great ambition",
        "A forklift ▢ is something I might get later",
        "Evenings at ▢ would suit me",
        "I dream of sailing and/or ▢",
    ],
)
def test_a_plan_is_no_deed(sentence: str) -> None:
    assert is_wished(*split(sentence))


@pytest.mark.parametrize(
    "sentence",
    ["Keen to grow after my years in ▢", "Dealt with ▢", "Deep learning in ▢", "Kept ▢, a goal of the firm"],
)
def test_a_plan_that_comes_back_to_what_there_is_counts(sentence: str) -> None:
    assert not is_wished(*split(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Worked alongside the ▢ team",
        "Passed calls to the ▢ department",
        "Many guests were lawyers who did ▢",
        "Payroll and ▢ were handled by head office",
        "Tested screens on which recruiters do ▢",
        "Photographed ▢",
        "Printed leaflets about safety and ▢",
        "Called in a ▢",
    ],
)
def test_what_other_people_do_is_theirs(sentence: str) -> None:
    assert is_anothers(*split(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Led a team of nurses who did ▢",
        "Supported customers by ▢",
        "Ran ▢ for two shops",
        "Trained staff in ▢",
    ],
)
def test_what_one_does_with_others_is_ones_own(sentence: str) -> None:
    assert not is_anothers(*split(sentence))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Learners on our courses post invoices in ledgers", True),
        ("The hygienists take x-rays", True),
        ("Our customers fill thousands of roles", True),
        ("Customers are my first concern", False),
        ("Customers served daily: 300", False),
        ("Team Lead, Alpha", False),
        ("Patients with spine and shoulder pain", False),
        ("Managed waiters", False),
    ],
)
def test_a_sentence_about_others_is_known_by_its_beginning(sentence: str, expected: bool) -> None:
    assert tells_of_others(sentence) == expected


@pytest.mark.parametrize(
    ("before", "named", "expected"),
    [
        ("Sold cable to ", "electricians", True),
        ("Told the ", "manager", True),
        ("Worked as a ", "nurse", False),
        ("One of three ", "baristas", False),
        ("Was the ", "accountant", False),
        ("Taught ", "plumbing", False),
    ],
)
def test_an_occupation_can_be_another_persons(before: str, named: str, expected: bool) -> None:
    assert is_another_person(before, named) == expected
