"""What is said of one criterion."""

from datetime import date

from core.domain.job import Criterion
from core.domain.verdict import Claim
from core.screening.keywords.claims import make_claim
from core.screening.keywords.matching import Searched
from core.screening.keywords.requirements import parse_requirement
from core.screening.keywords.words import vocabulary

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


def test_an_example_is_named_beside_what_it_stands_for() -> None:
    found = claim("Python and SQL", JOB + "- Built models in PyTorch\n")
    assert found.reason == "Found 'Python' (as 'PyTorch'). Nothing on 'SQL'."
    listed = claim("Python", "Skills\nNumpy, Pandas, Excel, Word\n" + JOB)
    assert listed.reason == "Only listed as 'Pandas'; no job shows it."


def test_what_two_lines_of_a_job_show_together_is_quoted_from_both() -> None:
    found = claim("Cloud ML", JOB + "- Put an ML model to work\n- Moved the shop to AWS\n")
    assert found.verdict == "met"
    assert set(found.quotes) == {"Put an ML model to work", "Moved the shop to AWS"}


def test_a_stray_word_is_no_trace_of_a_criterion() -> None:
    found = claim("Educate patients and staff", JOB + "- Managed nine administrative staff\n")
    assert (found.verdict, found.quotes, found.reason) == ("missing", (), "The résumé doesn't mention this.")


def test_who_writes_in_one_language_does_not_half_speak_two() -> None:
    found = claim("Bilingual English/Spanish", JOB + "- Kept lists of goods\n")
    assert (found.verdict, found.reason) == ("missing", "The résumé doesn't mention Spanish.")


def test_a_denial_is_told_apart_from_saying_nothing() -> None:
    assert claim("Zendesk", JOB + "- No experience with Zendesk yet\n").denied
    assert not claim("Zendesk", JOB + "- Kept lists\n").denied
    assert not claim("Zendesk", JOB + "- Would love to learn Zendesk\n").denied


def test_a_plain_no_outweighs_a_list() -> None:
    found = claim(
        "Zendesk", f"Skills\nZendesk, Excel, Word, Outlook\n{JOB}- No experience with Zendesk yet\n"
    )
    assert (found.verdict, found.denied) == ("missing", True)


def test_a_skill_last_used_long_ago_is_partial_and_says_when() -> None:
    old = "Experience\nClerk, Alpha Ltd, 2001 – 2009\n- Answered tickets in Zendesk\nBaker, Beta, 2010 – 2024\n- Baked\n"
    found = claim("Zendesk", old)
    assert (found.verdict, found.reason) == ("partial", "'Zendesk' last shown in a job that ended in 2009.")
