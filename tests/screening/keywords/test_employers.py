"""Which part of a job's heading names the employer."""

import pytest

from core.screening.keywords.employers import in_employers_name


@pytest.mark.parametrize(
    ("heading", "word", "expected"),
    [
        ("Receptionist, Moor Lane Physiotherapy Clinic, 2020 – 2024", "Physiotherapy", True),
        ("Cleaner at Hill Accounting Ltd", "Accounting", True),
        ("Physiotherapist, Moor Lane Clinic", "Physiotherapist", False),
        ("Head of Accounting | Hill Ltd", "Accounting", False),
        ("Hill Accounting Ltd, 2015 – 2019", "Accounting", False),
    ],
)
def test_an_employers_trade_is_not_the_persons(heading: str, word: str, expected: bool) -> None:
    at = heading.index(word)
    assert in_employers_name(heading, at, at + len(word)) == expected
