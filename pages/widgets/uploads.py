"""Résumés taken in: kept at once, checked before the start, told about in one line."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.intake import Kept, read_kept
from core.shortlist import shown_file
from core.wiring import Services
from pages.widgets import draft
from pages.widgets.draft import Upload
from pages.widgets.words import count, in_markdown

MOST_SHOWN = 50
"""Unreadable files listed one by one; the rest are only counted."""


def uploader(room: Services, *, check: bool) -> None:
    """The uploader and what is known of the files. Without `check` new files are kept but not read yet."""
    files = st.file_uploader(
        "Résumés",
        accept_multiple_files=True,
        key=f"uploads-{draft.turn('uploads')}",
        max_upload_size=room.settings.max_file_mb,
    )
    _take_in(room, files)
    if check:
        _check(room)
    _tell()


def kept() -> list[Kept]:
    """The files to screen, as the intake wants them."""
    return [Kept(file=upload["file"], sha256=upload["sha256"]) for upload in draft.given()]


def one_text(room: Services, file: UploadedFile) -> tuple[str, str]:
    """The text of a single file, or else why it has none."""
    sha256 = room.files.put(file.getvalue())
    outcome = read_kept(sha256, store=room.store, files=room.files, readers=room.readers)
    return (outcome.text, "") if outcome.status == "read" else ("", outcome.message)


def _take_in(room: Services, files: list[UploadedFile]) -> None:
    """Keeps the new files' bytes, and forgets the ones taken out of the uploader."""
    known = draft.uploads()
    present = {file.file_id for file in files}
    for file_id in [i for i, upload in known.items() if i not in present and not upload["aside"]]:
        del known[file_id]
    for file in files:
        if file.file_id not in known:
            known[file.file_id] = Upload(
                file=file.name,
                sha256=room.files.put(file.getvalue()),
                size=file.size,
                checked=False,
                problem="",
                left_out=False,
                aside=False,
            )


def _check(room: Services) -> None:
    """Reads what hasn't been read, a few at a time. Leaving midway loses nothing: each result is noted at once."""
    known = draft.uploads()
    waiting: dict[str, list[Upload]] = {}
    for upload in known.values():
        if not upload["checked"]:
            waiting.setdefault(upload["sha256"], []).append(upload)
    if not waiting:
        return
    bar = st.progress(0.0, text=f"Checking {count(len(waiting), 'file')}…")
    pool = ThreadPoolExecutor(room.settings.reading_children, thread_name_prefix="shortlist-checking")
    try:
        reading = {
            pool.submit(read_kept, sha, store=room.store, files=room.files, readers=room.readers): sha
            for sha in waiting
        }
        for done, future in enumerate(as_completed(reading), 1):
            outcome = future.result()
            for upload in waiting[reading[future]]:
                upload["checked"] = True
                upload["problem"] = outcome.message if outcome.status == "failed" else ""
            bar.progress(done / len(waiting), text=f"Checked {done:,} of {count(len(waiting), 'file')}")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    bar.empty()


def _tell() -> None:
    """Count, size, same, unreadable; the unreadable with their reason and a way to leave them out."""
    known = draft.uploads()
    if not known:
        st.caption("PDF, DOCX, DOC, ODT, RTF or TXT. Drop a whole pile at once.")
        return
    here = draft.given()
    same = sum(n - 1 for n in Counter(upload["sha256"] for upload in here).values())
    bad = [(i, u) for i, u in known.items() if u["problem"] and not u["left_out"]]
    out = sum(upload["left_out"] for upload in known.values())
    size = sum(upload["size"] for upload in here)
    line = [count(len(here), "file"), _size(size)]
    line += [f"{same} identical"] if same else []
    line += [f"{len(bad)} can't be read"] if bad else []
    line += [f"{out} left out"] if out else []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{' · '.join(line)}**", width="stretch")
        if len(bad) > 1:
            everyone = [file_id for file_id, _ in bad]
            st.button("Leave out all", key="leave-out-all", on_click=_leave_out, args=(everyone,))
    if same:
        st.caption(
            f"{count(same, 'file is', 'files are')} identical to others. Each text is read once, and marked."
        )
    if bad:
        _tell_unreadable(bad)
    if out:
        st.button("Put back what was left out", key="put-back", type="tertiary", on_click=_put_back)
    if any(upload["aside"] for upload in known.values()):
        st.button("Remove all files", key="remove-all", type="tertiary", on_click=draft.clear_uploads)


def _tell_unreadable(bad: list[tuple[str, Upload]]) -> None:
    with st.container(height=165 if len(bad) > 2 else "content", border=False, gap="small"):
        for file_id, upload in bad[:MOST_SHOWN]:
            with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
                with st.container(gap=None):
                    st.text(shown_file(upload["file"]))
                    st.caption(in_markdown(upload["problem"]))
                st.button("Leave out", key=f"leave-out-{file_id}", on_click=_leave_out, args=([file_id],))
        if len(bad) > MOST_SHOWN:
            st.caption(f"… and {len(bad) - MOST_SHOWN:,} more.")
    st.caption("You can start all the same: they'll be listed as not scored.")


def _leave_out(file_ids: list[str]) -> None:
    for file_id in file_ids:
        if file_id in draft.uploads():
            draft.uploads()[file_id]["left_out"] = True


def _put_back() -> None:
    for upload in draft.uploads().values():
        upload["left_out"] = False


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} KB"
