"""Firestore away in the middle of a run: the run waits, pays for nothing meanwhile, and completes."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core import wiring
from core.adapters.store_firestore import connection as patience
from core.domain.job import Criterion, Job, Rubric
from core.intake import Kept, open_run
from tests.fakes.firestore_emulator import in_a_project_of_its_own, running_emulator
from tests.fakes.openai_endpoint import FakeEndpoint

JOB = Job.from_text("Support lead\nZendesk is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))
MANY = 16


def resume(n: int) -> bytes:
    return (
        f"Robin Number{n}\nrobin{n}@example.com\n\nExperience\nWorked with Zendesk for {n} years.\n".encode()
    )


def until(true: Callable[[], object], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it didn't come to that"
        time.sleep(0.02)


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint(latency=0.05) as endpoint:
        yield endpoint


def test_a_run_waits_for_firestore_and_completes_with_nothing_twice(
    endpoint: FakeEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = in_a_project_of_its_own(
        data_dir=tmp_path, openai_base_url=endpoint.url, max_in_flight=2, credits_enabled=True
    )
    services = wiring.build(settings)
    try:
        services.store.grant("local", 100)
        given = [Kept(f"{n}.txt", services.files.put(resume(n))) for n in range(MANY)]
        run = open_run(JOB, RUBRIC, given, store=services.store, engine="openai", model="gpt-6-luna")
        monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.5)
        services.runner.start(run.id)
        until(lambda: _done(services, run.id) >= 5)
        running_emulator().pause()
        try:
            until(lambda: _told(services, run.id))
            asked = len(endpoint.judged)
            time.sleep(0.4)
            assert len(endpoint.judged) - asked <= 2 * settings.max_in_flight
            assert _done(services, run.id) < MANY
        finally:
            running_emulator().resume()
        monkeypatch.undo()
        snapshot = services.runner.wait(run.id, 60)
        assert snapshot is not None
        assert (snapshot.state, snapshot.done, snapshot.failed) == ("finished", MANY, 0)
        assert len(endpoint.judged) == MANY
        rows = services.store.rows(run.id)
        assert [row.attempts for row in rows] == [1] * MANY
        assert services.store.balance("local").free == 100 - MANY
        spent = [entry.item_id for entry in services.store.ledger("local", 1000) if entry.kind == "spent"]
        assert sorted(spent) == sorted(row.item.id for row in rows)
    finally:
        services.close()


def _done(services: wiring.Services, run_id: str) -> int:
    snapshot = services.runner.snapshot(run_id)
    return snapshot.done if snapshot else 0


def _told(services: wiring.Services, run_id: str) -> str:
    snapshot = services.runner.snapshot(run_id)
    return snapshot.message if snapshot else ""
