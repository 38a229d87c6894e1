"""Where the work is done: list, candidate and decisions, run again by themselves at each click and key press."""

from typing import Literal

import streamlit as st

from core.domain.run import RunState
from pages.widgets import address, candidate, charts, filters, look, table, ties, triage, turns
from pages.widgets.filters import Filters
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.triage import Desk
from pages.widgets.words import SUGGESTIONS_ONLY

HEIGHT = 540
View = Literal["list", "one", "weights"]
VIEWS: dict[View, str] = {"list": "List", "one": "One by one", "weights": "Weights"}

_NO_RESULT: dict[RunState, str] = {
    "running": "The first results appear in a moment.",
    "paused": "No results yet. Press **Continue** to go on.",
    "stopped": "No results yet. Press **Continue** to go on.",
    "halted": "No results yet.",
    "finished": "No file got a score. What to do about each stands under **Files not scored**.",
}


def view() -> View:
    """As the address says; a phone, which has no room for two panes, begins with one by one."""
    named = address.read("view")
    usual: View = "one" if look.on_phone() else "list"
    return next((view for view in VIEWS if view == named), usual)


@st.fragment
@turns.in_turn
def show(standings: Standings, shown: Filters) -> None:
    """A fragment: deciding one candidate after the other must not wait for the rest of the page.

    What changes the filters runs the whole page again, by `st.rerun` in its callback.
    """
    decisions = services().store.decisions(standings.run.job_id)
    listed = filters.matching(standings, decisions, shown)
    desk = Desk(standings, listed, decisions, triage.opened(standings, listed, decisions))
    if not listed:
        _nobody(standings)
    elif view() == "one":
        _one_by_one(desk)
    else:
        _side_by_side(desk)
    _foot(desk)
    triage.say()
    triage.ask_why_if_needed(desk)


def _side_by_side(desk: Desk) -> None:
    """The candidate is sent first: that is what a click waits for, the list is on the screen already."""
    left, right = st.columns([5, 7], gap="small")
    with right, st.container(border=True, height=HEIGHT, key="candidate-pane"):
        candidate.show(desk)
    with left:
        table.show(desk, height=HEIGHT, on_open=_turn_to_one if look.on_phone() else None)


def _turn_to_one() -> None:
    """On a phone the candidate would stand below the list, out of sight."""
    address.write("view", "one")
    st.rerun()


def _one_by_one(desk: Desk) -> None:
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        _walk(desk)
    candidate.show(desk, with_buttons=False)
    with st.bottom, st.container(horizontal=True, wrap=False, gap="small"):
        triage.buttons(desk, wide=True)


def _nobody(standings: Standings) -> None:
    if not standings.ranked:
        st.markdown(_NO_RESULT[standings.run.state])
        return
    st.markdown("No candidate matches these filters.")
    st.button("Clear filters", key="clear_filters", on_click=_clear)


def _clear() -> None:
    filters.clear()
    charts.forget_clicks()
    st.rerun()


def _walk(desk: Desk) -> None:
    """‹ 4 of 12 ›, by button or by the keys K and J."""
    at, last = desk.place, len(desk.listed) - 1
    st.button(
        "‹",
        key="previous",
        type="tertiary",
        shortcut=triage.key("K"),
        help="Previous candidate",
        on_click=triage.step,
        args=(desk, -1),
        disabled=at == 0,
    )
    st.caption(f"{'–' if at is None else f'{at + 1:,}'} of {last + 1:,}", width="content")
    st.button(
        "›",
        key="next",
        type="tertiary",
        shortcut=triage.key("J"),
        help="Next candidate",
        on_click=triage.step,
        args=(desk, 1),
        disabled=at == last,
    )


def _foot(desk: Desk) -> None:
    everybody = len(desk.standings.ranked)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(SUGGESTIONS_ONLY, width="content")
        st.space("stretch")
        if view() == "list" and desk.listed:
            _walk(desk)
            st.space("stretch")
            ties.offer(desk.standings)
        st.caption(f"{desk.decided:,} of {everybody:,} decided", width="content")
        st.button(
            "Undo",
            key="undo",
            type="tertiary",
            icon=":material/undo:",
            shortcut=triage.key("U"),
            on_click=triage.undo,
            disabled=not triage.can_undo(desk.standings.run.id),
        )
        _onward(desk)


def _onward(desk: Desk) -> None:
    """What comes next, once there is something next."""
    run = desk.standings.run
    if desk.decided and desk.decided == len(desk.standings.ranked):
        if st.button("Go to Shortlist", key="go_to_shortlist", type="primary"):
            st.switch_page("shortlist.py", query_params={"run": run.id})
    elif run.sample and desk.decided and st.button("Now use your own job", key="own_job"):
        st.switch_page("screen.py")
