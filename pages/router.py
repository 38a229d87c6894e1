"""The way to every page: no page opens but through here."""

from pathlib import Path

import streamlit as st

from pages.widgets import draft
from pages.widgets.services import services

HERE = Path(__file__).parent

st.set_page_config(page_title="Shortlist", page_icon=str(HERE / "widgets" / "icon.png"), layout="wide")
st.logo(str(HERE / "widgets" / "logo.svg"), size="large")


def _old_address() -> None:
    """`/screen` is another name of `/`, so that links can name the page."""
    st.switch_page(SCREEN, query_params=st.query_params.to_dict())


SCREEN = st.Page(
    "screen.py",
    title="Screen",
    url_path="start",
    default=True,
    help="Give a job and résumés, and start a screening.",
)
page = st.navigation(
    [
        SCREEN,
        st.Page("review.py", title="Review", help="Read what was found for each candidate, and decide."),
        st.Page("shortlist.py", title="Shortlist", help="Choose who is in the file, and download it."),
        st.Page("settings.py", title="Settings", help="See what is connected, and check it."),
        st.Page(_old_address, title="Screen", url_path="screen", visibility="hidden"),
    ],
    position="top",
)

services()  # a wrong setting is said here, in place of any page
if page.url_path != SCREEN.url_path:
    draft.set_aside()
page.run()
