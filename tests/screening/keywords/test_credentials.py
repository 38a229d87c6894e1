"""Languages with levels, and degrees."""

import pytest

from core.screening.keywords.credentials import (
    NATIVE,
    Degree,
    Tongue,
    asked_degree,
    asked_tongues,
    find_degree,
    find_tongues,
)


@pytest.mark.parametrize(
    ("text", "tongues"),
    [
        ("German at B2 or better", (Tongue("German", 4),)),
        ("Fluent in written and spoken English", (Tongue("English", 5),)),
        ("Dutch", (Tongue("Dutch", 3),)),
        ("Sehr gute Deutschkenntnisse (C1)", (Tongue("German", 5),)),
        ("Gute Englischkenntnisse", (Tongue("English", 4),)),
        ("good German", (Tongue("German", 4),)),
        ("fluent French (C1)", (Tongue("French", 5),)),
        ("French cuisine", ()),
        ("Experience with the German market", ()),
    ],
)
def test_a_language_is_asked_for_with_its_level(text: str, tongues: tuple[Tongue, ...]) -> None:
    assert asked_tongues(text)[0] == tongues


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("German (C1), English (native)", [("German", 5), ("English", NATIVE)]),
        ("Deutsch: Muttersprache, Englisch: B2", [("German", NATIVE), ("English", 4)]),
        ("Fluent in German and English", [("German", 5), ("English", 5)]),
        ("Took calls in German", [("German", 0)]),
        ("Walks a German shepherd", []),
    ],
)
def test_stated_languages_carry_their_own_level(text: str, found: list[tuple[str, int]]) -> None:
    assert [(t.name, t.level) for t, _ in find_tongues(text, in_languages=False)] == found


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("B.Sc. in Biology", Degree.BACHELOR),
        ("Master of Arts", Degree.MASTER),
        ("MBA, Leeds", Degree.MASTER),
        ("PhD in Physics", Degree.DOCTOR),
        ("Diplom-Ingenieurin", Degree.MASTER),
        ("High school graduate", Degree.SCHOOL),
        ("MS Office certificate", None),
        ("Scrum Master", None),
        ("Boston, MA", None),
    ],
)
def test_a_degree_is_told_from_words_that_look_like_one(text: str, level: Degree | None) -> None:
    assert find_degree(text) == level


def test_the_lowest_degree_that_will_do_is_asked_for() -> None:
    level, field, _, or_experience = asked_degree(
        "Bachelor's or Master's degree in Law or equivalent experience"
    )
    assert (level, field, or_experience) == (Degree.BACHELOR, "Law", True)
    assert asked_degree("A high degree of autonomy")[0] is None


def test_a_month_is_no_degree() -> None:
    assert find_degree("Baker, Alpha, March 2016 – June 2025") is None
    assert find_degree("MArch, Glasgow, 2016") == Degree.MASTER
