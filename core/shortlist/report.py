"""The shortlist as a Word document, to hand to those who decide with you: the list, then the evidence for each."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Pt, RGBColor

from core.domain.job import Criterion
from core.domain.run import Run
from core.domain.verdict import Finding, Verdict
from core.screening.scoring import shown_score
from core.shortlist.ranking import Ranked
from core.shortlist.words import engine_words, flag_words, plain, shown_file, shown_name

MAX_CANDIDATES = 100
"""A longer report is read by nobody; the table still names everybody."""

_VERDICT: dict[Verdict, str] = {
    "met": "✓ Found",
    "partial": "◐ Partly",
    "missing": "○ Not found",
    "unclear": "? Unclear",
}
_QUIET = RGBColor(0x52, 0x5B, 0x66)


def to_docx(run: Run, ranked: Sequence[Ranked]) -> bytes:
    """The candidates in the order given. Every foreign word goes in as plain text."""
    document = Document()
    document.styles["Normal"].font.size = Pt(10.5)
    document.add_heading(plain(run.job_title), 0)
    _quiet(
        document,
        f"{engine_words(run.engine, run.model)} · {run.created[:10]} · suggestions only, a person decides",
    )
    _table(document, ranked)
    criteria = {criterion.id: criterion for criterion in run.rubric.criteria}
    for one in ranked[:MAX_CANDIDATES]:
        _candidate(document, one, criteria, blind=run.blind)
    if len(ranked) > MAX_CANDIDATES:
        _quiet(document, f"The evidence is shown for the first {MAX_CANDIDATES} of {len(ranked):,}.")
    document.core_properties.author = ""
    document.core_properties.title = plain(run.job_title)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _table(document: WordDocument, ranked: Sequence[Ranked]) -> None:
    header = ("", "Name", "Score", "Suggested", "Decision")
    rows = [
        (
            f"{one.rank}",
            shown_name(one.candidate, one.item.file),
            shown_score(one.candidate.score),
            one.candidate.category.capitalize(),
            (one.decision or "").capitalize(),
        )
        for one in ranked
    ]
    table = document.add_table(rows=len(rows) + 1, cols=len(header), style="Light List")
    cells = iter(table._cells)  # row by row; asking a row for its cells makes long tables slow
    for row in (header, *rows):
        for text in row:
            next(cells).text = text


def _candidate(document: WordDocument, one: Ranked, criteria: dict[str, Criterion], *, blind: bool) -> None:
    candidate = one.candidate
    document.add_heading(f"{one.rank}. {shown_name(candidate, one.item.file)}", 1)
    if not blind:
        contact = (candidate.contact.email, candidate.contact.phone, shown_file(one.item.file))
        _quiet(document, " · ".join(plain(part) for part in contact if part))
    document.add_paragraph(plain(candidate.reason))
    for flag in candidate.flags:
        document.add_paragraph(f"{'Check this' if flag.level == 'check' else 'Note'}: {flag_words(flag)}")
    for finding in candidate.findings:
        _finding(document, finding, criteria[finding.criterion_id])
    if one.decided_reason and not blind:  # a person wrote it, who may have known the name
        document.add_paragraph(f"Decision: {plain(one.decided_reason)}")


def _finding(document: WordDocument, finding: Finding, criterion: Criterion) -> None:
    line = document.add_paragraph(style="List Bullet")
    line.add_run(f"{_VERDICT[finding.verdict]}: {plain(criterion.text)}").bold = True
    line.add_run(" (must-have)" if criterion.kind == "must" else "")
    for quote in finding.quotes:
        page = f" (p. {quote.page})" if quote.page else ""
        line.add_run(f"\n“{plain(quote.text)}”{page}").italic = True


def _quiet(document: WordDocument, text: str) -> None:
    run = document.add_paragraph().add_run(text)
    run.font.color.rgb = _QUIET
    run.font.size = Pt(9)
