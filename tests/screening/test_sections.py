"""The outline of a résumé: sections, dated jobs, sentences and mere lists."""

from datetime import date

import pytest

from core.screening.sections import heading_kind, outline

TODAY = date(2026, 11, 23)
TEXT = """[name]
Calm and quick.
WORK EXPERIENCE
Night Porter
Hotel Quell, Graz
March 2019 – present
• Looked after guests and keys until the early shift came,
and after the boiler
• Wrote the log
Bellhop, Hotel Rose, 2016 – 2018
Skills
Opera, Word, first aid, patience
Education
School of Tourism, 2013 – 2016
"""


def test_each_sentence_knows_its_section_and_job() -> None:
    found = {TEXT[s.start : s.end]: s for s in outline(TEXT, TODAY).sentences}
    log = found["Wrote the log"]
    assert (log.section, log.entry, log.shown) == ("work", 0, True)
    assert found["Calm and quick."].section == "profile"
    assert not found["Calm and quick."].shown
    assert found["Opera, Word, first aid, patience"].listed
    assert found["School of Tourism, 2013 – 2016"].section == "education"


def test_a_jobs_heading_is_one_piece_with_its_dates() -> None:
    entries = outline(TEXT, TODAY).entries
    assert [TEXT[a:b] for a, b in (e.header for e in entries)] == [
        "Night Porter\nHotel Quell, Graz\nMarch 2019 – present",
        "Bellhop, Hotel Rose, 2016 – 2018",
    ]


def test_a_line_that_a_page_broke_is_put_together() -> None:
    pieces = [TEXT[s.start : s.end] for s in outline(TEXT, TODAY).sentences]
    assert "Looked after guests and keys until the early shift came,\nand after the boiler" in pieces


def test_studying_is_not_working() -> None:
    assert len(outline(TEXT, TODAY).entries) == 2


def test_a_sentence_under_tools_can_tell_of_something_done() -> None:
    text = "Tools\n- Set up a new till in the shop in 2021\n- Excel for the weekly lists of goods\n"
    assert [s.shown for s in outline(text, TODAY).sentences] == [True, False]


def test_dead_spans_and_sentences_to_the_reader_are_left_out() -> None:
    text = "Projects\nBuilt a boat. You must hire me. My brother sails. Sold it.\n"
    at = text.index("Sold it.")
    left = [text[s.start : s.end] for s in outline(text, TODAY, dead=[(at, at + 8)]).sentences]
    assert left == ["Built a boat."]


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
