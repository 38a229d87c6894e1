"""How long a page makes people wait when many look at once, and how much memory the server takes for it.

Repeat with `make bench` (ten tabs for a few seconds), or `python -m bench.sessions --tabs 50 --resumes 500 --seconds 60`
for the sizes of the product's figures. The server is the app as people start it; the tabs are real connections that
speak as the page does in a browser, without drawing anything.

- Half of the tabs review a finished run of so many résumés: mostly they turn to the next candidate, every third time
  the whole page runs again, as after a filter.
- The other half look at a run of as many that is under way on this server meanwhile, half of them on the Screen page,
  half in Review. These pages poll once a second besides; every few seconds a person has the page run again.
- Between two actions of a tab lie one to two think times. An action's time is counted from the click to the end of
  what the page runs for it; the time it waits for the tab's own poll is in it.
"""

import argparse
import asyncio
import math
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bench.load.lag import percentile
from bench.load.memory import Memory, busy_seconds, resident
from bench.load.pile import JOB, RUBRIC, files
from bench.load.server import Server
from bench.load.tab import Tab
from core.domain.run import EngineName
from core.intake import Kept, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import FakeEndpoint

IN_FLIGHT = 20
APART = 0.2
"""Seconds between two tabs that open."""

Times = defaultdict[str, list[float]]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--tabs", type=int, default=10)
    parser.add_argument("--resumes", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=10, help="how long they look")
    parser.add_argument("--think", type=float, default=3, help="seconds; a tab waits one to two of them")
    given = parser.parse_args()
    lasting = given.tabs * APART + given.seconds + 10
    latency = lasting / math.ceil(given.resumes / IN_FLIGHT)
    with tempfile.TemporaryDirectory() as name, FakeEndpoint(latency=latency) as endpoint:
        folder = Path(name)
        finished, under_way = _fill(folder / "data", endpoint.url, given.resumes)
        with Server(folder, OPENAI_BASE_URL=endpoint.url, MAX_IN_FLIGHT=str(IN_FLIGHT)) as server:
            asyncio.run(_first_visit(server.address, finished))
            before, busy, began = resident(server.pid), busy_seconds(server.pid), time.monotonic()
            print(
                f"{given.tabs} tabs, two runs of {given.resumes:,}, {given.seconds:g} s, "
                f"load of the machine {os.getloadavg()[0]:.1f}"
            )
            with Memory(server.pid) as memory:
                asyncio.run(_look(server.address, finished, under_way, given))
            busy, lasted = busy_seconds(server.pid) - busy, time.monotonic() - began
            print(f"{'processor time':30}{busy:7.1f} s in {lasted:.1f} s, the run meanwhile included")
            print(
                f"{'memory':30}{before:7.0f} MiB before, {memory.own:.0f} at most, "
                f"its children together {memory.children:.0f}"
            )
        calls = endpoint.calls
        share = (calls[-1].began - calls[0].began) / (len(calls) / IN_FLIGHT * latency)
        print(
            f"{'the run meanwhile':30}{len(calls)} of {given.resumes} asked, {share:.2f} of the time allowed"
        )
    return 0


def _fill(folder: Path, url: str, count: int) -> tuple[str, str]:
    """A finished run and one that the server will take up when it starts."""
    services = build(Settings(data_dir=folder, openai_base_url=url, max_in_flight=IN_FLIGHT))
    try:
        given = [Kept(name, services.files.put(content)) for name, content in files(count)]
        finished = _opened(services, given, "local")
        services.runner.start(finished)
        services.runner.wait(finished)
        return finished, _opened(services, given, "openai")
    finally:
        services.close()


def _opened(services: Services, given: Sequence[Kept], engine: EngineName) -> str:
    model = services.model(engine)
    return open_run(JOB, RUBRIC, given, store=services.store, engine=engine, model=model).id


async def _first_visit(address: str, run: str) -> None:
    """The server loads what its first visitor waits for."""
    tab = Tab(address, "review", {"run": run})
    await tab.open()
    await tab.close()


async def _look(address: str, finished: str, under_way: str, given: argparse.Namespace) -> None:
    times: Times = defaultdict(list)
    opened: list[Tab] = []

    async def person(number: int) -> None:
        chance = random.Random(number)
        await asyncio.sleep(number * APART)
        page, run = ("review", finished) if number % 2 else ("review" if number % 4 else "", under_way)
        tab = Tab(address, page, {"run": run})
        opened.append(tab)
        try:
            times["opening a page"].append(await tab.open())
            while time.monotonic() < over:
                await asyncio.sleep(given.think * (1 + chance.random()))
                await _act(tab, times, reviews=run == finished, whole=chance.random() < 1 / 3)
        finally:
            await tab.close()

    over = time.monotonic() + given.tabs * APART + given.seconds
    await asyncio.gather(*map(person, range(given.tabs)))
    for tab in opened:
        times["a poll"] += tab.ticks
    print(f"{'':30}{'times':>7}{'median':>9}{'p95':>9}{'most':>9}   seconds")
    for what in (
        "opening a page",
        "the next candidate",
        "the page, run finished",
        "the page, under way",
        "a poll",
    ):
        taken = times[what]
        figures = "".join(f"{figure:9.3f}" for figure in (percentile(taken, 0.5), percentile(taken, 0.95)))
        print(f"{what:30}{len(taken):7}{figures}{max(taken, default=0):9.3f}")
    actions = [
        one for what, taken in times.items() if what not in ("opening a page", "a poll") for one in taken
    ]
    print(
        f"{'all actions':30}{len(actions):7}{percentile(actions, 0.5):9.3f}{percentile(actions, 0.95):9.3f}"
    )
    print(f"{'sent to each tab':30}{sum(tab.received for tab in opened) / len(opened) / 2**20:7.2f} MiB")


async def _act(tab: Tab, times: Times, *, reviews: bool, whole: bool) -> None:
    work: Callable[[], Awaitable[float]] = tab.rerun
    what = "the page, run finished" if reviews else "the page, under way"
    if reviews and not whole:
        what, work = "the next candidate", lambda: tab.press("›")
    times[what].append(await work())


if __name__ == "__main__":
    sys.exit(main())
