"""The screenings of before, to open again."""

from collections.abc import Sequence

import streamlit as st

from core.domain.run import Run, RunState
from core.shortlist import counts, rank
from core.shortlist.words import plain
from core.wiring import Services
from pages.widgets import samples
from pages.widgets.services import services
from pages.widgets.words import SAMPLE_BADGE, count, day, in_markdown

FEW = 5
STATE: dict[RunState, str] = {
    "running": "under way",
    "paused": "paused",
    "stopped": "stopped",
    "halted": "waiting for you",
    "finished": "",
}


def recent(room: Services, runs: Sequence[Run]) -> None:
    """The newest few, one line each; the rest on demand."""
    if not runs:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Recent screenings", anchor=False, width="stretch")
        if any(run.sample for run in runs) and not room.person.only_reviews:
            st.button(
                "Remove sample data",
                key="remove-samples",
                type="tertiary",
                icon=":material/delete:",
                on_click=samples.remove,
                args=(room,),
            )
    everything = st.session_state.get("all_recent", False)
    with st.container(gap="small"):
        for run in runs if everything else runs[:FEW]:
            _one(room, run)
    if len(runs) > FEW and not everything:
        st.button("Show all", key="all-recent", type="tertiary", on_click=_show_all)


def _one(room: Services, run: Run) -> None:
    total, selected = _sizes(
        run.id, room.store.stamp(run.id), run.rubric.weights_version, run.cuts.selected, run.cuts.considered
    )
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, border=True):
        with st.container(gap=None):
            st.text(plain(run.job_title))
            parts = [day(run.created), count(total, "résumé"), f"{selected:,} selected"]
            parts += [SAMPLE_BADGE] if run.sample else []
            parts += [STATE[run.state]] if STATE[run.state] else []
            st.caption(in_markdown(" · ".join(parts)))
        st.button("Open", key=f"open-{run.id}", on_click=_open, args=(run.id,))


@st.cache_data(max_entries=200, show_spinner=False)
def _sizes(run_id: str, stamp: str, weights: str, selected: float, considered: float) -> tuple[int, int]:
    """How many files a run has, and how many it suggests; the other arguments change when either can."""
    store = services().store
    run, rows = store.run(run_id), store.rows(run_id)
    return len(rows), counts(rank(run, rows, {}))["selected"] if run else 0


def _open(run_id: str) -> None:
    st.session_state["open_run"] = run_id


def _show_all() -> None:
    st.session_state["all_recent"] = True
