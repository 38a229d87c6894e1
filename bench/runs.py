"""What a run of many résumés takes: time against what its endpoint allows, memory, and how late the loop is.

Repeat with `make bench` (100 résumés), `python -m bench.runs --sizes 100 500 2000` for the sizes of the product's
figures (about six minutes), or `python -m bench.runs --sizes 2000 --kilobytes 512` for files as large as real ones
(1 GB; PDFs and Word documents with a picture in them). The endpoint is the tests' own, on this machine, and takes
1 s a call; criteria are given.

For each size, on the same made-up résumés:
- the command line in a process of its own: from the first call's begin to the last one's end, as a share of the bound
  ⌈résumés / in flight⌉ · latency. Reading, taking names out, checking the quotes and keeping the results is in it;
- the most memory it took, and its reading children together; how late its event loop was, noted every 20 ms over the
  whole command;
- the same files again as a new run in another process: calls, and résumés a second once everything is loaded;
- beside it the same questions to the same endpoint by plain programs that only ask: asyncio.gather under a semaphore,
  and a loop that asks one after the other (a few résumés, the rest reckoned from them);
- the local engine on the same texts (up to 500).
"""

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.load.lag import percentile
from bench.load.memory import MIB, Memory
from bench.load.pile import JOB, RUBRIC, files, write_pile
from core.cli.paths import given_by, walk
from core.domain.run import EngineName
from core.intake import Kept, keep, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import Call, FakeEndpoint

ROOT = Path(__file__).resolve().parents[1]
ONE_BY_ONE = 5
"""Résumés the loop asks about."""
MOST_LOCAL = 500


class Options(NamedTuple):
    """How the endpoint answers and how large a file is."""

    latency: float
    in_flight: int
    kilobytes: int


class Took(NamedTuple):
    """What a process of its own took: seconds from first to last call, and memory in MiB."""

    calls: int
    seconds: float
    own: float
    children: float
    late: Sequence[float] = ()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[100], help="résumés")
    parser.add_argument("--latency", type=float, default=1.0, help="seconds a call takes")
    parser.add_argument("--in-flight", type=int, default=20)
    parser.add_argument("--kilobytes", type=int, default=0, help="size of a file; 0: plain text")
    given = parser.parse_args()
    options = Options(given.latency, given.in_flight, given.kilobytes)
    for size in given.sizes:
        with tempfile.TemporaryDirectory() as name:
            _measure(size, Path(name), options)
    return 0


def _measure(size: int, folder: Path, options: Options) -> None:
    given = write_pile(folder, size, kilobytes=options.kilobytes)
    bound = math.ceil(size / options.in_flight) * options.latency
    print(f"\n{size:,} résumés, {given / MIB:,.0f} MiB · load of the machine {os.getloadavg()[0]:.1f}")
    with FakeEndpoint(latency=options.latency) as endpoint:
        if not options.kilobytes:
            _plain(size, folder, endpoint, options, bound)
        ours = _command(folder, endpoint, options)
        print(
            f"{'Shortlist':21}{ours.seconds:8.2f} s = {ours.seconds / bound:.3f} of the bound {bound:g} s, "
            f"{ours.calls} calls, at most {endpoint.max_in_flight} in flight"
        )
        print(f"{'  memory':21}{ours.own:8.0f} MiB at most, its children together {ours.children:.0f} MiB")
        print(
            f"{'  loop late':21}{1000 * percentile(ours.late, 0.95):8.1f} ms in 95 of 100, "
            f"at most {1000 * max(ours.late, default=0):.0f} ms ({len(ours.late):,} times noted)"
        )
        settings = Settings(
            data_dir=folder / "data", openai_base_url=endpoint.url, max_in_flight=options.in_flight
        )
        before = len(endpoint.calls)
        again = _again(settings, folder, size)
        print(
            f"{'the same again':21}{again:8.2f} s = {size / again:,.0f} résumés a second, "
            f"{ours.seconds / again:.0f} times as fast, {len(endpoint.calls) - before} calls"
        )
    if not options.kilobytes:
        few = min(size, MOST_LOCAL)
        local = _local(Settings(data_dir=folder / "local"), few)
        print(f"{'local engine':21}{local:8.2f} s = {few / local:,.0f} résumés a second (for {few})")


