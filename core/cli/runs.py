"""List the screening runs, newest first."""

import argparse
import sys

from core.cli.output import write_json
from core.settings import load
from core.shortlist.progress import dollars
from core.shortlist.words import plain
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, default=50)


def work(options: argparse.Namespace) -> int:
    services = build(load())
    try:
        listed: list[dict[str, object]] = []
        for run in services.store.runs(options.limit):
            snapshot = services.runner.snapshot(run.id)
            if snapshot is None:
                continue  # removed meanwhile
            listed.append(
                {
                    "id": run.id,
                    "created": run.created,
                    "state": run.state,
                    "engine": run.engine,
                    "model": run.model,
                    "job_title": run.job_title,
                    "files": snapshot.total,
                    "done": snapshot.done,
                    "failed": snapshot.failed,
                    "cost": snapshot.cost,
                }
            )
    finally:
        services.close()
    if options.json:
        write_json(None, listed)
        return 0
    for one in listed:
        failed = f" {one['failed']} failed" if one["failed"] else ""
        sys.stdout.write(
            f"{one['id']}  {one['created']}  {one['state']:8}  {one['done']}/{one['files']}{failed}"
            f"  {_cost(one['cost'])}  {plain(str(one['job_title']))}\n"
        )
    return 0


def _cost(amount: object) -> str:
    return dollars(amount) if isinstance(amount, float) else "-"
