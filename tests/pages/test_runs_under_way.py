"""Runs that are begun, paused, held to a budget, refused and tried again."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.candidate import failure
from core.domain.person import LOCAL_USER
from core.domain.run import Run, RunSnapshot, RunState
from core.domain.verdict import Usage
from core.wiring import Services
from pages.widgets.services import close_services, services
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.pages.filled import candidate, fill
from tests.pages.test_screen import JOB, press, resume, resumes_uploader, words_on

Open = Callable[..., AppTest]
Ask = Callable[..., Services]


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as endpoint:
        yield endpoint
        close_services()


@pytest.fixture
def with_ai(endpoint: FakeEndpoint, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The services with an AI whose price is known; the keywords are further settings."""

    def build(**settings: str) -> Services:
        known = {"OPENAI_BASE_URL": endpoint.url, "MODEL_PRICES": "0.10,0.01,0.50"}
        for name, value in {**known, **settings}.items():
            monkeypatch.setenv(name, value)
        return services()

    return build


def desk(open_app: Open, files: int = 2) -> AppTest:
    """A job and résumés, ready to start."""
    at = open_app()
    at.text_area(key="job_text").set_value(JOB)
    for n in range(files):
        resumes_uploader(at).upload(f"r{n}.txt", resume(f"Person {chr(65 + n)}"))
    return at.run()


def said(at: AppTest) -> str:
    return words_on(at).replace("\\", "").replace("\u2060", "")


def snapshot(run: Run, state: RunState = "running", **figures: Any) -> RunSnapshot:
    return RunSnapshot(run_id=run.id, state=state, total=4, done=2, **figures)


def shown(monkeypatch: pytest.MonkeyPatch, room: Services, shot: RunSnapshot) -> None:
    monkeypatch.setattr(type(room.runner), "snapshot", lambda self, run_id: shot)


# beginning


def test_credits_are_told_before_start_and_taken_by_it(with_ai: Ask, open_app: Open) -> None:
    room = with_ai(CREDITS_ENABLED="true")
    room.store.grant(LOCAL_USER, 120)
    at = desk(open_app)
    assert "Takes up to 2 credits; you have 120." in said(at)
    press(at, "start")
    (run,) = room.store.runs()
    room.runner.wait(run.id, 60)
    assert room.store.balance(LOCAL_USER).free == 118


def test_too_few_credits_are_said_before_start_and_nothing_is_created_or_lost(
    with_ai: Ask, open_app: Open
) -> None:
    room = with_ai(CREDITS_ENABLED="true")
    room.store.grant(LOCAL_USER, 1)
    at = desk(open_app)
    assert "This takes 2 credits and you have 1: 1 are missing." in said(at)
    press(at, "start")
    assert room.store.runs() == ()
    assert "are missing" in at.warning[0].value
    assert "**2 files · " in words_on(at)


