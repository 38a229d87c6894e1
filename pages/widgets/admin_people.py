"""Tokens and credits, as an admin hands them out."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from core.access import Refused, known_as, new_token, rules_of
from core.domain.person import LOCAL_PERSON, Person
from core.domain.token import AccessToken
from core.shortlist.words import plain
from core.wiring import Services
from pages.widgets.trouble import trouble_in
from pages.widgets.words import count, day, in_markdown


def show(room: Services) -> None:
    with st.container(border=True):
        _tokens(room)
    if room.settings.credits_enabled:
        with st.container(border=True):
            _credits(room)
    else:
        st.caption("Credits are off: nothing is charged. CREDITS_ENABLED switches them on.")


def _tokens(room: Services) -> None:
    st.subheader("Tokens", anchor=False)
    st.caption("A token lets a program use the HTTP API as one person. Only whoever makes it sees it, once.")
    made = st.session_state.pop("token_made", None)
    if made:
        st.success("Copy the token now: it isn't shown again.", icon=":material/key:")
        st.code(made, language=None)
    login = rules_of(room.settings) is not None
    with st.form("new-token", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        if login:
            st.text_input("For whom", key="token_user", placeholder="ada@example.com")
        st.text_input("What for", key="token_label", placeholder="Applicant tracking", max_chars=100)
        st.form_submit_button("Make a token", icon=":material/add:", on_click=_make, args=(room,))
    if refused := st.session_state.pop("token_refused", ""):
        st.warning(in_markdown(refused))
    tokens = room.store.tokens()
    if not tokens:
        st.caption("There are none yet.")
        return
    event = st.dataframe(
        pd.DataFrame([_line(token) for token in tokens]),
        key="admin-tokens",
        hide_index=True,
        height="content",
        on_select="rerun",
        selection_mode="single-row",
        alt="Tokens, oldest first",
    )
    rows = [row for row in event.selection.rows if row < len(tokens)]
    st.button(
        "Revoke",
        key="revoke-token",
        icon=":material/block:",
        disabled=not rows,
        help="Whoever uses it is refused from then on." if rows else "Choose a token first.",
        on_click=_revoke,
        args=(room, tokens[rows[0]].id if rows else ""),
    )


def _line(token: AccessToken) -> dict[str, object]:
    return {
        "For": plain(token.person.id),
        "Role": token.person.role,
        "What for": plain(token.label),
        "Made": day(token.created),
        "Used last": day(token.used) if token.used else "Never",
    }


def _revoke(room: Services, token_id: str) -> None:
    room.store.remove_token(token_id)


def _make(room: Services) -> None:
    person = _person(room)
    if isinstance(person, Refused):
        st.session_state["token_refused"] = person.message
        return
    secret, kept = new_token(person, label=st.session_state["token_label"], now=datetime.now(UTC))
    room.store.add_token(kept)
    st.session_state["token_made"] = secret


def _person(room: Services) -> Person | Refused:
    rules = rules_of(room.settings)
    return LOCAL_PERSON if rules is None else known_as(st.session_state["token_user"], rules)


def _credits(room: Services) -> None:
    st.subheader("Credits", anchor=False)
    with st.form("grant", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Whose", key="grant_user", value="" if room.settings.has_login else LOCAL_PERSON.id)
        st.number_input(
            "How many", key="grant_amount", step=100, value=100, help="Below nought takes free ones away."
        )
        st.text_input("Why", key="grant_note", placeholder="January", max_chars=100)
        st.form_submit_button("Give", icon=":material/add_card:", on_click=_grant, args=(room,))
    if told := st.session_state.pop("grant_told", ""):
        st.info(in_markdown(told))


def _grant(room: Services) -> None:
    user = st.session_state["grant_user"].strip().casefold()
    if not user:
        st.session_state["grant_told"] = "Say whose credits they are."
        return
    amount, note = int(st.session_state["grant_amount"]), st.session_state["grant_note"]
    if refused := trouble_in(lambda: room.store.grant(user, amount, note)):
        st.session_state["grant_told"] = refused
        return
    have = room.store.balance(user)
    st.session_state["grant_told"] = f"{user} has {count(have.free, 'credit')} free, {have.reserved:,} held."
