"""What is said of one criterion."""

from datetime import date

from core.domain.job import Criterion
from core.domain.verdict import Claim
from core.screening.claims import make_claim
from core.screening.matching import Searched
from core.screening.requirements import parse_requirement
from core.screening.words import vocabulary

WORDS = vocabulary("english")


def claim(asked: str, text: str) -> Claim:
    criterion = Criterion(id="c1", text=asked, kind="must", weight=5)
    searched = Searched(text, WORDS, today=date(2026, 11, 23))
    return make_claim(criterion, parse_requirement(asked, WORDS), searched, written_in="english")


JOB = "Experience\nClerk, Alpha Ltd, 2019 – 2023\n"


def test_found_words_are_named_with_their_job() -> None:
    found = claim("Zendesk", JOB + "- Answered tickets in Zendesk\n")
    assert (found.verdict, found.reason) == ("met", "Found 'Zendesk' in a job from 2019–2023.")
    assert found.quotes == ("Answered tickets in Zendesk",)


def test_and_needs_all_parts() -> None:
    found = claim("Excel and a reporting tool", JOB + "- Kept lists in Excel\n")
    assert (found.verdict, found.reason) == ("partial", "Found 'Excel'. Nothing on 'reporting tool'.")


def test_one_of_four_is_not_worth_half() -> None:
    assert claim("Excel, Python, Docker and Kubernetes", JOB + "- Kept lists in Excel\n").verdict == "missing"


def test_a_mere_list_is_partial_and_says_so() -> None:
    found = claim("Zendesk", "Skills\nZendesk, Excel, Word, Outlook\n" + JOB)
    assert (found.verdict, found.reason) == ("partial", "Only listed; no job shows it.")


def test_a_no_is_quoted() -> None:
    found = claim("Zendesk", JOB + "- No experience with Zendesk yet\n")
    assert found.verdict == "missing"
    assert found.reason == "The résumé says it isn't so: 'Zendesk'."
    assert found.quotes == ("No experience with Zendesk yet",)


def test_nothing_found_says_so_without_a_quote() -> None:
    found = claim("Zendesk", JOB)
    assert (found.verdict, found.quotes) == ("missing", ())
    assert found.reason == "The résumé doesn't mention this."


def test_a_criterion_without_words_is_unclear() -> None:
    assert claim("??", JOB).verdict == "unclear"
