"""Dates and lengths of time, as résumés write them."""

from datetime import date

import pytest

from core.screening.keywords.experience import find_periods, find_stated, months_covered, years_words

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "months", "words"),
    [
        ("Mar 2021 - Present", 69, "2021–today"),
        ("03/2019 – present", 93, "2019–today"),
        ("Jan 2019 - Mar 2021", 27, "2019–2021"),
        ("2018 – 2021", 36, "2018–2021"),
        ("since 2018", 101, "2018–today"),
        ("2015–17", 24, "2015–2017"),
        ("Jun–Aug 2019", 3, "2019"),
        ("May 2019 to Till Date", 91, "2019–today"),
        ("01.2019 bis 12.2020", 24, "2019–2020"),
        ("05/2017 - heute", 115, "2017–today"),
        ("seit März 2020", 81, "2020–today"),
        ("2019-03 – 2020-04", 14, "2019–2020"),
        ("April 1, 2019 - June 2020", 15, "2019–2020"),
    ],
)
def test_a_range_of_dates_has_a_length(text: str, months: int, words: str) -> None:
    (period,) = find_periods(f"Baker, {text}, Ulm", TODAY)
    assert (period.end - period.begin, period.words()) == (months, words)


@pytest.mark.parametrize(
    "text", ["2023 - 2020", "Graduated 2018", "Rooms 1200-1400", "2031 – 2033", "ISO 9001"]
)
def test_what_is_no_time_worked_is_no_period(text: str) -> None:
    assert find_periods(text, TODAY) == []


def test_jobs_side_by_side_count_once() -> None:
    periods = find_periods("Jan 2019 - Dec 2020\nJan 2020 - Dec 2021", TODAY)
    assert months_covered(periods) == 36


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("two years", 2),
        ("5+ years", 5),
        ("3-5 years of sales", 3),
        ("18 months", 1.5),
        ("3 (three) years", 3),
        ("mindestens 3 Jahre", 3),
        ("2.5 yrs", 2.5),
        ("worked for a year in sales", 1),
        ("A year as a volunteer", 1),
    ],
)
def test_a_length_of_time_is_read_in_words_and_digits(text: str, years: float) -> None:
    assert [stated.years for stated in find_stated(text)] == [years]


@pytest.mark.parametrize(
    "text",
    [
        "10 years ago",
        "a 30-year-old house",
        "year-round",
        "401 years",
        "$5 years",
        "twice a month",
        "wrote 180 reports a year",
        "sold £2m a year",
    ],
)
def test_what_is_no_length_of_work_is_left_out(text: str) -> None:
    assert find_stated(text) == []


def test_a_shown_length_is_never_more_than_there_is() -> None:
    assert years_words(2.96) == "2.9 years"
    assert years_words(1) == "1 year"
    assert years_words(5 / 12) == "5 months"


def test_a_season_is_three_months_and_ends_a_range() -> None:
    (summer,) = find_periods("Intern, Alpha, Summer 2023", TODAY)
    assert (summer.end - summer.begin, summer.words()) == (3, "2023")
    (year,) = find_periods("Tutor, Fall 2021 – Spring 2022", TODAY)
    assert year.end - year.begin == 7
