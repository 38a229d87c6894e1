"""Admin: what is stuck, who may begin, who comes in by a token, and what is to be erased."""

import streamlit as st

from core.access import ONLY_REVIEWS
from pages.widgets import admin_data, admin_people, admin_screenings
from pages.widgets.services import engine_room, services


def main() -> None:
    person = services().person
    if person.role != "admin":  # the router doesn't lead here, but an address may
        st.title("Not for this account", anchor=False)
        st.info("This page is for admins." if not person.only_reviews else ONLY_REVIEWS)
        return
    room = engine_room()
    st.title("Admin", anchor=False)
    screenings, people, data = st.tabs(["Screenings", "People", "Data"], width="stretch")
    with screenings:
        admin_screenings.show(room)
    with people:
        admin_people.show(room)
    with data:
        admin_data.show(room)


main()
