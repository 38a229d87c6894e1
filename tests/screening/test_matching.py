"""What a place in a résumé proves, and what it doesn't."""

from datetime import date

import pytest

from core.screening.matching import Grade, Searched, match_part
from core.screening.requirements import parse_requirement
from core.screening.words import vocabulary

TODAY = date(2026, 11, 23)
WORDS = vocabulary("english")


def search(text: str) -> Searched:
    return Searched(text, WORDS, today=TODAY)


def grade(asked: str, line: str, *, heading: str = "Experience\nClerk, Alpha Ltd, 2019 – 2023\n") -> Grade:
    (part,) = parse_requirement(asked, WORDS).parts
    return match_part(search(heading + line + "\n"), part).grade


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("Zendesk", "Answered tickets in Zendesk"),
        ("Kubernetes", "Ran services on k8s"),
        ("Kubernetes", "Ran services on Kubernets"),
        ("Training others", "Coached four trainees"),
        ("Trained new colleagues", "Trained more than 20 new colleagues, three of whom now lead"),
        ("Customer support", "Worked in client service for a bank"),
        ("Zendesk or similar", "Answered tickets in Freshdesk"),
        ("Reporting tool", "Built charts in Tableau"),
        ("Weekend shifts", "Happy to work weekends"),
        ("Machine learning", "Applied machine learning models"),
    ],
)
def test_words_in_a_job_show_it(asked: str, line: str) -> None:
    assert grade(asked, line) == Grade.SHOWN


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("Java", "Wrote JavaScript"),
        ("C++", "Wrote C"),
        ("SQL", "Used NoSQL stores"),
        ("Excel", "Managed to excel at numbers"),
        ("Accounting", "Accountable for two accounts"),
        ("Contract drafting", "Contact drafting"),
        ("Zendesk", "Answered tickets in Freshdesk"),
        ("Wound care", "Took care of the plants"),
        ("[name]", "[name] wrote to [e-mail]"),
    ],
)
def test_words_that_only_look_alike_prove_nothing(asked: str, line: str) -> None:
    parts = parse_requirement(asked, WORDS).parts
    found = [match_part(search(f"Experience\nClerk, 2019 – 2023\n{line}\n"), part).grade for part in parts]
    assert max(found, default=Grade.NONE) <= Grade.NEAR


@pytest.mark.parametrize(
    "line",
    [
        "No experience with Zendesk or other tools",
        "Not familiar with Freshdesk or Zendesk",
        "I have never used Zendesk",
        "Zendesk: none",
        "Haven't used Zendesk yet",
        "Keine Erfahrung mit Zendesk",
    ],
)
def test_a_no_is_no_evidence(line: str) -> None:
    assert grade("Zendesk", line) == Grade.DENIED


@pytest.mark.parametrize("line", ["Not only used Zendesk but ran it", "No backlog; Zendesk kept clean"])
def test_a_no_to_something_else_denies_nothing(line: str) -> None:
    assert grade("Zendesk", line) == Grade.SHOWN


@pytest.mark.parametrize(
    "line", ["Would love to learn Zendesk", "Currently learning Zendesk", "Zendesk (learning)"]
)
def test_a_wish_is_no_evidence(line: str) -> None:
    assert grade("Zendesk", line) == Grade.WISHED


def test_a_list_of_skills_counts_less_than_a_job() -> None:
    assert grade("Zendesk", "Zendesk, Excel, Word, Outlook", heading="Skills\n") == Grade.LISTED


def test_related_work_is_named_as_related_only() -> None:
    assert grade("Customer support", "", heading="Experience\nFront Desk Clerk, 2019 – 2023\n") == Grade.NEAR


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("AWS certified solutions architect", Grade.SHOWN),
        ("Ran everything on AWS", Grade.SOME),
    ],
)
def test_a_certificate_needs_more_than_its_subject(line: str, expected: Grade) -> None:
    assert grade("AWS certification", line) == expected


def test_colleagues_do_not_lend_their_trade() -> None:
    assert grade("Registered nurse", "Worked alongside registered nurses") == Grade.NONE
    assert grade("Registered nurse", "Worked as a registered nurse") == Grade.SHOWN


def test_a_jobs_heading_speaks_for_its_lines() -> None:
    heading = "Experience\nFrontend Engineer, Beta, 2019 – 2023\n"
    assert grade("User interfaces with React", "Wrote React components", heading=heading) == Grade.SHOWN


def test_a_quote_is_verbatim_and_short() -> None:
    line = " ".join(["word"] * 30 + ["Zendesk"] + ["more"] * 30)
    searched = search(f"Experience\nClerk, 2019 – 2023\n{line}\n")
    (part,) = parse_requirement("Zendesk", WORDS).parts
    quote, at = searched.quote(match_part(searched, part).hits[0])
    assert searched.text[at : at + len(quote)] == quote
    assert "Zendesk" in quote
    assert len(quote.split()) <= 25
