"""List the screening runs, newest first."""

import argparse
import sys

from core.cli.output import write_json
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limit", type=int, default=50)


def work(options: argparse.Namespace) -> int:
    services = build(load())
    try:
        listed: list[dict[str, object]] = []
        for run in services.store.runs(options.limit):
            rows = services.store.rows(run.id)
            listed.append(
                {
                    "id": run.id,
                    "created": run.created,
                    "state": run.state,
                    "engine": run.engine,
                    "model": run.model,
                    "job_title": run.job_title,
                    "files": len(rows),
                    "done": sum(row.outcome is not None for row in rows),
                    "failed": sum(row.outcome is not None and row.outcome.status == "failed" for row in rows),
                }
            )
    finally:
        services.close()
    if options.json:
        write_json(None, listed)
        return 0
    for one in listed:
        sys.stdout.write(
            f"{one['id']}  {one['created']}  {one['state']:8}  {one['done']}/{one['files']}  {one['job_title']}\n"
        )
    return 0
