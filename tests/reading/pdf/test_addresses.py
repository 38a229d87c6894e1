"""Addresses over a line's end: joined where they are one, left alone where they are two."""

import pytest

from core.reading.pdf.addresses import whole_addresses
from core.reading.pdf.traced import Traced


def joined(text: str, *links: str) -> str:
    return whole_addresses(Traced(text, range(len(text))), links).text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("ada.lovelace@\nexample.org", "ada.lovelace@example.org"),
        ("Mail: ada.lovelace\n@example.org, Hull", "Mail: ada.lovelace@example.org, Hull"),
        ("ada@example.\nco.uk", "ada@example.co.uk"),
        ("https://example.org/people/\nada-lovelace", "https://example.org/people/ada-lovelace"),
        ("example.org/people\n/ada (private)", "example.org/people/ada (private)"),
        ("www.example.org/list?id=\n77", "www.example.org/list?id=77"),
        ("https://www.\nexample.org", "https://www.example.org"),
        ("example.org/a/\nb-c/\nd-e", "example.org/a/b-c/d-e"),
    ],
)
def test_an_address_that_cannot_end_there_goes_on(broken: str, whole: str) -> None:
    assert joined(broken) == whole


@pytest.mark.parametrize(
    "text",
    [
        "example.org/ada\nexample.org/eve",
        "ada@example.org\neve@example.org",
        "https://example.org/\nSummary of my work",
        "Skills: CI/\nCD",
        "Works at\n@We4IT since 2016",
        "I ended there.\ncom",
        "Write to me.\nada@example.org",
        "Python/\nDjango",
    ],
)
def test_two_lines_stay_two(text: str) -> None:
    assert joined(text) == text


def test_a_link_s_target_proves_that_two_lines_are_one_address() -> None:
    broken = "example.org/certificate\nofada\nNext"
    assert joined(broken) == broken
    assert joined(broken, "https://www.example.org/certificateOfAda") == "example.org/certificateofada\nNext"


def test_each_character_keeps_its_place() -> None:
    result = whole_addresses(Traced("a@\nb.org x", range(10)), ())
    assert (result.text, list(result.origins)) == ("a@b.org x", [0, 1, 3, 4, 5, 6, 7, 8, 9])


def test_heaps_of_line_ends_take_no_time() -> None:
    text = "a.b/" * 50_000 + "\n" * 100_000
    assert joined(text) == text