def test_the_keyword_match_takes_no_credits(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CREDITS_ENABLED", "true")
    assert "credit" not in said(desk(open_app))


def test_one_start_too_many_says_when_to_try_again_and_keeps_the_desk(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "1")
    room = services()
    room.limiter.take("run_starts", LOCAL_USER)
    at = press(desk(open_app), "start")
    assert "You have started 1 screening within a minute" in at.warning[0].value
    assert room.store.runs() == ()
    assert "**2 files · " in words_on(at)


def test_samples_are_not_limited(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "1")
    room = services()
    room.limiter.take("run_starts", LOCAL_USER)
    press(open_app(), "samples")
    assert len(room.store.runs()) == 1


def test_a_full_queue_is_said_with_its_number(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_QUEUED_RUNS", "1")
    room = services()
    fill(room, state="running")
    at = press(desk(open_app), "start")
    assert "1 screening is under way already" in at.warning[0].value
    assert len(room.store.runs()) == 1


# the budget


def test_a_budget_is_kept_with_the_run_and_said_beside_start(with_ai: Ask, open_app: Open) -> None:
    room = with_ai(RUN_BUDGET="3")
    at = desk(open_app)
    assert at.number_input(key="budget").value == 3.0
    at.number_input(key="budget").set_value(1.5).run()
    assert "It may spend $1.50." in said(at)
    press(at, "start")
    (run,) = room.store.runs()
    assert run.budget == 1.5
    room.runner.wait(run.id, 60)


def test_where_no_price_is_known_there_is_no_budget_to_choose(with_ai: Ask, open_app: Open) -> None:
    with_ai(MODEL_PRICES="")
    at = desk(open_app)
    assert [n.key for n in at.number_input] == []


def test_a_budget_of_the_installation_that_cannot_be_kept_is_refused(with_ai: Ask, open_app: Open) -> None:
    room = with_ai(MODEL_PRICES="", RUN_BUDGET="3")
    at = press(desk(open_app), "start")
    assert "MODEL" in at.warning[0].value
    assert room.store.runs() == ()


@pytest.mark.parametrize("page", ["", "review.py"])
def test_a_spent_budget_is_raised_beside_continue(with_ai: Ask, open_app: Open, page: str) -> None:
    room = with_ai()
    run = fill(
        room,
        engine="openai",
        state="halted",
        message="The budget of $2.00 is spent. Raise it, then press Continue.",
    )
    room.store.set_budget(run.id, 2.0)
    at = open_app(page, run=run.id)
    assert at.number_input(key="new_budget").value == 4.0
    at.number_input(key="new_budget").set_value(5.0)
    press(at, "continue")
    room.runner.wait(run.id, 60)
    kept = room.store.run(run.id)
    assert kept is not None
    assert (kept.budget, kept.state) == (5.0, "finished")


# under way


@pytest.mark.parametrize("page", ["", "review.py"])
def test_a_run_under_way_tells_states_rate_and_cost(
    open_app: Open, room: Services, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    run = fill(room, engine="openai", state="running")
    shot = snapshot(run, cached=1, judging=2, per_minute=40.0, cost=0.12, saved_cost=0.3, eta_seconds=3.0)
    shown(monkeypatch, room, shot)
    at = open_app(page, run=run.id)
    # AppTest doesn't list a progress bar's text
    told = said(at) + "".join(bar.proto.text for bar in at.get("progress"))
    assert "2 of 4 · 1 from the cache · 2 with the AI · about 3 s left" in told
    assert "about 40 a minute · $0.12 so far · $0.30 saved" in told


@pytest.mark.parametrize("page", ["", "review.py"])
def test_what_it_waits_for_is_said(
    open_app: Open, room: Services, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    run = fill(room, engine="openai", state="running")
    shown(monkeypatch, room, snapshot(run, resting_seconds=40.0))
    assert "The AI service asks for a pause: goes on in 40 s." in said(open_app(page, run=run.id))
    shown(monkeypatch, room, snapshot(run, message="Results can't be written."))
    assert "Results can't be written." in said(open_app(page, run=run.id))


@pytest.mark.parametrize("page", ["", "review.py"])
@pytest.mark.parametrize(("key", "label"), [("pause", "Pausing…"), ("stop", "Stopping…")])
def test_pause_and_stop_say_that_they_are_under_way_until_they_are_done(
    open_app: Open, room: Services, monkeypatch: pytest.MonkeyPatch, page: str, key: str, label: str
) -> None:
    run = fill(room, state="running")
    shown(monkeypatch, room, snapshot(run))
    asked: list[str] = []
    monkeypatch.setattr(type(room.runner), key, lambda self, run_id: asked.append(run_id))
    at = press(open_app(page, run=run.id), key)
    assert at.button(key=key).label == label
    assert at.button(key="pause").disabled
    assert at.button(key="stop").disabled
    assert asked == [run.id]


@pytest.mark.parametrize("page", ["", "review.py"])
def test_a_paused_run_goes_on_or_is_stopped(open_app: Open, room: Services, page: str) -> None:
    run = fill(room, state="paused")
    at = open_app(page, run=run.id)
    assert "Paused. 4 of 4 are done and kept." in said(at)
    assert {b.label for b in at.button} >= {"Continue", "Stop"}
    press(at, "stop")
    kept = room.store.run(run.id)
    assert kept is not None
    assert kept.state == "stopped"
    at = press(open_app(page, run=run.id), "continue")
    ended = room.runner.wait(run.id, 60)
    assert ended is not None
    assert ended.state == "finished"


def test_a_paused_run_is_named_so_among_the_recent(open_app: Open, room: Services) -> None:
    fill(room, state="paused")
    assert "paused" in said(open_app())


# afterwards


def test_a_finished_run_says_what_it_took(with_ai: Ask, open_app: Open) -> None:
    room = with_ai()
    run = fill(room, engine="openai")
    row = room.store.rows(run.id)[0]
    room.store.put_outcome(
        run.id,
        row.item.id,
        candidate("Ada Best", "+++"),
        paid=Usage(input_tokens=1_000_000, output_tokens=10_000),
    )
    told = said(open_app("review.py", run=run.id))
    assert "4 answers · 1,010,000 tokens" in told


def test_failures_are_grouped_by_reason_and_each_group_is_tried_by_itself(
    open_app: Open, room: Services
) -> None:
    run = fill(room, failures=["timeout", "locked", "timeout", "bad_answer"])
    at = open_app("review.py", run=run.id, category="not-scored")
    assert at.button(key="retry_failed").label == "Retry failed (3)"
    assert "**Took too long** · 2 files" in said(at)
    assert [b.label for b in at.button if str(b.key).startswith("retry_") and b.key != "retry_failed"] == [
        "Retry (2)",
        "Retry (1)",
    ]
    press(at, "retry_timeout")
    room.runner.wait(run.id, 60)
    attempts = {row.item.file: row.attempts for row in room.store.rows(run.id)}
    assert [attempts[f"bad {n}.pdf"] for n in range(4)] == [2, 1, 2, 1]


def test_how_often_a_file_was_tried_is_told(open_app: Open, room: Services) -> None:
    run = fill(room, failures=["timeout"])
    at = open_app("review.py", run=run.id, category="not-scored")
    assert "Tried" not in at.dataframe[0].value.columns
    item = room.store.rows(run.id)[-1].item
    for _ in range(2):
        room.store.forget_failures(run.id)
        room.store.put_outcome(run.id, item.id, failure("timeout"))
    st.cache_resource.clear()  # as the page does after a retry
    at = open_app("review.py", run=run.id, category="not-scored")
    assert list(at.dataframe[0].value["Tried"]) == ["3 times"]


def test_without_credits_failures_stay_as_they_are(with_ai: Ask, open_app: Open) -> None:
    room = with_ai(CREDITS_ENABLED="true")
    run = fill(room, engine="openai", failures=["timeout"])
    at = press(open_app("review.py", run=run.id, category="not-scored"), "retry_failed")
    assert any("1 are missing" in toast.value.replace("\\", "") for toast in at.toast)
    kept = room.store.run(run.id)
    assert kept is not None
    assert kept.state == "finished"
    assert room.store.rows(run.id)[-1].outcome is not None


def test_settings_show_credits_where_they_are_taken(open_app: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Credits" not in said(open_app("settings.py"))
    close_services()
    monkeypatch.setenv("CREDITS_ENABLED", "true")
    services().store.grant(LOCAL_USER, 120)
    at = open_app("settings.py")
    assert "**120 credits** free, 0 held for screenings." in said(at)
    assert any("What" in frame.value.columns and list(frame.value["Free"]) == [120] for frame in at.dataframe)
