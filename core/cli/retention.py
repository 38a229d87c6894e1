"""What has been kept long enough: list it, remove it, or give a job days of its own."""

import argparse
import sys
from dataclasses import asdict

from core.cli.output import write_json
from core.errors import UserError
from core.operations.retention import due, sweep
from core.settings import Settings, load
from core.wiring import Services, build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--preview", action="store_true", help="say what a sweep would remove now")
    what.add_argument("--sweep", action="store_true", help="remove it, as is done each night")
    what.add_argument("--job", metavar="ID", help="with --days: keep this job's screenings for so long")
    parser.add_argument("--days", metavar="N", help="30 to 730, or usual")
    parser.add_argument("--json", action="store_true")


def work(options: argparse.Namespace) -> int:
    settings = load()
    days = _days(options)
    services = build(settings)
    try:
        if options.job:
            services.store.set_retention(options.job, days)
            return 0
        told = _preview(services, options) if options.preview else _sweep(services, options)
    finally:
        services.close()
    return told


def _days(options: argparse.Namespace) -> int | None:
    """Raises `UserError`."""
    if bool(options.job) != bool(options.days):
        raise UserError("--job and --days go together.")
    if not options.days or options.days == "usual":
        return None
    least, most = _bounds()
    if not (options.days.isdecimal() and least <= int(options.days) <= most):
        raise UserError(f"--days takes {least} to {most}, or usual.")
    return int(options.days)


def _bounds() -> tuple[int, int]:
    """The same as for everybody's."""
    bounds = {type(one).__name__: one for one in Settings.model_fields["retention_days"].metadata}
    return bounds["Ge"].ge, bounds["Le"].le


def _preview(services: Services, options: argparse.Namespace) -> int:
    told = due(services)
    if options.json:
        write_json(None, asdict(told))
        return 0
    for run_id in told.runs:
        sys.stdout.write(f"{run_id}\n")
    sys.stdout.write(
        f"{len(told.runs):,} screenings with {told.items:,} files are past their days; "
        f"{len(told.strays):,} files belong to no screening.\n"
    )
    for run_id in told.under_way:
        sys.stdout.write(f"{run_id} is past its days too, but under way.\n")
    return 0


def _sweep(services: Services, options: argparse.Namespace) -> int:
    told = sweep(services)
    if options.json:
        write_json(None, asdict(told))
        return 0
    sys.stdout.write(
        f"Removed {len(told.runs):,} screenings, {told.files:,} original files, {told.replies:,} kept answers.\n"
    )
    return 0
