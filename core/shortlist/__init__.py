"""The ranked candidates of a run, and the files a person takes away."""

from core.shortlist.blind import shown_failed, shown_ranked
from core.shortlist.document import run_document
from core.shortlist.ranking import Ranked, counts, failed, missing_musts, rank
from core.shortlist.table import clean_cell, to_csv, to_xlsx
from core.shortlist.words import engine_words, flag_words, shown_file, shown_name

__all__ = [
    "Ranked",
    "clean_cell",
    "counts",
    "engine_words",
    "failed",
    "flag_words",
    "missing_musts",
    "rank",
    "run_document",
    "shown_failed",
    "shown_file",
    "shown_name",
    "shown_ranked",
    "to_csv",
    "to_xlsx",
]
