"""Criteria of before: kept with each start, to use again."""

from collections.abc import Sequence

import streamlit as st

from core.domain.job import SavedRubric
from core.domain.run import Run
from core.shortlist.words import plain
from core.wiring import Services
from pages.widgets import criteria
from pages.widgets.words import count, day, in_markdown

MOST = 20


def offer(room: Services, job_text: str) -> None:
    """The list of them, those of this very job first. Nothing where there are none."""
    saved = _newest_first(room, job_text)
    if not saved:
        return
    tall = len(saved) > 4
    with (
        st.popover("Use earlier criteria", icon=":material/history:", type="tertiary"),
        st.container(height=320 if tall else "content", border=False, gap="small"),
    ):
        for one in saved:
            _line(one)


def of_this_job(room: Services, job_text: str) -> bool:
    """Where this job was screened before: one click to the criteria it had last. Whether there are such."""
    if not job_text.strip():
        return False
    job_id = room.job(job_text).id
    mine = next((one for one in room.store.rubrics(MOST) if one.job_id == job_id), None)
    if mine is None:
        return False
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        n = count(len(mine.rubric.criteria), "criterion", "criteria")
        st.caption(f"This job was screened with {n} on {in_markdown(day(mine.at))}.", width="content")
        st.button("Use them", key="use-mine", on_click=criteria.replace_table, args=(mine.rubric,))
    return True


def version_words(room: Services, run: Run) -> tuple[str, ...]:
    """ "Criteria version 2" where a job has had others before; nothing for its first ones."""
    version = run.began_with.weights_version
    for one in room.store.rubrics(200):
        if one.job_id == run.job_id and one.rubric.weights_version == version:
            return (f"Criteria version {one.number}",) if one.number > 1 else ()
    return ()


def _newest_first(room: Services, job_text: str) -> Sequence[SavedRubric]:
    job_id = room.job(job_text).id if job_text.strip() else ""
    return sorted(room.store.rubrics(MOST), key=lambda one: one.job_id != job_id)


def _line(one: SavedRubric) -> None:
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        with st.container(gap=None):
            st.text(plain(one.job_title))
            n = count(len(one.rubric.criteria), "criterion", "criteria")
            st.caption(in_markdown(f"Version {one.number} · {day(one.at)} · {n}"))
        st.button("Use", key=f"use-{one.id}", on_click=criteria.replace_table, args=(one.rubric,))
