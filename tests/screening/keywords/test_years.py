"""Years asked for against those that jobs and sentences show."""

from datetime import date

import pytest

from core.screening.keywords.finding import Finding
from core.screening.keywords.matching import Searched
from core.screening.keywords.requirements import parse_requirement
from core.screening.keywords.words import vocabulary
from core.screening.keywords.years import judge_years

WORDS = vocabulary("english")


def search(text: str) -> Searched:
    return Searched(text, WORDS, today=date(2026, 11, 23))


def years(asked: str, text: str) -> Finding:
    return judge_years(search(text), parse_requirement(asked, WORDS))


ASKED = "3+ years in customer support"


def test_dated_jobs_are_added_up() -> None:
    text = "Experience\nSupport Agent, Alpha, Jan 2019 – Dec 2020\nCustomer Service Lead, Beta, 2021 – 2023\n"
    found = years(ASKED, text)
    assert (found.verdict, found.reason) == (
        "met",
        "Dated jobs that show it add up to 4 years; 3 are asked for.",
    )


def test_two_years_are_not_three() -> None:
    text = "Experience\nSupport Agent, Alpha, May 2023 – June 2025\n"
    found = years(ASKED, text)
    assert found.verdict == "partial"
    assert "2.1 years; 3 are asked for" in found.reason


def test_stated_years_count_in_words_and_never_upwards() -> None:
    assert years(ASKED, "Profile\nTwo years of customer support.\n").verdict == "partial"
    assert years(ASKED, "Profile\nFour years of customer support.\n").verdict == "met"


def test_dated_jobs_that_contradict_a_stated_length_are_named() -> None:
    text = "Profile\nTen years of customer support.\nExperience\nSupport Agent, Alpha, 2024 – 2025\n"
    found = years(ASKED, text)
    assert (found.verdict, found.reason) == ("partial", "Says 10 years; the dated jobs add up to 1 year.")


def test_years_of_one_thing_are_not_years_of_another() -> None:
    text = "Profile\nTen years of baking and one year of customer support.\n"
    assert years(ASKED, text).verdict == "partial"


def test_a_job_that_mentions_a_trade_once_is_not_of_that_trade() -> None:
    text = "Experience\nPacker, Alpha, 2015 – 2024\n- Packed parcels for the customer support team\n"
    assert years(ASKED, text).verdict != "met"


def test_undated_work_is_partial() -> None:
    assert years(ASKED, "Experience\nCustomer support agent, Alpha\n").verdict == "partial"


def test_years_without_a_subject_are_all_years_at_work() -> None:
    text = "Experience\nBaker, Alpha, 2015 – 2018\nPostman, Beta, 2018 – 2022\n"
    assert years("5+ years of professional experience", text).verdict == "met"


def test_an_occupation_only_listed_beside_jobs_of_another_kind_is_not_found() -> None:
    text = "Skills\nCustomer support, Zendesk, Excel, Word\nExperience\nGardener, Alpha, 2015 – 2024\n"
    found = years(ASKED, text)
    assert (found.verdict, found.reason) == ("missing", "Only listed; the dated jobs are of another kind.")


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("Kept the books in Xero", "met"),
        ("Introduced Xero in 2022", "partial"),
        ("Kept the books in Xero since 2021", "partial"),
        ("Moved the books to Xero, two years", "partial"),
    ],
)
def test_a_line_that_says_since_when_speaks_of_that_time_only(line: str, verdict: str) -> None:
    text = f"Experience\nClerk, Alpha, 2013 – 2023\n- {line}\n"
    assert years("5+ years with Xero", text).verdict == verdict


def test_a_job_beside_another_is_counted_once() -> None:
    text = "Experience\nBaker, Alpha, Jan 2018 – Dec 2020\nBaker, Beta, Jan 2019 – Dec 2020\n"
    assert "add up to 3 years" in years("2+ years as a baker", text).reason


def test_years_that_ended_long_ago_are_partial_and_say_when() -> None:
    text = "Experience\nSupport agent, Alpha, 2001 – 2009\nGardener, Beta, 2009 – 2024\n"
    found = years(ASKED, text)
    assert found.verdict == "partial"
    assert found.reason.endswith("the last of them until 2009.")


def test_years_claimed_beside_jobs_of_another_kind_are_partial() -> None:
    text = "Profile\nFour years of customer support.\nExperience\nGardener, Beta, 2009 – 2024\n"
    found = years(ASKED, text)
    assert (found.verdict, found.reason) == ("partial", "Says 4 years; no dated job clearly shows it.")


def test_in_charge_of_a_cafe_is_more_than_working_in_one() -> None:
    asked = "2+ years managing a café"
    assert years(asked, "Experience\nCafé Manager, Alpha, 2015 – 2020\n").verdict == "met"
    assert years(asked, "Experience\nBarista, Café Alpha, 2015 – 2020\n").verdict != "met"


def test_an_assistant_in_a_trade_is_not_of_it() -> None:
    asked = "2+ years of teaching"
    assert years(asked, "Experience\nTeaching Assistant, Hill School, 2015 – 2020\n").verdict != "met"
    assert years(asked, "Experience\nClass Teacher, Hill School, 2015 – 2020\n").verdict == "met"
