"""Suggest criteria for a job."""

import argparse
import sys
from pathlib import Path

from core.cli.inputs import job_in
from core.cli.output import write_json
from core.settings import load
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--job", required=True, type=Path, metavar="FILE")
    parser.add_argument("--engine", choices=("openai", "local"))
    parser.add_argument(
        "--json", action="store_true", help="a JSON list that screen --criteria takes (else: plain lines)"
    )


def work(options: argparse.Namespace) -> int:
    """0 with criteria, 2 where the job names none."""
    services = build(load())
    try:
        job = job_in(options.job, services.readers)
        rubric = services.suggest(job, options.engine or services.engines()[0])
    finally:
        services.close()
    if options.json:
        write_json(None, [c.model_dump(include={"id", "text", "kind", "weight"}) for c in rubric.criteria])
    else:
        for criterion in rubric.criteria:
            sys.stdout.write(f"{criterion.kind:4}  {criterion.weight}  {criterion.text}\n")
    return 0
