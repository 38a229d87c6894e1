"""Lines that open a section."""

import pytest

from core.screening.keywords.section_titles import heading_kind, own_heading


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("PROFESSIONAL EXPERIENCE", "work"),
        ("Teaching Experience", "work"),
        ("E X P E R I E N C E", "work"),
        ("Berufserfahrung", "work"),
        ("Technical Skills & Tools:", "skills"),
        ("Licenses and Certifications", "certificates"),
        ("Sprachen", "languages"),
        ("Five years of experience in sales and service", None),
        ("Night Porter", None),
        ("I gained experience.", None),
    ],
)
def test_a_heading_is_told_from_a_line(line: str, kind: str | None) -> None:
    assert heading_kind(line) == kind


@pytest.mark.parametrize(
    ("line", "below", "kind"),
    [
        ("WHERE I HAVE COOKED", "Cook, Alpha, 2019 - 2021", "work"),
        ("OFFICE MANAGEMENT", "* Scheduled appointments", "other"),
        ("Where I have cooked", "Cook, Alpha, 2019 - 2021", None),
        ("ALPHA LTD, LEEDS", "Cook, 2019 - 2021", None),
    ],
)
def test_a_heading_of_ones_own_stands_in_capitals(line: str, below: str, kind: str | None) -> None:
    assert own_heading(line, below) == kind
