"""The Word report: the list and the evidence, and nothing that a word processor would act on."""

import io
import zipfile

from docx import Document

from core.domain.candidate import Candidate, Contact, Flag
from core.domain.job import Criterion, Rubric
from core.domain.run import Item, Row, Run
from core.domain.verdict import Finding, Quote
from core.shortlist import rank
from core.shortlist.report import to_docx

RUN = Run(
    id="r1",
    job_id="j1",
    job_title="Lead\x00 of \u202esupport",
    rubric=Rubric(criteria=(Criterion(id="c1", text="Led people", kind="must", weight=5),)),
    engine="local",
    model="keyword-match-1",
    created="2026-01-02T03:04:05+00:00",
)


def a_candidate(name: str) -> Candidate:
    quote = Quote(text="Led a team\nof 7 & <b>more</b>", start=0, end=10, page=2)
    return Candidate(
        contact=Contact(name=name, email="ann@example.com"),
        score=10,
        category="selected",
        reason="",
        explanation="",
        findings=(Finding(criterion_id="c1", verdict="met", quotes=(quote,)),),
        flags=(Flag(kind="hidden_text", detail="40 characters that a reader can't see."),),
        engine="local",
        model="keyword-match-1",
    )


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def report(*names: str) -> bytes:
    rows = [
        Row(item=Item(id=str(n), file=f"{n}.pdf", sha256=str(n)), outcome=a_candidate(name))
        for n, name in enumerate(names)
    ]
    return to_docx(RUN, rank(RUN, rows, {}))


def test_it_names_everybody_with_score_reason_flag_and_evidence() -> None:
    text = words(report("Ann Example", "Bob Example"))
    for part in (
        "Ann Example",
        "Bob Example",
        "10.0",
        "✓ Found: Led people (must-have)",
        "“Led a team of 7 & <b>more</b>” (p. 2)",
        "Check this: 40",
    ):
        assert part in text


def test_foreign_text_is_plain_text() -> None:
    content = report("Ann \x0b\u202e{ MACROBUTTON x }")
    text = words(content)
    assert "Lead of support" in text
    assert "Ann { MACROBUTTON x }" in text
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert b"fldChar" not in package.read("word/document.xml")


def test_an_empty_list_is_a_report_all_the_same() -> None:
    assert "Suggested" in words(report())
