"""Who is in the file a person takes away, and the words that say so."""

from collections.abc import Sequence
from typing import Literal

from core.domain.run import Run
from core.ports import Store
from core.shortlist import Ranked, to_csv
from pages.widgets import filters
from pages.widgets.filters import Filters
from pages.widgets.standings import Standings
from pages.widgets.words import count

Who = Literal["mine", "selected", "top", "everyone"]

PREVIEWED = 500
"""Rows of the file shown on the page."""


def pick(everybody: Sequence[Ranked], who: Who, *, top: int = 0) -> tuple[Ranked, ...]:
    """In rank order. My shortlist is who a person put there, whatever was suggested."""
    if who == "mine":
        return tuple(one for one in everybody if one.decision == "shortlist")
    if who == "selected":
        return tuple(one for one in everybody if one.candidate.category == "selected")
    return tuple(everybody[:top] if who == "top" else everybody)


def file_words(rows: int, unread: int) -> str:
    """For example "The file has the 12 rows you see. 1 file that couldn't be read isn't in it."."""
    seen = rows <= PREVIEWED
    said = f"The file has the {count(rows, 'row')} you see." if seen else f"The file has {rows:,} rows."
    if unread:
        absent = "isn't" if unread == 1 else "aren't"
        said += f" {count(unread, 'file')} that couldn't be read {absent} in it."
    return said


def csv_of_list(store: Store, standings: Standings, shown: Filters) -> bytes:
    """The rows a list shows under its filters, with every decision taken until now.

    `store` is the view of whoever the page was drawn for: the file is made later, where nobody is logged in.
    """
    decisions = store.decisions(standings.run.job_id)
    listed = {one.item.id for one in filters.matching(standings, decisions, shown)}
    everybody = standings.with_decisions(decisions)
    return to_csv(standings.run, [one for one in everybody if one.item.id in listed])


def word_report(run: Run, chosen: Sequence[Ranked]) -> bytes:
    """The chosen as a Word document. Word's library is loaded when the first person asks for it."""
    from core.shortlist.report import to_docx

    return to_docx(run, chosen)
