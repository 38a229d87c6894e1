"""A run that isn't finished: how far it is, what stopped it, going on."""

import streamlit as st

from core.domain.run import Run
from core.shortlist.progress import pace_words, progress_words, took_words, waiting_words
from pages.widgets import going_on, turns
from pages.widgets import standings as loaded
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import in_markdown


def show(standings: Standings, run: Run) -> None:
    """One quiet line while it runs; the reason and **Continue** where it stands still. Nothing when finished."""
    if run.state == "finished":
        return
    shot = services().runner.snapshot(run.id)
    if shot and shot.state != run.state:  # its end couldn't be kept, so that the store doesn't know of it
        run = run.model_copy(update={"state": shot.state})
    if run.state == "running":
        _live(run, empty=not standings.rows or not (standings.ranked or standings.failed))
    elif run.state != "finished":
        going_on.ended()
        _still(run)


def took(run: Run) -> None:
    """What a finished run took, for whoever wonders at the end of the page."""
    snapshot = services().runner.snapshot(run.id) if run.state == "finished" else None
    told = took_words(snapshot, run.engine) if snapshot else ""
    if told:
        st.caption(in_markdown(told))


@st.fragment(run_every=1)
@turns.in_turn
def _live(run: Run, *, empty: bool) -> None:
    """Polls without touching the table; the whole page runs again when the run ends or the first result is in."""
    shot = services().runner.snapshot(run.id)
    if shot is None or shot.state != "running":
        loaded.forget_loaded()
        st.rerun()
    newer = loaded.newer_results(services().store, run.id)
    if empty and newer:
        loaded.show_newest(run.id)
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width=520, gap=None):
            st.progress(shot.done / shot.total if shot.total else 0.0, text=progress_words(shot, run.engine))
            waits = waiting_words(shot)
            told = waits or pace_words(shot, run.engine)
            st.caption(f":orange[{in_markdown(told)}]" if waits else in_markdown(told or "Starting…"))
        if st.button("Show new results", key="show_new", disabled=not newer, icon=":material/update:"):
            loaded.show_newest(run.id)
            st.rerun()
        going_on.pause_or_stop(run.id)


@st.fragment(run_every=3)
@turns.in_turn
def _still(run: Run) -> None:
    """Looked at again now and then, since somebody may continue the run in another tab."""
    now = services().runner.snapshot(run.id)
    if now is None or now.state != run.state:
        loaded.forget_loaded()
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="standing-still"):
        going_on.why_still(now)
        going_on.continue_or_stop(run, now)
