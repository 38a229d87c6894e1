"""Copy all results between the SQLite file and Firestore; what they are copied from stays as it is."""

import argparse
import sys
from dataclasses import asdict

from core.adapters.copying import Copied, copy_to
from core.cli.output import write_json
from core.settings import load


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--to", required=True, choices=("firestore", "sqlite"), help="where to copy to")
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help="replace what differs there; without it, that is left as it is",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def work(options: argparse.Namespace) -> int:
    """0 where everything is there now, 1 where something else is there under the same name and was left."""
    told = copy_to(options.to, load(), overwrite=options.overwrite, tell=_say)
    left = sum(one.different for one in told)
    if options.json:
        write_json(None, {"to": options.to, "ok": not left, "tables": [asdict(one) for one in told]})
    else:
        copied, there = sum(one.copied for one in told), sum(one.there for one in told)
        sys.stdout.write(f"{copied:,} copied and read back, {there:,} were there already.\n")
    if left:
        sys.stderr.write(
            f"{left:,} differ from what is there and were left as they are: it may be newer. "
            "--overwrite replaces them.\n"
        )
    return 1 if left else 0


def _say(one: Copied) -> None:
    sys.stderr.write(
        f"{one.table}: {one.copied:,} copied, {one.there:,} there already, {one.different:,} left\n"
    )
