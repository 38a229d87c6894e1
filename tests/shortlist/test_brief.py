"""The interview brief: one page, the evidence and the questions, nobody's name in a blind run."""

import io
import json
import zipfile

import pytest
from docx import Document
from docx.document import Document as WordDocument

from core.domain.candidate import Candidate, Contact
from core.domain.job import Rubric
from core.domain.run import Item, Row, Run
from core.domain.verdict import Finding, Quote, Verdict
from core.shortlist import Ranked, shown_ranked
from core.shortlist.brief import (
    LINES_ON_PAGE,
    MOST_FOUND,
    brief_document,
    by_weight,
    fitted,
    lines_taken,
    to_brief,
)
from core.shortlist.interview import questions

LONG = (
    "Answered four hundred letters a week in two languages and trained the eleven people who joined the desk"
)


def a_run(criteria: int, *, blind: bool = False) -> Run:
    rubric = {
        "criteria": [
            {
                "id": f"c{n}",
                "text": f"Works with the {n}. help desk tool on the list",
                "kind": "must",
                "weight": 5,
            }
            for n in range(1, criteria + 1)
        ]
    }
    return Run(
        id="r1",
        job_id="j1",
        job_title="Lead of\x00 support",
        rubric=Rubric.model_validate(rubric),
        engine="local",
        model="keyword-match-1",
        blind=blind,
        created="2026-01-02",
    )


def one_of(run: Run, verdict: Verdict) -> Ranked:
    quotes = (
        (Quote(text=f"Ann Vesper: {LONG}", start=0, end=9, page=2),) if verdict in ("met", "partial") else ()
    )
    candidate = Candidate(
        contact=Contact(name="Ann Vesper", email="ann@example.com"),
        score=5,
        category="considered",
        reason="",
        explanation="",
        findings=tuple(
            Finding(criterion_id=c.id, verdict=verdict, quotes=quotes) for c in run.rubric.criteria
        ),
        engine="local",
        model="keyword-match-1",
    )
    row = Row(item=Item(id="i1", file="ann.pdf", sha256="s"), outcome=candidate)
    return shown_ranked(run, [row], {})[0]


def opened(content: bytes) -> WordDocument:
    return Document(io.BytesIO(content))


def words(document: WordDocument) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_it_has_name_job_score_reason_evidence_and_questions() -> None:
    run = a_run(3)
    one = one_of(run, "partial")
    text = words(opened(to_brief(run, one)))
    for part in (
        "Ann Vesper",
        "Lead of support",
        "5.0 of 10",
        one.candidate.reason,
        "(p. 2)",
        "What was found",
    ):
        assert part in text
    for question in questions(one.candidate, run.rubric):
        assert question.text in text


@pytest.mark.parametrize("verdict", ["met", "partial", "missing", "unclear"])
@pytest.mark.parametrize("criteria", [1, 8, 12, 40])
def test_it_fits_on_one_page_of_a4(criteria: int, verdict: Verdict) -> None:
    run = a_run(criteria)
    one = one_of(run, verdict)
    asked = questions(one.candidate, run.rubric)
    kept, found, quoted = fitted(asked, by_weight(run, one))
    assert lines_taken(kept, found, quoted) <= LINES_ON_PAGE
    assert len(kept) >= (min(len(asked), 7) if criteria <= 8 else 4)
    document = opened(to_brief(run, one))
    page = document.sections[0]
    width, height = page.page_width, page.page_height
    assert width
    assert height
    assert (round(width.cm, 1), round(height.cm, 1)) == (21.0, 29.7)
    assert len(document.tables[0].rows) == min(criteria, MOST_FOUND)
    assert ("more criteria" in words(document)) == (criteria > MOST_FOUND)


def test_a_blind_brief_names_nobody() -> None:
    run = a_run(3, blind=True)
    one = one_of(run, "met")
    for text in (words(opened(to_brief(run, one))), json.dumps(brief_document(run, one), ensure_ascii=False)):
        assert "Candidate 1" in text
        assert "[name]: Answered" in text
        assert not any(secret in text for secret in ("Ann", "Vesper", "@", "ann.pdf"))


def test_what_a_line_to_write_on_is_made_of_stands_in_the_order_word_wants() -> None:
    run = a_run(2)
    with zipfile.ZipFile(io.BytesIO(to_brief(run, one_of(run, "met")))) as package:
        xml = package.read("word/document.xml").decode()
    assert xml.index("<w:pBdr>") < xml.index("<w:spacing", xml.index("<w:pBdr>"))
    assert "fldChar" not in xml


def test_the_json_has_every_criterion_and_question() -> None:
    run = a_run(15)
    told = brief_document(run, one_of(run, "missing"))
    assert len(told["found"]) == 15
    assert told["questions"][0].keys() >= {"criterion_id", "text", "verdict", "quote", "good"}
