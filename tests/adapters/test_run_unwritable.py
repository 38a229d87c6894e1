"""The whole app against a real endpoint while its results can't be written: a locked file, a disk that takes no more."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.intake import Kept, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.adapters.test_run_local import JOB, RUBRIC, resume
from tests.fakes.openai_endpoint import FakeEndpoint

ROOT = Path(__file__).resolve().parents[2]
FILES, IN_FLIGHT, LATENCY = 20, 4, 0.5


def until(true: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it didn't come to that"
        time.sleep(0.01)


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint(latency=LATENCY) as endpoint:
        yield endpoint


@pytest.fixture
def services(tmp_path: Path, endpoint: FakeEndpoint) -> Iterator[Services]:
    services = build(
        Settings(
            data_dir=tmp_path / "data",
            openai_base_url=endpoint.url,
            max_in_flight=IN_FLIGHT,
            model_prices="0.10,0.01,0.50",
        )
    )
    yield services
    services.close()


def begun(services: Services, *, budget: float | None = None, count: int = FILES) -> str:
    given = [Kept(f"{n}.txt", services.files.put(resume(n).encode())) for n in range(count)]
    model = services.model("openai")
    run = open_run(
        JOB,
        RUBRIC,
        given,
        store=services.store,
        engine="openai",
        model=model,
        second_look="none",
        budget=budget,
    )
    services.runner.start(run.id)
    return run.id


def test_while_the_file_is_locked_only_what_was_in_flight_is_asked(
    services: Services, endpoint: FakeEndpoint, tmp_path: Path
) -> None:
    run_id = begun(services)
    until(lambda: len(endpoint.calls) >= 9)
    with closing(
        sqlite3.connect(tmp_path / "data" / "shortlist.db", isolation_level=None, timeout=10)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        time.sleep(0.25)  # a write a moment ago counts as leave
        asked = len(endpoint.calls)
        until(lambda: "can't be written" in services.runner.snapshot(run_id).message)  # type: ignore[union-attr]
        for _ in range(12):
            time.sleep(0.1)
            assert len(endpoint.calls) == asked
        other.execute("ROLLBACK")
    released = time.monotonic()
    until(lambda: len(endpoint.calls) > asked)
    assert time.monotonic() - released < 10
    ended = services.runner.wait(run_id, 60)
    assert ended is not None
    assert (ended.state, ended.done, ended.failed, ended.message) == ("finished", FILES, 0, "")
    assert len(endpoint.calls) == FILES


def test_while_the_disk_takes_no_more_nothing_is_asked_and_then_it_goes_on(
    tmp_path: Path, endpoint: FakeEndpoint
) -> None:
    """The command in a process of its own, which may for a while write no file any longer than it is."""
    (tmp_path / "job.txt").write_text("Support lead\nZendesk is required.\n")
    (tmp_path / "criteria.json").write_text('[{"text": "Zendesk", "kind": "must", "weight": 5}]')
    (tmp_path / "pile").mkdir()
    for n in range(FILES):
        (tmp_path / "pile" / f"{n:03}.txt").write_text(resume(n))
    command = [
        "screen",
        "--job",
        "job.txt",
        "--criteria",
        "criteria.json",
        "--out",
        "out.json",
        "--run",
        "r1",
        "pile",
    ]
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DATA_DIR": str(tmp_path / "data"),
        "OPENAI_BASE_URL": endpoint.url,
        "MAX_IN_FLIGHT": str(IN_FLIGHT),
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "core", *command],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    try:
        until(lambda: len(endpoint.calls) >= 9)
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        time.sleep(0.25)
        asked = len(endpoint.calls)
        for _ in range(12):
            time.sleep(0.1)
            assert len(endpoint.calls) <= asked
        assert child.poll() is None
        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, unlimited)
        released = time.monotonic()
        until(lambda: len(endpoint.calls) > asked)
        assert time.monotonic() - released < 10
        assert child.wait(60) == 0
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGKILL)
            child.wait(10)
    with closing(sqlite3.connect(tmp_path / "data" / "shortlist.db")) as db:
        assert db.execute("SELECT count(*) FROM outcomes WHERE status = 'scored'").fetchone() == (FILES,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(endpoint.calls) == FILES
