"""What a place in a résumé proves, and what it doesn't."""

from datetime import date

import pytest

from core.screening.keywords.matching import Grade, Searched, match_part
from core.screening.keywords.requirements import parse_requirement
from core.screening.keywords.words import vocabulary

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
        ("Ansible", "Rolled out laptops with ansible playbooks"),
        ("Designing or building a style guide for support", "Built the support style guide"),
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


def test_the_words_asked_for_are_better_evidence_than_an_example_of_them() -> None:
    text = "Experience\nDev, Alpha, 2019 – 2023\n- Built pages in React\n- Wrote JavaScript for the till\n"
    (part,) = parse_requirement("JavaScript", WORDS).parts
    searched = search(text)
    (hit,) = match_part(searched, part).hits
    assert searched.quote(hit)[0] == "Wrote JavaScript for the till"


def test_a_job_is_better_evidence_than_a_project() -> None:
    text = "Projects\n- A shop in PostgreSQL\n\nExperience\nDev, Alpha, 2019 – 2023\n- Tuned PostgreSQL\n"
    (part,) = parse_requirement("PostgreSQL", WORDS).parts
    searched = search(text)
    (hit,) = match_part(searched, part).hits
    assert searched.quote(hit)[0] == "Tuned PostgreSQL"


def test_a_wish_for_one_word_of_several_is_no_wish_for_the_thing() -> None:
    (part,) = parse_requirement("Warehouse audits in Hamburg", WORDS).parts
    found = match_part(search("Summary\nI would like to work in Hamburg\n"), part)
    assert found.grade == Grade.NONE


def test_a_long_quote_begins_and_ends_with_a_thought() -> None:
    line = (
        "With 15 years of baking for hotels and restaurants, specialised in rye bread and long fermentation, "
        "proven in three companies with very many ovens and bakers and apprentices of all kinds in three towns by the sea"
    )
    (part,) = parse_requirement("Rye bread", WORDS).parts
    searched = search(f"Experience\nBaker, Alpha, 2019 – 2023\n{line}\n")
    (hit,) = match_part(searched, part).hits[:1]
    assert searched.quote(hit)[0].endswith("specialised in rye bread and long fermentation")
    assert searched.quote(hit)[0] in line


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("Healthcare", "Filed two patents"),
        ("Presentation skills", "Alpha, 2021 - present"),
        ("Hospitality", "Took calls for the hospital"),
        ("Own car", "Washed cars"),
        ("AWS", "ECS gold card"),
        ("Ticketing system", "45 parking spaces, clean access"),
    ],
)
def test_words_that_share_a_stem_or_most_letters_prove_nothing(asked: str, line: str) -> None:
    assert grade(asked, line) < Grade.SOME


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("Driving licence class B", "Full UK driving licence, no points"),
        ("Führerschein Klasse B", "Driving licence"),
        ("Intensive care ward", "Staff nurse on the ICU"),
        ("Scheduling appointments", "Managed daily schedule of two physicians"),
        ("Answering the phone", "Answered 80 calls a day"),
    ],
)
def test_trades_say_it_in_their_own_words(asked: str, line: str) -> None:
    assert grade(asked, line) == Grade.SHOWN


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("Zendesk", "Learners on our courses use Zendesk"),
        ("Zendesk", "Passed parcels to the Zendesk team"),
        ("Zendesk", 'Printed posters that said "we all love our Zendesk here"'),
        ("Zendesk", "My brother sells Zendesk licences"),
        ("Teaching", "Shared a room with the teaching assistant"),
    ],
)
def test_what_belongs_to_others_proves_nothing(asked: str, line: str) -> None:
    assert grade(asked, line) < Grade.NEAR


@pytest.mark.parametrize("heading", ["Education\n", "Courses\n", "Profile\n"])
def test_a_course_without_work_is_listed_only(heading: str) -> None:
    assert grade("Bash", "Weekend course in bash", heading=heading) == Grade.LISTED


def test_referees_lend_nothing() -> None:
    assert grade("Payroll", "Payroll manager, Beta Ltd", heading="References\n") == Grade.NONE
