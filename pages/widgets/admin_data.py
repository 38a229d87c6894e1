"""Erasing a candidate, and what is kept too long."""

import streamlit as st

from core.operations.erasure import Erased, contents_of_address, erase, held
from core.operations.retention import due
from core.wiring import Services
from pages.widgets.trouble import trouble_in
from pages.widgets.words import count, in_markdown


def show(room: Services) -> None:
    with st.container(border=True):
        _erase(room)
    with st.container(border=True):
        _retention(room)


def _erase(room: Services) -> None:
    st.subheader("Erase a candidate", anchor=False)
    st.caption(
        "Everywhere: results, decisions, texts, the original file and kept answers of the AI, in everybody's "
        "screenings. Backups made before keep them until they are thrown away."
    )
    with st.form("find-candidate", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("E-mail address in the résumé", key="erase_address", placeholder="name@example.com")
        st.form_submit_button("Look", icon=":material/search:", on_click=_look, args=(room,))
    if told := st.session_state.pop("erase_told", ""):
        st.info(in_markdown(told))
    contents = st.session_state.get("erase_contents")
    if not contents:
        return
    places = [place for one in held(room.store, contents) for place in one.places]
    runs = len({run_id for run_id, _ in places})
    st.warning(
        f"{count(len(contents), 'résumé')} with this address, in {count(runs, 'screening')}. "
        "Erasing can't be undone.",
        icon=":material/delete_forever:",
    )
    with st.container(horizontal=True):
        st.button(
            "Erase everywhere",
            key="erase-now",
            type="primary",
            icon=":material/delete_forever:",
            on_click=_erase_now,
            args=(room, contents),
        )
        st.button("Keep", key="erase-not", on_click=lambda: st.session_state.pop("erase_contents", None))


def _look(room: Services) -> None:
    address = st.session_state["erase_address"].strip()
    found = contents_of_address(room.store, address) if address else ()
    st.session_state["erase_contents"] = found
    if not address:
        st.session_state["erase_told"] = "Type the address that stands in the résumé."
    elif not found:
        st.session_state["erase_told"] = (
            "No résumé with this address was screened here. By run and file: python -m core erase --help"
        )


def _erase_now(room: Services, contents: tuple[str, ...]) -> None:
    erased: list[Erased] = []
    if trouble := trouble_in(lambda: erased.append(erase(room, contents))):
        st.session_state["erase_told"] = trouble
        return
    (done,) = erased
    st.session_state.pop("erase_contents", None)
    st.session_state["erase_told"] = (
        f"Erased: {count(done.items, 'file')} in screenings, {count(done.replies, 'kept answer')} of the AI."
    )


def _retention(room: Services) -> None:
    st.subheader("Retention", anchor=False)
    st.markdown(f"Screenings are kept **{room.settings.retention_days} days**, then removed at night.")
    st.caption("RETENTION_DAYS sets it; a job can have days of its own: python -m core retention --help")
    if st.button("See what would go now", key="retention-look", icon=":material/preview:"):
        told = due(room)
        st.text(
            f"{count(len(told.runs), 'screening')} with {count(told.items, 'file')} would go, "
            f"and {count(len(told.strays), 'file')} that belong to none."
        )
