"""What the server holds in memory of a pile that is given to the page, and whether it lets go of it.

Repeat with `make bench` (40 files), or `python -m bench.uploads --resumes 2000 --kilobytes 512` for the sizes of the
product's figures (1 GB, some five minutes). PDFs and Word documents with a picture in them are uploaded as a browser
does it; the page reads them all before the start, then the run is started and followed to its end.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from bench.load.memory import MIB, Memory
from bench.load.pile import TEXT, write_pile
from bench.load.server import Server
from bench.load.tab import Tab
from tests.fakes.openai_endpoint import FakeEndpoint

IN_FLIGHT = 20


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--resumes", type=int, default=40)
    parser.add_argument("--kilobytes", type=int, default=512)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds a call takes")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, FakeEndpoint(latency=given.latency) as endpoint:
        folder = Path(name)
        size = write_pile(folder, given.resumes, kilobytes=given.kilobytes)
        print(f"{given.resumes:,} files, {size / MIB:,.0f} MiB, load of the machine {os.getloadavg()[0]:.1f}")
        with (
            Server(folder, OPENAI_BASE_URL=endpoint.url, MAX_IN_FLIGHT=str(IN_FLIGHT)) as server,
            Memory(server.pid) as memory,
        ):
            asyncio.run(_give(server.address, sorted((folder / "pile").iterdir()), endpoint, memory))
            print(f"{'at most':32}{memory.own:7.0f} MiB, its children together {memory.children:.0f}")
    return 0


async def _give(address: str, paths: list[Path], endpoint: FakeEndpoint, memory: Memory) -> None:
    tab = Tab(address)
    await tab.open()
    await asyncio.sleep(3)  # the server loads what the first visitor would wait for
    _tell("the page open", memory)
    await tab.write("Job description", TEXT)
    took = await tab.upload("Résumés", paths)
    _tell("uploaded", memory, f"{took:.0f} s")
    took = await tab.rerun(patience=60 + len(paths))
    _tell("taken in and read", memory, f"{took:.0f} s")
    await tab.press("Suggest criteria")
    asked = len(endpoint.calls)
    took = await tab.press("Start screening")
    _tell("started", memory, f"{took:.1f} s")
    began = time.monotonic()
    while "Download shortlist (CSV)" not in tab.widgets:  # where the page goes at the run's end
        await asyncio.sleep(0.5)
        if time.monotonic() - began > 60 + len(paths):
            raise SystemExit(f"the run doesn't end: {tab.texts}")
    _tell("finished", memory, f"{time.monotonic() - began:.0f} s, {len(endpoint.calls) - asked} calls")
    await tab.close()
    await asyncio.sleep(2)
    _tell("the tab closed", memory)


def _tell(what: str, memory: Memory, more: str = "") -> None:
    print(f"{what:32}{memory.now:7.0f} MiB   {more}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
