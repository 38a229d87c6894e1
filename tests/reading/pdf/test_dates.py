"""Dates of PDFs, whole, short and malformed."""

import pytest

from core.reading.pdf.dates import from_pdf
from core.reading.written import first_of


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("D:20240501123000+02'00'", "2024-05-01T10:30:00Z"),
        ("D:20240501123000-0530", "2024-05-01T18:00:00Z"),
        ("D:20240501123000Z", "2024-05-01T12:30:00Z"),
        ("D:20240501123000Z00'00'", "2024-05-01T12:30:00Z"),
        ("20240501", "2024-05-01T00:00:00Z"),
        ("D:2024", "2024-01-01T00:00:00Z"),
        ("D:20241350", None),
        ("D:20240501123000+99'99'", None),
        ("D:00010101", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_date_is_utc_or_none(said: str, moment: str | None) -> None:
    assert first_of(from_pdf(said)) == moment
