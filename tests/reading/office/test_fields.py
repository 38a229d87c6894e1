"""Where the links in field codes lead."""

import pytest

from core.reading.office.fields import link_targets


@pytest.mark.parametrize(
    ("code", "targets"),
    [
        (' HYPERLINK "https://example.org/a b" ', ["https://example.org/a b"]),
        (" HYPERLINK mailto:a@example.org ", ["mailto:a@example.org"]),
        (' hyperlink \\n "https://example.org/" \\l "top" \\o "tip"', ["https://example.org/#top"]),
        (' HYPERLINK \\l "within"', []),
        (' HYPERLINK "a" PAGE HYPERLINK "b"', ["a", "b"]),
        (" PAGE ", []),
    ],
)
def test_targets_are_found(code: str, targets: list[str]) -> None:
    assert link_targets(code) == targets


def test_a_code_of_nothing_but_beginnings_takes_no_time() -> None:
    assert len(link_targets("HYPERLINK " * 50_000)) > 0
