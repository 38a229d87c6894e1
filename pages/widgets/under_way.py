"""A run that isn't finished: how far it is, what stopped it, going on."""

import streamlit as st

from core.domain.run import Run, RunSnapshot
from core.errors import UserError
from core.shortlist.words import scan_words
from pages.widgets import standings as loaded
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import in_markdown


def show(standings: Standings, run: Run) -> None:
    """One quiet line while it runs; the reason and **Continue** where it stands still. Nothing when finished."""
    if run.state == "running":
        _live(run.id, empty=not standings.rows or not (standings.ranked or standings.failed))
    elif run.state in ("halted", "stopped"):
        _still(standings, run)


def progress_words(shot: RunSnapshot) -> str:
    """For example "31 of 46 · 1 failed · about 2 s left"."""
    parts = [f"{shot.done:,} of {shot.total:,}"]
    if shot.failed:
        parts.append(f"{shot.failed:,} failed")
    if shot.scans:
        parts.append(scan_words(shot))
    if shot.eta_seconds is not None:
        parts.append(f"about {_time(shot.eta_seconds)} left")
    return " · ".join(parts)


@st.fragment(run_every=1)
def _live(run_id: str, *, empty: bool) -> None:
    """Polls without touching the table; the whole page runs again when the run ends or the first result is in."""
    shot = services().runner.snapshot(run_id)
    if shot is None or shot.state != "running":
        loaded.forget_loaded()
        st.rerun()
    newer = loaded.newer_results(services().store, run_id)
    if empty and newer:
        loaded.show_newest(run_id)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(shot.done / shot.total if shot.total else 0.0, text=progress_words(shot), width=420)
        if st.button("Show new results", key="show_new", disabled=not newer, icon=":material/update:"):
            loaded.show_newest(run_id)
            st.rerun()
        st.button("Stop", key="stop_run", on_click=services().runner.stop, args=(run_id,))


@st.fragment(run_every=3)
def _still(standings: Standings, run: Run) -> None:
    """Looked at again now and then, since somebody may continue the run in another tab."""
    now = services().store.run(run.id)
    if now is None or now.state != run.state:
        loaded.forget_loaded()
        st.rerun()
    done = len(standings.ranked) + len(standings.failed)
    told = f"{done:,} of {len(standings.rows):,} are done and kept."
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="standing-still"):
        if run.state == "halted":
            why = in_markdown(run.message) or "The screening couldn't go on."
            st.warning(f"{why} {told}")
        else:
            st.markdown(f"Stopped. {told}", width="content")
        st.button("Continue", key="continue_run", type="primary", on_click=_go_on, args=(run.id,))


def _go_on(run_id: str) -> None:
    room = services()
    try:
        room.store.forget_failures(run_id)
        room.runner.start(run_id)
    except UserError as why:
        st.toast(in_markdown(str(why)))
    loaded.forget_loaded()
    st.rerun()


def _time(seconds: float) -> str:
    return f"{max(1, round(seconds))} s" if seconds < 90 else f"{round(seconds / 60)} min"
