"""Check every connected part and say what to do about a fault."""

import argparse
import sys

from core.cli.output import write_json
from core.errors import OperatorError
from core.settings import load
from core.wiring import Part, build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    """0 where every part answers, 1 where one doesn't."""
    services = build(load())
    try:
        parts = [_examined(part) for part in services.parts]
        report = {
            "ok": all(part["ok"] for part in parts),
            "parts": parts,
            "not_set_up": list(services.not_set_up),
        }
    finally:
        services.close()
    if options.json:
        write_json(None, report)
    else:
        for part in parts:
            sys.stdout.write(
                f"{'ok ' if part['ok'] else 'NOT'}  {part['name']}: {part['choice']}. {part['message']}\n"
            )
    return 0 if report["ok"] else 1


def _examined(part: Part) -> dict[str, object]:
    try:
        words, ok = part.check(), True
    except OperatorError as error:
        words, ok = str(error), False
    return {"name": part.name, "choice": part.choice, "detail": part.detail, "ok": ok, "message": words}