def _plain(size: int, folder: Path, endpoint: FakeEndpoint, options: Options, bound: float) -> None:
    few = min(size, ONE_BY_ONE)
    for name, asked, in_flight in (
        ("one after the other", few, 1),
        ("plain gather", size, options.in_flight),
    ):
        words = [endpoint.url, "pile", "--in-flight", str(in_flight), "--first", str(asked)]
        took = _process(["bench.load.plain", *words], folder, endpoint)
        seconds = took.seconds * size / asked
        reckoned = "" if asked == size else f", reckoned from {asked}"
        print(
            f"{name:21}{seconds:8.2f} s = {seconds / bound:.3f} of the bound, {took.own:.0f} MiB at most{reckoned}"
        )


def _command(folder: Path, endpoint: FakeEndpoint, options: Options) -> Took:
    """`python -m core screen`, from paths to the JSON of its results."""
    words = ["screen", "--job", "job.txt", "--criteria", "criteria.json", "--out", "out.json", "pile"]
    took = _process(
        ["bench.load.probed", "late.json", *words],
        folder,
        endpoint,
        OPENAI_BASE_URL=endpoint.url,
        MAX_IN_FLIGHT=str(options.in_flight),
        DATA_DIR=str(folder / "data"),
    )
    outcomes = json.loads((folder / "out.json").read_text())["outcomes"]
    unscored = sum(outcome["status"] != "scored" for outcome in outcomes)
    if unscored:
        print(f"({unscored} of {len(outcomes)} weren't scored)")
    return took._replace(late=json.loads((folder / "late.json").read_text()))


def _process(words: Sequence[str], folder: Path, endpoint: FakeEndpoint, **environment: str) -> Took:
    before = len(endpoint.calls)
    endpoint.max_in_flight = 0
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=os.environ | environment | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with Memory(process.pid) as memory:
        code = process.wait()
    if code:
        raise SystemExit(f"{' '.join(words)} ended with {code}")
    calls = endpoint.calls[before:]
    return Took(len(calls), _span(calls), memory.own, memory.children)


def _span(calls: Sequence[Call]) -> float:
    return max(call.ended or call.began for call in calls) - min(call.began for call in calls)


def _again(settings: Settings, folder: Path, size: int) -> float:
    """Seconds of a new run over the same files, once everything is loaded."""
    services = build(settings)
    try:
        limit = settings.max_file_mb * MIB
        given = [
            keep(one, files=services.files) for one in given_by(walk([str(folder / "pile")]), limit=limit)
        ]
        assert len(given) == size
        _run(services, given[:1], "openai")
        return _run(services, given, "openai")
    finally:
        services.close()


def _local(settings: Settings, count: int) -> float:
    services = build(settings)
    try:
        services.warm_up()
        warm = Kept("warm.txt", services.files.put(b"Robin Warm\n\nExperience\nZendesk in German support.\n"))
        _run(services, [warm], "local")
        pile = [Kept(name, services.files.put(content)) for name, content in files(count)]
        return _run(services, pile, "local")
    finally:
        services.close()


def _run(services: Services, given: Sequence[Kept], engine: EngineName) -> float:
    run = open_run(JOB, RUBRIC, given, store=services.store, engine=engine, model=services.model(engine))
    began = time.monotonic()
    services.runner.start(run.id)
    ended = services.runner.wait(run.id)
    seconds = time.monotonic() - began
    if ended is None or ended.done != len(given) or ended.failed:
        raise SystemExit(f"the run didn't end well: {ended}")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
