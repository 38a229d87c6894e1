"""Ties in the top ten: offered only where there are any and a model can compare, settled when asked."""

from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.candidate import Cuts
from core.domain.resume import ReadResume
from core.domain.run import Run
from core.wiring import Services
from pages.widgets import standings as loaded
from pages.widgets import ties
from pages.widgets.services import services
from tests.fakes.openai_endpoint import FakeEndpoint, bad_key
from tests.pages.filled import RUBRIC, fill, row_of, text_of

Open = Callable[..., AppTest]
LEVEL = (("Ada Best", "+++"), ("Ben Strong", "++-"), ("Cleo Level", "++-"), ("Dan Misfit", "---"))


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        yield endpoint


def fill_level(room: Services, job: str = "Support lead\nGerman B2.") -> Run:
    """Ben and Cleo have equal scores; the endpoint finds Cleo better, who has more of the criteria's words."""
    run = fill(room, LEVEL, job=job, engine="openai")
    sha256 = row_of(room, run, "Cleo Level").item.sha256
    text = f"{text_of('Cleo Level')}\nThree similar years before."
    room.store.put_text(sha256, ReadResume(sha256=sha256, kind="txt", text=text))
    return run


def opened(open_app: Open, run: Run) -> AppTest:
    at = open_app("review.py", run=run.id)
    at.session_state["ties_open"] = True
    return at.run()


def told(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*at.markdown, *at.caption, *at.warning))


def names(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["Name"])


@pytest.mark.usefixtures("endpoint")
def test_ties_are_told_only_where_scores_are_exactly_equal_and_a_model_reads() -> None:
    room = services()
    level = fill_level(room)
    assert [len(group) for group in ties.open_ties(loaded.standings(room.store, level))] == [2]
    apart = fill(room, job="Another job", engine="openai")
    assert ties.open_ties(loaded.standings(room.store, apart)) == ()
    by_words = fill(room, LEVEL, job="A third job")
    assert ties.open_ties(loaded.standings(room.store, by_words)) == ()


def test_it_says_how_many_calls_before_any_is_made(open_app: Open, endpoint: FakeEndpoint) -> None:
    at = opened(open_app, fill_level(services()))
    assert "2 of the first ten have the same score as another." in told(at)
    assert "2 calls" in told(at)
    assert endpoint.calls == []


def test_settled_ties_stand_in_the_order_that_came_out_and_are_not_offered_again(
    open_app: Open, endpoint: FakeEndpoint
) -> None:
    room = services()
    run = fill_level(room)
    at = opened(open_app, run)
    before = names(at)
    at.button(key="settle_ties").click().run()
    assert not at.exception
    assert len(endpoint.calls) == 2
    assert [toast.value for toast in at.toast] == ["1 tie settled by 2 comparisons."]
    now = room.store.run(run.id)
    assert now is not None
    ranked = loaded.standings(room.store, now).ranked
    assert before == ["Ada Best", "Ben Strong", "Cleo Level", "Dan Misfit"]
    assert [one.candidate.contact.name for one in ranked] == names(at)
    assert names(at) == ["Ada Best", "Cleo Level", "Ben Strong", "Dan Misfit"]
    assert ties.open_ties(loaded.standings(room.store, now)) == ()
    assert [event.kind for event in room.store.events(run.id)] == ["settled"]


@pytest.mark.usefixtures("endpoint")
def test_other_weights_open_settled_ties_again_and_moved_cuts_dont() -> None:
    room = services()
    run = fill_level(room)
    room.settle_ties(run.id)
    room.store.set_cuts(run.id, Cuts(selected=6))
    now = room.store.run(run.id)
    assert now is not None
    assert ties.open_ties(loaded.standings(room.store, now)) == ()
    heavier = RUBRIC.criteria[0].model_copy(update={"weight": 4})
    rubric = RUBRIC.model_copy(update={"criteria": (heavier, *RUBRIC.criteria[1:])})
    room.store.set_weights(run.id, rubric, now.cuts)
    again = room.store.run(run.id)
    assert again is not None
    assert len(ties.open_ties(loaded.standings(room.store, again))) == 1


def test_an_account_that_fails_is_said_and_nothing_changes(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FakeEndpoint(script=[bad_key()] * 9) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        room = services()
        run = fill_level(room)
        at = opened(open_app, run)
        before = names(at)
        at.button(key="settle_ties").click().run()
        assert not at.exception
        assert at.warning
        assert names(at) == before
        assert room.store.events(run.id) == ()


def test_what_came_of_it_is_said_as_it_is() -> None:
    from core.shortlist.ties import Settled

    assert ties._came_words(Settled(2, 2, 8, {})) == "2 ties settled by 8 comparisons."
    assert ties._came_words(Settled(2, 1, 8, {})) == "1 of 2 ties settled; the others stay level."
    assert (
        ties._came_words(Settled(1, 0, 2, {})) == "Nobody came out ahead in 2 comparisons: they stay level."
    )


def test_without_a_tie_nothing_is_offered(open_app: Open, room: Services) -> None:
    at = open_app("review.py", run=fill(room).id)
    assert not [button for button in at.button if button.key == "settle_ties"]
