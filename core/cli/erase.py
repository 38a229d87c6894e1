"""Erase a candidate everywhere; without --yes, say what would go."""

import argparse
import sys

from core.cli.candidates import add_candidate, contents_in
from core.cli.output import write_json
from core.operations.erasure import erase, held
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_candidate(parser)
    parser.add_argument("--yes", action="store_true", help="really erase; it can't be undone")
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    """0 when erased or listed; 2 where nobody is meant, or a screening with the candidate is under way."""
    services = build(load())
    try:
        contents = contents_in(options, services.store)
        having = held(services.store, contents)
        done = erase(services, contents) if options.yes else None
    finally:
        services.close()
    if options.json:
        places = [
            {"sha256": one.sha256, "run": run_id, "item": item_id}
            for one in having
            for run_id, item_id in one.places
        ]
        write_json(None, {"erased": done is not None, "contents": list(contents), "files": places})
        return 0
    for one in having:
        sys.stdout.write(f"{one.sha256}\n")
        for run_id, item_id in one.places:
            sys.stdout.write(f"  {run_id}  {item_id}\n")
    if done is None:
        sys.stdout.write("Nothing was erased. Add --yes to erase them; it can't be undone.\n")
    else:
        sys.stdout.write(
            f"Erased: {done.items:,} files in screenings, {done.replies:,} kept answers of the AI.\n"
        )
    return 0
