"""Vague criteria are marked with something that a résumé can show; clear ones are left alone."""

import time

import pytest

from core.screening.critique import protected, vague

VAGUE = """Team player
    Good communicator
    Excellent written and verbal communication skills
    Communication skills with customers
    Dynamic personality
    Passionate
    Hard-working
    Fast learner
    Quick learner and team player
    Detail-oriented
    Attention to detail
    Self-starter
    Works well under pressure
    Able to work independently
    Strong leadership skills
    Creative
    Friendly
    Problem solving
    Cultural fit
    Flexible
    Well organised
    Time management
    Proven track record
    Reliable
    Timekeeping
    Enthusiastic
    Zuverlässig
    Eigeninitiative
    Teamfähigkeit
    Teamfähig und flexibel
    Kommunikationsstärke
    Belastbarkeit"""

INSTEAD = {
    "Several years in retail": "3+ years in retail",
    "Several years of experience": "3+ years of experience",
    "Many years' experience in logistics": "3+ years in logistics",
    "Strong background in finance": "3+ years in finance",
    "Strong finance background": "3+ years in finance",
    "Extensive experience with Kubernetes": "3+ years with Kubernetes",
    "Good knowledge of Excel": "Used Excel at work",
    "A passion for cooking": "Experience with cooking",
    "Native-level German": "German at C2",
    "Very good German": "German at C1",
    "Good English skills": "English at B2",
    "Deutsch auf Muttersprachniveau": "Deutsch auf C2",
    "Sehr gute Deutschkenntnisse": "Deutsch auf C1",
    "Mehrjährige Berufserfahrung im Vertrieb": "Mindestens 3 Jahre im Vertrieb",
    "Fundierte Erfahrung in der Pflege": "Mindestens 3 Jahre Erfahrung in der Pflege",
    "Leidenschaft für Autos": "Erfahrung mit Autos",
}

CLEAR = """3+ years in customer support
    Led a team of 5+ people
    Leitung eines Teams
    German at B2 or better
    Fluent English
    Sehr gute Deutschkenntnisse (C1)
    Zendesk or a similar ticketing system
    Forklift licence
    Weekend shifts
    Flexible hours: early and late shifts
    Dynamic programming
    Creative Cloud
    Smart contracts in Solidity
    Registered nurse
    Critical care experience
    Patient care on a ward
    Accurate dose calculations in paediatrics
    Reliable electrical inspections under BS 7671
    Team lead in a call centre
    Teamleitung im Verkauf
    Communication with suppliers in German and English
    Communication systems engineering
    Strong background in finance, 5+ years
    Bachelor's degree in mathematics
    Organised trade fairs for 200 visitors
    Customer service in a hotel
    Leadership of a branch with 12 employees
    Problem management (ITIL)
    Motivational interviewing
    Interpersonal therapy (IPT)
    Adaptive learning platforms
    Excel: pivot tables
    Ausbildung zur Pflegefachkraft
    Mindestens 2 Jahre Berufserfahrung im Kundenservice"""


def lines(told: str) -> list[str]:
    return [line.strip() for line in told.splitlines()]


@pytest.mark.parametrize("text", [*lines(VAGUE), *INSTEAD])
def test_vague_words_come_with_a_clear_proposal_that_anybody_may_be_judged_by(text: str) -> None:
    found = vague(text)
    assert found is not None
    assert found.reason.endswith(".")
    assert vague(found.proposal) is None
    assert protected(found.proposal) is None


@pytest.mark.parametrize(("text", "proposal"), INSTEAD.items())
def test_amounts_and_levels_become_figures(text: str, proposal: str) -> None:
    found = vague(text)
    assert found is not None
    assert found.proposal == proposal


@pytest.mark.parametrize("text", lines(CLEAR))
def test_what_can_be_looked_for_is_not_marked(text: str) -> None:
    assert vague(text) is None


def test_a_german_criterion_gets_a_german_proposal() -> None:
    found = vague("Teamfähigkeit")
    assert found is not None
    assert found.proposal == "Arbeit im Team oder Einarbeitung von Kollegen"


@pytest.mark.parametrize("text", ["very good " * 1_000, "strong " * 1_000, "a" * 10_000])
def test_endless_texts_take_no_time(text: str) -> None:
    begun = time.process_time()
    vague(text)
    assert time.process_time() - begun < 0.2
