"""Criteria suggested from job texts of many trades, in lists and in prose."""

from pathlib import Path

import pytest

from core.domain.job import Job, Rubric
from core.errors import UserError
from core.screening.rubric import MOST, suggest_rubric

SUPPORT = """Customer Support Team Lead
You'll run our evening team, look after response times and coach new colleagues.

What you bring
* Three or more years in customer support
* You have led five or more people
* German at B2 or better, English fluent
* Hands-on experience with Zendesk or a similar ticketing system
* Excellent communication skills

Nice to have
* Experience in e-commerce

What we offer
* A bicycle and five weeks of holiday
We are an equal opportunity employer.
"""
WAREHOUSE = """WAREHOUSE OPERATIVE
We've been moving parcels for over 20 years.

You'll be picking and packing orders. You must hold a valid forklift licence and have at least six months'
experience in a busy warehouse. Experience with a warehouse management system is a plus, and RF scanners would
be nice to have. Good timekeeping is essential.

Pay: £12.60 per hour. Apply online by sending us your CV.
"""
GERMAN = """Sachbearbeitung Kundenservice (m/w/d)
Ihr Profil
- Abgeschlossene kaufmännische Ausbildung
- Mindestens 2 Jahre Berufserfahrung im Kundenservice
- Sehr gute Deutschkenntnisse (C1)
- Erfahrung mit SAP von Vorteil
Wir bieten
- 30 Tage Urlaub
"""


def suggest(text: str) -> Rubric:
    return suggest_rubric(Job.from_text(text))


def lines(rubric: Rubric) -> list[tuple[str, str, int]]:
    return [(c.text, c.kind, c.weight) for c in rubric.criteria]


def test_a_list_of_requirements_becomes_criteria_in_its_order() -> None:
    assert lines(suggest(SUPPORT)) == [
        ("3+ years in customer support", "must", 5),
        ("Led five or more people", "must", 5),
        ("German at B2 or better", "must", 5),
        ("English fluent", "must", 5),
        ("Zendesk or a similar ticketing system", "must", 5),
        ("Communication skills", "nice", 3),
        ("E-commerce", "nice", 1),
    ]


def test_prose_is_taken_apart_and_the_company_left_out() -> None:
    assert lines(suggest(WAREHOUSE)) == [
        ("Valid forklift licence", "must", 5),
        ("6+ months in a busy warehouse", "must", 5),
        ("Warehouse management system", "nice", 1),
        ("RF scanners", "nice", 1),
        ("Timekeeping", "nice", 3),
    ]


def test_an_aside_about_the_company_is_no_criterion() -> None:
    text = """Team Lead
We are looking for somebody who leads the eight people who answer.
What we ask for
- German at level B2 or better; a third of our customers write in German.
- You have led a team of five people or more.
What helps
- You know Zendesk or a similar help desk tool.
- Weekend shifts twice a month are fine with you.
"""
    assert lines(suggest(text)) == [
        ("German at level B2 or better", "must", 5),
        ("Led a team of five people or more", "must", 5),
        ("Zendesk or a similar help desk tool", "nice", 3),
        ("Weekend shifts twice a month", "nice", 3),
    ]


def test_a_german_advert_is_understood() -> None:
    assert lines(suggest(GERMAN)) == [
        ("Abgeschlossene kaufmännische Ausbildung", "must", 5),
        ("Mindestens 2 Jahre Berufserfahrung im Kundenservice", "must", 5),
        ("Sehr gute Deutschkenntnisse (C1)", "must", 5),
        ("Erfahrung mit SAP", "nice", 1),
    ]


def test_each_criterion_names_the_sentence_it_came_from() -> None:
    folded = " ".join(WAREHOUSE.split())
    rubric = suggest(WAREHOUSE)
    assert all(c.source in folded for c in rubric.criteria)
    assert "valid forklift licence" in rubric.criteria[0].source


@pytest.mark.parametrize(
    ("line", "kind", "weight"),
    [
        ("- Python", "must", 5),
        ("- Python preferred", "nice", 3),
        ("- Python would be a plus", "nice", 1),
        ("- Ideally Python", "nice", 1),
        ("- A passion for teamwork", "nice", 3),
    ],
)
def test_importance_follows_the_words(line: str, kind: str, weight: int) -> None:
    (found,) = suggest(f"Requirements\n{line}\n").criteria
    assert (found.kind, found.weight) == (kind, weight)


