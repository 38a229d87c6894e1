"""What a page says that has no run to show."""

import streamlit as st


def show(words: str, *, unknown: bool) -> None:
    """`unknown`: the address names a run that isn't there."""
    if unknown:
        st.subheader("This screening isn't here any more.")
        st.caption(
            "It may have been removed, or the link is cut off. Your other screenings are on the Screen page."
        )
    else:
        st.subheader(words)
        st.caption("Give a job and a few résumés, or try the samples. The results appear here.")
    if st.button("Go to Screen", type="primary", key="go_to_screen"):
        st.switch_page("screen.py")
