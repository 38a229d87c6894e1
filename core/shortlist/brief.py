"""One candidate on one page of A4, for whoever holds the interview: what was found, what to ask, room for notes."""

import io
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from core.domain.job import Criterion
from core.domain.run import Run
from core.domain.verdict import Finding, Verdict
from core.screening.scoring import shown_score
from core.shortlist.interview import Question, questions, shortened
from core.shortlist.ranking import Ranked
from core.shortlist.words import engine_words, plain, shown_name

MOST_FOUND = 12
"""Criteria in the table; more wouldn't leave room for the questions."""
LINES_ON_PAGE = 66
"""Of 9-point text; the page between its margins holds 69."""
_WIDE, _NAME_WIDE, _QUOTE_WIDE = 108, 35, 64
"""Characters on a line of the page, and of the table's columns."""
_POINTS = 9
_VERDICT: dict[Verdict, str] = {"met": "✓", "partial": "◐", "missing": "○", "unclear": "?"}
_DENIED = "✕"
_LONGEST_NAME = 70
_QUIET = RGBColor(0x52, 0x5B, 0x66)

Told = tuple[Criterion, Finding]


def to_brief(run: Run, one: Ranked) -> bytes:
    """The page as a Word document. In a blind run `one` is a number already, and so is the page."""
    asked, found, quoted = fitted(questions(one.candidate, run.rubric), by_weight(run, one))
    document = _page()
    name = shown_name(one.candidate, one.item.file)
    title = document.add_paragraph()
    _said(title, name, size=16, bold=True)
    document.core_properties.title = name
    document.core_properties.author = ""
    _said(
        document.add_paragraph(),
        f"{shortened(run.job_title, 90)} · {shown_score(one.candidate.score)} of 10 · "
        f"{engine_words(run.engine, run.model)}",
        quiet=True,
    )
    _said(document.add_paragraph(), shortened(one.candidate.reason, 2 * _WIDE))
    _heading(document, "What was found")
    _table(document, found, quoted)
    more = len(run.rubric.criteria) - len(found)
    if more > 0:
        _said(document.add_paragraph(), f"And {more} more criteria, on the screen.", quiet=True)
    _heading(document, "Questions")
    for n, question in enumerate(asked, 1):
        _question(document, n, question)
    _said(document.add_paragraph(), "Suggestions only. A person decides.", quiet=True)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def brief_document(run: Run, one: Ranked) -> dict[str, Any]:
    """The same as JSON."""
    return {
        "run": run.id,
        "candidate": shown_name(one.candidate, one.item.file),
        "job": run.job_title,
        "score": one.candidate.score,
        "category": one.candidate.category,
        "reason": one.candidate.reason,
        "found": [
            {
                "criterion_id": criterion.id,
                "criterion": criterion.text,
                "kind": criterion.kind,
                "verdict": finding.verdict,
                "denied": finding.denied,
                "quotes": [plain(quote.text) for quote in finding.quotes],
            }
            for criterion, finding in by_weight(run, one, most=len(run.rubric.criteria))
        ],
        "questions": [question.model_dump() for question in questions(one.candidate, run.rubric)],
    }


def lines_taken(asked: Sequence[Question], found: Sequence[Told], quoted: int) -> int:
    """How many lines of the page they take, reckoned from their lengths; `quoted` is the longest quote's."""
    head, headings, foot = 6, 4, 2
    rows = sum(
        max(_lines(shortened(c.text, _LONGEST_NAME), _NAME_WIDE), _lines(_evidence(f, quoted), _QUOTE_WIDE))
        for c, f in found
    )
    return head + headings + foot + rows + sum(map(_lines_of, asked))


def _lines_of(question: Question) -> int:
    """The question, what a good answer shows, and a line for notes that is as high as two."""
    return _lines(f"1. {question.text}", _WIDE - 6) + _lines(question.good, _WIDE) + 2


