"""What every runner promises, over this process and over a real Celery worker with a real Redis."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Run, RunSnapshot
from core.errors import NotEnoughCredits, UserError
from core.intake import Kept, add_files, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.celery_workers import Worker
from tests.fakes.openai_endpoint import FakeEndpoint, no_quota
from tests.fakes.redis_server import RedisServer

JOB = Job.from_text("Support lead\nZendesk is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),), source="given")


def resume(n: int) -> str:
    return (
        f"Robin Number{n}\nrobin{n}@example.com\n\nExperience\nWorked with Zendesk for {n} customers a day.\n"
    )


@dataclass
class Room:
    services: Services
    endpoint: FakeEndpoint

    def kept(self, *texts: str) -> list[Kept]:
        return [Kept("cv.txt", self.services.files.put(text.encode())) for text in texts]

    def run(self, *texts: str, **how: object) -> Run:
        model = self.services.model("openai")
        given = self.kept(*texts)
        return open_run(
            JOB,
            RUBRIC,
            given,
            store=self.services.store,
            engine="openai",
            model=model,
            **how,  # type: ignore[arg-type]
        )

    def finish(self, run: Run) -> RunSnapshot:
        self.services.runner.start(run.id)
        return self.ended(run)

    def ended(self, run: Run) -> RunSnapshot:
        shot = self.services.runner.wait(run.id, 60)
        assert shot is not None
        assert shot.state != "running"
        return shot


@pytest.fixture(scope="module", params=["local", pytest.param("celery", marks=pytest.mark.redis)])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """One for all tests here: a worker takes seconds to start."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    with ExitStack() as stack:
        endpoint = stack.enter_context(FakeEndpoint())
        told: dict[str, object] = {
            "data_dir": folder / "data",
            "runner": request.param,
            "openai_base_url": endpoint.url,
            "scans_enabled": False,
            "reading_children": 1,
            "max_in_flight": 4,
            "celery_batch": 4,
            "credits_enabled": True,
            "model_prices": "1000, 1000, 1000",
        }
        if request.param == "celery":
            told["celery_broker_url"] = stack.enter_context(RedisServer(folder)).url
            stack.enter_context(Worker(folder, told, processes=2)).wait_until_ready()
        services = build(Settings.model_validate(told))
        stack.callback(services.close)
        services.store.grant("local", 1000)
        yield Room(services, endpoint)


@pytest.fixture
def room(built: Room) -> Iterator[Room]:
    built.endpoint.calls.clear()
    yield built
    built.endpoint.latency, built.endpoint.behave = 0.0, None


def wait_for(true: Callable[[], bool], seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_every_file_ends_scored_or_failed_and_the_run_finished(room: Room) -> None:
    run = room.run(*map(resume, range(100, 109)), "", "%PDF-1.4 broken")
    shot = room.finish(run)
    assert (shot.state, shot.total, shot.done, shot.failed) == ("finished", 11, 11, 2)
    assert len(room.endpoint.judged) == 9
    assert shot.paid.input_tokens > 0
    assert len(shot.best) == 5


def test_equal_files_are_asked_about_once_and_cost_one_credit(room: Room) -> None:
    free = room.services.store.balance("local").free
    run = room.run(*[resume(200)] * 6, resume(201))
    assert room.finish(run).done == 7
    assert len(room.endpoint.judged) == 2
    balance = room.services.store.balance("local")
    assert (free - balance.free, balance.reserved) == (2, 0)


def test_what_was_judged_in_an_earlier_run_is_not_asked_for_again(room: Room) -> None:
    room.finish(room.run(*map(resume, range(300, 304))))
    room.endpoint.calls.clear()
    again = room.finish(room.run(*map(resume, range(300, 305))))
    assert (again.done, again.cached, len(room.endpoint.judged)) == (5, 4, 1)


def test_files_added_later_are_screened_once_it_is_started_again(room: Room) -> None:
    run = room.run(resume(400))
    room.finish(run)
    add_files(run.id, room.kept(resume(401)), store=room.services.store)
    assert room.finish(run).done == 2
    assert len(room.endpoint.judged) == 2


def test_a_stopped_run_keeps_what_it_has_gives_back_its_credits_and_goes_on(room: Room) -> None:
    store = room.services.store
    free = store.balance("local").free
    room.endpoint.latency = 0.5
    run = room.run(*map(resume, range(500, 560)))
    room.services.runner.start(run.id)
    wait_for(lambda: store.progress(run.id).done >= 1)
    room.services.runner.stop(run.id)
    assert room.ended(run).state == "stopped"
    wait_for(lambda: store.balance("local").reserved == 0)
    done = store.progress(run.id).done
    assert done < 60
    assert store.balance("local").free == free - done
    room.endpoint.latency = 0
    assert room.finish(run).done == 60
    assert len(room.endpoint.judged) == 60
    assert store.balance("local").free == free - 60


def test_a_paused_run_keeps_its_credits(room: Room) -> None:
    store = room.services.store
    room.endpoint.latency = 0.5
    run = room.run(*map(resume, range(600, 640)))
    room.services.runner.start(run.id)
    wait_for(lambda: store.progress(run.id).done >= 1)
    room.services.runner.pause(run.id)
    assert room.ended(run).state == "paused"
    wait_for(lambda: store.leased(run.id) == 0)
    assert store.balance("local").reserved == 40 - store.progress(run.id).done
    room.services.runner.stop(run.id)
    wait_for(lambda: store.balance("local").reserved == 0)


def test_a_budget_is_never_passed(room: Room) -> None:
    once = room.finish(room.run(resume(800)))
    assert once.cost is not None
    budget = 6.5 * once.cost
    run = room.run(*map(resume, range(801, 831)), budget=budget)
    shot = room.finish(run)
    assert shot.state == "halted"
    assert shot.cost is not None
    assert 0 < shot.cost <= budget


def test_a_run_that_the_credits_do_not_reach_for_waits_halted(room: Room) -> None:
    run = room.run(resume(900), user="poor")
    with pytest.raises(NotEnoughCredits):
        room.services.runner.start(run.id)
    shot = room.services.runner.snapshot(run.id)
    assert shot is not None
    assert shot.state == "halted"
    assert room.endpoint.judged == []


def test_an_unknown_run_is_said_to_be_gone(room: Room) -> None:
    with pytest.raises(UserError):
        room.services.runner.start("nobody-knows")
    assert room.services.runner.snapshot("nobody-knows") is None
    room.services.runner.stop("nobody-knows")


def test_a_run_whose_account_is_empty_halts_and_says_so(room: Room) -> None:
    """The last one: whoever was refused asks nothing for ten seconds."""
    room.endpoint.behave = lambda number, body: no_quota()
    run = room.run(*map(resume, range(700, 712)))
    shot = room.finish(run)
    assert (shot.state, shot.done) == ("halted", 0)
    assert "quota" in shot.message.casefold() or "credit" in shot.message.casefold()
    wait_for(lambda: room.services.store.balance("local").reserved == 0)
