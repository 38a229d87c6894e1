"""What monitoring is told, and who is told it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.domain.job import Criterion, Job, Rubric
from core.errors import ConfigurationError, PartUnavailable
from core.intake import Kept, open_run
from core.operations.probes import Readiness, probes
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import FakeEndpoint

HERE = "http://127.0.0.1:8501"
TOKEN = "a token of some length"
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Callable[..., Services]]:
    built: list[Services] = []

    def make(**settings: Any) -> Services:
        built.append(build(Settings.model_validate({"data_dir": tmp_path / "data", **settings})))
        return built[-1]

    yield make
    for services in built:
        services.close()


def asking(services: Services, *, host: str = HERE, client: str = "127.0.0.1", **headers: str) -> TestClient:
    app = Starlette(routes=probes(lambda: services))
    return TestClient(app, base_url=host, client=(client, 50000), headers=headers)


def value(text: str, name: str, **labels: str) -> float:
    told = ",".join(f'{label}="{said}"' for label, said in labels.items())
    found = re.search(rf"^{name}{re.escape('{' + told + '}') if told else ''} (\S+)$", text, re.M)
    return float(found[1]) if found else 0.0


def test_it_is_ready_while_every_part_answers_and_names_the_one_that_does_not(
    room: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    services = room()
    assert asking(services).get("/healthz").json() == {"status": "ok"}
    assert asking(services).get("/readyz").json() == {"status": "ready"}

    def away() -> str:
        raise PartUnavailable("Results", "The results file /secret/place can't be used.")

    monkeypatch.setattr(services.store, "check", away)
    broken = tuple(
        part if part.name != "Results" else type(part)(part.name, "", "", away) for part in services.parts
    )
    object.__setattr__(services, "parts", broken)
    answer = asking(services).get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable", "part": "Results"})
    assert asking(services).get("/healthz").status_code == 503


def test_a_part_is_asked_no_more_often_than_every_two_seconds(room: Callable[..., Services]) -> None:
    services, now, asked = room(), 0.0, 0

    def counted() -> Services:
        nonlocal asked
        asked += 1
        return services

    ready = Readiness(counted, clock=lambda: now)
    assert [ready.missing() for _ in range(3)] == ["", "", ""]
    assert asked == 1
    now = 2.1
    ready.missing()
    assert asked == 2


def test_wrong_settings_are_not_ready() -> None:
    def refused() -> Services:
        raise ConfigurationError("OIDC_CLIENT_ID is set up in part.")

    client = TestClient(Starlette(routes=probes(refused)), base_url=HERE)
    assert client.get("/readyz").json() == {"status": "unavailable", "part": "Settings"}
    assert client.get("/metrics").status_code == 503


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 200),
        ({"client": "10.0.0.7"}, 403),
        ({"host": "http://shortlist.example.com"}, 403),
        ({"X-Forwarded-For": "10.0.0.7"}, 403),
        ({"Via": "1.1 proxy"}, 403),
    ],
)
def test_without_a_token_metrics_are_for_this_computer_only(
    room: Callable[..., Services], asked: dict[str, str], status: int
) -> None:
    assert asking(room(), **asked).get("/metrics").status_code == status


@pytest.mark.parametrize(
    ("sent", "status"),
    [("", 401), ("Bearer wrong", 401), (f"Basic {TOKEN}", 401), (f"Bearer {TOKEN}", 200)],
)
def test_with_a_token_metrics_are_for_whoever_shows_it(
    room: Callable[..., Services], sent: str, status: int
) -> None:
    client = asking(room(metrics_token=TOKEN), client="10.0.0.7")
    headers = {"Authorization": sent} if sent else {}
    assert client.get("/metrics", headers=headers).status_code == status


def test_a_run_is_counted_while_it_goes_on_and_when_it_is_done(room: Callable[..., Services]) -> None:
    with FakeEndpoint() as endpoint:
        services = room(openai_base_url=endpoint.url)
        before = asking(services).get("/metrics").text
        texts = ["Robin Person\n\nAnswered tickets in Zendesk.", "Kim Other\n\nDrove a van for years."]
        given = [Kept(f"{n}.txt", services.files.put(text.encode())) for n, text in enumerate(texts)]
        given.append(Kept("c.pdf", services.files.put(b"%PDF-1.4 broken")))
        job = Job.from_text("Support lead\n- Zendesk")
        run = open_run(job, RUBRIC, given, store=services.store, engine="openai", model="m")
        under_way = asking(services).get("/metrics").text
        services.runner.start(run.id)
        services.runner.wait(run.id, 60)
        after = asking(services).get("/metrics").text
    assert value(under_way, "shortlist_runs_under_way") == 1
    assert value(under_way, "shortlist_items", state="open") == 3
    assert value(under_way, "shortlist_store_up") == 1
    assert value(after, "shortlist_runs_under_way") == 0

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert more("shortlist_outcomes_total", engine="openai", result="scored") == 2
    assert more("shortlist_outcomes_total", engine="openai", result="damaged") == 1
    assert more("shortlist_model_calls_total", result="answered") == 2
    assert more("shortlist_model_tokens_total", kind="input") > 0
    assert more("shortlist_reply_cache_total", result="miss") == 2
    assert more("shortlist_judging_seconds_count", engine="openai") == 2
    assert more("shortlist_reading_seconds_count", reader="quick") == 3
    assert value(after, "shortlist_gate_width") >= 1
    assert "Robin" not in after


def test_a_store_out_of_reach_is_a_figure_too(
    room: Callable[..., Services], monkeypatch: pytest.MonkeyPatch
) -> None:
    services = room()

    def away() -> None:
        raise PartUnavailable("Results", "Gone.")

    monkeypatch.setattr(services.store, "unfinished", away)
    answer = asking(services).get("/metrics")
    assert answer.status_code == 200
    assert value(answer.text, "shortlist_store_up") == 0
    assert "shortlist_items{" not in answer.text
