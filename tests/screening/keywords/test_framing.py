"""What is left of a criterion without its frame."""

import pytest

from core.screening.keywords.framing import (
    spent_on,
    unframed,
    without_circumstances,
    without_first_verb,
    without_related,
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Plans lessons to raise attainment", "Plans lessons"),
        ("Ability to improve processes", "Ability to improve processes"),
        ("Full-cycle recruiting, from requisition to offer", "Full-cycle recruiting"),
        ("Cooks sauces from scratch", "Cooks sauces"),
        ("Strong Python, used in production", "Strong Python"),
        ("3+ years of accounting in a small or mid-sized company", "3+ years of accounting"),
        ("Baking or in a comparable role", "Baking"),
        ("CPA or working towards it", "CPA"),
        ("French, ideally B2", "French"),
        ("Leading a support team", "lead a team in support"),
    ],
)
def test_wishes_purposes_and_places_go(text: str, left: str) -> None:
    assert unframed(text) == left


def test_a_list_that_a_related_field_closed_stays_one_of_alternatives() -> None:
    assert without_related("statistics, economics, or a related field") == "statistics or economics"
    assert without_related("German B2 or better") == "German B2"


def test_years_are_spent_on_a_role_or_on_being_in_charge() -> None:
    assert spent_on("of chairside experience as a dental assistant") == "dental assistant at chairside "
    assert spent_on("managing a café") == "in charge of a café"
    assert spent_on("leading a team") == "leading a team"


def test_what_years_were_spent_with_is_left_aside() -> None:
    assert without_circumstances("in support by phone, chat or e-mail") == "in support"


def test_of_two_verbs_the_second_keeps_the_object() -> None:
    assert without_first_verb("Recognises and escalates emergencies", frozenset()) == "escalates emergencies"
    assert without_first_verb("Sales and logistics experience", frozenset({"sales"})).startswith("Sales")
