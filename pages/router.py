"""The way to every page: no page opens but through here, and none without a login where there is one."""

from base64 import b64encode
from pathlib import Path

import streamlit as st

from core.access import Refused
from core.errors import OperatorError
from pages.widgets import draft, login, turns
from pages.widgets.services import engine_room

HERE = Path(__file__).parent
ICON = b64encode((HERE / "widgets" / "icon.png").read_bytes()).decode()

# In the page itself: no file is given out to whoever isn't logged in.
st.set_page_config(page_title="Shortlist", page_icon=f"data:image/png;base64,{ICON}", layout="wide")
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
PAGES = [
    SCREEN,
    st.Page("review.py", title="Review", help="Read what was found for each candidate, and decide."),
    st.Page("shortlist.py", title="Shortlist", help="Choose who is in the file, and download it."),
    st.Page("settings.py", title="Settings", help="See what is connected, and check it."),
    st.Page(_old_address, title="Screen", url_path="screen", visibility="hidden"),
]

ADMIN = st.Page(
    "admin.py", title="Admin", help="See what is stuck, pause intake, hand out tokens and credits, erase."
)

try:
    settings = engine_room().settings
    person = login.person(settings)
except OperatorError:  # a wrong setting is said in place of any page
    st.navigation(PAGES, position="hidden")
    raise
if (
    isinstance(person, Refused) or person.role == "admin"
):  # who isn't known yet comes back to it after the login
    PAGES = [*PAGES, ADMIN]
page = st.navigation(PAGES, position="hidden" if isinstance(person, Refused) else "top")

if isinstance(person, Refused):
    login.show(person)
    st.stop()
if settings.has_login:
    login.account(person)
if page.url_path != SCREEN.url_path:
    draft.set_aside()
with turns.taken():
    page.run()
