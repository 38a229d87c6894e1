"""Questions for one candidate: what lacks first, then what was found put to the test; never the same way twice."""

import json
import re
from pathlib import Path

import pytest

from core.domain.candidate import Candidate, Contact, Flag
from core.domain.job import Criterion, Rubric
from core.domain.verdict import Finding, Quote, Verdict
from core.shortlist.interview import FEWEST, MOST, Question, as_text, questions

SETS = Path(__file__).resolve().parents[2] / "core" / "evaluation" / "sets"


def rubric(*texts: str, nice: tuple[str, ...] = ()) -> Rubric:
    given = [*((text, "must", 5) for text in texts), *((text, "nice", 3) for text in nice)]
    return Rubric.model_validate(
        {
            "criteria": [
                {"id": f"c{n}", "text": text, "kind": kind, "weight": weight}
                for n, (text, kind, weight) in enumerate(given, 1)
            ]
        }
    )


def finding(id: int, verdict: Verdict, quote: str = "", *, reason: str = "", denied: bool = False) -> Finding:
    quotes = (Quote(text=quote, start=0, end=len(quote), page=1),) if quote else ()
    return Finding(criterion_id=f"c{id}", verdict=verdict, quotes=quotes, reason=reason, denied=denied)


def candidate(*findings: Finding, flags: tuple[Flag, ...] = ()) -> Candidate:
    return Candidate(
        contact=Contact(name="Ann"),
        score=5,
        category="considered",
        reason="",
        explanation="",
        findings=findings,
        flags=flags,
        engine="local",
        model="keyword-match-1",
    )


def first(rubric_: Rubric, *findings: Finding) -> Question:
    return questions(candidate(*findings), rubric_)[0]


def test_must_haves_not_found_come_first_then_partial_then_denied_then_what_was_found() -> None:
    wanted = rubric("Zendesk", "Salesforce", "SAP", "Jira", nice=("Excel",))
    asked = questions(
        candidate(
            finding(1, "met", "Daily work in Zendesk"),
            finding(2, "missing", "No Salesforce so far", denied=True),
            finding(3, "partial", "A course in SAP"),
            finding(4, "missing"),
            finding(5, "unclear"),
        ),
        wanted,
    )
    assert [question.criterion for question in asked] == ["Jira", "SAP", "Salesforce", "Excel", "Zendesk"]
    assert asked[2].denied


def test_a_strength_is_tested_with_the_words_of_the_resume() -> None:
    (asked, *_) = questions(candidate(finding(1, "met", "Daily work in Zendesk")), rubric("Zendesk"))
    assert asked.text == "You write: “Daily work in Zendesk”. What was your own part in it?"
    assert (asked.quote, asked.page) == ("Daily work in Zendesk", 1)


@pytest.mark.parametrize(
    ("text", "part", "reason", "asked"),
    [
        ("Excel and a reporting tool", "Excel lists", "Found 'Excel'. Nothing on 'reporting tool'.", "a reporting tool"),
        ("Docker and Kubernetes", "ran Docker hosts", "Some of it.", "Kubernetes"),
        ("Plans rotas and reports KPIs", "planned the rotas", "Some of it.", "report KPIs"),
        ("3+ years in support", "2 years", "Says 2 years; 3 are asked for.", "We count 2 years so far"),
        ("5+ years in support", "10 years", "Says 10 years; the dated jobs add up to 4 years.", "come to 4 years"),
        ("Excel or Sheets", "Excel", "Only listed as 'Excel'; no job shows it.", "You list Excel among your skills"),
    ],
)  # fmt: skip
def test_what_lacks_of_a_partial_finding_is_named(text: str, part: str, reason: str, asked: str) -> None:
    assert asked in first(rubric(text), finding(1, "partial", part, reason=reason)).text


