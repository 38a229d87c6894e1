"""Suggest criteria for a job."""

import argparse
import sys
from pathlib import Path

from core.cli.inputs import job_in
from core.cli.output import write_json
from core.domain.job import Criterion
from core.screening.critique import vague
from core.settings import load
from core.shortlist.words import plain
from core.wiring import build


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--job", required=True, type=Path, metavar="FILE")
    parser.add_argument("--engine", choices=("openai", "local"))
    parser.add_argument(
        "--json", action="store_true", help="a JSON list that screen --criteria takes (else: plain lines)"
    )
    parser.add_argument(
        "--with-refused",
        action="store_true",
        help='a JSON object with "criteria", that list, and "refused", what of the job nobody may be judged by',
    )


def work(options: argparse.Namespace) -> int:
    """0 with criteria, 2 where the job names none. What is refused is told on stderr in any case."""
    services = build(load())
    try:
        job = job_in(options.job, services.readers)
        rubric = services.suggest(job, options.engine or services.engines()[0])
    finally:
        services.close()
    criteria = [_written(criterion) for criterion in rubric.criteria]
    if options.with_refused:
        refused = [one.model_dump() for one in rubric.refused]
        write_json(None, {"criteria": criteria, "refused": refused, "source": rubric.source})
    elif options.json:
        write_json(None, criteria)
    else:
        for criterion in rubric.criteria:
            sys.stdout.write(f"{criterion.kind:4}  {criterion.weight}  {criterion.text}\n")
            if (found := vague(criterion.text)) is not None:
                sys.stdout.write(f"         vague; clearer: {found.proposal}\n")
    for one in rubric.refused:
        sys.stderr.write(f"Left out: {plain(one.text)}. {one.reason}\n")
    return 0


def _written(criterion: Criterion) -> dict[str, object]:
    found = vague(criterion.text)
    unclear = None if found is None else {"reason": found.reason, "proposal": found.proposal}
    return {**criterion.model_dump(include={"id", "text", "kind", "weight"}), "vague": unclear}
