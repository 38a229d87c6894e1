"""Shortlist: who is in the file, where the suggestions begin, and what the file says."""

import io
from collections.abc import Callable

import pytest
from docx import Document
from streamlit.testing.v1 import AppTest

from core.wiring import Services
from pages.widgets import standings as loaded
from pages.widgets.shortlist_file import file_words, pick, word_report
from tests.pages.filled import fill, row_of

Open = Callable[..., AppTest]


def at_shortlist(open_app: Open, **params: str) -> AppTest:
    return open_app("shortlist.py", **params)


def names(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["Name"])


def choice(at: AppTest):  # type: ignore[no-untyped-def]
    return next(group for group in at.segmented_control if group.label == "Who is in the file")


def told(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*at.markdown, *at.caption, *at.subheader, *at.text))


def test_without_a_decision_everyone_is_in_the_file(open_app: Open, room: Services) -> None:
    at = at_shortlist(open_app, run=fill(room, failures=["locked"]).id)
    assert len(names(at)) == 4
    assert "The file has the 4 rows you see. 1 file that couldn't be read isn't in it." in told(at)


def test_ones_own_shortlist_comes_first_once_there_is_one(open_app: Open, room: Services) -> None:
    run = fill(room)
    room.store.decide(run.job_id, row_of(room, run, "Cleo Nogerman").item.sha256, "shortlist")
    at = at_shortlist(open_app, run=run.id)
    assert names(at) == ["Cleo Nogerman"]
    assert [option.content for option in choice(at).proto.options] == [
        "My shortlist 1",
        "Suggested: Selected 2",
        "Top 4",
        "Everyone 4",
    ]


def test_the_first_few_can_be_taken(open_app: Open, room: Services) -> None:
    at = at_shortlist(open_app, run=fill(room).id)
    choice(at).set_value("top").run()
    at.number_input(key="top").set_value(2).run()
    assert names(at) == ["Ada Best", "Ben Strong"]


def test_an_empty_shortlist_says_how_to_fill_it(open_app: Open, room: Services) -> None:
    at = at_shortlist(open_app, run=fill(room).id)
    choice(at).set_value("mine").run()
    assert "Your shortlist is empty." in told(at)
    assert at.button(key="go_to_review").label == "Go to Review"


def test_moving_a_handle_moves_the_suggestions_and_their_counts(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = at_shortlist(open_app, run=run.id)
    assert "Selected 2 · Considered 1 · Rejected 1" in told(at)
    at.slider[0].set_value((4.0, 9.0)).run()
    assert not at.exception
    moved = room.store.run(run.id)
    assert moved is not None
    assert (moved.cuts.considered, moved.cuts.selected) == (4.0, 9.0)
    assert "Selected 1 · Considered 2 · Rejected 1" in told(at)


def test_nothing_screened_leads_to_screen(open_app: Open) -> None:
    at = at_shortlist(open_app)
    assert "No shortlist yet." in told(at)
    assert at.button(key="go_to_screen").label == "Go to Screen"


def test_my_shortlist_is_who_a_person_put_there(room: Services) -> None:
    run = fill(room)
    room.store.decide(run.job_id, row_of(room, run, "Dan Misfit").item.sha256, "shortlist")
    everybody = loaded.standings(room.store, run).with_decisions(room.store.decisions(run.job_id))
    assert [one.candidate.contact.name for one in pick(everybody, "mine")] == ["Dan Misfit"]
    assert len(pick(everybody, "selected")) == 2
    assert len(pick(everybody, "top", top=3)) == 3
    assert len(pick(everybody, "everyone")) == 4


@pytest.mark.parametrize(
    ("rows", "unread", "words"),
    [
        (1, 0, "The file has the 1 row you see."),
        (12, 2, "The file has the 12 rows you see. 2 files that couldn't be read aren't in it."),
        (5000, 0, "The file has 5,000 rows."),
    ],
)
def test_the_words_under_the_file_say_what_is_in_it(rows: int, unread: int, words: str) -> None:
    assert file_words(rows, unread) == words


def test_the_word_report_has_the_rows_that_are_chosen(room: Services) -> None:
    run = fill(room)
    ranked = loaded.standings(room.store, run).ranked
    report = Document(io.BytesIO(word_report(run, pick(ranked, "top", top=2))))
    assert [row.cells[1].text for row in report.tables[0].rows[1:]] == ["Ada Best", "Ben Strong"]


def test_the_file_comes_in_three_forms(open_app: Open, room: Services) -> None:
    at = at_shortlist(open_app, run=fill(room).id)
    labels = [button.proto.label for button in at.get("download_button")]
    assert labels == ["Download shortlist (CSV)", "Download as Excel", "Word report"]
