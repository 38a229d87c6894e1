"""Blind review: its switch, who is revealed, and the list of who was."""

from datetime import datetime

import streamlit as st

from core.domain.audit import AuditEvent, EventKind
from core.domain.candidate import Candidate
from core.domain.run import Item, Run
from core.shortlist import shown_file, shown_name
from core.shortlist.blind import CANNOT_HIDE, numbers
from pages.widgets.services import services
from pages.widgets.standings import Standings

_ASKING = "asking to end blind review"
_REVEALED = "revealed candidates"
_SAID: dict[EventKind, str] = {
    "blind_on": "Blind review switched on",
    "blind_off": "Blind review switched off",
    "revealed": "Revealed",
}
REVIEWERS = "Your account reviews without names, contact details and original files."
_HELP = (
    "For everybody who opens this screening, on every page and in every download: a number in place of the "
    f"name, and the résumé as the engine saw it.\n\n{CANNOT_HIDE}"
)


def switch(run: Run) -> None:
    """**Blind review**: on at once, off after a question. The run's own, so that it holds in every session."""
    key = f"blind-{run.id}"
    if st.session_state.get(key) != run.blind:
        st.session_state[key] = run.blind
    always = services().person.only_reviews
    st.toggle(
        "Blind review",
        key=key,
        on_change=_turned,
        args=(run.id, key),
        help=f"{REVIEWERS}\n\n{CANNOT_HIDE}" if always else _HELP,
        disabled=always,
        width="content",
    )
    if st.session_state.get(_ASKING) == run.id:
        _ask(run.id)


def _turned(run_id: str, key: str) -> None:
    if st.session_state[key]:
        _set(run_id, blind=True)
    else:
        st.session_state[key] = True
        st.session_state[_ASKING] = run_id


def _set(run_id: str, *, blind: bool) -> None:
    store = services().store
    store.set_blind(run_id, blind)
    store.record(run_id, "blind_on" if blind else "blind_off")
    st.session_state.pop(_REVEALED, None)


def _stop_asking() -> None:
    st.session_state.pop(_ASKING, None)


@st.dialog("Show the names again?", on_dismiss=_stop_asking)
def _ask(run_id: str) -> None:
    st.markdown("Names will be seen by everybody who opens this. This is noted.")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Stay blind", key="blind_stay"):
            _stop_asking()
            st.rerun()
        if st.button("Show names", key="blind_end", type="primary"):
            _stop_asking()
            _set(run_id, blind=False)
            st.rerun()


def revealed(run: Run, standings: Standings, item_id: str) -> tuple[Item, Candidate] | None:
    """File and candidate as they are kept, where this session asked to see them; else the button that asks."""
    if services().person.only_reviews:
        st.caption(f"{REVIEWERS} {CANNOT_HIDE}")
        return None
    if (run.id, item_id) not in st.session_state.get(_REVEALED, ()):
        st.caption(CANNOT_HIDE)
        st.button(
            "Reveal this candidate",
            key="reveal",
            icon=":material/visibility:",
            on_click=_reveal,
            args=(run.id, item_id),
            help="Shows name and contact here, to you, until you close the page. That you did is noted.",
        )
        return None
    st.caption("Shown to you alone, until you close the page. It is noted that you looked.")
    return kept(standings, item_id)


def kept(standings: Standings, item_id: str) -> tuple[Item, Candidate] | None:
    """A candidate as the store has it, name and all: to be shown to nobody who didn't ask."""
    row = next((row for row in standings.rows if row.item.id == item_id), None)
    return (row.item, row.outcome) if row and row.outcome and row.outcome.status == "scored" else None


def _reveal(run_id: str, item_id: str) -> None:
    services().store.record(run_id, "revealed", item_id=item_id)
    st.session_state.setdefault(_REVEALED, set()).add((run_id, item_id))


def log(standings: Standings) -> None:
    """What was switched and who was revealed, newest first. Nothing where nothing was."""
    run = standings.run
    events = [event for event in services().store.events(run.id) if event.kind in _SAID]
    if not events:
        return
    with st.expander("What was revealed"):
        number = numbers(standings.rows)
        st.text(
            "\n".join(f"{_when(event.at)} · {_said(event, number, standings)}" for event in reversed(events))
        )


def _said(event: AuditEvent, number: dict[str, int], standings: Standings) -> str:
    who = standings.by_id.get(event.item_id)
    if event.kind != "revealed":
        return _SAID[event.kind]
    if standings.run.blind or who is None:
        return f"Revealed: Candidate {number.get(event.item_id, '?')}"
    return f"Revealed: {shown_name(who.candidate, shown_file(who.item.file))}"


def _when(at: str) -> str:
    """ "12 May 2026, 14:05", in the time of whoever runs this."""
    when = datetime.fromisoformat(at).astimezone()
    return f"{when.day} {when:%b %Y, %H:%M}"
