"""How many people somebody led."""

import pytest

from core.screening.keywords.people import asked_people, people_stated


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Led 5 or more people", 5),
        ("Experience leading a team of at least ten", 10),
        ("Presents findings to non-technical managers", None),
        ("Two years in a team", None),
    ],
)
def test_a_criterion_asks_for_a_number_of_people(text: str, count: int | None) -> None:
    assert asked_people(text)[0] == count


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Eleven people reported to me", [11]),
        ("Eight staff reporting directly to me", [8]),
        ("Coordinated 12 volunteers", [12]),
        ("I am the manager who loves coffee and people", []),
        ("Worked in a team of 12", []),
    ],
)
def test_people_under_somebody_are_counted(sentence: str, counts: list[int]) -> None:
    assert [count for count, _ in people_stated(sentence)] == counts


def test_a_leaders_team_is_led_unless_the_leader_was_only_in_it() -> None:
    assert [n for n, _ in people_stated("Team of 14 pickers, two shifts", leads=True)] == [14]
    assert people_stated("Team of 14 pickers, two shifts") == []
    assert people_stated("Reported from the team of 14", leads=True) == []
