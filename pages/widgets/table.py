"""The ranked list: slim, so that five thousand candidates stay quick; a click on any cell opens the row."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from core.domain.run import DecisionRecord
from core.shortlist import Ranked
from pages.widgets import triage
from pages.widgets.triage import Desk
from pages.widgets.words import CATEGORY, DECISION

PAGE = 500
"""Rows sent to the browser at once."""
_LIST = "ranked_list"
_PAGE_OF = "page of the list"
_ROW_HEIGHT = 38
_HEADER = 37
_PAGER = 56


def frame(
    listed: Sequence[Ranked], decisions: Mapping[str, DecisionRecord], names: Mapping[str, str]
) -> pd.DataFrame:
    """What the list shows of each candidate, and nothing that it doesn't show."""
    decided = (decisions.get(one.item.sha256) for one in listed)
    return pd.DataFrame(
        {
            "Name": [names[one.item.id] for one in listed],
            "Score": [one.candidate.score for one in listed],
            "Suggested": [[CATEGORY[one.candidate.category]] for one in listed],
            "Decision": [DECISION[d.decision] if d and d.decision else "" for d in decided],
            "⚑": [marks(one) for one in listed],
        }
    )


def marks(one: Ranked) -> str:
    """New since files were added; a flag where something needs a look before deciding."""
    check = any(flag.level == "check" for flag in one.candidate.flags)
    return " ".join(filter(None, ("New" if one.new else "", "⚑" if check else "")))


def show(desk: Desk, *, height: int, on_open: Callable[[], None] | None = None) -> None:
    """The list with the open candidate marked. From `PAGE` rows on it is cut into pages.

    `on_open` is called besides when a person opens a row.
    """
    pages = -(-len(desk.listed) // PAGE)
    slot, turned = st.container(), 1
    if pages > 1:
        height -= _PAGER
        with st.container(horizontal_alignment="center"):
            turned = _turned(desk, pages)
    first = (turned - 1) * PAGE
    shown = desk.listed[first : first + PAGE]
    at = None if desk.place is None else desk.place - first
    _mark(at if at is not None and 0 <= at < len(shown) else None)
    slot.dataframe(
        frame(shown, desk.decisions, desk.standings.names),
        key=_LIST,
        height="content" if _HEADER + _ROW_HEIGHT * len(shown) < height else height,
        row_height=_ROW_HEIGHT,
        hide_index=True,
        on_select=lambda: _clicked(shown, on_open),
        selection_mode="single-cell",
        alt="Candidates in rank order",
        column_config={
            "Name": st.column_config.TextColumn(width=190),
            "Score": st.column_config.ProgressColumn(
                min_value=0, max_value=10, format="%.1f", width=118, color="primary"
            ),
            "Suggested": st.column_config.MultiselectColumn(
                width=104, options=list(CATEGORY.values()), color=["green", "orange", "gray"]
            ),
            "Decision": st.column_config.TextColumn(width=84),
            "⚑": st.column_config.TextColumn(width=56, help="Something to check before you decide"),
        },
    )


def _turned(desk: Desk, pages: int) -> int:
    """The page a person turned to; the open candidate's where that was opened by key or decision.

    A pager's value can't be set beside its default, so that a new one takes its place.
    """
    place = desk.place
    if (_PAGE_OF not in st.session_state or triage.takes_turn()) and place is not None:
        number = st.session_state.get(_PAGE_OF, (0, 1))[0]
        st.session_state[_PAGE_OF] = (number + 1, place // PAGE + 1)
    number, page = st.session_state.get(_PAGE_OF, (0, 1))
    return st.pagination(pages, default=min(page, pages), key=f"list_page-{number}-{pages}")


def _mark(at: int | None) -> None:
    """Moves the grid's own selection to the open candidate, where it isn't there already."""
    held = st.session_state.get(_LIST)
    cells = held["selection"]["cells"] if held else []
    if at is None:
        if cells:
            st.session_state[_LIST] = {"selection": {"rows": [], "columns": [], "cells": []}}
    elif not cells or cells[0][0] != at:
        column = cells[0][1] if cells else "Name"
        st.session_state[_LIST] = {"selection": {"rows": [], "columns": [], "cells": [(at, column)]}}


def _clicked(shown: Sequence[Ranked], on_open: Callable[[], None] | None) -> None:
    cells = st.session_state[_LIST]["selection"]["cells"]
    if cells and cells[0][0] < len(shown):
        triage.open_candidate(shown[cells[0][0]].item.id, follow=False)
        if on_open:
            on_open()
