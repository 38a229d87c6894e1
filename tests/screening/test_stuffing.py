"""Keywords put in to be found are known; an honest list of skills is not stuffing."""

from pathlib import Path
from time import process_time

import pytest

from core.domain.resume import ReadResume
from core.reading.read import read_bytes
from core.samples import sample_files, sample_rubric
from core.screening.stuffing import repeated_spans, stuffed_spans

CRITERIA = (
    "3+ years in customer support",
    "Zendesk or a similar help desk tool",
    "Excel and a reporting tool",
    "Weekend shifts",
    "Training others",
)
LIST = (
    "Customer support, Zendesk, Freshdesk, Excel, Power BI, Tableau, weekend shifts, training others, SLA\n"
)
FLORIST = "Experience\nFlorist, Blumenhof, 2018 – 2024\n- Bound wreaths and bouquets\n"
AGENT = "Experience\nSupport agent, Alpha, 2018 – 2024\n- Answered tickets in Zendesk\n- Weekly figures in Excel\n"


def stuffed(text: str) -> list[str]:
    return [text[a:b] for a, b in stuffed_spans(text, CRITERIA)]


def test_a_list_of_all_that_is_asked_for_beside_other_work_is_stuffing() -> None:
    assert stuffed(f"Skills\n{LIST}{FLORIST}") == [LIST.strip()]


def test_the_same_list_beside_work_that_shows_it_is_honest() -> None:
    assert stuffed(f"Skills\n{LIST}{AGENT}") == []


def test_who_has_no_dated_job_yet_may_list_what_was_learned() -> None:
    assert stuffed(f"Skills\n{LIST}Education\nDiploma in Tourism\n") == []


def test_a_short_list_is_no_stuffing() -> None:
    assert stuffed(f"Skills\nExcel, Zendesk\n{FLORIST}") == []


def test_the_same_words_again_and_again_are_stuffing() -> None:
    line = "zendesk support zendesk support excel zendesk support excel zendesk support"
    assert stuffed(f"{AGENT}{line}\n") == [line]
    lines = "Zendesk\nExcel\n" * 12
    assert "".join(stuffed(f"{AGENT}\n{lines}")).count("Zendesk") == 12


def test_words_that_are_not_asked_for_may_be_repeated() -> None:
    assert repeated_spans("la la la la la la la la la la la la la la la la la la", CRITERIA) == ()


def test_no_sample_is_stuffed_but_the_one_that_is() -> None:
    criteria = [criterion.text for criterion in sample_rubric().criteria]
    reads = {name: read_bytes(content) for name, content in sample_files()}
    found = [n for n, r in reads.items() if isinstance(r, ReadResume) and stuffed_spans(r.text, criteria)]
    assert found == [name for name in reads if "Resume final" in name]


def test_real_resumes_are_hardly_ever_taken_for_stuffed(shared: Path) -> None:
    texts = [p.read_text("utf-8", "replace") for p in sorted(shared.glob("resumes/*/*.txt"))]
    texts = [text for text in texts if len(text) > 300]
    assert len(texts) >= 8
    assert not [text for text in texts if stuffed_spans(text, CRITERIA)]


@pytest.mark.parametrize(
    "piece", ["Zendesk ", "Excel, ", "support\n", "a. B ", "2018 - 2019\nZendesk, Excel, SLA, chat\n"]
)
def test_time_is_linear_whatever_the_text(piece: str) -> None:
    text = (piece * (200_000 // len(piece) + 1))[:200_000]
    begin = process_time()
    stuffed_spans(text, CRITERIA)
    assert process_time() - begin < 8
