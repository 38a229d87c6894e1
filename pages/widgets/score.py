"""A candidate's score as it is shown: how far its readings lie apart, and whether it is too close to call."""

from typing import Literal

import streamlit as st

from core.domain.candidate import Category
from core.domain.job import Rubric
from core.screening.looks import spread
from core.screening.scoring import shown_score
from core.shortlist import Ranked
from pages.widgets import look

_COLOUR: dict[Category, Literal["green", "orange", "gray"]] = {
    "selected": "green",
    "considered": "orange",
    "rejected": "gray",
}


def show(one: Ranked, rubric: Rubric) -> None:
    """For example "6.9 · 6.6–7.3", and beside it the badge that warns of a cut nearby."""
    candidate = one.candidate
    apart = _apart(one, rubric)
    words = f"{shown_score(candidate.score)} · {apart}" if apart else shown_score(candidate.score)
    told = f"Out of 10. Several readings gave {apart}." if apart else "Out of 10"
    with st.container(horizontal=not look.on_phone(), gap="xsmall", width="content", key="score"):
        st.badge(words, color=_COLOUR[candidate.category], help=told)
        if any(flag.kind == "borderline" for flag in candidate.flags):
            st.badge("Too close to call", color="orange", help="Read it yourself before you decide.")


def _apart(one: Ranked, rubric: Rubric) -> str:
    """The lowest and highest score of its readings, empty where they agree or there is only one."""
    lowest_and_highest = spread(one.candidate, rubric)
    if lowest_and_highest is None:
        return ""
    low, high = map(shown_score, lowest_and_highest)
    return "" if low == high else f"{low}–{high}"
