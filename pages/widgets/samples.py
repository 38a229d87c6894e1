"""The sample screening: a job and résumés written for this product, in one click."""

import streamlit as st

from core.domain.job import Job
from core.intake import Kept
from core.samples import sample_files, sample_job, sample_rubric
from core.wiring import Services
from pages.widgets import live, turns

PATIENCE = 8.0
"""Seconds to wait here for the end; after that the live view takes over."""


def try_samples(room: Services) -> None:
    """Screens the samples, or opens the screening of them that is there, and goes to Review.

    Always the keyword match: it is free, at once, and sends nothing anywhere.
    """
    with turns.aside(), st.spinner("Reading the sample résumés…"):
        run_id = _finished_before(room) or _begin(room)
        snapshot = room.runner.wait(run_id, PATIENCE)
    if snapshot is not None and snapshot.state == "finished":
        live.to_review(run_id)
    st.query_params["run"] = run_id
    st.rerun()


def remove(room: Services) -> None:
    """Takes the sample screenings away, decisions on them included."""
    gone = room.store.delete_runs(samples=True)
    st.toast("The sample data is gone." if gone else "There was no sample data.")


def _job(room: Services) -> Job:
    """Everybody has the samples to themselves."""
    return room.job(sample_job().text)


def _finished_before(room: Services) -> str | None:
    """A finished screening of these very samples."""
    job, rubric = _job(room), sample_rubric()
    for run in room.store.runs():
        if run.sample and run.state == "finished" and run.job_id == job.id and run.rubric == rubric:
            return run.id
    return None


def _begin(room: Services) -> str:
    given = [Kept(file=name, sha256=room.files.put(content)) for name, content in sample_files()]
    run = room.starts.begin_samples(_job(room), sample_rubric(), given, model=room.model("local"))
    return run.id
