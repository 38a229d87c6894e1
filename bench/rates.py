"""How much of an enforced rate limit a run uses, and how it waits out a storm of refusals.

Repeat with `python -m bench.rates --limit 300 --minutes 3` (the limits: about fifteen minutes) and
`python -m bench.rates --storm 300 --minutes 0` (a storm whose refusals say to come back after so long). The default
is a minute or so, for `make bench`. With `--workers 2` the résumés are worked off by so many Celery workers over a
Redis of their own, which together must keep to the limit. The command line runs in a process of its own against the tests' endpoint, which
counts true minutes, refuses what is above, and says its limit in headers ("named") or not. The same rules are tried on
a clock that jumps by tests/adapters/engine_openai/test_rates.py.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path

from bench.load.pile import write_pile
from tests.fakes.celery_workers import Worker
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.fakes.rates import Bucket, FixedWindow, Limiter, SlidingWindow, Storm
from tests.fakes.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[1]
MINUTE = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=int, default=120, help="calls a minute")
    parser.add_argument("--minutes", type=float, default=1.2, help="about so long for each way of counting")
    parser.add_argument("--storm", type=float, nargs="*", default=[2], help="seconds of Retry-After")
    parser.add_argument("--workers", type=int, default=0, help="Celery workers; 0: one process does it all")
    given = parser.parse_args()
    if given.minutes:
        for kind in (SlidingWindow, FixedWindow, Bucket):
            for tells in (True, False):
                limiter = kind(given.limit, tells=tells)
                _screen(int(given.limit * given.minutes), limiter, workers=given.workers)
                _say_limit(f"{kind.__name__}, {'named' if tells else 'not named'}", limiter, given.limit)
    for retry_after in given.storm:
        storm = Storm(lasts=1.5 * retry_after, retry_after=retry_after, begins=2)
        _screen(200, storm, workers=given.workers)
        _say_storm(retry_after, storm)
    return 0


def _say_limit(name: str, limiter: SlidingWindow | FixedWindow | Bucket, limit: int) -> None:
    minutes = _by_the_minute(limiter.admitted)
    used = ", ".join(f"{count / limit:.1%}" for count in minutes)
    refused = len(limiter.refused) / (len(limiter.admitted) + len(limiter.refused))
    print(f"{name:26} {limit} a minute: used {used}; {len(limiter.refused)} refused ({refused:.1%})")


def _say_storm(retry_after: float, storm: Storm) -> None:
    first = storm.refused[0]
    probes = [at for at in storm.refused if at > first + 0.9]  # what was on its way when the storm began
    nearest = min((later - earlier for earlier, later in pairwise(probes)), default=float("inf"))
    print(
        f"a storm, Retry-After {retry_after:g} s: {len(storm.admitted)} of 200 answered, "
        f"{len(storm.refused) - len(probes)} refused at its begin, {len(probes)} probes in it, "
        f"{nearest:.1f} s between the nearest two; the first answer {_next_after(storm):.1f} s after its end"
    )


def _next_after(storm: Storm) -> float:
    over = storm.admitted[0] + storm.begins + storm.lasts
    return min(at for at in storm.admitted if at > over) - over


def _by_the_minute(times: Sequence[float]) -> list[int]:
    """Calls in each full minute since the first."""
    begins, ends = times[0], times[-1]
    full = int((ends - begins) // MINUTE)
    return [sum(n * MINUTE <= at - begins < (n + 1) * MINUTE for at in times) for n in range(full)]


def _screen(count: int, limiter: Limiter, *, workers: int) -> None:
    """Screens so many résumés; all of them must be scored."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        endpoint = stack.enter_context(FakeEndpoint(latency=0.5, limiter=limiter))
        write_pile(folder, count)
        own = {"OPENAI_BASE_URL": endpoint.url, "DATA_DIR": str(folder / "data")}
        if workers:
            redis = stack.enter_context(RedisServer(folder))
            own |= {"RUNNER": "celery", "CELERY_BROKER_URL": redis.url, "READING_CHILDREN": "1"}
            crew = [stack.enter_context(Worker(folder, own, processes=1)) for _ in range(workers)]
            for worker in crew:
                worker.wait_until_ready()
        words = ["screen", "--job", "job.txt", "--criteria", "criteria.json", "--out", "out.json", "pile"]
        subprocess.run(
            [sys.executable, "-m", "core", *words],
            cwd=folder,
            env=os.environ | own | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        outcomes = json.loads((folder / "out.json").read_text())["outcomes"]
        if [o["status"] for o in outcomes] != ["scored"] * count:
            raise SystemExit("not all of them were scored")


if __name__ == "__main__":
    raise SystemExit(main())
