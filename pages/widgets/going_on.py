"""The buttons that end a run for now, and those that take it up again: the same on every page."""

from typing import Literal

import streamlit as st

from core.domain.run import Run, RunSnapshot
from core.errors import UserError
from pages.widgets.services import services
from pages.widgets.words import in_markdown

Ending = Literal["Stopping…", "Pausing…"]
_ENDING = "ending"
_NEW_BUDGET = "new_budget"


def pause_or_stop(run_id: str) -> None:
    """Once one was pressed both wait: what is with the AI is paid for, and comes first."""
    asked, ending = st.session_state.get(_ENDING, ("", None))
    if asked != run_id:
        ending = None
    st.button(
        "Pausing…" if ending == "Pausing…" else "Pause",
        key="pause",
        icon=":material/pause:",
        disabled=ending is not None,
        on_click=_end,
        args=(run_id, "Pausing…"),
    )
    st.button(
        "Stopping…" if ending == "Stopping…" else "Stop",
        key="stop",
        icon=":material/stop:",
        disabled=ending is not None,
        on_click=_end,
        args=(run_id, "Stopping…"),
    )


def _end(run_id: str, ending: Ending) -> None:
    runner = services().runner
    try:
        (runner.pause if ending == "Pausing…" else runner.stop)(run_id)
    except UserError as trouble:
        st.toast(in_markdown(str(trouble)), duration="long")
    else:
        st.session_state[_ENDING] = (run_id, ending)


def ended() -> None:
    """Call it where a run stands still: what was asked of it has happened."""
    st.session_state.pop(_ENDING, None)


def why_still(snapshot: RunSnapshot) -> None:
    """What stopped it, and what is kept."""
    kept = f"{snapshot.done:,} of {snapshot.total:,} are done and kept."
    if snapshot.state == "halted":
        why = in_markdown(snapshot.message) or "The screening couldn't go on."
        st.warning(f"{why} {kept}", icon=":material/pause_circle:")
    else:
        st.info(f"{snapshot.state.capitalize()}. {kept}", icon=":material/pause_circle:")


def continue_or_stop(run: Run, snapshot: RunSnapshot) -> None:
    """**Continue**, with a new budget where the old one is spent; **Stop** for a paused run, which holds its place."""
    spent = snapshot.state == "halted" and "budget" in snapshot.message
    if spent and snapshot.budget is not None:
        st.number_input(
            "New budget (US dollars)",
            min_value=0.01,
            value=max(0.02, round(snapshot.budget * 2, 2)),
            step=0.5,
            format="%.2f",
            key=_NEW_BUDGET,
            width=180,
        )
    st.button(
        "Continue",
        key="continue",
        type="primary",
        icon=":material/play_arrow:",
        on_click=_go_on,
        args=(run.id,),
    )
    if snapshot.state == "paused":
        st.button("Stop", key="stop", icon=":material/stop:", on_click=_end, args=(run.id, "Stopping…"))


def _go_on(run_id: str) -> None:
    ended()
    budget: float | None = st.session_state.get(_NEW_BUDGET)  # there only where the field is
    try:
        services().starts.go_on(run_id, budget=budget)
    except UserError as trouble:
        st.toast(in_markdown(str(trouble)), duration="long")
