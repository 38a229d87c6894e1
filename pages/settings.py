"""Settings: what is connected, each part with its check."""

import streamlit as st

from core.wiring import Part, Services
from pages.widgets import credits, login, samples
from pages.widgets.services import services
from pages.widgets.words import in_markdown


def main() -> None:
    room = services()
    st.title("Settings", anchor=False)
    if room.person.role != "admin":
        _own_account(room)
        return
    st.caption("What Shortlist uses on this installation. It is set where the program is started, not here.")
    with st.container(border=True):
        for part in room.parts:
            _part(part)
    if room.not_set_up:
        with st.expander(f"Not set up ({len(room.not_set_up)})"):
            st.caption("None of these is needed. Each is switched on by its setting; the README says how.")
            for name in room.not_set_up:
                st.text(name)
    if room.settings.credits_enabled:
        with st.container(border=True):
            credits.show(room)
    left, right = st.columns(2, border=True)
    with left:
        _shortcuts()
    with right:
        _sample_data(room)


def _own_account(room: Services) -> None:
    """What is one's own; how the installation is set up is for admins."""
    st.caption("How this installation is set up is for its admins to see.")
    with st.container(border=True):
        st.subheader("Account", anchor=False)
        st.text(room.person.id)
        st.caption(in_markdown(login.role_words(room.person)))
        credits.show(room)
    with st.container(border=True):
        _shortcuts()


def _shortcuts() -> None:
    st.subheader("Keyboard shortcuts", anchor=False)
    st.toggle(
        "Shortcuts in Review",
        value=True,
        key="shortcuts",
        persist_state="session",
        help="S shortlists, H holds, X declines and U undoes, as the buttons in Review say.",
    )
    st.caption("Switch them off if they get in the way of a screen reader or another program.")


def _part(part: Part) -> None:
    """Name and what is used, where; Check asks it now."""
    with st.container(horizontal=True, vertical_alignment="center", wrap=False):
        with st.container(gap=None):
            st.markdown(f"**{in_markdown(part.name)}** · {in_markdown(part.choice)}")
            st.caption(in_markdown(part.detail))
            told = st.session_state.get(f"told-{part.name}")
            if told:
                colour, icon, words = told
                st.markdown(f":{colour}[:material/{icon}: {in_markdown(words)}]")
        st.button("Check", key=f"check-{part.name}", on_click=_check, args=(part,))


def _check(part: Part) -> None:
    """Asks the part and keeps its answer for the page."""
    try:
        told = ("green", "check_circle", part.check())
    except Exception as trouble:
        # By name, since a hot reload makes its class another; what isn't ours is a bug and rises.
        if not any(kind.__name__ == "ShortlistError" for kind in type(trouble).__mro__):
            raise
        told = ("red", "error", str(trouble))
    st.session_state[f"told-{part.name}"] = told


def _sample_data(room: Services) -> None:
    st.subheader("Sample data", anchor=False)
    n = sum(run.sample for run in room.store.runs())
    st.caption(
        "The sample screening and the decisions on it can go whenever you like; your own stay untouched."
        if n
        else "There is no sample data here."
    )
    st.button(
        "Remove sample data",
        key="remove-samples",
        icon=":material/delete:",
        disabled=not n,
        on_click=samples.remove,
        args=(room,),
    )


main()
