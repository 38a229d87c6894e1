"""How it reads: what is judged again, and what is kept from whatever reads the résumés."""

import streamlit as st

from core.domain.job import MAX_CRITERIA
from core.domain.run import EngineName, SecondLooks, Withheld
from core.shortlist.progress import dollars
from core.wiring import Services
from pages.widgets import promise
from pages.widgets.words import count

CLOSE_CALLS = (
    "Who ends within half a point of a cut is read twice more, and the majority counts for each criterion. "
    "The score then comes with its spread, and who stays too close is marked for you."
)
SCHOOLS = "Names of schools and universities are taken out before reading. Degrees, subjects and dates stay."
AGES = "Ages and dates of birth are taken out before reading. Years of work and study stay."
BUDGET = "The screening stops before it spends more. What is done by then is kept, and it goes on once you raise the budget."
ALWAYS = "Names and contact details are never read, nor lines on family, religion or origin."


def switches(room: Services, engine: EngineName, *, n: int, counted: int, cost: float | None) -> None:
    """Switches and the budget behind one word. `cost` is what one reading of all `n` résumés comes to, in US dollars."""
    with st.popover("How it reads", icon=":material/tune:", width="stretch"):
        if engine != "local":
            st.toggle(
                "Read close calls three times", key="close_calls", persist_state="session", help=CLOSE_CALLS
            )
            st.caption(more_words(n, counted, cost))
            if room.knows_price(engine):
                st.number_input(
                    "Budget (US dollars)",
                    min_value=0.01,
                    value=room.settings.run_budget,
                    step=0.5,
                    format="%.2f",
                    placeholder="No limit",
                    key="budget",
                    persist_state="session",
                    help=BUDGET,
                )
        st.toggle("Hide schools", key="hide_schools", persist_state="session", help=SCHOOLS)
        st.toggle(
            "Hide ages and dates of birth", key="hide_ages", value=True, persist_state="session", help=AGES
        )
        st.caption(ALWAYS)


def second_look(engine: EngineName) -> SecondLooks:
    """Texts that address the software are judged again in any case."""
    asked = engine != "local" and bool(st.session_state.get("close_calls"))
    return "borderline" if asked else "flagged"


def budget(room: Services, engine: EngineName) -> float | None:
    """US dollars the run may spend: as chosen where the price is known, else as this installation says."""
    if engine == "local":
        return None
    if not room.knows_price(engine):
        return room.settings.run_budget
    chosen: float | None = st.session_state.get("budget", room.settings.run_budget)
    return chosen


def withheld() -> Withheld:
    return Withheld(
        schools=bool(st.session_state.get("hide_schools")), ages=bool(st.session_state.get("hide_ages", True))
    )


def in_words(room: Services, engine: EngineName, cost: float | None) -> str:
    """What differs from the usual, for the line beside Start; "" where nothing does. `cost` as in `switches`."""
    kept = withheld()
    told = ["Close calls are read three times."] if second_look(engine) == "borderline" else []
    told += ["Schools are hidden too."] if kept.schools else []
    told += [] if kept.ages else ["Ages and dates of birth are left in."]
    limit = budget(room, engine)
    if limit is not None:
        short = " That may not reach for all of them." if cost is not None and cost > limit else ""
        told.append(f"It may spend {dollars(limit)}.{short}")
    return " ".join(told)


def more_words(n: int, counted: int, cost: float | None) -> str:
    """What it can cost at most, if all were close to a cut."""
    if not n:
        return "Two more readings for each close call."
    calls = 2 * n * -(-counted // MAX_CRITERIA)
    price = "" if cost is None else f", {promise.dollars(2 * cost)}"
    return f"Only close calls cost more: up to {count(calls, 'more call')}{price} if all of them were."
