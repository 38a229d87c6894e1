"""A run under way: how far it is, the best so far, and the way to Review at its end."""

from typing import NoReturn

import pandas as pd
import streamlit as st

from core.domain.run import Run, RunSnapshot
from core.shortlist.blind import numbers
from core.shortlist.progress import pace_words, progress_words, waiting_words
from core.wiring import Services
from pages.widgets import criteria, earlier, going_on, remarks, turns
from pages.widgets.services import services
from pages.widgets.words import CATEGORY, count, engine_label, in_markdown


def to_review(run_id: str) -> NoReturn:
    st.switch_page("review.py", query_params={"run": run_id})


def watch(room: Services, run: Run) -> None:
    """Shows a run until it is finished, then goes to Review."""
    snapshot = room.runner.snapshot(run.id)
    if snapshot is None or snapshot.state == "finished":
        to_review(run.id)
    st.title(in_markdown(run.job_title), anchor=False)
    told = [count(snapshot.total, "résumé"), engine_label(run.engine, run.model)]
    st.caption(" · ".join([*told, *earlier.version_words(room, run)]))
    if snapshot.state == "running":
        st.fragment(_under_way, run_every=1)(run)
    else:
        going_on.ended()
        st.fragment(_at_rest, run_every=3)(run, snapshot)
    with st.expander("What counts"):
        if run.engine == "openai" and run.rubric.source == "local":
            st.caption(criteria.FELL_BACK)
        criteria.as_list(run.rubric)
        remarks.left_out([{"text": r.text, "reason": r.reason} for r in run.rubric.refused], "run")


@turns.in_turn
def _under_way(run: Run) -> None:
    """The one part that is drawn anew each second."""
    snapshot = services().runner.snapshot(run.id)
    if snapshot is None or snapshot.state != "running":
        st.rerun()
    with st.container(border=True):
        st.markdown(f"**{progress_words(snapshot, run.engine)}**")
        st.progress(snapshot.done / max(1, snapshot.total))
        _pace(snapshot, run)
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                "Review what's ready", key="review-ready", type="primary", disabled=not snapshot.done
            ):
                to_review(run.id)
            going_on.pause_or_stop(run.id)
            st.caption("You can close this page. The screening goes on.")
    _best(snapshot, blind=run.blind)


def _pace(snapshot: RunSnapshot, run: Run) -> None:
    """How quick, for how much, and what keeps it. Always one line high: the buttons below mustn't jump."""
    waits = waiting_words(snapshot)
    told = pace_words(snapshot, run.engine)
    shown = in_markdown(told or "Starting…")
    st.caption(f":orange[:material/hourglass_top: {in_markdown(waits)}]" if waits else shown)


@turns.in_turn
def _at_rest(run: Run, snapshot: RunSnapshot) -> None:
    """A run that was paused, stopped or couldn't go on: what is kept, and how to continue.

    Looked at again now and then, since somebody may continue it in another tab.
    """
    now = services().runner.snapshot(run.id)
    if now is None or now.state != snapshot.state:
        st.rerun()
    going_on.why_still(now)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        going_on.continue_or_stop(run, now)
        if st.button("Review what's ready", key="review-ready", disabled=not now.done):
            to_review(run.id)
    spent = pace_words(now, run.engine)
    if spent:
        st.caption(in_markdown(spent))
    _best(now, blind=run.blind)


@st.cache_data(max_entries=50, show_spinner=False)
def _numbers(run_id: str, total: int) -> dict[str, int]:
    """The candidates' numbers in a blind run; `total` changes when files are added."""
    return numbers(services().store.rows(run_id))


def _best(snapshot: RunSnapshot, *, blind: bool) -> None:
    if not snapshot.best:
        st.caption("The best so far will show here.")
        return
    st.markdown("**Best so far**")
    number = _numbers(snapshot.run_id, snapshot.total) if blind else {}
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Name": f"Candidate {number[s.item_id]}" if blind else s.name,
                    "Score": s.score,
                    "Suggested": CATEGORY[s.category],
                }
                for s in snapshot.best
            ]
        ),
        hide_index=True,
        column_config={
            "Score": st.column_config.ProgressColumn("Score", min_value=0, max_value=10, format="%.1f")
        },
        alt="The five best so far",
    )
