"""What the command line can say of how a run reads: second looks, and what is withheld from the engine."""

import argparse
from collections.abc import Iterator

from core.domain.run import Run, SecondLooks, Withheld

USUAL: SecondLooks = "flagged"


def add_switches(parser: argparse.ArgumentParser) -> None:
    """Left out they are None, so that a run which goes on keeps its own."""
    parser.add_argument(
        "--second-look",
        choices=("none", "flagged", "borderline"),
        help="extra judgements: none; flagged (default), of résumés that address the software; "
        "borderline, of these and of scores near a cut",
    )
    parser.add_argument(
        "--hide-schools", action="store_true", default=None, help="keep the names of schools from the engine"
    )
    parser.add_argument(
        "--keep-ages",
        action="store_true",
        default=None,
        help="leave dates of birth and ages in what is sent; without it they are taken out",
    )


def second_look_in(options: argparse.Namespace) -> SecondLooks:
    asked: SecondLooks | None = options.second_look
    return asked or USUAL


def withheld_in(options: argparse.Namespace) -> Withheld:
    return Withheld(schools=bool(options.hide_schools), ages=not options.keep_ages)


def differing(known: Run, options: argparse.Namespace) -> Iterator[str]:
    """The switches given that aren't as the run began."""
    if options.second_look not in (None, known.second_look):
        yield "--second-look"
    if options.hide_schools and not known.withheld.schools:
        yield "--hide-schools"
    if options.keep_ages and known.withheld.ages:
        yield "--keep-ages"
