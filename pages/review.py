"""Review: read what was found for each candidate, and decide."""

from functools import partial

import streamlit as st

from pages.widgets import (
    address,
    charts,
    failures,
    filters,
    look,
    masthead,
    nothing,
    under_way,
    weights,
    workbench,
)
from pages.widgets import standings as loaded
from pages.widgets.filters import Filters
from pages.widgets.services import services
from pages.widgets.shortlist_file import csv_of_list
from pages.widgets.standings import Standings


def page() -> None:
    look.dress()
    store = services().store
    run = loaded.chosen_run(store)
    if run is None:
        nothing.show("Nothing to review yet.", unknown=bool(address.read("run")))
        return
    standings = loaded.standings(store, run)
    shown = filters.current()
    head(standings, shown)
    under_way.show(standings, run)
    filter_row(standings, shown)
    if workbench.view() == "weights" and standings.ranked:
        weights.show(standings)
        return
    if shown.category == "not-scored":
        failures.show(standings)
    else:
        workbench.show(standings, shown)
    charts.show(standings)
    under_way.took(run)
    if standings.failed and shown.category != "not-scored":
        with st.expander(
            f"Files not scored ({len(standings.failed):,})",
            icon=":material/report:",
            expanded=not standings.ranked,
        ):
            failures.show(standings)


def head(standings: Standings, shown: Filters) -> None:
    run = standings.run
    with masthead.show(run, workbench.view()):
        if not services().person.only_reviews and st.button(
            "Add résumés to this job", key="add_resumes", icon=":material/add:", type="tertiary"
        ):
            st.switch_page("screen.py", query_params={"add": run.id})
        st.download_button(
            "Download shortlist (CSV)",
            data=partial(csv_of_list, services().store, standings, shown),
            file_name="shortlist.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="download_csv",
            disabled=not standings.ranked,
            help="The file has the rows that are in the list now. More ways on the Shortlist page.",
        )


def filter_row(standings: Standings, shown: Filters) -> None:
    view = workbench.view()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="filters"):
        if view == "weights":
            st.caption("What if something counted more, or less? Nobody is read again.", width="content")
            st.space("stretch")
        else:
            filters.choose(standings, shown)
            st.space("stretch")
            with st.container(
                horizontal=True, vertical_alignment="center", width="content", key=f"narrowing-{view}"
            ):
                filters.narrow(blind=standings.run.blind)
        key = "view_choice"
        if st.session_state.get(key) != view:
            st.session_state[key] = view
        st.segmented_control(
            "View",
            list(workbench.VIEWS),
            format_func=lambda name: workbench.VIEWS[name],
            key=key,
            required=True,
            on_change=lambda: address.write("view", st.session_state[key]),
            label_visibility="collapsed",
        )


page()
