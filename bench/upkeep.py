"""How long a backup, its restore, an erasure and a sweep take over a data folder of some size.

`python -m bench.upkeep --candidates 10000`
"""

import argparse
import hashlib
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from core.domain.candidate import Candidate, Contact
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import Item, Run
from core.domain.verdict import Finding
from core.operations.backup import back_up
from core.operations.erasure import contents_of_address, erase
from core.operations.restore import restore
from core.operations.retention import sweep
from core.settings import Settings
from core.wiring import Services, build

T = TypeVar("T")
JOB = Job.from_text("Support lead\nZendesk experience is required.")
RUBRIC = Rubric(
    criteria=tuple(Criterion(id=f"c{n}", text=f"Skill {n}", kind="must", weight=3) for n in range(1, 9))
)
IN_A_RUN = 1000
WORDS = [f"{a}{b}" for a in ("work", "plan", "lead", "serve", "build") for b in ("ing", "ed", "er", "s", "")]


def fill(room: Services, candidates: int) -> str:
    """Runs of a thousand, each résumé 4 KB of text and a file of 60 KB; the address of the last one."""
    chance = random.Random(1)
    room.store.save_job(JOB)
    for start in range(0, candidates, IN_A_RUN):
        numbers = range(start, min(start + IN_A_RUN, candidates))
        contents = {n: f"person {n} ".encode() + chance.randbytes(60_000) for n in numbers}
        items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=room.files.put(contents[n])) for n in numbers]
        room.store.create_run(a_run(start), items)
        for n, item in zip(numbers, items, strict=True):
            text = " ".join(chance.choices(WORDS, k=700))
            room.store.put_text(item.sha256, ReadResume(sha256=item.sha256, kind="txt", text=text))
            room.store.put_outcome(f"run{start}", item.id, a_candidate(n, text), terms="t")
            keep_reply(room, f"run{start}", item.id, text)
        room.store.set_state(f"run{start}", "finished")
    return f"person{candidates - 1}@example.com"


def keep_reply(room: Services, run_id: str, item_id: str, text: str) -> None:
    kept = json.dumps({"content": text, "model": "m", "paid_by": f"{run_id}/{item_id}"})
    key = hashlib.sha256(f"{run_id}{item_id}".encode()).hexdigest()
    cache = room._engines._reply_cache()
    if cache is not None:
        room.loop.run(cache.set(key, kept, seconds=86400))


def a_run(start: int) -> Run:
    return Run(
        id=f"run{start}",
        job_id=JOB.id,
        job_title=JOB.title,
        rubric=RUBRIC,
        engine="openai",
        model="m",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def a_candidate(number: int, text: str) -> Candidate:
    return Candidate(
        contact=Contact(name=f"Person {number}", email=f"person{number}@example.com"),
        score=number % 11,
        category="considered",
        reason="Considered.",
        explanation=text[:800],
        findings=tuple(Finding(criterion_id=one.id, verdict="met") for one in RUBRIC.criteria),
        engine="openai",
        model="m",
    )


def timed(what: str, work: Callable[[], T]) -> T:
    began = time.monotonic()
    done = work()
    print(f"{what:40} {time.monotonic() - began:6.1f} s", flush=True)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--candidates", type=int, default=10_000)
    options = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="upkeep-"))
    settings = Settings(data_dir=place / "data", scans_enabled=False)
    try:
        with closing(build(settings)) as room:
            address = timed("filled", lambda: fill(room, options.candidates))
            size = (place / "data" / "shortlist.db").stat().st_size
            print(f"{options.candidates:,} candidates, results file {size / 2**20:.0f} MB")
            made = timed("backup", lambda: back_up(room, place / "backups"))
            [sha256] = timed("found by address", lambda: contents_of_address(room.store, address))
            timed("one candidate erased", lambda: erase(room, [sha256]))
        timed("restored", lambda: restore(made, settings, force=True))
        with closing(build(settings)) as room:
            later = datetime.now(UTC) + timedelta(days=200)
            print(timed("everything swept", lambda: sweep(room, now=later)).files, "files")
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()
