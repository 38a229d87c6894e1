"""How long a run takes while its shared reply cache is stopped, hung or restarted, against one whose cache is well.

Repeat with `python -m bench.outages --resumes 500` (about two minutes on two quiet cores). The default is a smaller
one, for `make bench`. Each run is the command line in a process of its own, with a redis-server of its own; the
trouble comes when a third of the calls have begun. The endpoint is the tests' own and takes 1 s a call, 20 in flight.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

from bench.load.pile import write_pile
from tests.fakes.openai_endpoint import Body, FakeEndpoint
from tests.fakes.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[1]
IN_FLIGHT = 20
LATENCY = 1.0
AWAY = 2.0
"""Seconds a server that is restarted is away."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--resumes", type=int, default=100)
    count = parser.parse_args().resumes
    well = _seconds(count, lambda redis: None)
    print(f"{'well':10}{well:8.2f} s for {count} résumés · load of the machine {os.getloadavg()[0]:.1f}")
    for name, trouble in (
        ("stopped", RedisServer.stop),
        ("hung", RedisServer.hang),
        ("restarted", _restart),
    ):
        seconds = _seconds(count, trouble)
        print(f"{name:10}{seconds:8.2f} s = {seconds / well:.3f} of the time")
    return 0


def _restart(redis: RedisServer) -> None:
    redis.stop()
    threading.Timer(AWAY, redis.start).start()


def _seconds(count: int, trouble: Callable[[RedisServer], None]) -> float:
    """From the first call to the last; every résumé must be scored, with one call each."""
    with (
        tempfile.TemporaryDirectory() as name,
        RedisServer(Path(name)) as redis,
        FakeEndpoint(latency=LATENCY) as endpoint,
    ):
        folder = Path(name)
        write_pile(folder, count)

        def behave(number: int, body: Body) -> None:
            if number == count // 3:
                trouble(redis)

        endpoint.behave = behave
        own = {
            "OPENAI_BASE_URL": endpoint.url,
            "REDIS_URL": redis.url,
            "MAX_IN_FLIGHT": str(IN_FLIGHT),
            "DATA_DIR": str(folder / "data"),
            "PYTHONPATH": str(ROOT),
        }
        words = ["screen", "--job", "job.txt", "--criteria", "criteria.json", "--out", "out.json", "pile"]
        subprocess.run(
            [sys.executable, "-m", "core", *words],
            cwd=folder,
            env=os.environ | own,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        outcomes = json.loads((folder / "out.json").read_text())["outcomes"]
        calls = endpoint.calls
        if [o["status"] for o in outcomes] != ["scored"] * count or len(calls) != count:
            raise SystemExit(f"{len(calls)} calls, {len(outcomes)} outcomes, not all of them scores")
        return max(call.ended or call.began for call in calls) - min(call.began for call in calls)


if __name__ == "__main__":
    raise SystemExit(main())
