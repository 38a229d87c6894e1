"""A screening whose process is killed again and again, as the power does it, and what is left of it in the end."""

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from core.adapters.store_sqlite import SqliteStore
from core.domain.person import LOCAL_USER
from core.reading.read import READER_VERSION
from tests.fakes.openai_endpoint import FakeEndpoint, resume_of

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
JOB = "Support lead\n\nRequirements\n- Zendesk experience is required.\n- German is a plus.\n"
CRITERIA = [{"text": "Zendesk", "kind": "must", "weight": 5}, {"text": "German", "kind": "nice", "weight": 3}]
RESUME = """Robin Person
robin{n}@example.com

Experience
Support agent, 2015 - 2024
Answered {n} tickets a day in Zendesk.
"""
PATIENCE = 180.0
"""Seconds in which anything here comes about, on a machine however busy."""


@dataclass
class Survived:
    """A run that was killed, and its account."""

    files: int
    kills: int
    outcomes: list[dict[str, Any]]
    rows: int
    """Outcomes in the results file."""
    asked: Counter[str]
    """How often each résumé was asked about."""
    spent: int
    free: int
    reserved: int
    integrity: list[str] = field(default_factory=list)
    first_calls: list[float] = field(default_factory=list)
    """Seconds from each start of the process to its first call."""

    @property
    def calls(self) -> int:
        return self.asked.total()


class Story:
    """One run in a folder of its own, against an endpoint that outlives it."""

    def __init__(self, folder: Path, endpoint: FakeEndpoint, *, files: int, in_flight: int) -> None:
        self._folder = folder
        self._endpoint = endpoint
        self._files = files
        own = {
            "OPENAI_BASE_URL": endpoint.url,
            "MAX_IN_FLIGHT": str(in_flight),
            "CREDITS_ENABLED": "true",
            "DATA_DIR": str(folder / "data"),
            "PYTHONPATH": str(ROOT),
        }
        self._environment = os.environ | own
        (folder / "pile").mkdir(parents=True)
        for n in range(files):
            (folder / f"pile/{n:04}.txt").write_text(RESUME.format(n=n + 2))
        (folder / "job.txt").write_text(JOB)
        (folder / "criteria.json").write_text(json.dumps(CRITERIA))

    def survive(self, kills: int, *, chance: random.Random) -> Survived:
        """Screens, is killed at `kills` points, goes on each time, and comes to its end."""
        granted = self._files + 7
        self._store(lambda store: store.grant(LOCAL_USER, granted))
        integrity: list[str] = []
        first_calls: list[float] = []
        for kill in range(kills):
            first_calls.append(self._life(chance, kills - kill))
            integrity += [self._checked("shortlist.db"), self._checked("replies.db")]
        last = self._screening("--out", "out.json")
        try:
            assert last.wait(PATIENCE) == 0, self._log()
        finally:
            last.kill()
            last.wait(PATIENCE)
        balance = self._store(lambda store: store.balance(LOCAL_USER))
        return Survived(
            files=self._files,
            kills=kills,
            outcomes=json.loads((self._folder / "out.json").read_text())["outcomes"],
            rows=self._done(),
            asked=Counter(resume_of(call.body) for call in self._endpoint.calls),
            spent=self._ask("SELECT count(*) FROM ledger WHERE kind = 'spent'"),
            free=granted - balance.free,
            reserved=balance.reserved,
            integrity=[*integrity, self._checked("shortlist.db")],
            first_calls=first_calls,
        )

    def _life(self, chance: random.Random, deaths_to_come: int) -> float:
        """One life of the process: seconds to its first call; it is killed some calls later, not on the stroke of one."""
        left = self._files - self._done()
        before, began = len(self._endpoint.calls), time.monotonic()
        process = self._screening()
        try:
            self._until(before + 1, process)
            self._until(before + chance.randint(1, max(1, 2 * left // (deaths_to_come + 1) - 1)), process)
            time.sleep(chance.uniform(0, self._endpoint.latency))
            assert process.poll() is None, self._log()
        finally:
            process.kill()
            process.wait(PATIENCE)
        return self._endpoint.calls[before].began - began

    def _screening(self, *more: str) -> "subprocess.Popen[bytes]":
        given = ["--job", "job.txt", "--criteria", "criteria.json", "--run", "mine", *more, "pile"]
        log = (self._folder / "log.txt").open("ab")
        with log:
            return subprocess.Popen(
                [sys.executable, "-m", "core", "screen", *given],
                cwd=self._folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    def _store(self, ask: Callable[[SqliteStore], T]) -> T:
        store = SqliteStore(self._folder / "data" / "shortlist.db", reader_version=READER_VERSION)
        try:
            return ask(store)
        finally:
            store.close()

    def _until(self, calls: int, process: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + PATIENCE
        while len(self._endpoint.calls) < calls:
            assert process.poll() is None, self._log()
            assert time.monotonic() < until, "no call came"
            time.sleep(0.002)

    def _log(self) -> str:
        return (self._folder / "log.txt").read_text()

    def _done(self) -> int:
        return self._ask("SELECT count(*) FROM outcomes WHERE status = 'scored'")

    def _ask(self, question: str) -> int:
        file = self._folder / "data" / "shortlist.db"
        if not file.exists():
            return 0
        db = sqlite3.connect(file)
        try:
            return int(db.execute(question).fetchone()[0])
        finally:
            db.close()

    def _checked(self, name: str) -> str:
        db = sqlite3.connect(self._folder / "data" / name)
        try:
            return str(db.execute("PRAGMA integrity_check").fetchone()[0])
        finally:
            db.close()