def test_must_and_wish_of_one_sentence_come_apart() -> None:
    found = lines(suggest("Requirements\n- Bachelor's degree required, Master's degree preferred\n"))
    assert [(kind, weight) for _, kind, weight in found] == [("must", 5), ("nice", 3)]


def test_duties_help_out_where_little_is_asked() -> None:
    text = "Gardener\nYou will:\n- Prune the roses\n- Mow four lawns\n- Repair the greenhouse\n"
    assert lines(suggest(text)) == [
        ("Prune the roses", "nice", 3),
        ("Mow four lawns", "nice", 3),
        ("Repair the greenhouse", "nice", 3),
    ]


def test_never_more_than_eight_and_never_longer_than_ninety() -> None:
    bullets = "\n".join(
        f"- {n}+ years of tool{n} in a workshop that is {'very ' * 30}large" for n in range(1, 15)
    )
    rubric = suggest(f"Requirements\n{bullets}\n")
    assert len(rubric.criteria) == MOST
    assert all(len(c.text) <= 90 for c in rubric.criteria)


def test_the_same_thing_is_asked_for_once() -> None:
    text = "Must have\n- Forklift licence\n- Five years in a warehouse\nWe need a forklift licence.\n"
    assert len(suggest(text).criteria) == 2


def test_a_text_that_asks_for_nothing_says_so() -> None:
    with pytest.raises(UserError, match=r"We found no clear requirements\. Add at least one\."):
        suggest("Come and join us! Our bread is famous and the shop smells of cinnamon.")


def test_real_adverts_give_short_criteria(shared: Path) -> None:
    texts = [p.read_text("utf-8") for p in sorted((shared / "resumes" / "skillora").glob("*job_*.txt"))]
    assert texts
    for text in texts:
        rubric = suggest(text)
        assert 4 <= len(rubric.criteria) <= MOST
        assert all(len(c.text) <= 90 and not c.text.startswith(("-", "•")) for c in rubric.criteria)


def test_a_person_looked_for_in_one_long_sentence_is_taken_apart() -> None:
    text = """Staff nurse
We're looking for a registered nurse who has worked on an intensive care ward for two years or more and who can
read an ECG. Advanced life support would be ideal. Candidates should be fluent in English.
Men and women, young and old, are welcome to apply.
"""
    assert lines(suggest(text)) == [
        ("Registered nurse", "must", 5),
        ("Worked on an intensive care ward for two years or more", "must", 5),
        ("Read an ECG", "nice", 3),
        ("Advanced life support", "nice", 1),
        ("Fluent in English", "must", 5),
    ]


def test_an_advert_typed_in_a_hurry_is_understood() -> None:
    text = """Sous chef wanted!!!
busy bistro. must have 3 yrs in a professional kitchen & level 2 food hygiene. you can write rotas. french cuisine a bonus. £34k
"""
    assert [(words, kind) for words, kind, _ in lines(suggest(text))] == [
        ("3+ years in a professional kitchen", "must"),
        ("Level 2 food hygiene", "nice"),
        ("Write rotas", "nice"),
        ("French cuisine", "nice"),
    ]


def test_conclusions_and_likenesses_are_things_of_their_own() -> None:
    text = """Technician
You must be able to lift 25 kg and travel between our sites, so a driving licence is essential. Experience with
Microsoft 365 would be a plus, as would an Apple certificate. Good customer service skills are important to us.
"""
    assert [(words, kind) for words, kind, _ in lines(suggest(text))] == [
        ("Lift 25 kg and travel between our sites", "must"),
        ("Driving licence", "must"),
        ("Microsoft 365", "nice"),
        ("Apple certificate", "nice"),
        ("Customer service skills", "nice"),
    ]


def test_who_may_apply_is_no_criterion() -> None:
    text = "Requirements\n- Baker (m/f/d) with 3 years of experience\n- We welcome all religions and nationalities\n"
    assert [words for words, _, _ in lines(suggest(text))] == ["Baker with 3 years of experience"]


def test_years_that_are_told_apart_in_an_aside_stay_among_other_things_asked_for() -> None:
    advert = (
        "Head Chef\n\nYou have at least five years in professional kitchens, two of them as sous chef, "
        "a Level 3 food hygiene certificate, and you can cost a menu."
    )
    texts = [criterion.text for criterion in suggest_rubric(Job.from_text(advert)).criteria]
    assert texts[0].startswith("5+ years in professional kitchens")
    assert texts[1:] == ["Level 3 food hygiene certificate", "Cost a menu"]
