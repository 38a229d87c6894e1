"""The shortlist as CSV and XLSX, with no cell that a spreadsheet would run."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence

import xlsxwriter

from core.domain.run import Run
from core.shortlist.ranking import Ranked, missing_musts
from core.shortlist.words import engine_words, flag_words, plain, shown_file, shown_name

HEADER = (
    "Rank",
    "Name",
    "Email",
    "Phone",
    "Score",
    "Category",
    "Decision",
    "Explanation",
    "Strengths",
    "Weaknesses",
    "Missing must-haves",
    "Flags",
    "File",
    "Engine",
    "Run",
)
_WIDTHS = (6, 26, 30, 18, 7, 12, 11, 60, 50, 50, 40, 40, 34, 24, 36)

_LONGEST_CELL = 32_000
"""A spreadsheet's cell holds 32,767 characters."""
_RUNS = "=+-@＝＋－＠"
_NUMBER = re.compile(r"[+-]?\d{1,7}(?:[.,]\d{1,6})?", re.ASCII)
"""Short enough that no phone number is one: those are text and would lose their plus."""
_AFTER_SEMICOLON = re.compile(r"(;[\s'\"]*)(?=[=+\-@＝＋－＠])")

Cell = str | int | float


def clean_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a leading ' where it could be; plain numbers stay.

    Programs that part columns at semicolons begin a new cell there, so what follows one is cleaned too.
    """
    shown = plain(text)[:_LONGEST_CELL]
    if _NUMBER.fullmatch(shown):
        return shown
    shown = _AFTER_SEMICOLON.sub(r"\1'", shown)
    return f"'{shown}" if text[:1] in ("\t", "\r", "\n") or _begins_a_formula(shown) else shown


def to_csv(run: Run, ranked: Sequence[Ranked]) -> bytes:
    """UTF-8 with BOM and CRLF, as spreadsheets expect it; the rows in the order given."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for one in ranked:
        writer.writerow([clean_cell(cell) if isinstance(cell, str) else cell for cell in _cells(run, one)])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(run: Run, ranked: Sequence[Ranked]) -> bytes:
    """The same rows as a workbook; every text is stored as text, so nothing needs a mark."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Shortlist")
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for column, (title, width) in enumerate(zip(HEADER, _WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for line, one in enumerate(ranked, 1):
            for column, cell in enumerate(_cells(run, one)):
                if isinstance(cell, str):
                    sheet.write_string(line, column, plain(cell)[:_LONGEST_CELL], wrapped)
                else:
                    sheet.write_number(line, column, cell, wrapped)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(ranked), len(HEADER) - 1)
    return out.getvalue()


def _cells(run: Run, one: Ranked) -> tuple[Cell, ...]:
    """One row in the header's order, as found."""
    candidate, contact = one.candidate, one.candidate.contact
    return (
        one.rank,
        shown_name(candidate, one.item.file),
        contact.email or "",
        contact.phone or "",
        candidate.score,
        candidate.category,
        one.decision or "",
        f"{candidate.reason} {candidate.explanation}",
        "; ".join(candidate.strengths),
        "; ".join(candidate.weaknesses),
        "; ".join(missing_musts(candidate, run.rubric)),
        " ".join(flag_words(flag) for flag in candidate.flags),
        "" if run.blind else shown_file(one.item.file),
        engine_words(candidate.engine, candidate.model),
        run.id,
    )


def _begins_a_formula(text: str) -> bool:
    """Whether the first character that isn't a space, a quote or unseen begins a formula."""
    for char in text:
        if char in _RUNS:
            return True
        if not (char in "'\"`´‘’“”«»" or char.isspace() or unicodedata.category(char) in ("Cf", "Mn")):
            return False
    return False
