"""A job advert read line by line."""

import pytest

from core.screening.keywords.advert import heading_place, read_advert


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Requirements:", "must"),
        ("What you'll need", "must"),
        ("Minimum Qualifications", "must"),
        ("Preferred qualifications", "preferred"),
        ("Nice to have", "nice"),
        ("Responsibilities", "duties"),
        ("What we offer", "noise"),
        ("About Larkspur", "noise"),
        ("Ihr Profil", "must"),
        ("Wir bieten", "noise"),
        ("Our stack:", "open"),
        ("Three years in sales", None),
        ("You have a driving licence.", None),
    ],
)
def test_headings_open_sections(line: str, place: str | None) -> None:
    assert heading_place(line) == place


def test_bullets_and_broken_lines_become_statements() -> None:
    text = "Baker\n\nRequirements\n* Two years in a bakery\n  or a hotel kitchen\n2) Early mornings\n\nBenefits\n- Bread\n"
    found = [(s.text, s.place) for s in read_advert(text)]
    assert found[1:] == [
        ("Two years in a bakery or a hotel kitchen", "must"),
        ("Early mornings", "must"),
        ("Bread", "noise"),
    ]


def test_a_label_speaks_for_its_own_line_only() -> None:
    found = {
        s.text: s.place for s in read_advert("Baker\nRequirements: early mornings.\nWe close at noon.\n")
    }
    assert found["early mornings."] == "must"
    assert found["We close at noon."] == "open"