def test_a_no_is_asked_about_in_its_own_words() -> None:
    asked = first(rubric("Zendesk"), finding(1, "missing", "No experience with Zendesk", denied=True))
    assert asked.text.startswith("Your résumé says: “No experience with Zendesk”.")


def test_reasons_why_somebody_can_not_work_shifts_are_left_alone() -> None:
    asked = first(rubric("Weekend shifts"), finding(1, "missing"))
    assert "don't ask" in asked.good


def test_nothing_private_is_quoted_or_asked_about() -> None:
    private = finding(1, "met", "Team lead until maternity leave in 2019, two children")
    asked = questions(
        candidate(private, finding(2, "missing"), finding(3, "missing")),
        rubric("Led a team of 5 people", "Under 35, young and dynamic", "No children"),
    )
    assert {question.criterion_id for question in asked} == {"c1"}
    said = " ".join(f"{question.text} {question.quote}" for question in asked)
    assert not re.search(r"maternity|child|young|35", said)


def test_an_unproven_claim_is_heard_from_the_candidate() -> None:
    flag = Flag(
        kind="unverified_quote", detail="A quote isn't in the résumé. Removed and not counted: Zendesk."
    )
    asked = questions(candidate(finding(1, "met", "Zendesk daily"), flags=(flag,)), rubric("Zendesk"))
    assert any("couldn't find proof" in question.text for question in asked)


def test_the_advert_s_own_words_are_asked_for_in_the_candidate_s() -> None:
    asked = questions(
        candidate(finding(1, "missing"), flags=(Flag(kind="job_text_copied"),)), rubric("Zendesk")
    )
    assert any("In your own words" in question.text for question in asked)


@pytest.mark.parametrize("path", sorted(SETS.glob("*/*/criteria.json")), ids=lambda path: path.parent.name)
@pytest.mark.parametrize("verdict", ["met", "partial", "missing", "unclear"])
def test_every_job_gives_five_to_nine_questions_that_differ(path: Path, verdict: Verdict) -> None:
    criteria = tuple(Criterion.model_validate(one) for one in json.loads(path.read_text()))
    wanted = Rubric(criteria=criteria)
    quote = "Did it for years, alone" if verdict in ("met", "partial") else ""
    person = candidate(*(finding(n, verdict, quote) for n in range(1, len(criteria) + 1)))
    asked = questions(person, wanted)
    assert FEWEST <= len(asked) <= MOST
    bare = [question.text for question in asked]
    for criterion in criteria:
        bare = [re.sub(re.escape(criterion.text.strip(".")), "…", text, flags=re.IGNORECASE) for text in bare]
    assert len(set(bare)) == len(bare)
    assert questions(person, wanted) == asked
    assert not any("{" in text or "  " in text or ".." in text for text in bare)


def test_a_job_with_one_criterion_gives_an_interview_all_the_same() -> None:
    for verdict in ("met", "missing"):
        asked = questions(
            candidate(finding(1, verdict, "Zendesk daily" if verdict == "met" else "")), rubric("Zendesk")
        )
        assert len({question.text for question in asked}) == FEWEST


def test_a_job_with_many_criteria_keeps_room_for_what_was_found() -> None:
    texts = [f"Tool number {n}" for n in range(1, 31)]
    found = [finding(n, "met" if n > 28 else "missing", "Did it" if n > 28 else "") for n in range(1, 31)]
    asked = questions(candidate(*found), rubric(*texts))
    assert len(asked) == MOST
    assert [question.verdict for question in asked[-2:]] == ["met", "met"]


def test_braces_of_a_criterion_are_only_words() -> None:
    assert "{q} {0}" in first(rubric("Uses {q} {0} daily"), finding(1, "missing")).text


def test_they_can_be_copied_as_a_numbered_list() -> None:
    lines = as_text(questions(candidate(finding(1, "missing")), rubric("Zendesk"))).splitlines()
    assert [line.split(".")[0] for line in lines] == ["1", "2", "3", "4", "5"]
