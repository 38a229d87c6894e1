"""Other weights tried out: the criteria on the left, on the right who would stand where. Nothing is kept until asked."""

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from core.domain.candidate import Category, Cuts
from core.domain.job import Criterion, Rubric
from core.domain.run import Run
from core.shortlist.ranking import Move, moves
from core.shortlist.weighing import change_words, crossing_words, same_weights, weighed
from pages.widgets import look, turns
from pages.widgets.criteria import MEANING, importance
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import CATEGORY, in_markdown

HEIGHT = 636
"""On a laptop the sixth or seventh criterion is cut through, so that one sees there are more."""
_CUTS = 92
PAGE = 100
"""Rows sent to the browser at once: these are sent anew at every move of a weight."""
NOTHING_KEPT = "You are trying this out: nothing changes until you keep it. Leaving this view forgets it."
_ROW_HEIGHT = 38
_HEADER = 37
_PAGER = 56
_ON_PHONE = ("Now", "Moved", "Name", "Score", "Suggested")
_SAID = "said of the weights"


def badge(run: Run) -> None:
    """Quiet, and only where a run isn't weighed as it began; its help says what was changed."""
    changed = change_words(weighed(run, run.began_with, Cuts()), run)
    if changed:
        label = "Weights changed" if run.first_rubric else "Cuts moved"
        lines = "\n".join(f"- {in_markdown(line)}" for line in changed)
        st.badge(label, color="blue", help=f"Since the screening began:\n\n{lines}")


@st.fragment
@turns.in_turn
def show(standings: Standings) -> None:
    """A fragment: the order must follow a weight at once."""
    run = standings.run
    left, right = st.columns([5, 7], gap="small")
    with left:
        tried = _scales(run)
    moved = moves(standings.ranked, tried)
    changes = change_words(run, tried)
    with right:
        _order(standings, moved, changed=bool(changes))
    if look.on_phone():  # there the order stands far below the weights
        with st.bottom, st.container(gap="xsmall"):
            st.caption(_headline(moved, changed=bool(changes)))
            _buttons(run, tried, changed=bool(changes))
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            _buttons(run, tried, changed=bool(changes))
            st.caption(NOTHING_KEPT if changes else "", width="content")
    said = st.session_state.pop(_SAID, None)
    if said:
        st.toast(said)


# what counts, and how much


def _scales(run: Run) -> Run:
    """The criteria and cuts to move; returns the run as it would be."""
    height: int | Literal["content"] = "content" if look.on_phone() else HEIGHT - _CUTS
    with st.container(border=True, height=height, gap="small", key="weights-pane"):
        criteria = [_one(run, criterion) for criterion in run.rubric.criteria]
    key = _key(run, "cuts")
    st.session_state.setdefault(key, (run.cuts.considered, run.cuts.selected))
    st.slider(
        "Where the suggestions begin",
        0.0,
        10.0,
        step=0.5,
        key=key,
        format="%.1f",
        help="From the lower handle on a score is Considered, from the upper one Selected.",
    )
    considered, selected = st.session_state[key]
    rubric = run.rubric.model_copy(update={"criteria": tuple(criteria)})
    return weighed(run, rubric, Cuts(selected=selected, considered=considered))


def _one(run: Run, criterion: Criterion) -> Criterion:
    """Importance presets the weight; a weight moved by hand is shown as the importance that comes nearest."""
    kind_key, weight_key = _key(run, f"{criterion.id}-kind"), _key(run, f"{criterion.id}-weight")
    st.session_state.setdefault(kind_key, importance(criterion))
    st.session_state.setdefault(weight_key, criterion.weight)
    with st.container(gap="xsmall", key=f"weigh-{criterion.id}"):
        with st.container(key=f"point-weigh-{criterion.id}"):
            st.text(criterion.text)
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.segmented_control(
                f"Importance of criterion {criterion.id[1:]}",
                list(MEANING),
                key=kind_key,
                required=True,
                label_visibility="collapsed",
                on_change=_preset,
                args=(kind_key, weight_key),
                width="content",
            )
            st.slider(
                f"Weight of criterion {criterion.id[1:]}",
                1,
                5,
                key=weight_key,
                label_visibility="collapsed",
                on_change=_nearest,
                args=(kind_key, weight_key),
                width="stretch" if look.on_phone() else 150,
            )
    kind, _ = MEANING[st.session_state[kind_key]]
    return criterion.model_copy(update={"kind": kind, "weight": int(st.session_state[weight_key])})


def _preset(kind_key: str, weight_key: str) -> None:
    _, st.session_state[weight_key] = MEANING[st.session_state[kind_key]]


def _nearest(kind_key: str, weight_key: str) -> None:
    if st.session_state[kind_key] != "Must-have":
        st.session_state[kind_key] = "Important" if st.session_state[weight_key] >= 2 else "Nice to have"


def _set(run: Run, rubric: Rubric, cuts: Cuts) -> None:
    for criterion in rubric.criteria:
        st.session_state[_key(run, f"{criterion.id}-kind")] = importance(criterion)
        st.session_state[_key(run, f"{criterion.id}-weight")] = criterion.weight
    st.session_state[_key(run, "cuts")] = (cuts.considered, cuts.selected)


