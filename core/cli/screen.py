"""Screen résumés against a job; prints the run's id."""

import argparse
import math
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from core.cli.inputs import job_in, rubric_in
from core.cli.output import check_writable, write_json
from core.cli.paths import given_by, walk
from core.cli.progress import telling, took
from core.cli.switches import add_switches, differing, second_look_in, withheld_in
from core.cli.unstarted import write_unstarted
from core.domain.job import Job, Rubric
from core.domain.run import EngineName, Run, RunSnapshot
from core.errors import ConfigurationError, OperatorError, PartUnavailable, UserError
from core.intake import Kept, add_files, check_run_id, keep, open_run
from core.settings import load
from core.shortlist import run_document
from core.wiring import Services, build

POLL_SECONDS = 0.25
ENDING = (signal.SIGINT, signal.SIGTERM)
ENDING_WORDS = b"\nEnding: what is with the AI is waited for, 25 s at most. Ask once more to end at once.\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--job", required=True, type=Path, metavar="FILE", help="the job description, any readable kind"
    )
    parser.add_argument(
        "--criteria", type=Path, metavar="FILE", help="a JSON list of criteria; suggested without it"
    )
    parser.add_argument(
        "--engine", choices=("openai", "local"), help="default: openai where a key or base URL is set"
    )
    parser.add_argument("--run", metavar="ID", help="the run's id; an existing one goes on, a paused one too")
    parser.add_argument(
        "--budget",
        type=_dollars,
        metavar="DOLLARS",
        help="US dollars the run may spend in all; for an existing run it takes the place of the one before",
    )
    add_switches(parser)
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the results here as JSON")
    parser.add_argument("paths", nargs="+", metavar="PATH", help="résumés, folders and ZIP archives of them")


def _dollars(given: str) -> float:
    try:
        amount = float(given.removeprefix("$"))
    except ValueError:
        amount = math.nan
    if not 0 < amount < math.inf:
        raise argparse.ArgumentTypeError(f"{given!r} is no amount of dollars above 0, such as 2.50")
    return amount


class _Interrupted(Exception):
    def __init__(self, signal_number: int) -> None:
        self.code = 128 + signal_number


def work(options: argparse.Namespace) -> int:
    """0 when the run ended, 1 when it could not go on, 2 on bad usage, 130 or 143 when interrupted."""
    _rise_on_signals()
    try:
        return _screen(options)
    except _Interrupted as interrupted:
        goes_on = f"the same command with --run {options.run} goes on" if options.run else "nothing was begun"
        sys.stderr.write(f"Interrupted. What is finished is kept; {goes_on}.\n")
        return interrupted.code


def _screen(options: argparse.Namespace) -> int:
    settings = load()
    if options.out is not None:
        check_writable(options.out)
    named = list(walk(options.paths))
    services: Services | None = None
    try:
        services = build(settings)
        run = _opened(options, named, services)
        options.run = run.id
        sys.stdout.write(f"{run.id}\n")
        sys.stdout.flush()
        services.runner.start(run.id)
        ended = _follow(run, services)
        return _report(ended, options.out, services)
    except ConfigurationError:
        raise
    except OperatorError as trouble:
        if options.out is not None:
            store = services.store if services else None
            write_unstarted(options, named, trouble, settings=settings, store=store)
        raise
    finally:
        if services:
            services.close()


def _opened(options: argparse.Namespace, named: list[tuple[str, Path]], services: Services) -> Run:
    """The run to work off: a new one, or the one that `--run` names with the new files added."""
    run_id = check_run_id(options.run) if options.run is not None else None
    job = job_in(options.job, services.readers)
    given_rubric = rubric_in(options.criteria) if options.criteria else None
    known = services.store.run(run_id) if run_id else None
    engine = _engine(options.engine, services)
    if known is not None:
        _same(known, job, given_rubric, engine, options)
        if options.budget is not None:
            _check_price(options.budget, engine, services)
            services.store.set_budget(known.id, options.budget)
        add_files(known.id, _kept(named, services), store=services.store)
        return known
    if not named:
        raise UserError("There are no résumés in these folders. Name at least one file.")
    budget = options.budget or (services.settings.run_budget if engine == "openai" else None)
    _check_price(budget, engine, services)
    kept = _kept(named, services)  # before the model is asked for criteria, which may cost
    return open_run(
        job,
        given_rubric or services.suggest(job, engine),
        kept,
        store=services.store,
        engine=engine,
        model=services.model(engine),
        run_id=run_id,
        second_look=second_look_in(options),
        withheld=withheld_in(options),
        budget=budget,
    )


