"""Review: read what was found for each candidate, and decide."""

import streamlit as st

from core.domain.run import Run
from core.shortlist import to_csv
from pages.widgets import (
    address,
    candidate,
    charts,
    failures,
    filters,
    look,
    nothing,
    table,
    triage,
    under_way,
)
from pages.widgets import standings as loaded
from pages.widgets.filters import Filters
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.triage import Desk
from pages.widgets.words import SAMPLE_BADGE, SUGGESTIONS_ONLY, count, engine_help, engine_label

HEIGHT = 540
LIST, ONE = "list", "one"


def page() -> None:
    look.dress()
    store = services().store
    run = loaded.chosen_run(store)
    if run is None:
        nothing.show("Nothing to review yet.", unknown=bool(address.read("run")))
        return
    standings = loaded.standings(store, run)
    decisions = store.decisions(run.job_id)
    shown = filters.current()
    listed = filters.matching(standings, decisions, shown)
    head(standings, [one.item.id for one in listed])
    under_way.show(standings, run)
    with filters.bar(standings, shown):
        choose_view()
    desk = Desk(standings, listed, decisions, triage.opened(standings, listed, decisions))
    if shown.category == "not-scored":
        failures.show(standings)
    elif not listed:
        no_match(standings, run)
    elif view() == ONE:
        one_by_one(desk)
    else:
        side_by_side(desk)
    foot(desk, shown)
    triage.ask_why_if_needed(desk)


def head(standings: Standings, ids: list[str]) -> None:
    run = standings.run
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="page-head"):
        look.title(run.job_title, "job")
        if run.sample:
            st.badge(SAMPLE_BADGE, color="violet", help="Invented people. Remove them in Settings.")
        st.badge(engine_label(run.engine, run.model), color="gray", help=engine_help(run.engine))
        st.space("stretch")
        if st.button("Add résumés to this job", key="add_resumes", icon=":material/add:", type="tertiary"):
            st.switch_page("screen.py", query_params={"add": run.id})
        st.download_button(
            "Download shortlist (CSV)",
            data=lambda: csv_of(run, ids),
            file_name="shortlist.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="download_csv",
            disabled=not ids,
            help=f"The file has the {count(len(ids), 'row')} in the list now. More ways on the Shortlist page.",
        )


def csv_of(run: Run, ids: list[str]) -> bytes:
    """Made when clicked, so that it holds every decision taken until then."""
    store = services().store
    standings, wanted = loaded.standings(store, run), set(ids)
    everybody = standings.with_decisions(store.decisions(run.job_id))
    return to_csv(run, [one for one in everybody if one.item.id in wanted])


def no_match(standings: Standings, run: Run) -> None:
    if not standings.ranked:
        st.caption(
            "The first results appear in a moment." if run.state == "running" else "No file got a score."
        )
        return
    st.markdown("No candidate matches these filters.")
    st.button("Clear filters", key="clear_filters", on_click=clear_filters)


def clear_filters() -> None:
    filters.clear()
    charts.forget_clicks()


def view() -> str:
    """As the address says; a phone, which has no room for two panes, begins with one by one."""
    named = address.read("view")
    if named in (LIST, ONE):
        return named
    return ONE if "Mobi" in st.context.headers.get("User-Agent", "") else LIST


def choose_view() -> None:
    """Two panes need a wide screen; a phone shows one thing at a time."""
    key = "view_choice"
    if st.session_state.get(key) != view():
        st.session_state[key] = view()
    st.segmented_control(
        "View",
        (LIST, ONE),
        format_func=lambda name: "List" if name == LIST else "One by one",
        key=key,
        required=True,
        on_change=lambda: address.write("view", st.session_state[key]),
        label_visibility="collapsed",
    )


def side_by_side(desk: Desk) -> None:
    left, right = st.columns([5, 7], gap="small")
    with left:
        table.show(desk, height=HEIGHT)
    with right, st.container(border=True, height=HEIGHT, key="candidate-pane"):
        candidate.show(desk)


def one_by_one(desk: Desk) -> None:
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        walk(desk)
    candidate.show(desk, with_buttons=False)
    with st.bottom, st.container(horizontal=True, wrap=False, gap="small"):
        triage.buttons(desk, wide=True)


def walk(desk: Desk) -> None:
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
        disabled=at == 0 or last < 0,
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


def foot(desk: Desk, shown: Filters) -> None:
    standings = desk.standings
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(SUGGESTIONS_ONLY, width="content")
        st.space("stretch")
        if view() == LIST and desk.open:
            walk(desk)
            st.space("stretch")
        st.caption(f"{desk.decided:,} of {len(standings.ranked):,} decided", width="content")
        st.button(
            "Undo",
            key="undo",
            type="tertiary",
            icon=":material/undo:",
            shortcut=triage.key("U"),
            on_click=triage.undo,
            disabled=not triage.can_undo(standings.run.id),
        )
    charts.show(standings)
    if standings.failed and shown.category != "not-scored":
        with st.expander(f"Files not scored ({len(standings.failed):,})", icon=":material/report:"):
            failures.show(standings)


page()
