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


def opened(run: Run) -> AppTest:
    """The dialog's body by itself: a test can't look into dialogs."""

    def body(run_id: str) -> None:
        from pages.widgets import standings, ties
        from pages.widgets.services import services

        run = services().store.run(run_id)
        if run is not None:
            ties.ask(standings.standings(services().store, run))

    at = AppTest.from_function(body, args=(run.id,), default_timeout=30).run()
    assert not at.exception
    return at


def told(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*at.markdown, *at.caption, *at.warning))


def ranked(run: Run) -> list[str | None]:
    now = services().store.run(run.id)
    assert now is not None
    return [one.candidate.contact.name for one in loaded.standings(services().store, now).ranked]


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
    run = fill_level(services())
    at = open_app("review.py", run=run.id)
    assert at.button(key="offer_ties").label == "Settle ties in the top ten"
    asked = told(opened(run))
    assert "2 of the first ten have the same score as another." in asked
    assert "2 calls" in asked
    assert endpoint.calls == []


def test_equal_texts_have_nothing_to_compare(endpoint: FakeEndpoint) -> None:
    at = opened(fill(services(), LEVEL, engine="openai"))
    assert "There is nothing to compare." in told(at)
    assert not at.button


def test_settled_ties_stand_in_the_order_that_came_out_and_are_not_offered_again(
    open_app: Open, endpoint: FakeEndpoint
) -> None:
    room = services()
    run = fill_level(room)
    assert ranked(run) == ["Ada Best", "Ben Strong", "Cleo Level", "Dan Misfit"]
    at = opened(run)
    at.button(key="settle_ties").click().run()
    assert not at.exception
    assert len(endpoint.calls) == 2
    assert at.session_state["said of ties"] == "1 tie settled by 2 comparisons."
    assert ranked(run) == ["Ada Best", "Cleo Level", "Ben Strong", "Dan Misfit"]
    review = open_app("review.py", run=run.id)
    assert list(review.dataframe[0].value["Name"]) == ranked(run)
    assert not [button for button in review.button if button.key == "offer_ties"]
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


def test_an_account_that_fails_is_said_and_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeEndpoint(script=[bad_key()] * 9) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        room = services()
        run = fill_level(room)
        before = ranked(run)
        at = opened(run)
        at.button(key="settle_ties").click().run()
        assert not at.exception
        assert at.warning
        assert ranked(run) == before
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
    assert not [button for button in at.button if button.key == "offer_ties"]
