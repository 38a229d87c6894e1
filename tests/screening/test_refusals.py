"""An advert that asks for what nobody may be judged by: left out, told with the reason, the rest kept."""

import pytest

from core.domain.job import Job
from core.errors import UserError
from core.screening.refusals import refused_in
from core.screening.rubric import suggest_rubric

BAR = """Bar staff for our rooftop
Join our young, family-run team! We're proud of our Christian roots.

What we ask for
- Two or more years behind a bar
- Young, good-looking woman with a food hygiene certificate
- Native English speaker
- You must be over 18 to serve alcohol
- Right to work in the UK
- No children
- Team player

How to apply
Send your CV with a recent photo to bar@example.com.
Men and women of all backgrounds are welcome.

What we offer
- Private health insurance and family-friendly shifts
"""


def refused(text: str) -> list[str]:
    return [one.text for one in refused_in(Job.from_text(text))]


def test_what_is_refused_is_told_in_order_with_a_reason_each() -> None:
    found = refused_in(Job.from_text(BAR))
    assert [one.text for one in found] == [
        "Young",
        "Good-looking woman",
        "Native English speaker",
        "No children",
        "Send your CV with a recent photo to bar@example.com",
    ]
    assert "English at C2" in found[2].reason
    assert all(one.reason for one in found)


def test_what_stands_beside_it_still_counts() -> None:
    texts = [c.text for c in suggest_rubric(Job.from_text(BAR)).criteria]
    assert "2+ years behind a bar" in texts
    assert any("ood hygiene certificate" in text for text in texts)
    assert not any(word in text for text in texts for word in ("oung", "ative", "children", "looking"))


def test_the_rubric_holds_what_was_refused() -> None:
    assert [one.text for one in suggest_rubric(Job.from_text(BAR)).refused] == refused(BAR)


def test_what_a_company_says_of_itself_is_not_asked_for() -> None:
    assert (
        refused("Baker\nWe are a young team. Our company is Catholic.\nRequirements\n- Oven licence\n") == []
    )
    assert refused("Baker\nWe are looking for a young man.\nRequirements\n- Oven licence\n") != []


def test_a_german_advert_is_understood() -> None:
    text = """Verkauf (m/w/d)
Ihr Profil
- Junge, dynamische Mitarbeiterin
- Mindestens 2 Jahre im Verkauf
- Deutsch als Muttersprache
- Lückenloser Lebenslauf
- Führerschein Klasse B
Wir bieten
- Ein junges Team
"""
    assert refused(text) == ["Junge", "Deutsch als Muttersprache", "Lückenloser Lebenslauf"]


def test_a_job_that_asks_for_nothing_else_says_so() -> None:
    with pytest.raises(UserError, match="nobody may be judged by"):
        suggest_rubric(Job.from_text("Helper\nRequirements\n- Under 35\n- Male\n"))


def test_the_same_thing_is_told_once_and_a_dozen_at_most() -> None:
    assert refused("Helper\nRequirements\n- Male\n- Oven licence\nMust be male.\n") == ["Male"]
    many = "\n".join(f"- Under {n}" for n in range(25, 75))
    assert len(refused(f"Helper\nRequirements\n{many}\n")) == 12