def _lines(text: str, wide: int) -> int:
    return max(1, -(-len(text) // wide))


def fitted(
    asked: Sequence[Question], found: Sequence[Told]
) -> tuple[Sequence[Question], Sequence[Told], int]:
    """What fits on the page: first quotes grow shorter, then the last questions but one go, which weigh least."""
    kept = list(asked)
    for quoted in (2 * _QUOTE_WIDE - 14, _QUOTE_WIDE - 8):
        if lines_taken(kept, found, quoted) <= LINES_ON_PAGE:
            return kept, found, quoted
    while len(kept) > 2 and lines_taken(kept, found, quoted) > LINES_ON_PAGE:
        kept.pop(-2)  # the last one tests a strength
    return kept, found, quoted


def by_weight(run: Run, one: Ranked, *, most: int = MOST_FOUND) -> list[Told]:
    """The findings by weight, must-haves first."""
    told = {finding.criterion_id: finding for finding in one.candidate.findings}
    ordered = sorted(run.rubric.criteria, key=lambda c: (c.kind != "must", -c.weight))
    return [(criterion, told[criterion.id]) for criterion in ordered if criterion.id in told][:most]


def _evidence(finding: Finding, quoted: int) -> str:
    if finding.quotes:
        page = f" (p. {finding.quotes[0].page})" if finding.quotes[0].page else ""
        return f"“{shortened(finding.quotes[0].text, quoted)}”{page}"
    return shortened(finding.reason, _QUOTE_WIDE) or "Not stated."


def _page() -> WordDocument:
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin = page.bottom_margin = Cm(1.4)
    normal = document.styles["Normal"]
    normal.font.size = Pt(_POINTS)
    normal.paragraph_format.space_after = normal.paragraph_format.space_before = Pt(0)
    normal.paragraph_format.line_spacing = 1.0
    return document


def _heading(document: WordDocument, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(7)
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.keep_with_next = True
    _said(paragraph, words, size=11, bold=True)


def _table(document: WordDocument, found: Sequence[Told], quoted: int) -> None:
    table: Table = document.add_table(rows=len(found), cols=3)
    table.autofit = False
    widths = (Cm(0.7), Cm(6.1), Cm(10.6))
    for row, (criterion, finding) in zip(table.rows, found, strict=True):
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
        mark, name, evidence = (cell.paragraphs[0] for cell in row.cells)
        _said(mark, _DENIED if finding.denied else _VERDICT[finding.verdict], bold=True)
        _said(name, shortened(criterion.text, _LONGEST_NAME), bold=criterion.kind == "must")
        _said(evidence, _evidence(finding, quoted), quiet=not finding.quotes)


def _question(document: WordDocument, number: int, question: Question) -> None:
    asked = document.add_paragraph()
    asked.paragraph_format.space_before = Pt(3)
    asked.paragraph_format.keep_with_next = True
    _said(asked, f"{number}. {question.text}", bold=True)
    good = document.add_paragraph()
    good.paragraph_format.keep_with_next = True
    _said(good, question.good, quiet=True)
    notes = document.add_paragraph()
    _ruled(notes)
    notes.paragraph_format.line_spacing = Pt(18)


def _ruled(paragraph: Paragraph) -> None:
    """A line to write on. To be set before any spacing, which has to follow it in the file."""
    edges = OxmlElement("w:pBdr")
    bottom = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "B8C0C6")):
        bottom.set(qn(f"w:{name}"), value)
    edges.append(bottom)
    paragraph._p.get_or_add_pPr().append(edges)


def _said(
    paragraph: Paragraph, text: str, *, size: float = _POINTS, bold: bool = False, quiet: bool = False
) -> None:
    """Foreign text goes in as plain text, never as a field or a link."""
    run = paragraph.add_run(plain(text))
    run.bold = bold
    run.font.size = Pt(size)
    if quiet:
        run.font.color.rgb = _QUIET
