"""What pressing Start will do: how many, at what cost, how long, and what leaves this computer."""

from urllib.parse import urlsplit

import streamlit as st

from core.domain.run import EngineName
from core.errors import NotEnoughCredits
from core.wiring import Services
from pages.widgets import draft
from pages.widgets.services import services
from pages.widgets.words import about, count, in_markdown

LOCAL_SECONDS = 0.04
"""One résumé already read, keyword match."""
SCAN_SECONDS = 6.0
"""One page read as a picture."""
MODEL_SECONDS = 6.0
"""One answer of a model; as many at once as the settings allow."""


def seconds(room: Services, n: int, engine: EngineName) -> float:
    """A rough time for the whole run, the scans among the files at the desk included."""
    scans = sum(upload["scan"] for upload in draft.given()) * SCAN_SECONDS
    if engine == "local":
        return n * LOCAL_SECONDS + scans
    return -(-n // room.settings.max_in_flight) * MODEL_SECONDS + scans


def host(room: Services) -> str:
    """Where a model's requests go."""
    url = room.settings.openai_base_url
    return (urlsplit(url).hostname or url) if url else "api.openai.com"


def summary(room: Services, n: int, engine: EngineName) -> str:
    """ "46 résumés · Free · about 3 s" """
    parts = [count(n, "résumé")]
    if engine == "local":
        parts.append("Free")
    parts.append(about(seconds(room, n, engine)))
    return " · ".join(parts)


def sending(room: Services, n: int, engine: EngineName, cost: float | None) -> str:
    """What is sent where, in one sentence; the cost in US dollars where it is known."""
    if engine == "local":
        return "Nothing leaves this computer."
    about_cost = "" if cost is None else f" About {dollars(cost)}."
    texts = count(n, "résumé")
    return f"The text of {texts}, without names or contact details, will be sent to {host(room)}.{about_cost}"


def credits(room: Services, taken: int) -> None:
    """What it takes of the person's credits at most, before anybody presses Start; nothing where none are taken."""
    if not taken:
        return
    free = room.store.balance(room.person.id).free
    if free >= taken:
        st.caption(f"Takes up to {count(taken, 'credit')}; you have {free:,}.")
    else:
        st.caption(f":orange[:material/warning: {in_markdown(str(NotEnoughCredits(taken, free)))}]")


def dollars(cost: float) -> str:
    """An amount that promises no more than an estimate can hold."""
    return "1 cent" if cost < 0.015 else f"${cost:,.2f}"


@st.cache_data(max_entries=50, show_spinner=False)
def cost_of(sha256s: tuple[str, ...], job_text: str, criteria: int, engine: EngineName) -> float | None:
    """US dollars for these files. Remembered, as counting the tokens of 500 résumés takes a second."""
    room = services()
    read = (room.store.text(sha256) for sha256 in sha256s)
    texts = [resume.text for resume in read if resume is not None and resume.status == "read"]
    return room.estimate(texts, job=room.job(job_text), criteria=criteria, engine=engine)
