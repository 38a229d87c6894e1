"""When a file was last changed."""

import io
import struct
from datetime import datetime

import docx as python_docx
import pytest

from core.reading.office.docx import read_docx
from core.reading.written import first_of, from_iso, from_parts, from_summary


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2025-03-01T10:00:00Z", "2025-03-01T10:00:00Z"),
        ("2025-03-01T10:00:00+02:00", "2025-03-01T08:00:00Z"),
        ("2025-03-01T10:00:00.123456789", "2025-03-01T10:00:00Z"),
        (" 2025-03-01 ", "2025-03-01T00:00:00Z"),
        ("0000-00-00T00:00:00Z", None),
        ("1601-01-01T00:00:00Z", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_as_xml_writes_them(said: str | None, moment: str | None) -> None:
    assert first_of(from_iso(said)) == moment


def test_numbers_that_are_no_date_are_none() -> None:
    assert first_of(from_parts(2025, 2, 30), None, from_parts(2024, 5, 6, 7, 8)) == "2024-05-06T07:08:00Z"
    assert from_parts(10**12, 1, 1) is None


def test_a_document_that_was_never_saved_by_a_person_does_not_say() -> None:
    document = python_docx.Document()
    document.add_paragraph("Jane")

    def written() -> str | None:
        file = io.BytesIO()
        document.save(file)
        return read_docx(file.getvalue()).written

    assert written() is None
    document.core_properties.modified = datetime(2025, 3, 1, 10)
    assert written() == "2025-03-01T10:00:00Z"


def summary(*properties: tuple[int, int, int]) -> bytes:
    """Each as (name, kind, 100-nanosecond ticks since 1601)."""
    head = struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, b"", 1, b"", 48)
    names = b"".join(
        struct.pack("<II", name, 8 + 8 * len(properties) + 12 * at)
        for at, (name, _, _) in enumerate(properties)
    )
    values = b"".join(struct.pack("<IQ", kind, ticks) for _, kind, ticks in properties)
    return head + struct.pack("<II", 0, len(properties)) + names + values


def test_the_summary_of_an_old_file_says_when_it_was_saved() -> None:
    ticks = 133_000_000_000_000_000
    assert from_summary(summary((0x0C, 0x40, 0), (0x0D, 0x40, ticks))) == "2022-06-18T04:26:40Z"
    assert from_summary(summary((0x0C, 0x40, ticks))) == "2022-06-18T04:26:40Z"
    assert from_summary(summary((0x0D, 0x1F, ticks))) is None
    assert from_summary(summary((0x0D, 0x40, 2**64 - 1))) is None
    assert from_summary(summary((0x0D, 0x40, ticks))[:70]) is None
    assert from_summary(None) is None
