"""A person's credits: what is free, what is held, and where they went."""

import pandas as pd
import streamlit as st

from core.domain.credit import Entry, EntryKind
from core.wiring import Services
from pages.widgets.words import count, day

LINES = 10
KIND: dict[EntryKind, str] = {
    "granted": "Given",
    "reserved": "Held for a screening",
    "spent": "Spent on a résumé",
    "returned": "Given back",
}


def show(room: Services) -> None:
    """The balance, and the newest lines of the ledger on demand. Nothing where no credits are taken."""
    if not room.settings.credits_enabled:
        return
    balance = room.store.balance(room.person.id)
    st.subheader("Credits", anchor=False)
    st.markdown(f"**{count(balance.free, 'credit')}** free, {balance.reserved:,} held for screenings.")
    st.caption(
        "Each résumé that the AI judges anew takes one. Failures, answers from the cache and what is left of a "
        "stopped screening are given back."
    )
    entries = room.store.ledger(room.person.id, LINES)
    if not entries:
        st.caption("None were given yet. Whoever runs this installation can give some.")
        return
    with st.expander("Latest changes"):
        st.dataframe(
            pd.DataFrame([_line(entry) for entry in entries]),
            hide_index=True,
            height="content",
            column_config={"Free": st.column_config.NumberColumn(format="%+d", width="small")},
            alt="The latest changes to the credits, newest first",
        )


def _line(entry: Entry) -> dict[str, object]:
    """`Free`: what the change does to the free ones."""
    return {"When": day(entry.at), "What": KIND[entry.kind], "Free": entry.amount, "Note": entry.note}