def _check_price(budget: float | None, engine: EngineName, services: Services) -> None:
    """Raises `UserError` where nobody could say when the budget is spent, before anything is begun."""
    if budget is not None and not services.knows_price(engine):
        raise UserError(
            f"Nobody here knows what {services.model(engine)} costs, so it can't be held to a budget. "
            "Set MODEL_PRICES, or leave --budget (and RUN_BUDGET) out."
        )


def _kept(named: list[tuple[str, Path]], services: Services) -> list[Kept]:
    limit = services.settings.max_file_mb * 2**20
    return [keep(given, files=services.files) for given in given_by(named, limit=limit)]


def _engine(asked: EngineName | None, services: Services) -> EngineName:
    if asked == "openai" and not services.settings.has_model:
        raise UserError(
            "--engine openai needs OPENAI_API_KEY or OPENAI_BASE_URL. Set one, or use --engine local."
        )
    return asked or services.engines()[0]


def _same(
    known: Run, job: Job, rubric: Rubric | None, engine: EngineName, options: argparse.Namespace
) -> None:
    """A run goes on with the job, criteria, engine and switches it began with, else its rows could not be
    compared."""
    other = [
        what
        for what, differs in (
            ("job", known.job_id != job.id),
            (
                "criteria",
                rubric is not None and _asked(rubric) not in (_asked(known.rubric), _asked(known.began_with)),
            ),
            ("engine", known.engine != engine),
        )
        if differs
    ] + list(differing(known, options))
    if other:
        raise UserError(
            f"Run {known.id} began with another {' and '.join(other)}. Leave --run out to begin a new one."
        )


def _asked(rubric: Rubric) -> list[tuple[str, str, int]]:
    """What makes two rubrics the same: not where in the job text their criteria stand."""
    return [(criterion.text, criterion.kind, criterion.weight) for criterion in rubric.criteria]


def _follow(run: Run, services: Services) -> RunSnapshot:
    """Waits for the run's end and tells of it meanwhile."""
    with telling(run.engine) as teller:
        while True:
            snapshot = services.runner.wait(run.id, POLL_SECONDS)
            if snapshot is None:
                raise UserError("This screening is no longer there.")
            teller.tell(snapshot)
            if snapshot.state != "running":
                return snapshot


def _report(ended: RunSnapshot, out: Path | None, services: Services) -> int:
    run = services.store.run(ended.run_id)
    if run is None:
        raise PartUnavailable("Results", "The run is gone from the results file.")
    if out is not None:
        told = run.model_copy(update={"state": ended.state, "message": ended.message})
        rows = services.store.rows(run.id)
        write_json(out, run_document(told, rows, cost=ended.cost, saved_cost=ended.saved_cost))
    if ended.state != "finished":
        why = ended.message or ("The run was paused." if ended.state == "paused" else "The run was stopped.")
        sys.stderr.write(f"{why}\n")
        raised = "" if ended.budget is None else " (--budget sets another budget)"
        sys.stderr.write(f"Here that is the same command with --run {ended.run_id}{raised}\n")
    sys.stderr.write(f"{took(ended, run.engine)}\n")
    return 0 if ended.state == "finished" else 1


def _rise_on_signals() -> None:
    """The first signal ends the run in good order, a second one at once: nothing is lost by either."""

    def rise(number: int, frame: FrameType | None) -> None:
        for one in ENDING:
            signal.signal(one, lambda again, _: os._exit(128 + again))
        os.write(2, ENDING_WORDS)
        raise _Interrupted(number)

    if threading.current_thread() is threading.main_thread():
        for number in ENDING:
            signal.signal(number, rise)
