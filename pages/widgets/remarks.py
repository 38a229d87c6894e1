"""What is to be said of the criteria in the table: which can't count, which are vague, what of the job was left out."""

from collections.abc import Sequence

import streamlit as st

from core.domain.job import MAX_CRITERIA
from core.domain.run import EngineName
from core.screening.critique import Vague, protected, vague
from core.shortlist.words import plain
from pages.widgets import draft, look
from pages.widgets.draft import CriterionRow, RefusedRow

TWICE = "It stands there twice."
READINGS = {2: "two", 3: "three", 4: "four"}


Written = Sequence[tuple[int, str]]
"""The rows that say something: their places in the table and their texts."""


def written_in(rows: Sequence[CriterionRow]) -> Written:
    return [(n, text) for n, row in enumerate(rows) if (text := " ".join((row["Criterion"] or "").split()))]


def barred(written: Written) -> None:
    """What Start waits for, told outright: the reason and a way out."""
    texts = dict(written)
    for n, reason in _barred(written).items():
        with st.container(
            horizontal=True, vertical_alignment="center", wrap=False, gap="small", key=f"barred-{n}"
        ):
            st.markdown(":red[:material/block:]", width="content")
            with st.container(gap=None):
                with st.container(key=f"point-barred-{n}"):
                    st.text(look.quoted(plain(texts[n])))
                look.quiet(reason, f"barred-{n}")
            st.button("Remove", key=f"remove-{n}", on_click=draft.change_criterion, args=(n, None))


def unclear(written: Written) -> None:
    """What may stay but says little, behind a word, each with a clearer one to take."""
    out = _barred(written)
    found = [(n, text, v) for n, text in written if n not in out and (v := vague(text)) is not None]
    if found:
        _vague(found)


def readings(written: Written, engine: EngineName) -> None:
    """That a long table costs more, where it does."""
    parts = -(-len(written) // MAX_CRITERIA)
    if parts > 1 and engine != "local":
        times = READINGS.get(parts, str(parts))
        st.caption(f"More than {MAX_CRITERIA}: each résumé takes {times} readings. The cost says so.")


def left_out(refused: Sequence[RefusedRow], key: str) -> None:
    """What a job asks for in vain, with the reasons. Nothing where that is nothing."""
    if not refused:
        return
    with st.popover(f"{len(refused)} left out of the job", icon=":material/block:", type="tertiary"):
        st.markdown("**Nobody may be judged by these.**")
        for n, one in enumerate(refused):
            with st.container(gap=None):
                look.quote(plain(one["text"]), f"left-out-{key}-{n}")
                look.quiet(one["reason"], f"left-out-{key}-{n}")


def _vague(unclear: Sequence[tuple[int, str, Vague]]) -> None:
    are = "is" if len(unclear) == 1 else "are"
    with st.popover(
        f"{len(unclear)} {are} vague",
        icon=":material/lightbulb:",
        type="tertiary",
        key="vague",
        width="content",
    ):
        st.markdown("**These can stay. What a résumé can show works better.**")
        for n, text, found in unclear:
            with st.container(horizontal=True, vertical_alignment="center", wrap=False, key=f"vague-{n}"):
                with st.container(gap=None):
                    look.quote(plain(text), f"vague-{n}")
                    look.quiet(found.reason, f"vague-{n}")
                    look.quiet(f"Clearer: {found.proposal}", f"clearer-{n}")
                st.button(
                    "Use the proposal",
                    key=f"use-clearer-{n}",
                    on_click=draft.change_criterion,
                    args=(n, found.proposal),
                )


def _barred(written: Written) -> dict[int, str]:
    """Why each row that can't stand there can't."""
    barred: dict[int, str] = {}
    seen = set()
    for n, text in written:
        reason = protected(text) or (TWICE if text.casefold() in seen else None)
        if reason:
            barred[n] = reason
        seen.add(text.casefold())
    return barred
