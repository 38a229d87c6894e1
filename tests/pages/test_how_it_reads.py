"""How it reads: second looks and what is withheld, chosen beside Start."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.run import Withheld
from core.wiring import Services
from pages.widgets import promise, reading
from tests.fakes.openai_endpoint import FakeEndpoint
from tests.pages.test_what_counts import desk, finish, press, said

Open = Callable[..., AppTest]


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


def toggles(at: AppTest) -> dict[str, bool]:
    return {toggle.label: toggle.value for toggle in at.toggle if toggle.label != "Fine-tune weights"}


def test_usually_ages_are_hidden_and_only_flagged_texts_are_read_twice(
    open_app: Open, room: Services
) -> None:
    at = desk(open_app, "Bar work")
    assert toggles(at) == {"Hide schools": False, "Hide ages and dates of birth": True}
    run = finish(room, press(at, "start"))
    assert (run.second_look, run.withheld) == ("flagged", Withheld(schools=False, ages=True))


def test_what_is_chosen_is_said_beside_start_and_kept_with_the_run(
    endpoint: FakeEndpoint, open_app: Open, room: Services
) -> None:
    at = desk(open_app, "Bar work")
    at.toggle(key="close_calls").set_value(True)
    at.toggle(key="hide_schools").set_value(True)
    at.toggle(key="hide_ages").set_value(False).run()
    told = said(at).replace("\\", "")
    assert (
        "Close calls are read three times. Schools are hidden too. Ages and dates of birth are left in."
        in told
    )
    run = finish(room, press(at, "start"))
    assert (run.second_look, run.withheld) == ("borderline", Withheld(schools=True, ages=False))


def test_close_calls_say_what_they_cost_at_most(endpoint: FakeEndpoint, open_app: Open) -> None:
    at = desk(open_app, "Bar work")
    assert "up to 2 more calls if all of them were" in said(at)


def test_the_price_of_close_calls_is_twice_that_of_one_reading() -> None:
    assert reading.more_words(10, 8, 0.30) == (
        "Only close calls cost more: up to 20 more calls, $0.60 if all of them were."
    )
    assert "up to 40 more calls" in reading.more_words(10, 13, None)
    assert reading.more_words(0, 8, None) == "Two more readings for each close call."


def test_the_cost_is_reckoned_with_every_criterion_of_a_long_table(
    monkeypatch: pytest.MonkeyPatch, room: Services, open_app: Open
) -> None:
    monkeypatch.setattr(type(room), "estimate", lambda self, texts, *, job, criteria, engine: criteria * 1.0)
    assert promise.cost_of((), "A job", 12, "openai") == 12
    assert promise.cost_of((), "A job", 40, "openai") == 40


def test_a_choice_for_the_ai_does_not_follow_to_the_keyword_match(
    endpoint: FakeEndpoint, open_app: Open, room: Services
) -> None:
    at = desk(open_app, "Bar work")
    at.toggle(key="close_calls").set_value(True).run()
    at.selectbox(key="engine").set_value("local").run()
    assert "Read close calls three times" not in toggles(at)
    assert finish(room, press(at, "start")).second_look == "flagged"


def test_the_choices_are_kept_while_another_page_is_open(open_app: Open) -> None:
    at = desk(open_app, "Bar work")
    at.toggle(key="hide_schools").set_value(True)
    at.toggle(key="hide_ages").set_value(False).run()
    at.switch_page("settings.py").run()
    at.switch_page("screen.py").run()
    assert toggles(at) == {"Hide schools": True, "Hide ages and dates of birth": False}
