"""Measure an engine on labelled sets: ranking, verdicts, evidence, steering, names, stability, cost."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from core.adapters.engine_openai.estimate import estimate_cost
from core.adapters.loop import LoopThread
from core.adapters.prices import Tariff
from core.cli.output import check_writable, write_bytes
from core.domain.run import EngineName
from core.domain.verdict import Usage
from core.errors import UserError
from core.evaluation.evaluate import evaluate
from core.evaluation.judged import Tell
from core.evaluation.labelled import INJECTIONS, LabelledJob, load_injections, load_set, shipped_sets
from core.evaluation.plan import FULL, QUICK, Case, Plan, plan
from core.evaluation.report import Report, SetReport
from core.evaluation.table import table
from core.settings import Settings, load
from core.wiring import EngineRoom, model_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set", nargs="+", metavar="NAME|FOLDER", help="labelled sets; without it all that come along"
    )
    parser.add_argument("--engine", choices=("openai", "local"), default="local", help="default: local")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here as JSON")
    parser.add_argument("--quick", action="store_true", help="try fewer quotes, steering texts and names")
    parser.add_argument("--repeats", type=_count, metavar="N", help="judge some again so often; 0: don't")
    parser.add_argument("--limit", type=_count, metavar="N", help="at most so many résumés a job")
    parser.add_argument(
        "--injections",
        type=Path,
        default=INJECTIONS,
        metavar="FILE",
        help="other steering texts, parted by lines of ---",
    )
    parser.add_argument("--yes", action="store_true", help="go ahead with what the openai engine costs")


def work(options: argparse.Namespace) -> int:
    """0 with figures, 1 where no résumé could be judged or the account is at its end, 2 on bad usage."""
    settings, engine = load(), options.engine
    if engine == "openai" and not settings.has_model:
        raise UserError(
            "--engine openai needs OPENAI_API_KEY or OPENAI_BASE_URL. Set one, or use --engine local."
        )
    plans = _plans(options)
    if options.json is not None:
        check_writable(options.json)
    if engine == "openai":
        _agree(plans, settings, agreed=options.yes)
    report = Report(
        engine=engine,
        model=model_of(engine, settings),
        quick=options.quick,
        day=date.today().isoformat(),
        sets=_measured(plans, settings, engine),
    )
    sys.stdout.write(table(report))
    if options.json is not None:
        write_bytes(options.json, report.model_dump_json(indent=2).encode() + b"\n")
    return 0 if all(sum(one.failures.values()) < one.resumes for one in report.sets) else 1


def _count(given: str) -> int:
    if not given.isdecimal():
        raise argparse.ArgumentTypeError(f"{given!r} is no number")
    return int(given)


def _plans(options: argparse.Namespace) -> list[Plan]:
    effort = QUICK if options.quick else FULL
    if options.repeats is not None:
        effort = effort._replace(repeats=options.repeats)
    injections = load_injections(options.injections)
    sets = [load_set(name) for name in dict.fromkeys(options.set or shipped_sets())]
    if options.limit is not None:
        if options.limit < 2:
            raise UserError("--limit must be at least 2: with one résumé a job there is nothing to rank.")
        sets = [one.thinned(options.limit) for one in sets]
    return [plan(one, injections, effort) for one in sets]


def _agree(plans: Sequence[Plan], settings: Settings, *, agreed: bool) -> None:
    """Says what it will cost. Raises `UserError` unless that is agreed to."""
    asked = [case for one in plans for case in one.asked()]
    calls, costs = len(asked), list(_costs(asked, settings))
    known = [one for one in costs if one is not None]
    dollars = f"about ${sum(known):.2f}" if len(known) == len(costs) else "at a price we don't know"
    said = f"At most {calls} calls to {settings.openai_model} at {settings.model_host}, {dollars}; kept answers are free."
    if not agreed:
        raise UserError(
            f"{said} Add --yes to go ahead, or make it smaller with --quick, --limit and --repeats."
        )
    sys.stderr.write(f"{said}\n")


def _costs(asked: Sequence[Case], settings: Settings) -> Iterator[float | None]:
    """US dollars for each job's cases, as if none were kept; None where the price isn't known."""
    price = Tariff.of(settings).price(settings.openai_model)
    texts: dict[LabelledJob, list[str]] = {}
    for case in asked:
        texts.setdefault(case.job, []).append(case.resume.text)
    for job, its in texts.items():
        yield (
            None
            if price is None
            else estimate_cost(its, job.job, job.rubric.criteria, price=price, settings=settings)
        )


def _measured(plans: Sequence[Plan], settings: Settings, name: EngineName) -> tuple[SetReport, ...]:
    tariff = Tariff.of(settings)

    def price(usage: Usage) -> float | None:
        return 0.0 if name == "local" else tariff.cost(settings.openai_model, usage)

    loop = LoopThread()
    room = EngineRoom(settings, loop)
    window = 1 if name == "local" else settings.max_in_flight
    try:
        engine = room.engine(name)
        return tuple(
            loop.run(evaluate(one, engine, window=window, price=price, tell=_teller(one.labelled.name)))
            for one in plans
        )
    finally:
        room.close()


def _teller(name: str) -> Tell:
    """A line on stderr at every tenth of a set."""
    told = -1

    def tell(done: int, total: int) -> None:
        nonlocal told
        if total and done * 10 // total > told:
            told = done * 10 // total
            sys.stderr.write(f"{name}: {done} of {total}\n")

    return tell