def _key(run: Run, name: str) -> str:
    return f"weigh-{run.id}-{name}"


# who would stand where


def _order(standings: Standings, moved: Sequence[Move], *, changed: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        with st.container(gap=None, width="content"):
            st.markdown(f"**{_headline(moved, changed=changed)}**")
            st.caption(_numbers(standings, moved))
        st.space("stretch")
        only = st.checkbox("Only who changes category", key="crossing_only", disabled=not changed)
    listed = [move for move in moved if move.crosses] if only and changed else moved
    height, slot, page, pages = HEIGHT - 72, st.container(), 1, -(-len(listed) // PAGE)
    if pages > 1:
        height -= _PAGER
        with st.container(horizontal_alignment="center"):
            page = st.pagination(pages, key=f"weights_page-{pages}")
    with slot:
        _table(listed[(page - 1) * PAGE : page * PAGE], standings, height)


def _headline(moved: Sequence[Move], *, changed: bool) -> str:
    if not changed:
        return "Move a weight or a cut, and the order follows."
    places = sum(move.up != 0 for move in moved)
    return crossing_words(moved) or (
        "Nobody changes category." if places else "Nobody changes place or category."
    )


def _numbers(standings: Standings, moved: Sequence[Move]) -> str:
    """For example "Selected 3 → 5 · Considered 6 → 4 · Rejected 3"."""
    after: dict[Category, int] = dict.fromkeys(CATEGORY, 0)
    for move in moved:
        after[move.category] += 1
    told = []
    for category, word in CATEGORY.items():
        before = standings.counts[category]
        told.append(f"{word} {before:,}" + (f" → {after[category]:,}" if after[category] != before else ""))
    return " · ".join(told)


def frame(moved: Sequence[Move], names: Mapping[str, str]) -> pd.DataFrame:
    """Old and new side by side; an old category stands there only where it is another one."""
    return pd.DataFrame(
        {
            "Was": [move.before.rank for move in moved],
            "Now": [move.rank for move in moved],
            "Moved": [_moved(move.up) for move in moved],
            "Name": [names[move.before.item.id] for move in moved],
            "Score was": [move.before.candidate.score for move in moved],
            "Score": [move.score for move in moved],
            "Suggested was": [
                [CATEGORY[move.before.candidate.category]] if move.crosses else [] for move in moved
            ],
            "Suggested": [[CATEGORY[move.category]] for move in moved],
        }
    )


def _table(moved: Sequence[Move], standings: Standings, height: int) -> None:
    phone = look.on_phone()
    score = (
        st.column_config.NumberColumn(format="%.1f", width=48)
        if phone
        else st.column_config.ProgressColumn(
            min_value=0, max_value=10, format="%.1f", width=112, color="primary"
        )
    )
    st.dataframe(
        frame(moved, standings.names),
        key="moves_list",
        height="content" if _HEADER + _ROW_HEIGHT * len(moved) < height else height,
        row_height=_ROW_HEIGHT,
        hide_index=True,
        column_order=_ON_PHONE if phone else None,
        alt="Who stands where now, and who stood where before",
        column_config={
            "Was": st.column_config.NumberColumn(width=46),
            "Now": st.column_config.NumberColumn(width=40 if phone else 46),
            "Moved": st.column_config.TextColumn(width=50 if phone else 62),
            "Name": st.column_config.TextColumn(width=112 if phone else 170),
            "Score was": st.column_config.NumberColumn("was", format="%.1f", width=50),
            "Score": score,
            "Suggested was": _chips("was"),
            "Suggested": _chips("Suggested"),
        },
    )


def _chips(title: str) -> ColumnConfig:
    return st.column_config.MultiselectColumn(
        title, width=104, options=list(CATEGORY.values()), color=["green", "orange", "gray"]
    )


def _moved(up: int) -> str:
    return f"▲ {up:,}" if up > 0 else f"▼ {-up:,}" if up else ""


# keeping it


def _buttons(run: Run, tried: Run, *, changed: bool) -> None:
    with st.container(horizontal=True, gap="small", width="content"):
        st.button(
            "Keep these weights",
            key="keep_weights",
            type="primary",
            disabled=not changed,
            on_click=_keep,
            args=(run, tried),
            help="Review, Shortlist and every file then go by them. No résumé is read again.",
        )
        st.button(
            "Back to how it began",
            key="first_weights",
            disabled=not change_words(weighed(run, run.began_with, Cuts()), tried),
            on_click=_set,
            args=(run, run.began_with, Cuts()),
        )


def _keep(run: Run, tried: Run) -> None:
    """Where only cuts moved, settled ties stay settled."""
    store = services().store
    if same_weights(run.rubric, tried.rubric):
        store.set_cuts(run.id, tried.cuts)
    else:
        store.set_weights(run.id, tried.rubric, tried.cuts)
    store.record(run.id, "reweighed", detail="; ".join(change_words(run, tried)))
    st.session_state[_SAID] = "Kept. Review, Shortlist and files now go by these weights."
    st.rerun()
