"""Two machines with nothing in common but a Redis: what one has paid for serves the other."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Run
from core.intake import Kept, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.fakes.redis_server import RedisServer

RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))
RESUMES = 6

pytestmark = pytest.mark.redis


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint(latency=0.6) as endpoint:
        yield endpoint


@pytest.fixture
def machines(tmp_path: Path, endpoint: FakeEndpoint) -> Iterator[list[Services]]:
    with ExitStack() as stack:
        redis = stack.enter_context(RedisServer(tmp_path))
        made = []
        for name in ("one", "two"):
            settings = Settings(data_dir=tmp_path / name, openai_base_url=endpoint.url, redis_url=redis.url)
            made.append(build(settings))
            stack.callback(made[-1].close)
        yield made


def screened(machine: Services) -> Run:
    texts = [f"Robin Person\n\nAnswered {n} tickets a day in Zendesk." for n in range(RESUMES)]
    given = [Kept(f"{n}.txt", machine.files.put(text.encode())) for n, text in enumerate(texts)]
    job = Job.from_text("Support lead\n- Zendesk")
    run = open_run(job, RUBRIC, given, store=machine.store, engine="openai", model="m")
    machine.runner.start(run.id)
    machine.runner.wait(run.id, 60)
    return run


def cached(machine: Services, run: Run) -> list[bool]:
    outcomes = [row.outcome for row in machine.store.rows(run.id)]
    return [one.cached for one in outcomes if one is not None and one.status == "scored"]


def test_what_one_machine_has_asked_another_is_not_asked_again(
    machines: list[Services], endpoint: FakeEndpoint
) -> None:
    one, two = machines
    assert cached(one, screened(one)) == [False] * RESUMES
    assert len(endpoint.calls) == RESUMES
    assert cached(two, screened(two)) == [True] * RESUMES
    assert len(endpoint.calls) == RESUMES


def test_two_machines_that_ask_the_same_at_once_share_the_calls(
    machines: list[Services], endpoint: FakeEndpoint
) -> None:
    with ThreadPoolExecutor(2) as both:
        runs = list(both.map(screened, machines))
    assert len(endpoint.calls) == RESUMES
    gifts = [kept for machine, run in zip(machines, runs, strict=True) for kept in cached(machine, run)]
    assert sorted(gifts) == [False] * RESUMES + [True] * RESUMES
