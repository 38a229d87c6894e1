"""Files that got no score: which, why in a manager's words, and trying them again."""

import pandas as pd
import streamlit as st

from core.domain.candidate import Failure
from core.shortlist import shown_file
from pages.widgets import standings as loaded
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import count

_LINE_HEIGHT = 58
_HIGHEST = 420


def show(standings: Standings) -> None:
    """The table with **Retry failed** below it."""
    outcomes = [row.outcome for row in standings.failed if row.outcome and row.outcome.status == "failed"]
    st.dataframe(
        pd.DataFrame(
            {
                "File": [shown_file(row.item.file) for row in standings.failed],
                "What to do": [outcome.message for outcome in outcomes],
            }
        ),
        hide_index=True,
        row_height=_LINE_HEIGHT,
        height="content" if 40 + _LINE_HEIGHT * len(outcomes) <= _HIGHEST else _HIGHEST,
        alt="Files without a score, and what to do about each",
        column_config={
            "File": st.column_config.TextColumn(width="medium"),
            "What to do": st.column_config.TextColumn(width="large"),
        },
    )
    _retry(standings, outcomes)


def _retry(standings: Standings, outcomes: list[Failure]) -> None:
    again = sum(outcome.retryable for outcome in outcomes)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            "Retry failed",
            key="retry_failed",
            icon=":material/refresh:",
            disabled=not again or standings.run.state == "running",
            on_click=retry,
            args=(standings.run.id,),
        )
        if not again:
            st.caption(
                "Trying again won't help: this file itself needs a change. Then add it again."
                if len(outcomes) == 1
                else "Trying again won't help: these files themselves need a change. Then add them again."
            )
        elif again < len(outcomes):
            st.caption(f"Tries {count(again, 'file')} again; the others need a change first.")


def retry(run_id: str) -> None:
    room = services()
    room.store.forget_failures(run_id)
    room.runner.start(run_id)
    loaded.forget_loaded()
    loaded.show_newest(run_id)
