"""Check every connected part and say what to do about a fault."""

import argparse
import shutil
import sys

from core.cli.output import write_json
from core.errors import ConfigurationError, OperatorError, PartUnavailable
from core.settings import Settings, load
from core.wiring import Part, build

LEAST_FREE_GB = 0.5


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    """0 where every part answers, 1 where one doesn't."""
    not_set_up: tuple[str, ...] = ()
    try:
        services = build(load())
    except PartUnavailable as trouble:  # one without which nothing else can be asked
        parts = [_broken(trouble.part, trouble)]
    except ConfigurationError as trouble:
        parts = [_broken("Settings", trouble)]
    else:
        try:
            parts = [_examined(part) for part in (*services.parts, _room(services.settings))]
            not_set_up = services.not_set_up
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


def _broken(name: str, trouble: OperatorError) -> dict[str, object]:
    told = str(trouble)
    return {"name": name, "choice": "", "detail": "", "ok": False, "message": told, "fix": _fix(told)}


def _fix(told: str) -> str:
    """What to do, of a message that first says what is wrong."""
    return told.partition(". ")[2] or told


def _room(settings: Settings) -> Part:
    """How much the data folder can still take."""
    folder = settings.data_dir.expanduser().resolve()

    def check() -> str:
        free = shutil.disk_usage(folder).free / 2**30
        if free < LEAST_FREE_GB:
            raise PartUnavailable(
                "Disk",
                f"Only {free:.1f} GB are free where results and files are kept. Make room, or set DATA_DIR to a "
                "larger disk.",
            )
        return f"{free:,.0f} GB are free."

    return Part("Disk", "Data folder", str(folder), check)


def _examined(part: Part) -> dict[str, object]:
    try:
        words, ok = part.check(), True
    except OperatorError as error:
        words, ok = str(error), False
    return {
        "name": part.name,
        "choice": part.choice,
        "detail": part.detail,
        "ok": ok,
        "message": words,
        "fix": "" if ok else _fix(words),
    }
