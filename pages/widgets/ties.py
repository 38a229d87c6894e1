"""Settling ties in the top ten: what it takes, then what came of it."""

from collections.abc import Sequence
from itertools import combinations

import streamlit as st

from core.domain.run import Run
from core.errors import OperatorError, UserError
from core.shortlist import Ranked
from core.shortlist.ties import Settled, tied
from pages.widgets import promise, turns
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import count, in_markdown

_SAID = "said of ties"
Groups = Sequence[Sequence[Ranked]]


def offer(standings: Standings) -> None:
    """A button, only where candidates stand level among the first ten and a model can compare them."""
    _say()
    if open_ties(standings) and st.button(
        "Settle ties in the top ten", key="offer_ties", type="tertiary", icon=":material/balance:"
    ):
        st.dialog("Settle ties in the top ten")(ask)(standings)


def open_ties(standings: Standings) -> tuple[tuple[Ranked, ...], ...]:
    """The ties among the first ten that nobody has had settled under these weights."""
    run = standings.run
    if run.engine == "local" or run.state == "running":
        return ()
    return tuple(
        group for group in tied(standings.ranked) if any(one.item.id not in run.settled for one in group)
    )


def ask(standings: Standings) -> None:
    """What it takes, and the button that does it."""
    run, groups = standings.run, open_ties(standings)
    room = services()
    calls = room.ties(run.id).calls
    level = sum(map(len, groups))
    st.markdown(f"**{level} of the first ten have the same score as another.**")
    if not calls:
        st.markdown("Their texts are the same, names aside. There is nothing to compare.")
        return
    st.markdown(
        "The model compares them two by two, each pair both ways round, without names. Scores stay as they are: "
        "only the order among equals changes."
    )
    cost = _cost(run, groups)
    about = "" if cost is None else f", at most about {promise.dollars(cost)}"
    st.caption(f"{count(calls, 'call')}{about}. The texts are sent to {in_markdown(promise.host(room))}.")
    if st.button("Compare them", key="settle_ties", type="primary"):
        _settle(run)


def _settle(run: Run) -> None:
    try:
        with turns.aside(), st.spinner("Comparing…"):
            came = services().settle_ties(run.id)
    except (UserError, OperatorError) as why:
        st.warning(in_markdown(str(why)))
        return
    st.session_state[_SAID] = _came_words(came)
    st.rerun()


def _came_words(came: Settled) -> str:
    if came.settled == came.ties:
        return f"{count(came.ties, 'tie')} settled by {count(came.calls, 'comparison')}."
    if not came.settled:
        return f"Nobody came out ahead in {count(came.calls, 'comparison')}: they stay level."
    return f"{came.settled} of {count(came.ties, 'tie')} settled; the others stay level."


def _say() -> None:
    said = st.session_state.pop(_SAID, None)
    if said:
        st.toast(said)


def _cost(run: Run, groups: Groups) -> float | None:
    """US dollars, reckoned as if each comparison were a judgement of both texts; its answer is shorter."""
    room = services()
    job = room.store.job(run.job_id)
    if job is None:
        return None
    texts = []
    for group in groups:
        read = [room.store.text(one.item.sha256) for one in group]
        known = [resume.text for resume in read if resume is not None and resume.status == "read"]
        texts += [f"{one}\n{other}" for one, other in combinations(known, 2) for _ in range(2)]
    return room.estimate(texts, job=job, criteria=len(run.rubric.criteria), engine=run.engine)
