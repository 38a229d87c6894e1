"""Criteria taken apart."""

import pytest

from core.screening.keywords.credentials import Degree
from core.screening.keywords.people import people_stated
from core.screening.keywords.requirements import parse_requirement
from core.screening.keywords.words import vocabulary

WORDS = vocabulary("english")


def parts(text: str) -> list[list[str]]:
    return [[term.words for term in part] for part in parse_requirement(text, WORDS).parts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Excel and a reporting tool", [["Excel"], ["reporting tool"]]),
        ("Python, Java and SQL", [["Python"], ["Java"], ["SQL"]]),
        ("Python, Java or SQL", [["Python", "Java", "SQL"]]),
        ("JavaScript/TypeScript and Python", [["JavaScript", "TypeScript"], ["Python"]]),
        ("Cloud platforms such as AWS or Azure", [["Cloud platforms", "AWS", "Azure"]]),
        (
            "Docker and container orchestration (Kubernetes)",
            [["Docker"], ["container orchestration", "Kubernetes"]],
        ),
        ("Knowledge of health and safety", [["health and safety"]]),
        ("CI/CD", [["CI/CD"]]),
        ("customer or technical support", [["customer support", "technical support"]]),
        ("Cloud platforms (AWS preferred)", [["cloud platforms"]]),
        ("Web tools including Figma and Canva", [["Figma"], ["Canva"]]),
        ("MS Office, especially Excel", [["MS Office"], ["Excel"]]),
        ("Drug rounds, including infusions", [["Drug rounds"]]),
    ],
)
def test_and_needs_all_parts_and_or_any(text: str, expected: list[list[str]]) -> None:
    assert [[w.lower() for w in part] for part in parts(text)] == [
        [w.lower() for w in part] for part in expected
    ]


def test_generic_words_ask_for_nothing() -> None:
    assert parts("Strong experience with and excellent knowledge of Python") == [["Python"]]


def test_or_similar_opens_the_class_of_a_tool() -> None:
    def ways(text: str) -> set[tuple[str, ...]]:
        ((term,),) = parse_requirement(text, WORDS).parts
        return {way for concept in term.concepts for way in concept.ways}

    assert ("freshdesk",) in ways("Zendesk or similar")
    assert ("freshdesk",) not in ways("Zendesk")


@pytest.mark.parametrize(
    ("text", "years", "words"),
    [
        ("3+ years in customer support", 3, [["customer support"]]),
        ("At least two years as a chef", 2, [["chef"]]),
        ("Six months in a warehouse", 0.5, [["warehouse"]]),
        ("5+ years of professional experience", 5, []),
    ],
)
def test_years_stand_apart_from_their_subject(text: str, years: float, words: list[list[str]]) -> None:
    requirement = parse_requirement(text, WORDS)
    assert requirement.years == years
    assert [[t.words for t in part] for part in requirement.parts] == words


def test_the_past_three_years_are_no_experience() -> None:
    assert parse_requirement("Clean driving record for the past 3 years", WORDS).years is None


def test_a_similar_role_means_the_jobs_title() -> None:
    requirement = parse_requirement("3+ years in a similar role", WORDS, title="Night Nurse")
    assert "Nurse" in requirement.parts[0][0].words


def test_people_languages_and_degrees_are_recognised() -> None:
    assert parse_requirement("Led a team of at least 5 people", WORDS).people == 5
    assert parse_requirement("German at B2 or better", WORDS).tongues[0].level == 4
    degree = parse_requirement("Master's degree in Law, Economics or a related field", WORDS)
    assert degree.degree == Degree.MASTER
    assert [term.words for term in degree.fields][:2] == ["Law", "Economics"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Led a team of seven", 7),
        ("Managed 12 people in two shifts", 12),
        ("Supervised a 6-person crew", 6),
        ("Leitung eines Teams von 9 Mitarbeitenden", 9),
        ("Nine direct reports", 9),
        ("Part of a team of 40", None),
        ("Managed payroll for 200 employees", None),
        ("Reported to a team of 9", None),
    ],
)
def test_only_people_one_has_led_count(text: str, count: int | None) -> None:
    assert [n for n, _ in people_stated(text)] == ([] if count is None else [count])


def test_a_list_closed_by_a_related_field_is_a_list_of_alternatives() -> None:
    assert parts("3+ years in data science, machine learning, or related quantitative field") == [
        ["data science", "machine learning"]
    ]


def test_a_bound_is_no_word_to_look_for() -> None:
    found = parse_requirement("Supervisor experience (min. 3 people)", WORDS)
    assert (found.people, found.parts) == (3, ())


def test_weights_are_no_words_to_look_for() -> None:
    assert parts("Must be able to lift 25 kg") == [["lift"]]


def test_courtesies_and_reasons_of_a_long_sentence_are_left_out() -> None:
    text = (
        "We would be really very happy if you had some experience of working with customers on the phone, because "
        "they are the most important thing that we have, and they like to talk to somebody who knows the products"
    )
    assert parts(text) == [["customers on the phone"]]


def test_an_article_counts_nobody() -> None:
    assert people_stated("Supervised a staff of 5") == [(5, (13, 23))]


def test_alternatives_share_the_certificate_behind_the_last() -> None:
    (part,) = parse_requirement("Apple or CompTIA certificate", WORDS).parts
    assert [(term.words, term.credential) for term in part] == [("Apple", True), ("CompTIA", False)]
    (part,) = parse_requirement("Experience with small children or a teaching certificate", WORDS).parts
    assert not part[0].credential


def test_a_colon_and_a_list_of_cases_ask_for_any_of_them() -> None:
    assert parts("CRM: Salesforce or HubSpot") == [["CRM", "Salesforce", "HubSpot"]]


def test_a_thing_done_with_several_others_is_one_thing() -> None:
    ((term,),) = parse_requirement("Fault finding on motors, drives and panels", WORDS).parts
    assert [concept.weight for concept in term.concepts] == [1.3, 0.5]


def test_what_is_done_weighs_less_than_to_what() -> None:
    ((term,),) = parse_requirement("Arranges flowers", WORDS).parts
    assert [concept.weight for concept in term.concepts] == [0.3, 1.0]


def test_a_paper_beside_a_degree_is_asked_for_too_or_instead() -> None:
    instead = parse_requirement("Law degree or CILEX", WORDS)
    assert ([t.words for t in instead.or_paper], instead.parts) == (["CILEX"], ())
    too = parse_requirement("Degree in physiotherapy and HCPC registration", WORDS)
    assert (too.or_paper, [term.words for part in too.parts for term in part]) == ((), ["HCPC registration"])
    field = parse_requirement("Degree or HND in surveying", WORDS)
    assert [term.words for term in field.fields] == ["surveying"]


def test_a_standard_is_no_degree() -> None:
    assert parse_requirement("18th Edition (BS 7671)", WORDS).degree is None


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "Building or maintaining a design system",
            ["Building a design system", "maintaining a design system"],
        ),
        ("Customer or technical support", ["Customer support", "technical support"]),
    ],
)
def test_everyday_words_share_what_follows_the_last_of_them(text: str, terms: list[str]) -> None:
    (part,) = parse_requirement(text, WORDS).parts
    assert [term.words for term in part] == terms
