"""A run under way: how far it is, the best so far, and the way to Review at its end."""

from typing import NoReturn

import pandas as pd
import streamlit as st

from core.domain.run import Run, RunSnapshot
from core.shortlist.blind import numbers
from core.shortlist.words import scan_words
from core.wiring import Services
from pages.widgets import criteria, earlier, remarks
from pages.widgets.services import services
from pages.widgets.words import CATEGORY, about, count, engine_label, in_markdown


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
        st.fragment(_under_way, run_every=1)(run.id, run.blind)
    else:
        st.session_state.pop("stopping", None)
        st.fragment(_at_rest, run_every=3)(snapshot, run.blind)
    with st.expander("What counts"):
        if run.engine == "openai" and run.rubric.source == "local":
            st.caption(criteria.FELL_BACK)
        criteria.as_list(run.rubric)
        remarks.left_out([{"text": r.text, "reason": r.reason} for r in run.rubric.refused], "run")


def _under_way(run_id: str, blind: bool) -> None:
    """The one part that is drawn anew each second."""
    room = services()
    snapshot = room.runner.snapshot(run_id)
    if snapshot is None or snapshot.state != "running":
        st.rerun()
    with st.container(border=True):
        st.markdown(f"**{line(snapshot)}**")
        st.progress(snapshot.done / max(1, snapshot.total))
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(
                "Review what's ready", key="review-ready", type="primary", disabled=not snapshot.done
            ):
                to_review(run_id)
            stopping = st.session_state.get("stopping") == run_id
            if st.button("Stopping…" if stopping else "Stop", key="stop", disabled=stopping):
                room.runner.stop(run_id)
                st.session_state["stopping"] = run_id
                st.rerun(scope="fragment")
            st.caption("You can close this page. The screening goes on.")
    _best(snapshot, blind=blind)


def _at_rest(snapshot: RunSnapshot, blind: bool) -> None:
    """A run that was stopped or couldn't go on: what is kept, and how to continue.

    Looked at again now and then, since somebody may continue it in another tab.
    """
    room = services()
    now = room.runner.snapshot(snapshot.run_id)
    if now is None or now.state != snapshot.state:
        st.rerun()
    kept = f"{snapshot.done:,} of {snapshot.total:,} are done and kept."
    if snapshot.state == "halted":
        st.warning(f"{in_markdown(snapshot.message)} {kept}", icon=":material/pause_circle:")
    else:
        st.info(f"Stopped. {kept}", icon=":material/pause_circle:")
    with st.container(horizontal=True):
        if st.button("Continue", key="continue", type="primary", icon=":material/play_arrow:"):
            room.runner.start(snapshot.run_id)
            st.rerun()
        if st.button("Review what's ready", key="review-ready", disabled=not snapshot.done):
            to_review(snapshot.run_id)
    _best(snapshot, blind=blind)


def line(snapshot: RunSnapshot) -> str:
    """ "31 of 46 · 1 failed · reading 3 scans · about 18 s left" """
    parts = [f"{snapshot.done:,} of {snapshot.total:,}"]
    if snapshot.failed:
        parts.append(f"{snapshot.failed:,} failed")
    if snapshot.scans:
        parts.append(scan_words(snapshot))
    if snapshot.eta_seconds is not None:
        parts.append(f"{about(snapshot.eta_seconds)} left")
    return " · ".join(parts)


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
