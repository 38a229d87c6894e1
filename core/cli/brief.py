"""Write one candidate's interview brief: what was found and what to ask, as Word or JSON."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from core.cli.output import write_bytes, write_json
from core.errors import UserError
from core.settings import load
from core.shortlist import Ranked, shown_ranked
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", required=True, metavar="ID")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--file", metavar="NAME", help='as in the results; in a blind run "Candidate 7"')
    which.add_argument("--item", metavar="ID", help="as in the address of the candidate's page")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE", help="ends with .docx or .json")


def work(options: argparse.Namespace) -> int:
    """0 when written; 2 for an unknown run or candidate. A blind run's brief names nobody."""
    if options.out.suffix.lower() not in (".docx", ".json"):
        raise UserError(f"{options.out}: name a file that ends with .docx or .json.")
    services = build(load())
    try:
        run = services.store.run(options.run)
        if run is None:
            raise UserError(f"There is no run {options.run}. List them with: python -m core runs")
        one = _chosen(shown_ranked(run, services.store.rows(run.id), {}), options)
    finally:
        services.close()
    from core.shortlist.brief import brief_document, to_brief  # Word's library takes a fifth of a second

    if options.out.suffix.lower() == ".json":
        write_json(options.out, brief_document(run, one))
    else:
        write_bytes(options.out, to_brief(run, one))
    return 0


def _chosen(ranked: Sequence[Ranked], options: argparse.Namespace) -> Ranked:
    if options.item:
        named = [one for one in ranked if one.item.id == options.item]
    else:
        named = [one for one in ranked if one.item.file == options.file]
    if not named:
        raise UserError("No candidate of this run with a score is called that. Look it up in the results.")
    if len(named) > 1:
        ids = ", ".join(one.item.id for one in named)
        raise UserError(f"{len(named)} files of this run are called that. Choose one with --item: {ids}")
    return named[0]
