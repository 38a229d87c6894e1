"""Check every connected part and say what to do about a fault."""

import argparse
import sys

from core.cli.output import write_json
from core.errors import OperatorError, PartUnavailable
from core.settings import load
from core.wiring import Part, build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    """0 where every part answers, 1 where one doesn't."""
    settings = load()
    not_set_up: tuple[str, ...] = ()
    try:
        services = build(settings)
    except PartUnavailable as trouble:  # one without which nothing else can be asked
        parts = [_broken(trouble)]
    else:
        try:
            parts, not_set_up = [_examined(part) for part in services.parts], services.not_set_up
        finally:
            services.close()
    report = {"ok": all(part["ok"] for part in parts), "parts": parts, "not_set_up": list(not_set_up)}
    if options.json:
        write_json(None, report)
    else:
        for part in parts:
            choice = f"{part['choice']}. " if part["choice"] else ""
            sys.stdout.write(f"{'ok ' if part['ok'] else 'NOT'}  {part['name']}: {choice}{part['message']}\n")
    return 0 if report["ok"] else 1


def _broken(trouble: PartUnavailable) -> dict[str, object]:
    return {"name": trouble.part, "choice": "", "detail": "", "ok": False, "message": str(trouble)}


def _examined(part: Part) -> dict[str, object]:
    try:
        words, ok = part.check(), True
    except OperatorError as error:
        words, ok = str(error), False
    return {"name": part.name, "choice": part.choice, "detail": part.detail, "ok": ok, "message": words}
