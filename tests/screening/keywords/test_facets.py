"""People, languages and degrees, compared in code."""

from datetime import date

import pytest

from core.screening.keywords.facets import judge_degree, judge_people, judge_tongue
from core.screening.keywords.matching import Searched
from core.screening.keywords.requirements import parse_requirement
from core.screening.keywords.words import vocabulary

WORDS = vocabulary("english")


def search(text: str) -> Searched:
    return Searched(text, WORDS, today=date(2026, 11, 23))


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("Led a team of 7", "met"),
        ("Supervised three cooks", "partial"),
        ("Team Lead, Alpha", "partial"),
        ("Worked in a team of 12", "missing"),
        ("Never managed 12 people", "missing"),
        ("Ran the reception of a 140-room hotel with 11 receptionists and night porters", "met"),
        ("Hired, trained and supervised a staff of 5", "met"),
        ("Responsible for a team of 6 assistants", "met"),
        ("Supervised two apprentices", "partial"),
        ("Led workshops with 30 employees", "missing"),
        ("Implemented self-supervised learning", "missing"),
    ],
)
def test_people_led_are_counted(line: str, verdict: str) -> None:
    assert judge_people(search(f"Experience\n{line}\n"), 5).verdict == verdict


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("German C1", "met"),
        ("German (native)", "met"),
        ("German B2", "met"),
        ("German B1", "partial"),
        ("German A2", "missing"),
        ("German", "partial"),
        ("No German", "missing"),
        ("Italian C2", "missing"),
    ],
)
def test_a_language_is_compared_by_level(line: str, verdict: str) -> None:
    (asked,) = parse_requirement("German at B2 or better", WORDS).tongues
    assert judge_tongue(search(f"Languages\n{line}\n"), asked, written_in="english").verdict == verdict


def test_a_resume_in_the_language_asked_for_is_partial_evidence() -> None:
    (asked,) = parse_requirement("Fluent English", WORDS).tongues
    found = judge_tongue(
        search("Experience\n[link]\n- Baked\n- Baked bread in Leeds\n"), asked, written_in="english"
    )
    assert (found.verdict, found.reason) == ("partial", "Written in English; no level is stated.")
    assert found.hits


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("M.A. in Economics, 2015", "met"),
        ("B.Sc. Economics, 2015", "met"),
        ("B.A. in Theatre, 2015", "partial"),
        ("B.Sc. Economics, expected 2027", "partial"),
        ("Evening classes in economics", "missing"),
    ],
)
def test_a_degree_needs_level_and_field(line: str, verdict: str) -> None:
    asked = parse_requirement("Bachelor's degree in Economics", WORDS)
    assert judge_degree(search(f"Education\n{line}\n"), asked).verdict == verdict


def test_experience_instead_of_a_degree_is_for_a_person_to_judge() -> None:
    asked = parse_requirement("Bachelor's degree in Economics or equivalent experience", WORDS)
    found = judge_degree(search("Experience\nBaker, Alpha, 2015 – 2024\n"), asked)
    assert found.verdict == "partial"
    assert "You decide." in found.reason


def test_a_school_certificate_is_no_half_of_a_degree() -> None:
    asked = parse_requirement("Bachelor's degree", WORDS)
    assert judge_degree(search("Education\nSecondary school, 2018\n"), asked).verdict == "missing"


def test_the_field_on_the_next_line_is_quoted_too() -> None:
    text = "Education\nB.S.\nComputer Science\nUniversity of Georgia\n"
    searched = search(text)
    found = judge_degree(searched, parse_requirement("Degree in Computer Science", WORDS))
    assert [searched.quote(hit)[0] for hit in found.hits] == ["B.S.", "Computer Science"]


def test_one_person_is_a_person() -> None:
    text = "Experience\nBaker, Alpha, 2019 – 2023\n- Supervised 1 apprentices\n"
    assert judge_people(search(text), 5).reason == "Says 1 person; 5 are asked for."


def test_what_a_resume_says_it_lacks_is_denied() -> None:
    (asked,) = parse_requirement("German at B2 or better", WORDS).tongues
    assert judge_tongue(search("Languages\nNo German\n"), asked, written_in="english").denied
    assert not judge_tongue(search("Languages\nDutch\n"), asked, written_in="english").denied


def test_any_language_besides_that_of_the_resume_is_another() -> None:
    (asked,) = parse_requirement("A second language, ideally Dutch", WORDS).tongues
    assert judge_tongue(search("Languages\nPolish C1\n"), asked, written_in="english").verdict == "met"
    assert judge_tongue(search("Languages\nEnglish C2\n"), asked, written_in="english").verdict == "missing"


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("LLB, Leeds, 2015", "met"),
        ("CILEX Level 6, 2019", "met"),
        ("BA History, 2015", "partial"),
        ("BS 7671", "missing"),
    ],
)
def test_another_paper_can_stand_for_a_degree(line: str, verdict: str) -> None:
    asked = parse_requirement("Law degree or CILEX", WORDS)
    assert judge_degree(search(f"Education\n{line}\n"), asked).verdict == verdict


def test_a_degree_below_the_jobs_is_found_without_a_heading() -> None:
    text = "Experience\nBaker, Alpha, 2015 – 2020\n- Baked bread\nBSc Economics, Leeds, 2014\n"
    assert judge_degree(search(text), parse_requirement("Degree in Economics", WORDS)).verdict == "met"
