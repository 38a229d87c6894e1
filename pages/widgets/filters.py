"""What the list shows: category, score, search, undecided only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import streamlit as st

from core.domain.run import DecisionRecord
from core.shortlist import Ranked
from pages.widgets import address
from pages.widgets.standings import Standings
from pages.widgets.words import CATEGORY

Choice = Literal["all", "selected", "considered", "rejected", "not-scored"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True)
class Filters:
    """`score` is a whole point: 6 means 6–7, and 9 takes in 10."""

    category: Choice = "all"
    score: int | None = None
    words: str = ""
    undecided: bool = False


def point_of(score: float) -> int:
    """The whole point a score falls into; 10 belongs to 9–10."""
    return min(int(score), 9)


def matching(
    standings: Standings, decisions: Mapping[str, DecisionRecord], filters: Filters
) -> tuple[Ranked, ...]:
    """The candidates that pass every filter, in rank order. Nobody under "not-scored": those are files."""
    if filters.category == "not-scored":
        return ()
    tests: list[Callable[[Ranked], bool]] = []
    if filters.category != "all":
        tests.append(lambda one: one.candidate.category == filters.category)
    if filters.score is not None:
        tests.append(lambda one: point_of(one.candidate.score) == filters.score)
    if filters.undecided:
        tests.append(lambda one: one.item.sha256 not in decisions)
    wanted = filters.words.casefold().split()
    if standings.run.blind and (numbered := _numbered(standings, " ".join(wanted))):
        tests.append(lambda one: one.item.id in numbered)
        wanted = []
    for word in wanted:
        tests.append(lambda one, word=word: word in standings.haystack[one.item.id])  # type: ignore[misc]
    if not tests:
        return standings.ranked
    return tuple(one for one in standings.ranked if all(test(one) for test in tests))


def _numbered(standings: Standings, words: str) -> frozenset[str]:
    """The item a number names whole: "candidate 3" means nobody else who has a 3 somewhere."""
    return frozenset(item_id for item_id, name in standings.names.items() if name.casefold() == words)


def current() -> Filters:
    """As the address and the widgets stand; what the address can't mean is passed over."""
    category = address.read("category")
    score = address.read("score")
    return Filters(
        category=next((c for c in CHOICES if c == category), "all"),
        score=int(score) if score.isdecimal() and len(score) == 1 else None,
        words=st.session_state.get("search") or "",
        undecided=bool(st.session_state.get("undecided_only")),
    )


def set_category(category: Choice) -> None:
    address.write("category", None if category == "all" else category)


def set_score(point: int | None) -> None:
    address.write("score", None if point is None else str(point))


def clear() -> None:
    set_category("all")
    set_score(None)
    st.session_state["search"] = ""
    st.session_state["undecided_only"] = False


def choose(standings: Standings, filters: Filters) -> None:
    """**Category** with unfiltered counts, and the score a chart click chose, to be taken back."""
    label = {"all": f"All {len(standings.ranked):,}", "not-scored": f"Not scored {len(standings.failed):,}"}
    label |= {category: f"{word} {standings.counts[category]:,}" for category, word in CATEGORY.items()}
    offered: Sequence[Choice] = [c for c in CHOICES if c != "not-scored" or standings.failed]
    key = "category_filter"
    if st.session_state.get(key) != filters.category:
        st.session_state[key] = filters.category if filters.category in offered else "all"
    st.segmented_control(
        "Category",
        offered,
        format_func=lambda choice: label[choice],
        key=key,
        required=True,
        on_change=_category_chosen,
        label_visibility="collapsed",
    )
    if filters.score is not None:
        st.button(
            f"Score {filters.score}–{filters.score + 1} ✕",
            key="clear_score",
            on_click=set_score,
            args=(None,),
            help="Show every score again",
        )


def narrow(*, blind: bool) -> None:
    """What else narrows the list. A blind run is not searched for names and files."""
    st.text_input(
        "Search",
        type="search",
        live="300ms",
        key="search",
        placeholder="Search numbers, quotes" if blind else "Search names, files, quotes",
        label_visibility="collapsed",
        width=240,
    )
    st.checkbox("Undecided only", key="undecided_only")


def _category_chosen() -> None:
    set_category(st.session_state["category_filter"] or "all")
