"""The Celery runner with a real Redis, real workers and a real endpoint: killed workers, a broker that goes and comes."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.domain.candidate import Failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Run
from core.errors import PartUnavailable
from core.intake import Kept, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.celery_workers import Worker
from tests.fakes.openai_endpoint import FakeEndpoint, hang, resume_of
from tests.fakes.redis_server import RedisServer

pytestmark = pytest.mark.redis

JOB = Job.from_text("Support lead\nZendesk is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),), source="given")
BATCH = 4
PROCESSES = 2


def resume(n: int) -> str:
    return (
        f"Robin Number{n}\nrobin{n}@example.com\n\nExperience\nWorked with Zendesk for {n} customers a day.\n"
    )


def wait_for(true: Callable[[], bool], seconds: float, why: Callable[[], str]) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, why()
        time.sleep(0.05)


class Office:
    """An app, its broker, its endpoint, and the workers a test starts."""

    def __init__(
        self, folder: Path, redis: RedisServer, endpoint: FakeEndpoint, stack: ExitStack, **more: object
    ) -> None:
        self.folder, self.redis, self.endpoint, self._stack = folder, redis, endpoint, stack
        self.told = {
            "data_dir": folder / "data",
            "runner": "celery",
            "celery_broker_url": redis.url,
            "celery_batch": BATCH,
            "openai_base_url": endpoint.url,
            "scans_enabled": False,
            "reading_children": 1,
            **more,
        }
        self.services: Services = build(Settings.model_validate(self.told))
        stack.callback(self.services.close)
        self.workers: list[Worker] = []

    def worker(self) -> Worker:
        worker = Worker(self.folder, self.told, processes=PROCESSES)
        self._stack.enter_context(worker)
        self.workers.append(worker)
        return worker

    def run(self, count: int, *, files: list[str] | None = None) -> Run:
        texts = files or [resume(n) for n in range(count)]
        given = [Kept("cv.txt", self.services.files.put(text.encode())) for text in texts]
        model = self.services.model("openai")
        return open_run(JOB, RUBRIC, given, store=self.services.store, engine="openai", model=model)

    def done(self, run: Run) -> int:
        return self.services.store.progress(run.id).done

    def state(self, run: Run) -> str:
        now = self.services.store.run(run.id)
        return now.state if now else "gone"

    def finished(self, run: Run, seconds: float = 60) -> None:
        wait_for(lambda: self.state(run) != "running", seconds, self.logs)
        assert self.state(run) == "finished", self.logs()

    def asked(self) -> Counter[str]:
        """How often each résumé was asked about."""
        return Counter(resume_of(body) for body in self.endpoint.judged)

    def logs(self) -> str:
        return "\n".join(worker.log[-4000:] for worker in self.workers)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with ExitStack() as stack:
        redis = stack.enter_context(RedisServer(tmp_path))
        endpoint = stack.enter_context(FakeEndpoint(latency=0.5))
        yield Office(tmp_path, redis, endpoint, stack)


def test_a_worker_killed_in_mid_run_loses_nothing_and_little_is_asked_twice(office: Office) -> None:
    run = office.run(24)
    first = office.worker()
    first.wait_until_ready()
    office.services.runner.start(run.id)
    wait_for(lambda: office.done(run) >= 8, 60, office.logs)
    first.kill()
    in_flight = PROCESSES * BATCH
    asked_before = len(office.endpoint.judged)
    second = office.worker()
    second.wait_until_ready()
    office.finished(run)
    rows = office.services.store.rows(run.id)
    assert [row.outcome.status for row in rows if row.outcome] == ["scored"] * 24
    assert [row.attempts for row in rows] == [1] * 24
    assert len(office.asked()) == 24
    assert len(office.endpoint.judged) - 24 <= in_flight, asked_before


def test_what_a_killed_worker_had_is_in_hand_again_soon(office: Office) -> None:
    """Within ten seconds where the machine is free; a busy one gets more."""
    run = office.run(8)
    office.endpoint.latency = 60
    first = office.worker()
    first.wait_until_ready()
    office.services.runner.start(run.id)
    wait_for(lambda: len(office.endpoint.judged) == 8, 60, office.logs)
    office.endpoint.latency = 0
    office.worker().wait_until_ready()
    first.kill()
    began = time.monotonic()
    office.finished(run)
    assert time.monotonic() - began <= 40
    assert len(office.endpoint.judged) == 16


def test_a_broker_that_restarts_in_mid_run_and_forgets_everything_ends_no_run(office: Office) -> None:
    run = office.run(32)
    office.worker().wait_until_ready()
    office.services.runner.start(run.id)
    wait_for(lambda: len(office.endpoint.judged) >= 12, 60, office.logs)
    office.redis.stop()
    in_hand = len(office.endpoint.judged)
    wait_for(lambda: office.done(run) >= in_hand, 60, office.logs)
    office.redis.start()
    office.finished(run, 90)
    assert set(office.asked().values()) == {1}


def test_without_a_broker_nothing_is_begun_and_a_person_is_told_at_once(office: Office) -> None:
    run = office.run(2)
    office.services.store.set_state(run.id, "stopped")
    office.redis.stop()
    began = time.monotonic()
    with pytest.raises(PartUnavailable, match="CELERY_BROKER_URL") as away:
        office.services.runner.start(run.id)
    assert time.monotonic() - began < 5
    assert away.value.part == "Runner"
    assert office.state(run) == "stopped"


def test_a_batch_that_takes_too_long_fails_what_is_open_and_the_run_ends(tmp_path: Path) -> None:
    with ExitStack() as stack:
        redis = stack.enter_context(RedisServer(tmp_path))
        endpoint = stack.enter_context(FakeEndpoint())
        endpoint.behave = lambda n, body: hang() if "for 3 customers" in resume_of(body) else None
        office = Office(tmp_path, redis, endpoint, stack, celery_time_limit=5)
        run = office.run(4)
        office.worker().wait_until_ready()
        office.services.runner.start(run.id)
        office.finished(run)
        outcomes = [row.outcome for row in office.services.store.rows(run.id) if row.outcome]
        assert [one.status for one in outcomes].count("scored") == 3
        failed = [one for one in outcomes if one.status == "failed"]
        assert [(one.reason, one.retryable) for one in failed] == [("timeout", True)]


def test_a_file_that_ends_every_worker_is_left_alone_and_takes_no_other_along(office: Office) -> None:
    run = office.run(3)
    store = office.services.store
    first = store.rows(run.id)[0].item.id
    for ticket in ("one", "two", "three"):
        wait_for(lambda: bool(store.lease(run.id, [first], ticket, seconds=60)), 5, office.logs)  # noqa: B023
        store.lease(run.id, [first], f"dead-{ticket}", seconds=0.01, after=ticket)
    office.worker().wait_until_ready()
    office.services.runner.start(run.id)
    office.finished(run)
    outcomes = [row.outcome for row in store.rows(run.id) if row.outcome]
    assert [one.status for one in outcomes] == ["failed", "scored", "scored"]
    assert isinstance(outcomes[0], Failure)
    assert outcomes[0].retryable
    assert "workers ended" in outcomes[0].message
