"""What is left of a run that is killed again and again: results, calls, debits, the files, and how soon it goes on.

Repeat with `python -m bench.kills --resumes 500 --kills 10 --in-flight 8 --latency 0.3` (about two minutes on two quiet
cores). The default is a smaller one, for `make bench`. Kills are SIGKILL at random points, `--seed` chooses them.
"""

import argparse
import random
import tempfile
from pathlib import Path

from tests.cli.kills import Story, Survived
from tests.fakes.openai_endpoint import FakeEndpoint


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--resumes", type=int, default=120)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--in-flight", type=int, default=8)
    parser.add_argument("--latency", type=float, default=0.1, help="seconds a call takes")
    parser.add_argument("--seed", type=int, default=1)
    sizes = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, FakeEndpoint(latency=sizes.latency) as endpoint:
        story = Story(Path(name) / "place", endpoint, files=sizes.resumes, in_flight=sizes.in_flight)
        survived = story.survive(sizes.kills, chance=random.Random(sizes.seed))
    told = [_told(*one) for one in _figures(survived, sizes.in_flight)]
    return 0 if all(told) else 1


def _figures(survived: Survived, in_flight: int) -> list[tuple[str, str, bool]]:
    """What was measured, in words, and whether it is as it must be."""
    files, bound = survived.files, in_flight * survived.kills
    scored = {row["file"] for row in survived.outcomes if row["status"] == "scored"}
    repeated = survived.calls - files
    return [
        ("results", f"{len(scored)} of {files} after {survived.kills} kills", len(scored) == files),
        ("rows", f"{survived.rows}, none twice", survived.rows == len(survived.outcomes) == files),
        ("repeated calls", f"{repeated}, in flight × kills is {bound}", 0 <= repeated <= bound),
        ("debits", f"{survived.spent} for {files} résumés", survived.spent == survived.free == files),
        ("still reserved", f"{survived.reserved}", survived.reserved == 0),
        (
            "first call after",
            f"{max(survived.first_calls):.2f} s at most ({', '.join(f'{s:.1f}' for s in survived.first_calls)})",
            max(survived.first_calls) <= 5,
        ),
        (
            "integrity_check",
            f"{', '.join(sorted(set(survived.integrity)))}, {len(survived.integrity)} times",
            set(survived.integrity) == {"ok"},
        ),
    ]


def _told(name: str, words: str, fine: bool) -> bool:
    print(f"{'ok ' if fine else 'NOT'}  {name:18} {words}")
    return fine


if __name__ == "__main__":
    raise SystemExit(main())
