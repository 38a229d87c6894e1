"""Weights: tried out without a call, kept when asked, and then what every page goes by."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.domain.candidate import Cuts
from core.domain.job import Kind, Rubric
from core.domain.run import Run
from core.shortlist.ranking import moves
from core.shortlist.weighing import weighed
from core.wiring import Services
from pages.widgets import standings as loaded
from pages.widgets import weights
from pages.widgets.filters import Filters
from pages.widgets.shortlist_file import csv_of_list
from tests.pages.filled import RUBRIC, fill

Open = Callable[..., AppTest]

LIGHT_GERMAN: tuple[tuple[Kind, int], ...] = (("must", 5), ("nice", 1), ("nice", 3))
"""Cleo, who has no German, then has 8.9 and is selected."""


def rubric(given: Sequence[tuple[Kind, int]]) -> Rubric:
    pairs = zip(RUBRIC.criteria, given, strict=True)
    return Rubric(criteria=tuple(c.model_copy(update={"kind": k, "weight": w}) for c, (k, w) in pairs))


def at_weights(open_app: Open, run: Run) -> AppTest:
    return open_app("review.py", run=run.id, view="weights")


def importance(at: AppTest, number: int) -> Any:
    return next(c for c in at.segmented_control if c.label == f"Importance of criterion {number}")


def weight(at: AppTest, number: int) -> Any:
    return next(s for s in at.slider if s.label == f"Weight of criterion {number}")


def told(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*at.markdown, *at.caption))


def order(at: AppTest) -> list[tuple[Any, ...]]:
    frame = at.dataframe[0].value
    return list(
        frame[["Was", "Now", "Moved", "Name", "Score was", "Score"]].itertuples(index=False, name=None)
    )


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def there(room: Services, run: Run) -> Run:
    now = room.store.run(run.id)
    assert now is not None
    return now


def test_the_view_opens_with_the_weights_in_force_and_nothing_to_keep(open_app: Open, room: Services) -> None:
    at = at_weights(open_app, fill(room))
    assert [importance(at, n).value for n in (1, 2, 3)] == ["Must-have", "Must-have", "Important"]
    assert [weight(at, n).value for n in (1, 2, 3)] == [5, 5, 3]
    assert at.button(key="keep_weights").disabled
    assert at.button(key="first_weights").disabled
    assert [row[2] for row in order(at)] == ["", "", "", ""]


def test_a_weight_moves_the_order_at_once_and_nothing_is_kept(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = at_weights(open_app, run)
    importance(at, 2).set_value("Nice to have").run()
    assert weight(at, 2).value == 1
    assert order(at) == [
        (1, 1, "", "Ada Best", 10.0, 10.0),
        (3, 2, "▲ 1", "Cleo Nogerman", 6.15, 8.89),
        (2, 3, "▼ 1", "Ben Strong", 7.69, 6.67),
        (4, 4, "", "Dan Misfit", 0.0, 0.0),
    ]
    assert [list(was) for was in at.dataframe[0].value["Suggested was"]] == [
        [],
        ["Considered"],
        ["Selected"],
        [],
    ]
    assert "1 moves into Selected, 1 leaves." in told(at)
    assert weights.NOTHING_KEPT in told(at)
    assert there(room, run) == run
    assert room.store.events(run.id) == ()


def test_the_cuts_can_be_tried_too(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = at_weights(open_app, run)
    next(s for s in at.slider if s.label == "Where the suggestions begin").set_value((4.0, 8.0)).run()
    assert "1 leaves Selected." in told(at)
    assert "Selected 2 → 1 · Considered 1 → 2 · Rejected 1" in told(at)
    press(at, "keep_weights")
    assert there(room, run).cuts == Cuts(selected=8)
    assert there(room, run).first_rubric is None


def test_a_weight_moved_by_hand_shows_the_importance_that_comes_nearest(
    open_app: Open, room: Services
) -> None:
    at = at_weights(open_app, fill(room))
    weight(at, 3).set_value(1).run()
    assert importance(at, 3).value == "Nice to have"
    weight(at, 1).set_value(2).run()
    assert importance(at, 1).value == "Must-have"


def test_only_those_who_change_category_can_be_shown(open_app: Open, room: Services) -> None:
    at = at_weights(open_app, fill(room))
    importance(at, 2).set_value("Nice to have").run()
    at.checkbox(key="crossing_only").check().run()
    assert [row[3] for row in order(at)] == ["Cleo Nogerman", "Ben Strong"]


def test_kept_weights_are_what_every_page_and_file_goes_by(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = at_weights(open_app, run)
    importance(at, 2).set_value("Nice to have").run()
    press(at, "keep_weights")
    assert there(room, run).rubric == rubric(LIGHT_GERMAN)
    assert there(room, run).began_with == RUBRIC
    (event,) = room.store.events(run.id)
    assert (event.kind, event.detail) == ("reweighed", "German B2: must-have 5 → nice to have 1")
    review = open_app("review.py", run=run.id)
    assert list(review.dataframe[0].value["Name"]) == [
        "Ada Best",
        "Cleo Nogerman",
        "Ben Strong",
        "Dan Misfit",
    ]
    shortlist = open_app("shortlist.py", run=run.id)
    assert list(shortlist.dataframe[0].value["Name"])[1] == "Cleo Nogerman"
    content = csv_of_list(room.store, loaded.standings(room.store, there(room, run)), Filters())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Score"], row["Category"]) for row in rows][1] == (
        "Cleo Nogerman",
        "8.89",
        "selected",
    )


def test_what_was_kept_can_go_back_to_how_it_began(open_app: Open, room: Services) -> None:
    run = fill(room)
    room.store.set_weights(run.id, rubric(LIGHT_GERMAN), Cuts(selected=6))
    at = at_weights(open_app, run)
    assert importance(at, 2).value == "Nice to have"
    at = press(at, "first_weights")
    assert importance(at, 2).value == "Must-have"
    assert there(room, run).rubric == rubric(LIGHT_GERMAN)
    press(at, "keep_weights")
    assert there(room, run) == run


def test_leaving_the_view_loses_only_the_trial(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = at_weights(open_app, run)
    importance(at, 2).set_value("Nice to have").run()
    view = next(c for c in at.segmented_control if c.label == "View")
    view.set_value("list").run()
    assert list(at.dataframe[0].value["Name"])[1] == "Ben Strong"
    next(c for c in at.segmented_control if c.label == "View").set_value("weights").run()
    assert importance(at, 2).value == "Must-have"


def test_a_reopened_app_shows_what_was_kept(open_app: Open, room: Services) -> None:
    from pages.widgets.services import close_services, services

    run = fill(room)
    room.store.set_weights(run.id, rubric(LIGHT_GERMAN), Cuts(selected=6))
    before = loaded.standings(room.store, there(room, run))
    close_services()
    loaded.forget_loaded()
    store = services().store
    again = store.run(run.id)
    assert again is not None
    after = loaded.standings(store, again)
    assert after.run == before.run
    assert after.ranked == before.ranked


def test_a_run_without_any_score_has_nothing_to_weigh(open_app: Open, room: Services) -> None:
    at = at_weights(open_app, fill(room, [], failures=["locked"]))
    assert "No file got a score." in told(at)


def test_a_sample_run_can_be_weighed_anew_too(room: Services) -> None:
    run = fill(room).model_copy(update={"sample": True})
    tried = weighed(run, rubric(LIGHT_GERMAN), Cuts())
    assert [m.up for m in moves(loaded.standings(room.store, run).ranked, tried)] == [0, 1, -1, 0]


@pytest.mark.parametrize("people", [101, 250])
def test_many_candidates_are_sent_a_page_at_a_time(open_app: Open, room: Services, people: int) -> None:
    run = fill(room, [(f"Person {n:03}", "+++") for n in range(people)])
    assert len(order(at_weights(open_app, run))) == weights.PAGE


def test_the_badge_stands_only_where_something_was_changed(open_app: Open, room: Services) -> None:
    run = fill(room)
    assert "Weights changed" not in told(open_app("review.py", run=run.id))
    room.store.set_weights(run.id, rubric(LIGHT_GERMAN), Cuts())
    assert "Weights changed" in told(open_app("review.py", run=run.id))
    assert "Weights changed" in told(open_app("shortlist.py", run=run.id))
