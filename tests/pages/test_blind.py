"""Blind review on the pages: nobody's name anywhere, a reveal for one session, a list of who was revealed."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from core.domain.run import Run
from core.wiring import Services
from pages.widgets import resume_page
from pages.widgets import standings as loaded
from pages.widgets.filters import Filters
from pages.widgets.shortlist_file import csv_of_list
from tests.pages.filled import PEOPLE, fill, row_of

Open = Callable[..., AppTest]
NAMES = [part for name, _ in PEOPLE for part in name.split()] + ["someone@example.com", ".txt"]


def blind_run(room: Services) -> Run:
    run = fill(room, failures=["locked"])
    room.store.set_blind(run.id, True)
    return room.store.run(run.id) or run


def shown(at: AppTest) -> str:
    """Every word the page holds."""
    kinds = (at.markdown, at.caption, at.subheader, at.title, at.text, at.warning, at.code, at.toast)
    said = [str(element.value) for kind in kinds for element in kind]
    said += [button.label for button in at.button]
    tables = [frame.value.to_csv() for frame in at.dataframe]
    return "\n".join((*said, *tables))


def named(at: AppTest) -> list[str]:
    return [name for name in NAMES if name in shown(at)]


def toggle(at: AppTest, run: Run):  # type: ignore[no-untyped-def]
    return at.toggle(key=f"blind-{run.id}")


def open_tab(at: AppTest, label: str) -> AppTest:
    at.session_state[resume_page.TAB] = label
    return at.run()


def test_a_number_finds_its_candidate_alone_and_the_search_offers_no_names(
    open_app: Open, room: Services
) -> None:
    at = open_app("review.py", run=blind_run(room).id)
    search = next(box for box in at.text_input if box.label == "Search")
    assert "names" not in search.placeholder
    third = str(at.dataframe[0].value["Name"][2])
    search.set_value(third.lower()).run()
    assert list(at.dataframe[0].value["Name"]) == [third]
    next(box for box in at.text_input if box.label == "Search").set_value("candidate").run()
    assert len(at.dataframe[0].value) == len(PEOPLE)


def test_switched_on_every_tab_and_table_shows_numbers(open_app: Open, room: Services) -> None:
    run = fill(room, failures=["locked"])
    at = open_app("review.py", run=run.id)
    assert named(at)
    toggle(at, run).set_value(True).run()
    for label in (resume_page.EVIDENCE, resume_page.RESUME, "Contact & file"):
        at = open_tab(at, label)
        assert not at.exception
        assert named(at) == [], label
    assert all(name.startswith("Candidate ") for name in at.dataframe[0].value["Name"])
    assert "File " in shown(at)
    assert [event.kind for event in room.store.events(run.id)] == ["blind_on"]


def test_it_holds_for_whoever_opens_the_run_later(open_app: Open, room: Services) -> None:
    run = blind_run(room)
    for page in ("review.py", "shortlist.py"):
        assert named(open_app(page, run=run.id)) == []


def test_the_files_to_take_away_name_nobody(room: Services) -> None:
    run = blind_run(room)
    content = csv_of_list(room.store, loaded.standings(room.store, run), Filters()).decode("utf-8-sig")
    assert [name for name in NAMES if name in content] == []
    assert "Candidate " in content


def test_searching_for_a_name_finds_nobody(room: Services) -> None:
    found = loaded.standings(room.store, blind_run(room)).haystack.values()
    assert [text for text in found if "ada best" in text or "example.com" in text] == []


def test_the_original_can_not_be_downloaded(open_app: Open, room: Services) -> None:
    at = open_tab(open_app("review.py", run=blind_run(room).id), "Contact & file")
    assert "Download the original" not in [button.proto.label for button in at.get("download_button")]


def test_a_reveal_shows_one_candidate_to_this_session_and_is_noted(open_app: Open, room: Services) -> None:
    run = blind_run(room)
    ada = row_of(room, run, "Ada Best").item
    at = open_tab(open_app("review.py", run=run.id, candidate=ada.id), "Contact & file")
    at.button(key="reveal").click().run()
    assert {"Ada Best", "someone@example.com"} <= {code.value for code in at.code}
    assert all(name.startswith("Candidate ") for name in at.dataframe[0].value["Name"])
    (event,) = room.store.events(run.id)
    assert (event.kind, event.item_id) == ("revealed", ada.id)
    assert "Revealed: Candidate " in shown(at)
    elsewhere = open_tab(open_app("review.py", run=run.id, candidate=ada.id), "Contact & file")
    assert named(elsewhere) == []


def test_switching_it_off_asks_first(open_app: Open, room: Services) -> None:
    run = blind_run(room)
    at = open_app("review.py", run=run.id)
    toggle(at, run).set_value(False).run()
    assert named(at) == []
    assert "This is noted." in shown(at)
    assert room.store.events(run.id) == ()
    at.button(key="blind_stay").click().run()
    assert toggle(at, run).value is True
    toggle(at, run).set_value(False).run()
    at.button(key="blind_end").click().run()
    assert not at.exception
    assert "Ada Best" in shown(at)
    assert [event.kind for event in room.store.events(run.id)] == ["blind_off"]
    now = room.store.run(run.id)
    assert now is not None
    assert not now.blind


def test_a_decision_is_said_of_a_number(open_app: Open, room: Services) -> None:
    at = open_app("review.py", run=blind_run(room).id)
    at.button(key="decide_hold").click().run()
    assert [toast.value.startswith("Candidate ") for toast in at.toast] == [True]


def test_an_earlier_reason_loses_the_name(open_app: Open, room: Services) -> None:
    run = blind_run(room)
    ben = row_of(room, run, "Ben Strong").item
    room.store.decide(run.job_id, ben.sha256, "hold", "Ben Strong asks a lot")
    at = open_app("review.py", run=run.id, candidate=ben.id)
    assert "Hold: [name] asks a lot" in [text.value for text in at.text]


def test_the_quote_is_marked_in_the_text_the_engine_saw(open_app: Open, room: Services) -> None:
    run = blind_run(room)
    ada = row_of(room, run, "Ada Best").item
    at = open_app("review.py", run=run.id, candidate=ada.id)
    at.button(key="show-1-0").click().run()
    assert "Ran the support desk from 2015 to 2021." in [text.value for text in at.text]
    assert named(at) == []


def test_a_run_under_way_shows_numbers(open_app: Open, room: Services) -> None:
    run = fill(room, state="stopped")
    room.store.set_blind(run.id, True)
    at = open_app(run=run.id)
    assert [name for name in named(at) if name != "Best"] == []  # "Best so far"
    assert "Candidate " in shown(at)
