"""The outline of a résumé: sections, dated jobs, sentences and mere lists."""

from datetime import date

from core.screening.keywords.sections import outline

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


def entries(text: str) -> list[str]:
    return [entry.period.words() for entry in outline(text, TODAY).entries]


def test_work_at_a_university_is_work() -> None:
    text = "EMPLOYMENT\nSept 2019 – Present  Staff Nurse, Mercy University Hospital\n- Drug rounds\n"
    assert entries(text) == ["2019–today"]
    assert entries("EDUCATION\nBSc Nursing, Cork University, 2013 – 2017\n") == []


def test_how_long_a_job_went_on_does_not_hide_its_title() -> None:
    text = "Experience\nNuvem\nSupport Agent\nJanuary 2021 - Present (5 years 11 months)\nSão Paulo\n"
    (header,) = (s for s in outline(text, TODAY).sentences if s.header)
    assert text[header.start : header.end].startswith("Nuvem\nSupport Agent")


def test_a_heading_of_ones_own_ends_the_profile() -> None:
    text = "ABOUT ME\nCalm.\n\nWHERE I HAVE COOKED\nSous chef, The Whistle, 2021 - 2024\nSauces.\n"
    assert entries(text) == ["2021–2024"]


def pieces(text: str) -> list[str]:
    return [" ".join(text[s.start : s.end].split()) for s in outline(text, TODAY).sentences]


def test_a_list_that_a_page_broke_is_put_together() -> None:
    text = "Skills\nData Analysis, Python, Machine\nLearning, SQL, Tableau\nFrameworks: React, Vue\n"
    assert pieces(text) == ["Data Analysis, Python, Machine Learning, SQL, Tableau", "Frameworks: React, Vue"]


def test_a_bullet_over_a_full_line_goes_on_below_it() -> None:
    full = "• Built a pipeline that takes fifty thousand payments a second with"
    assert pieces(f"Experience\n{full}\nKafka and Go\n• Short line\nAlpha Ltd\n") == [
        f"{full[2:]} Kafka and Go",
        "Short line",
        "Alpha Ltd",
    ]


def test_what_was_done_next_is_not_the_end_of_the_line_above() -> None:
    text = "Experience\nAdvised on what to invest in\nInstalled and updated ten computers\n"
    assert pieces(text) == ["Advised on what to invest in", "Installed and updated ten computers"]


def test_honours_are_listed_and_show_no_work() -> None:
    (found,) = outline("Awards\n2nd place, cloud game day\n", TODAY).sentences
    assert not found.shown


def test_dated_jobs_end_a_summary_without_a_heading_of_their_own() -> None:
    text = "SUMMARY\nPatient and tidy.\n\nGardener, Rosenhof\n2016 – 2020\n- Cut hedges\n\nPorter, Inn, 2012 – 2015\n"
    assert entries(text) == ["2016–2020", "2012–2015"]
    assert [s.entry for s in outline(text, TODAY).sentences] == [None, 0, 0, 1]


def test_dates_in_a_summary_are_no_job() -> None:
    assert entries("Profile\nI cut hedges from 2016 to 2020.\nLeeds University, 2009 – 2012\n") == []
    assert entries("Profile\nGardener, 2016 – 2020\n\nExperience\nPorter, Inn, 2012 – 2015\n") == [
        "2012–2015"
    ]
