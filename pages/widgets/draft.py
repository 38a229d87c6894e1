"""The screening being prepared, kept in the session: ids, names and form fields, never a file's bytes."""

from typing import TypedDict

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile, UploadedFileRec

from core.errors import FailureReason


class Upload(TypedDict):
    """A file taken in. A plain dict, so that it outlives a hot reload."""

    origin: str
    """The uploader's id of what was dropped: the file, or the archive that it was in."""
    archive: str
    """The archive's name, or empty."""
    file: str
    sha256: str
    size: int
    checked: bool
    problem: str
    """Why it can't be read, or empty."""
    unkept: FailureReason | None
    """The problem by its name, where there are no bytes to screen."""
    scan: bool
    """Whether it has pages that are pictures, to be read while screening."""
    left_out: bool
    aside: bool
    """Given before another page was opened: the uploader no longer knows it."""


class CriterionRow(TypedDict):
    """A line of the criteria table as a person edits it."""

    Criterion: str | None
    Importance: str | None
    Weight: int | None
    Source: str | None


def sit_at(desk: str) -> None:
    """Says whose files are taken in: "new", or the id of the run that gets more. Their piles never mix."""
    if desk != st.session_state.get("desk", desk):
        set_aside()  # the uploader holds the files of the desk that was left
    st.session_state["desk"] = desk


def _pile() -> str:
    return f"uploads-{st.session_state.get('desk', 'new')}"


def uploads() -> dict[str, Upload]:
    """The files taken in at this desk, by ids of their own, in the order given."""
    files: dict[str, Upload] = st.session_state.setdefault(_pile(), {})
    return files


def given() -> list[Upload]:
    """The files that Start would screen."""
    return [upload for upload in uploads().values() if not upload["left_out"]]


def turn(name: str) -> int:
    """Part of a widget's key: the next turn is a fresh widget."""
    number: int = st.session_state.setdefault(f"{name}_turn", 0)
    return number


def next_turn(name: str) -> None:
    st.session_state[f"{name}_turn"] = turn(name) + 1


def criteria() -> list[CriterionRow]:
    """The rows of the criteria table as they stand now."""
    rows: list[CriterionRow] = st.session_state.setdefault("criteria_now", [])
    return rows


def set_criteria(rows: list[CriterionRow]) -> None:
    """Puts rows into the table in place of what is there."""
    st.session_state["criteria_base"] = rows
    st.session_state["criteria_now"] = rows
    next_turn("criteria")


def change_criterion(number: int, text: str | None) -> None:
    """Gives the row of that place another text, or takes it out."""
    rows = list(criteria())
    if number < len(rows):
        rows[number : number + 1] = [] if text is None else [{**rows[number], "Criterion": text}]
        set_criteria(rows)


class RefusedRow(TypedDict):
    """Something a job asks for that was left out, and why."""

    text: str
    reason: str


def refused(job_id: str) -> list[RefusedRow]:
    """What was left out when criteria were suggested for this job; nothing for another text."""
    told: tuple[str, list[RefusedRow]] = st.session_state.get("refused", ("", []))
    return told[1] if told[0] == job_id else []


def set_refused(job_id: str, rows: list[RefusedRow]) -> None:
    st.session_state["refused"] = (job_id, rows)


def empty(file: UploadedFile) -> None:
    """Lets go of a file's bytes once they are kept; the uploader still knows the file.

    Why: the server holds them in memory while the page is open, and copies all of them each time the page runs.
    """
    ctx = get_script_run_ctx()
    if ctx is not None:
        bare = UploadedFileRec(file.file_id, file.name, file.type, b"")
        ctx.uploaded_file_mgr.add_file(ctx.session_id, bare)  # type: ignore[attr-defined]
    file.seek(0)
    file.truncate()


def free_bytes() -> None:
    """Lets the server forget the uploaded files, which it would hold until minutes after the tab is closed.

    Why so: neither a new widget key nor leaving the page frees them, and there is no public call that does.
    """
    ctx = get_script_run_ctx()
    if ctx is not None:
        for origin in {upload["origin"] for upload in uploads().values() if not upload["aside"]}:
            ctx.uploaded_file_mgr.remove_file(ctx.session_id, origin)  # type: ignore[attr-defined]
    next_turn("uploads")


def set_aside() -> None:
    """Keeps the draft while another page is open, where its uploader and table don't live on."""
    if st.session_state.get("criteria_now") is not st.session_state.get("criteria_base"):
        set_criteria(criteria())
    if any(not upload["aside"] for upload in uploads().values()):
        free_bytes()
        for upload in uploads().values():
            upload["aside"] = True


def clear_uploads() -> None:
    free_bytes()
    st.session_state[_pile()] = {}


def clear() -> None:
    """Empties the desk for the next job."""
    clear_uploads()
    set_criteria([])
    st.session_state["suggested"] = []
    st.session_state["job_text"] = ""
