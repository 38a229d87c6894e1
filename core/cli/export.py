"""Write a run's candidates in rank order as CSV, XLSX, Word or JSON."""

import argparse
from pathlib import Path

from core.cli.output import write_bytes, write_json
from core.domain.run import Run
from core.errors import UserError
from core.settings import load
from core.shortlist import Ranked, run_document, shown_ranked, to_csv, to_xlsx
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", required=True, metavar="ID")
    parser.add_argument("--format", choices=("csv", "xlsx", "docx", "json"), default="csv")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE")


def work(options: argparse.Namespace) -> int:
    """0 when written; 2 for an unknown run. Every scored candidate is in it, whatever the category.

    A blind run's file names nobody."""
    services = build(load())
    try:
        run = services.store.run(options.run)
        if run is None:
            raise UserError(f"There is no run {options.run}. List them with: python -m core runs")
        rows = services.store.rows(run.id)
        ranked = shown_ranked(run, rows, services.store.decisions(run.job_id))
    finally:
        services.close()
    if options.format == "json":
        write_json(options.out, run_document(run, rows))
    else:
        write_bytes(options.out, _table_of(options.format, run, ranked))
    return 0


def _table_of(kind: str, run: Run, ranked: tuple[Ranked, ...]) -> bytes:
    if kind == "docx":
        from core.shortlist.report import to_docx  # a fifth of a second that other commands needn't wait

        return to_docx(run, ranked)
    return to_csv(run, ranked) if kind == "csv" else to_xlsx(run, ranked)
