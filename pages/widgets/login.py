"""Who is logged in here, the page for those who aren't, and the menu to leave by."""

import hashlib
import hmac
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.auth_util import get_origin_from_redirect_uri

from core.access import Refused, admit, rules_of
from core.domain.person import LOCAL_PERSON, Person, Role
from core.settings import Settings
from pages.widgets.words import in_markdown

LOG_IN = "/login"
"""The route that goes to the provider and, from there, back to where somebody wanted to be."""

ROLE: dict[Role, str] = {"admin": "Admin", "manager": "Hiring manager", "reviewer": "Reviewer, without names"}

_CSS = """
<style>
a.log-in { display: inline-block; padding: 0.45rem 1.4rem; border-radius: 7px; background: light-dark(#0B6B66, #17807A); color: #fff !important; text-decoration: none; font-weight: 600; }
a.log-in:hover { background: #0A5A56; }
a.log-in:focus-visible { outline: 3px solid light-dark(#0B6B66, #5CC9BE); outline-offset: 2px; }
.st-key-account { position: fixed; top: 0.55rem; right: 1rem; z-index: 999991; width: max-content !important; max-width: 45vw; }
.st-key-account p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
</style>
"""


def secrets(settings: Settings) -> dict[str, Any] | None:
    """The login as Streamlit wants to be told of it; None where there is none.

    Raises `ConfigurationError`. Without a cookie key of its own one is made from the client secret: the same in
    every process, changed together with it, and no way back to it.
    """
    if rules_of(settings) is None or settings.oidc_client_secret is None:
        return None
    secret = settings.oidc_client_secret.get_secret_value()
    own = settings.oidc_cookie_secret
    made = hmac.new(secret.encode(), b"shortlist login cookie", hashlib.sha256).hexdigest()
    return {
        "auth": {
            "redirect_uri": settings.oidc_redirect_url,
            "cookie_secret": own.get_secret_value() if own else made,
            "client_id": settings.oidc_client_id,
            "client_secret": secret,
            "server_metadata_url": settings.oidc_metadata_url,
        }
    }


def person(settings: Settings) -> Person | Refused:
    """Who this session belongs to. Asked anew each time, since a login ends while a page is open."""
    rules = rules_of(settings)
    return LOCAL_PERSON if rules is None else admit(st.user.to_dict(), rules, now=time.time())


def show(refused: Refused) -> None:
    """The only page for whoever isn't let in. It tells nothing of what is inside."""
    st.html(_CSS)
    _, middle, _ = st.columns([2, 3, 2])
    with middle, st.container(border=True, gap="small", key="login"):
        if refused.reason == "account":
            st.title("This account can't open Shortlist", anchor=False)
            st.markdown(f"{in_markdown(refused.message)} Log in with another one, or ask whoever runs this.")
            st.button("Log out", key="log_out", icon=":material/logout:", on_click=st.logout)
            return
        st.title("Shortlist", anchor=False)
        st.markdown(in_markdown(refused.message))
        # From the address that the provider leads back to: what is noted on the way is kept by address.
        st.html(
            _link("Log in", f"{get_origin_from_redirect_uri() or ''}{LOG_IN}?{urlencode({'to': _here()})}")
        )


def account(person: Person) -> None:
    """Who is logged in, and the way out, at the end of the first line of every page."""
    st.html(_CSS)
    with st.container(key="account", width="content"), st.popover(in_markdown(person.id), type="tertiary"):
        st.caption(in_markdown(role_words(person)))
        st.button("Log out", key="log_out", icon=":material/logout:", on_click=st.logout, width="stretch")


def role_words(person: Person) -> str:
    """ "Manager · team sales" """
    return f"{ROLE[person.role]} · team {person.team}" if person.team else ROLE[person.role]


def _here() -> str:
    """The page and what stands in its address, to come back to."""
    path = urlsplit(st.context.url or "/").path or "/"
    asked = urlencode(st.query_params.to_dict())
    return f"{path}?{asked}" if asked else path


def _link(words: str, address: str) -> str:
    """A link that stays in this tab, as Streamlit's own buttons for links don't. `address` is encoded already."""
    return f'<a class="log-in" href="{address}">{words}</a>'
