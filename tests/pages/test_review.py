"""Review: the evidence read, a decision taken, undone, and in the file."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw
from streamlit.testing.v1 import AppTest

from core.domain.candidate import Candidate, Flag, SecondLook
from core.domain.run import DecisionRecord, Run
from core.domain.verdict import Quote
from core.wiring import Services
from pages.widgets import charts, evidence, filters, resume_page, table
from pages.widgets import standings as loaded
from pages.widgets.evidence import in_sections
from pages.widgets.filters import Filters
from pages.widgets.shortlist_file import csv_of_list
from pages.widgets.standings import Standings
from pages.widgets.triage import next_undecided
from tests.pages.filled import RUBRIC, SAID, candidate, fill, row_of

Open = Callable[..., AppTest]
HOSTILE = "![x](http://evil.example/b.png) <b>Eve</b>"


def at_review(open_app: Open, **params: str) -> AppTest:
    return open_app("review.py", **params)


def texts(at: AppTest) -> list[str]:
    return [element.value for element in at.text]


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception
    return at


def told(at: AppTest) -> str:
    return "\n".join(str(e.value) for e in (*at.markdown, *at.caption, *at.subheader, *at.text, *at.warning))


def address(at: AppTest, name: str) -> str:
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]


def names(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["Name"])


def standings_of(room: Services, run: Run) -> Standings:
    return loaded.standings(room.store, run)


# what is open, and what a decision does


def test_the_newest_run_opens_with_its_best_candidate(open_app: Open, room: Services) -> None:
    fill(room, job="An older job")
    run = fill(room)
    at = at_review(open_app)
    assert address(at, "run") == run.id
    assert names(at) == ["Ada Best", "Ben Strong", "Cleo Nogerman", "Dan Misfit"]
    assert "Ada Best" in texts(at)
    assert address(at, "candidate") == row_of(room, run, "Ada Best").item.id


def test_it_goes_on_where_somebody_stopped_deciding(open_app: Open, room: Services) -> None:
    run = fill(room)
    room.store.decide(run.job_id, row_of(room, run, "Ada Best").item.sha256, "shortlist")
    at = at_review(open_app, run=run.id)
    assert "Ben Strong" in texts(at)
    assert "1 of 4 decided" in told(at)


def test_a_decision_is_kept_and_the_next_undecided_opens(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = press(at_review(open_app, run=run.id), "decide_hold")
    kept = room.store.decisions(run.job_id)[row_of(room, run, "Ada Best").item.sha256]
    assert kept.decision == "hold"
    assert [toast.value for toast in at.toast] == ["Ada Best: Hold."]
    assert "Ben Strong" in texts(at)
    assert list(at.dataframe[0].value["Decision"]) == ["Hold", "", "", ""]


def test_undo_takes_the_decision_back_and_opens_that_candidate(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = press(press(at_review(open_app, run=run.id), "decide_shortlist"), "undo")
    assert room.store.decisions(run.job_id) == {}
    assert "Ada Best" in texts(at)
    assert at.button(key="undo").disabled


def test_undo_brings_the_earlier_decision_back(open_app: Open, room: Services) -> None:
    run = fill(room)
    ada = row_of(room, run, "Ada Best").item
    room.store.decide(run.job_id, ada.sha256, "hold", "later")
    press(press(at_review(open_app, run=run.id, candidate=ada.id), "decide_shortlist"), "undo")
    kept = room.store.decisions(run.job_id)[ada.sha256]
    assert (kept.decision, kept.reason) == ("hold", "later")


def test_the_same_decision_pressed_again_is_taken_back(open_app: Open, room: Services) -> None:
    run = fill(room)
    ada = row_of(room, run, "Ada Best").item
    room.store.decide(run.job_id, ada.sha256, "hold")
    at = at_review(open_app, run=run.id, candidate=ada.id)
    assert at.button(key="decide_hold").proto.type == "primary"
    at = press(at, "decide_hold")
    assert room.store.decisions(run.job_id) == {}
    assert "Ada Best" in texts(at)


def test_declining_a_selected_candidate_asks_why_before_anything_is_kept(
    open_app: Open, room: Services
) -> None:
    run = fill(room)
    press(at_review(open_app, run=run.id), "decide_decline")
    assert room.store.decisions(run.job_id) == {}


def test_declining_another_candidate_asks_nothing(open_app: Open, room: Services) -> None:
    run = fill(room)
    dan = row_of(room, run, "Dan Misfit").item
    press(at_review(open_app, run=run.id, candidate=dan.id), "decide_decline")
    assert room.store.decisions(run.job_id)[dan.sha256].decision == "decline"


def test_once_all_are_decided_the_shortlist_is_the_next_step(open_app: Open, room: Services) -> None:
    run = fill(room)
    for row in room.store.rows(run.id):
        room.store.decide(run.job_id, row.item.sha256, "hold")
    assert at_review(open_app, run=run.id).button(key="go_to_shortlist").proto.type == "primary"


def test_the_next_undecided_is_looked_for_below_and_then_from_the_top(room: Services) -> None:
    ranked = standings_of(room, fill(room)).ranked
    ada, ben, cleo, dan = ranked
    assert next_undecided(ranked, ada.item.id, {ben.item.sha256}) == cleo
    assert next_undecided(ranked, dan.item.id, {ada.item.sha256}) == ben
    assert next_undecided(ranked, ada.item.id, {one.item.sha256 for one in ranked}) is None


def test_a_decision_stands_in_the_file(room: Services) -> None:
    run = fill(room)
    room.store.decide(run.job_id, row_of(room, run, "Ben Strong").item.sha256, "shortlist")
    content = csv_of_list(room.store, standings_of(room, run), Filters(category="selected"))
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [(row["Name"], row["Decision"].lower()) for row in rows] == [
        ("Ada Best", ""),
        ("Ben Strong", "shortlist"),
    ]


# filters


def test_the_category_counts_stay_whatever_is_chosen(open_app: Open, room: Services) -> None:
    run = fill(room, failures=["locked"])
    at = at_review(open_app, run=run.id, category="considered")
    control = next(group for group in at.segmented_control if group.label == "Category")
    assert [option.content for option in control.proto.options] == [
        "All 4",
        "Selected 2",
        "Considered 1",
        "Rejected 1",
        "Not scored 1",
    ]
    assert names(at) == ["Cleo Nogerman"]


def test_choosing_a_category_puts_it_into_the_address(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id)
    control = next(group for group in at.segmented_control if group.label == "Category")
    control.set_value("rejected").run()
    assert address(at, "category") == "rejected"
    assert names(at) == ["Dan Misfit"]


def test_a_category_the_address_makes_up_is_passed_over(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id, category="nonsense", score="x", candidate="nobody")
    assert len(names(at)) == 4


def test_a_score_chosen_in_a_chart_is_taken_back_by_its_chip(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id, score="6")
    assert names(at) == ["Cleo Nogerman"]
    assert at.button(key="clear_score").label == "Score 6–7 ✕"
    assert len(names(press(at, "clear_score"))) == 4


def test_a_search_looks_through_names_and_quotes(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id)
    search = next(box for box in at.text_input if box.label == "Search")
    search.set_value("zendesk daily").run()
    assert names(at) == ["Ada Best", "Cleo Nogerman"]


def test_nothing_found_offers_to_clear_the_filters(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id, category="rejected")
    next(box for box in at.text_input if box.label == "Search").set_value("nobody has this").run()
    assert "No candidate matches these filters." in told(at)
    assert len(names(press(at, "clear_filters"))) == 4


def test_whom_the_filters_hide_is_not_open_for_a_decision(open_app: Open, room: Services) -> None:
    run = fill(room)
    best = row_of(room, run, "Ada Best").item.id
    at = open_app("review.py", run=run.id, candidate=best, category="rejected")
    at.button(key="decide_hold").click().run()
    decisions = room.store.decisions(run.job_id)
    assert set(decisions) == {row_of(room, run, "Dan Misfit").item.sha256}


def test_undecided_only_leaves_out_whoever_is_decided(room: Services) -> None:
    run = fill(room)
    standings = standings_of(room, run)
    ada = standings.ranked[0].item.sha256
    decided = {ada: DecisionRecord(job_id=run.job_id, sha256=ada, decision="hold", at="")}
    listed = filters.matching(standings, decided, Filters(undecided=True))
    assert [one.candidate.contact.name for one in listed] == ["Ben Strong", "Cleo Nogerman", "Dan Misfit"]


def test_ten_points_belong_to_nine_to_ten() -> None:
    assert [filters.point_of(score) for score in (0, 0.99, 6, 9.5, 10)] == [0, 0, 6, 9, 9]


# the candidate


def test_must_haves_not_found_come_first_then_what_was_found() -> None:
    sections = in_sections(candidate("Cleo", "?+-").findings, RUBRIC)
    assert [(heading, [c.id for c, _ in pairs]) for heading, pairs in sections] == [
        ("Must-haves not found", ["c1"]),
        ("Found", ["c2"]),
        ("Not found", ["c3"]),
    ]


def test_what_the_resume_denies_stands_apart_from_what_it_doesnt_mention() -> None:
    findings = [f.model_copy(update={"denied": n != 1}) for n, f in enumerate(candidate("C", "---").findings)]
    assert [(heading, [c.id for c, _ in pairs]) for heading, pairs in in_sections(findings, RUBRIC)] == [
        ("Must-haves the résumé says no to", ["c1"]),
        ("Must-haves not found", ["c2"]),
        ("The résumé says no", ["c3"]),
    ]


def put(room: Services, run: Run, name: str, changed: Candidate) -> str:
    """In place of what the run found; returns the item."""
    item_id = row_of(room, run, name).item.id
    room.store.put_outcome(run.id, item_id, changed)
    loaded.forget_loaded()
    return item_id


def test_a_denial_is_shown_as_one_with_its_quote(open_app: Open, room: Services) -> None:
    run = fill(room)
    dan = candidate("Dan Misfit", "--+")
    quote = Quote(text=SAID["c2"], start=0, end=len(SAID["c2"]))
    denied = dan.findings[1].model_copy(update={"denied": True, "quotes": (quote,)})
    item_id = put(
        room,
        run,
        "Dan Misfit",
        dan.model_copy(update={"findings": (dan.findings[0], denied, dan.findings[2])}),
    )
    at = at_review(open_app, run=run.id, candidate=item_id)
    assert evidence.DENIED in told(at)
    assert any(SAID["c2"] in text for text in texts(at))
    assert told(at).count(evidence.NOT_MENTIONED) == 1


def test_a_score_comes_with_the_spread_of_its_readings(open_app: Open, room: Services) -> None:
    run = fill(room)
    ben = candidate("Ben Strong", "++-", [Flag(kind="borderline", look=True)])
    verdicts = [tuple(f.verdict for f in candidate("B", marks).findings) for marks in ("++-", "+~-", "++-")]
    look = SecondLook(why="close", verdicts=tuple(verdicts))
    item_id = put(room, run, "Ben Strong", ben.model_copy(update={"second_look": look}))
    said = told(at_review(open_app, run=run.id, candidate=item_id))
    assert "7.7 · 5.8–7.7" in said
    assert "Too close to call" in said
    assert "Too close to call: three readings gave 5.8 to 7.7, and the cut is 7." in said


def test_readings_that_agree_have_no_spread_to_show(open_app: Open, room: Services) -> None:
    run = fill(room)
    ben = candidate("Ben Strong", "++-")
    once = tuple(f.verdict for f in ben.findings)
    look = SecondLook(why="close", verdicts=(once, once, once))
    item_id = put(room, run, "Ben Strong", ben.model_copy(update={"second_look": look}))
    said = told(at_review(open_app, run=run.id, candidate=item_id))
    assert "7.7–7.7" not in said
    assert "Too close to call" not in said


def test_whoever_was_judged_without_the_sentences_too_is_said_to_be(open_app: Open, room: Services) -> None:
    run = fill(room)
    ada = candidate("Ada Best", "++-", [Flag(kind="instruction_like_text", detail="Some sentences.")])
    verdicts = [tuple(f.verdict for f in candidate("A", marks).findings) for marks in ("+++", "++-")]
    look = SecondLook(why="steering", verdicts=tuple(verdicts))
    item_id = put(room, run, "Ada Best", ada.model_copy(update={"second_look": look}))
    said = told(at_review(open_app, run=run.id, candidate=item_id))
    assert evidence.TWICE in said
    assert "Without these sentences the score is 7.7 instead of 10.0." in said


def test_what_isnt_mentioned_isnt_called_a_no(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = at_review(open_app, run=run.id, candidate=row_of(room, run, "Cleo Nogerman").item.id)
    assert "The résumé doesn't mention this. That isn't a no – ask." in told(at)
    assert any(text.startswith("Considered: 6.2") for text in texts(at))


def test_show_opens_the_resume_with_the_quote_set_apart(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = press(at_review(open_app, run=run.id), "show-2-0")
    shown = texts(at)
    assert shown[-3:] == [
        "Ada Best\nRan the support desk from 2015 to 2021.",
        "German at level C1.",
        "Daily work in Zendesk.\nThe end.",
    ]


def test_who_came_by_show_sees_the_next_candidates_evidence(open_app: Open, room: Services) -> None:
    run = fill(room)
    at = press(press(at_review(open_app, run=run.id), "show-2-0"), "decide_hold")
    assert at.session_state["candidate_tab"] == "Evidence"


def test_a_marked_page_begins_a_little_above_its_mark() -> None:
    bare = Image.new("RGB", (200, 1000), "white")
    marked = bare.copy()
    ImageDraw.Draw(marked).rectangle((20, 700, 180, 720), fill="yellow")
    cut = Image.open(io.BytesIO(resume_page.from_mark(_png(marked), _png(bare))))
    assert cut.size == (200, 1000 - 700 + 120)
    assert resume_page.from_mark(_png(bare), _png(bare)) == _png(bare)


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_foreign_words_stand_in_no_markdown_and_no_label(open_app: Open, room: Services) -> None:
    run = fill(room, [(HOSTILE, "+-+")], job=f"{HOSTILE}\nGerman B2.")
    for key in ("", "decide_hold", "decide_hold"):
        at = at_review(open_app, run=run.id)
        if key:
            at = press(at, key)
        read_as_markdown = [
            str(e.value)
            for e in (*at.markdown, *at.caption, *at.subheader, *at.title, *at.warning, *at.toast)
        ]
        labels = [e.label for e in (*at.button, *at.expander, *at.tabs, *at.checkbox)]
        assert not [words for words in (*read_as_markdown, *labels) if "![x](" in words or "<b>" in words]
    assert HOSTILE in texts(at)


def test_flags_stand_in_two_levels(open_app: Open, room: Services) -> None:
    run = fill(room, [("Ada Best", "+++")])
    item = room.store.rows(run.id)[0].item
    flags = [Flag(kind="other_language", detail="Written in German."), Flag(kind="duplicate")]
    room.store.forget_failures(run.id)
    room.store.put_outcome(run.id, item.id, candidate("Ada Best", "+++", flags))
    said = told(at_review(open_app, run=run.id))
    assert "Check this" in said
    assert "Note" in said
    assert list(_marks(room, run)) == ["⚑"]


def _marks(room: Services, run: Run) -> list[str]:
    return [table.marks(one) for one in standings_of(room, run).ranked]


def test_what_came_with_added_files_is_marked_new(room: Services) -> None:
    one = standings_of(room, fill(room)).ranked[0]
    assert table.marks(one) == ""
    assert table.marks(one.model_copy(update={"new": True})) == "New"


def test_one_by_one_shows_no_list(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id, view="one")
    assert not at.dataframe
    assert "1 of 4" in told(at)
    at = press(at, "next")
    assert "2 of 4" in told(at)
    assert "Ben Strong" in texts(at)


# charts


def test_a_chart_counts_everybody_by_whole_points(room: Services) -> None:
    figure = charts.score_figure(standings_of(room, fill(room)), "light")
    assert {bar.name: dict(zip(bar.x, bar.y, strict=True)) for bar in figure.data} == {
        "Selected": {"7–8": 1, "9–10": 1},
        "Considered": {"6–7": 1},
        "Rejected": {"0–1": 1},
    }
    shares = charts.category_figure(standings_of(room, fill(room)), "dark")
    assert tuple(shares.data[0].x) == (2, 1, 1)


def test_charts_are_drawn_only_when_opened(open_app: Open, room: Services) -> None:
    at = at_review(open_app, run=fill(room).id)
    assert not at.get("plotly_chart")
    at.session_state["charts_open"] = True
    at.run()
    assert len(at.get("plotly_chart")) == 2


# runs that aren't simply finished


def test_no_run_at_all_leads_to_screen(open_app: Open) -> None:
    at = at_review(open_app)
    assert "Nothing to review yet." in told(at)
    assert at.button(key="go_to_screen").label == "Go to Screen"


def test_an_unknown_run_is_said_kindly(open_app: Open, room: Services) -> None:
    fill(room)
    at = at_review(open_app, run="r-of-last-year")
    assert "This screening isn't here any more." in told(at)


@pytest.mark.parametrize(("reason", "helps"), [("timeout", True), ("locked", False)])
def test_only_what_can_succeed_is_offered_again(
    open_app: Open, room: Services, reason: str, helps: bool
) -> None:
    run = fill(room, failures=[reason])  # type: ignore[list-item]
    at = at_review(open_app, run=run.id, category="not-scored")
    assert at.button(key="retry_failed").disabled is not helps
    assert list(at.dataframe[0].value["File"]) == ["bad 0.pdf"]
    assert ("Trying again won't help" in told(at)) is not helps


def test_a_run_without_any_score_says_where_to_look(open_app: Open, room: Services) -> None:
    said = told(at_review(open_app, run=fill(room, [], failures=["locked"]).id))
    assert "No file got a score." in said


def test_a_halted_run_says_why_and_offers_to_go_on(open_app: Open, room: Services) -> None:
    run = fill(room, state="halted", message="No credit left. Top up, then press Continue.")
    at = at_review(open_app, run=run.id)
    assert any("No credit left" in warning.value for warning in at.warning)
    assert at.button(key="continue").label == "Continue"


def test_outcomes_are_loaded_once_until_new_ones_come(
    open_app: Open, room: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = fill(room, failures=["timeout"])
    at = at_review(open_app, run=run.id)
    asked: list[str] = []
    real = type(room.store).rows

    def counted(store: Any, run_id: str) -> Any:
        asked.append(run_id)
        return real(store, run_id)

    monkeypatch.setattr(type(room.store), "rows", counted)
    press(press(at, "next"), "decide_hold")
    assert asked == []
    room.store.forget_failures(run.id)
    at.run()
    assert asked == [run.id]


def test_a_live_run_keeps_its_table_still_until_asked(open_app: Open, room: Services) -> None:
    run = fill(room, failures=["timeout"])
    rows = room.store.rows(run.id)
    room.store.forget_failures(run.id)
    room.store.set_state(run.id, "running")
    at = at_review(open_app, run=run.id)
    assert at.button(key="show_new").disabled
    room.store.put_outcome(run.id, rows[-1].item.id, candidate("Zoe Late", "++~"))
    at.run()
    assert "Zoe Late" not in names(at)
    at = press(at, "show_new")
    assert "Zoe Late" in names(at)
