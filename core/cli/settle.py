"""Compare candidates of equal score among a run's first ten in pairs, so that they get an order."""

import argparse
import sys

from core.cli.output import write_json
from core.intake import check_run_id
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--run", required=True, metavar="ID", help="the run's id")
    parser.add_argument("--dry-run", action="store_true", help="only say how many calls it would take")
    parser.add_argument("--json", action="store_true", help="as JSON")


def work(options: argparse.Namespace) -> int:
    """0 when done, also where there was nothing to settle; 1 when the account failed; 2 for a keyword match."""
    services = build(load())
    try:
        run_id = check_run_id(options.run)
        if options.dry_run:
            ahead = services.ties(run_id)
            told = {"ties": ahead.ties, "calls": ahead.calls}
            words = f"{_ties(ahead.ties)} among the first ten; settling takes {ahead.calls} calls at most."
        else:
            came = services.settle_ties(run_id)
            told = {"ties": came.ties, "settled": came.settled, "calls": came.calls}
            words = (
                f"{_ties(came.ties)} among the first ten, {came.settled} settled by {came.calls} comparisons."
            )
    finally:
        services.close()
    if options.json:
        write_json(None, told)
    else:
        sys.stdout.write(f"{words}\n")
    return 0


def _ties(number: int) -> str:
    return "No ties" if not number else "1 tie" if number == 1 else f"{number} ties"
