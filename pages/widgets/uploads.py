"""Résumés taken in: kept at once, checked before the start, told about in one line."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.uploaded_file_manager import UploadedFile

from core.domain.candidate import Failure, failure
from core.intake import Kept, given_in, keep, read_kept, read_quickly, waits_for_scan
from core.reading.bundle import passed_over
from core.shortlist import shown_file
from core.wiring import Services
from pages.widgets import draft, memory
from pages.widgets.draft import Upload
from pages.widgets.words import count, in_markdown

MOST_SHOWN = 50
"""Unreadable files listed one by one; the rest are only counted."""
MOST_ARCHIVES = 5
LARGEST_ARCHIVE_MB = 200
"""It is in the server's memory until it is taken in. One file in it may be as large as a file by itself."""


def uploader(room: Services, *, check: bool) -> None:
    """The uploader and what is known of the files. Without `check` new files are kept but not read yet.

    They are taken in first: drawing the uploader copies every byte that it still holds.
    """
    place, key = st.container(), f"uploads-{draft.turn('uploads')}"
    files: list[UploadedFile] = st.session_state.get(key) or []
    wanted = [file for file in files if not any(map(passed_over, file.name.split("/")))]
    _take_in(room, wanted)
    place.file_uploader(
        "Résumés",
        accept_multiple_files=True,
        key=key,
        max_upload_size=max(LARGEST_ARCHIVE_MB, room.settings.max_file_mb),
    )
    if check:
        _check(room)
    _tell(room)
    if len(wanted) < len(files):  # they come along with a folder
        st.caption(f"{count(len(files) - len(wanted), 'hidden file')} passed over.")


def kept() -> list[Kept]:
    """The files to screen, as the intake wants them."""
    return [
        Kept(
            upload["file"],
            upload["sha256"],
            failure(upload["unkept"], upload["problem"]) if upload["unkept"] else None,
        )
        for upload in draft.given()
    ]


def one_text(room: Services, file: UploadedFile) -> tuple[str, str]:
    """The text of a single file, or else why it has none."""
    given = next(given_in(file.name, file, limit=_limit(room)))
    if given.file != file.name:
        return "", "This is an archive. Unpack it and add the job description in it."
    if isinstance(given.content, Failure):
        return "", given.content.message
    sha256 = room.files.put(given.content)
    outcome = read_kept(sha256, store=room.store, files=room.files, readers=room.readers)
    return (outcome.text, "") if outcome.status == "read" else ("", outcome.message)


def _limit(room: Services) -> int:
    """Bytes that a file may have."""
    return room.settings.max_file_mb * 2**20


def _take_in(room: Services, files: list[UploadedFile]) -> None:
    """Keeps the new files' bytes, and forgets the ones taken out of the uploader."""
    known = draft.uploads()
    present = {file.file_id for file in files}
    gone = [i for i, upload in known.items() if upload["origin"] not in present and not upload["aside"]]
    for upload_id in gone:
        del known[upload_id]
    taken = {upload["origin"] for upload in known.values()}
    new = [file for file in files if file.file_id not in taken]
    if new:
        progress = st.empty()
        for file in new:
            known.update(_kept_of(room, file, progress))
            draft.empty(file)
        memory.give_back()
        progress.empty()


def _kept_of(room: Services, file: UploadedFile, progress: DeltaGenerator) -> dict[str, Upload]:
    """The file, or the files in the archive that it is, all of them or none: a person may leave midway."""
    found: dict[str, Upload] = {}
    for given in given_in(file.name, file, limit=_limit(room)):
        stays = keep(given, files=room.files)
        found[f"{file.file_id}-{len(found)}"] = Upload(
            origin=file.file_id,
            archive=file.name if given.file != file.name else "",
            file=given.file,
            sha256=stays.sha256,
            size=len(given.content) if isinstance(given.content, bytes) else 0,
            checked=stays.failure is not None,
            problem=stays.failure.message if stays.failure else "",
            unkept=stays.failure.reason if stays.failure else None,
            scan=False,
            left_out=False,
            aside=False,
        )
        if len(found) % 20 == 0:
            name = in_markdown(shown_file(file.name))
            progress.caption(f"Opening {name}: {count(len(found), 'file')} so far…")
    return found


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
            pool.submit(read_quickly, sha, store=room.store, files=room.files, readers=room.readers): sha
            for sha in waiting
        }
        for done, future in enumerate(as_completed(reading), 1):
            outcome = future.result()
            scan = waits_for_scan(outcome, room.readers)
            for upload in waiting[reading[future]]:
                upload["checked"] = True
                upload["scan"] = scan
                upload["problem"] = outcome.message if outcome.status == "failed" and not scan else ""
            bar.progress(done / len(waiting), text=f"Checked {done:,} of {count(len(waiting), 'file')}")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    bar.empty()


def _tell(room: Services) -> None:
    """Count, size, same, unreadable; the unreadable with their reason and a way to leave them out."""
    known = draft.uploads()
    if not known:
        kinds = "RTF, TXT, JPG or PNG" if room.readers.reads_scans else "RTF or TXT"
        st.caption(
            f"PDF, DOCX, DOC, ODT, {kinds} up to {room.settings.max_file_mb} MB, or a ZIP of them. "
            "Drop a whole pile or a folder at once."
        )
        return
    here = draft.given()
    same = sum(n - 1 for n in Counter(upload["sha256"] for upload in here if upload["sha256"]).values())
    bad = [(i, u) for i, u in known.items() if u["problem"] and not u["left_out"]]
    out = sum(upload["left_out"] for upload in known.values())
    scans = sum(upload["scan"] for upload in here)
    size = sum(upload["size"] for upload in here)
    line = [count(len(here), "file"), _size(size)]
    line += [f"{same} identical"] if same else []
    line += [f"{len(bad)} can't be read"] if bad else []
    line += [f"{count(scans, 'scan')}, read while screening"] if scans else []
    line += [f"{out} left out"] if out else []
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{' · '.join(line)}**", width="stretch")
        if len(bad) > 1:
            everyone = [file_id for file_id, _ in bad]
            st.button("Leave out all", key="leave-out-all", on_click=_leave_out, args=(everyone,))
    _tell_archives(here)
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


def _tell_archives(here: list[Upload]) -> None:
    """How many of the files each archive holds; two of one name are told as one."""
    held = Counter(upload["archive"] for upload in here if upload["archive"])
    for archive, files in held.most_common(MOST_ARCHIVES):
        st.caption(f"{in_markdown(shown_file(archive))}: {count(files, 'file')}")
    if len(held) > MOST_ARCHIVES:
        st.caption(f"… and {count(len(held) - MOST_ARCHIVES, 'archive')} more.")


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
