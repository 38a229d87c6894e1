"""The sample résumés tell a newcomer what the product does, without a key."""

import asyncio
from datetime import date
from functools import cache

from core.adapters.engine_local import LocalEngine
from core.domain.candidate import Candidate, Cuts, Failure
from core.domain.resume import ReadResume
from core.reading.read import read_bytes
from core.samples import sample_files, sample_job, sample_rubric
from core.screening.screen import screen_candidate


async def _screened() -> dict[str, Candidate | Failure]:
    engine = LocalEngine(lambda: date(2026, 11, 23))
    outcomes: dict[str, Candidate | Failure] = {}
    for name, content in sample_files():
        read = read_bytes(content)
        outcomes[name] = (
            await screen_candidate(read, sample_job(), sample_rubric(), engine=engine, cuts=Cuts())
            if isinstance(read, ReadResume)
            else read
        )
    return outcomes


@cache
def outcomes() -> dict[str, Candidate | Failure]:
    return asyncio.run(_screened())


def candidate(part: str) -> Candidate:
    (found,) = (one for name, one in outcomes().items() if part in name)
    assert isinstance(found, Candidate)
    return found


def test_the_ideal_candidate_is_on_top_and_her_proof_stands_on_page_two() -> None:
    ideal = candidate("oliver.hart")
    assert (ideal.score, ideal.category) == (10.0, "selected")
    assert 2 in {quote.page for finding in ideal.findings for quote in finding.quotes}


def test_the_best_score_without_german_is_considered_and_says_why() -> None:
    found = candidate("lucia.ferrer")
    assert found.category == "considered"
    assert found.reason == "Considered, although 7.8: one must-have wasn't found – German at B2 or better."


def test_two_years_are_partial_against_three() -> None:
    found = candidate("resume.txt")
    assert (found.findings[0].verdict, found.category) == ("partial", "considered")


def test_the_hotel_manager_led_people_in_other_words() -> None:
    assert candidate("front desk").findings[1].verdict == "met"


def test_a_list_of_every_keyword_ends_low() -> None:
    assert candidate("Resume final").category == "rejected"


def test_the_pasted_advert_scores_nothing_and_is_flagged() -> None:
    found = candidate("kwame.boateng")
    assert (found.score, [flag.kind for flag in found.flags]) == (0.0, ["job_text_copied"])


def test_the_note_to_systems_is_flagged_and_helps_nobody() -> None:
    found = candidate("CV with note")
    assert [flag.kind for flag in found.flags] == ["instruction_like_text"]
    assert found.category == "rejected"


def test_no_experience_with_zendesk_is_no_experience_with_zendesk() -> None:
    zendesk = candidate("grace.whitfield").findings[3]
    assert (zendesk.verdict, zendesk.reason) == ("missing", "The résumé says it isn't so: 'Zendesk'.")


def test_a_resume_in_german_is_flagged_and_not_rejected() -> None:
    found = candidate("Lebenslauf")
    assert found.category != "rejected"
    assert [flag.kind for flag in found.flags] == ["other_language"]


def test_the_locked_file_says_what_to_do() -> None:
    (failed,) = (one for one in outcomes().values() if isinstance(one, Failure))
    assert failed.message == "Needs a password. Save a copy without one and add it again."
