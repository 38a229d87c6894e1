"""Shortlist: choose who is in the file, see it, download it."""

from collections.abc import Sequence
from typing import get_args

import pandas as pd
import streamlit as st

from core.access import ONLY_REVIEWS
from core.domain.candidate import Cuts
from core.domain.run import Run
from core.shortlist import Ranked, missing_musts, shown_name, to_csv, to_xlsx
from pages.widgets import address, look, masthead, nothing
from pages.widgets import standings as loaded
from pages.widgets.services import services
from pages.widgets.shortlist_file import PREVIEWED, Who, file_words, pick, word_report
from pages.widgets.standings import Standings
from pages.widgets.words import CATEGORY, DECISION, SUGGESTIONS_ONLY

_ROW_HEIGHT = 38
_SEEN = 13
"""Rows in sight; more are scrolled to."""
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def page() -> None:
    look.dress()
    store = services().store
    run = loaded.chosen_run(store)
    if run is None:
        nothing.show("No shortlist yet.", unknown=bool(address.read("run")))
        return
    standings = loaded.standings(store, run)
    with masthead.show(run, "file"):
        if st.button("Back to Review", key="back_to_review", type="tertiary", icon=":material/arrow_back:"):
            st.switch_page("review.py", query_params={"run": run.id})
    everybody = standings.with_decisions(store.decisions(run.job_id))
    left, right = st.columns([3, 2], gap="large")
    with left:
        chosen = who_is_in(everybody)
    with right:
        cuts(standings)
    file(standings, chosen)


def who_is_in(everybody: Sequence[Ranked]) -> tuple[Ranked, ...]:
    """The choice, with how many each way gives; begins with one's own shortlist once there is one."""
    mine = pick(everybody, "mine")
    selected = pick(everybody, "selected")
    most = max(1, len(everybody))
    first = min(int(st.session_state.get("top", 15)), most)
    words: dict[Who, str] = {
        "mine": f"My shortlist {len(mine):,}",
        "selected": f"Suggested: Selected {len(selected):,}",
        "top": f"Top {first:,}",
        "everyone": f"Everyone {len(everybody):,}",
    }
    st.session_state.setdefault("who", "mine" if mine else "everyone")
    who: Who = (
        st.segmented_control(
            "Who is in the file",
            get_args(Who),
            format_func=lambda w: words[w],
            key="who",
            required=True,
            persist_state="session",
        )
        or "everyone"
    )
    top = 0
    if who == "top":
        top = st.number_input(
            "How many, from the top",
            min_value=1,
            max_value=most,
            value=first,
            key="top",
            width=180,
        )
    return pick(everybody, who, top=int(top))


def cuts(standings: Standings) -> None:
    """Two handles on one track: the upper can't pass below the lower."""
    run = standings.run
    key = f"cuts-{run.id}"
    st.session_state.setdefault(key, (run.cuts.considered, run.cuts.selected))
    fixed = services().person.only_reviews
    st.slider(
        "Where the suggestions begin",
        0.0,
        10.0,
        step=0.5,
        key=key,
        format="%.1f",
        on_change=_move_cuts,
        args=(run.id, key),
        help=ONLY_REVIEWS
        if fixed
        else "From the lower handle on a score is Considered, from the upper one Selected.",
        disabled=fixed,
    )
    numbers = " · ".join(f"{word} {standings.counts[category]:,}" for category, word in CATEGORY.items())
    st.caption(f"{numbers}. A missing must-have keeps a candidate out of Selected, whatever the score.")


def _move_cuts(run_id: str, key: str) -> None:
    considered, selected = st.session_state[key]
    services().store.set_cuts(run_id, Cuts(selected=selected, considered=considered))


def file(standings: Standings, chosen: Sequence[Ranked]) -> None:
    """What will be in the file, the words that say so, and the file."""
    run = standings.run
    if not chosen:
        empty(run, standings)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            "Download shortlist (CSV)",
            data=lambda: to_csv(run, chosen),
            file_name="shortlist.csv",
            mime="text/csv",
            type="primary",
            icon=":material/download:",
            on_click="ignore",
            key="download_csv",
        )
        st.download_button(
            "Download as Excel",
            data=lambda: to_xlsx(run, chosen),
            file_name="shortlist.xlsx",
            mime=_SHEET,
            icon=":material/table_view:",
            on_click="ignore",
            key="download_xlsx",
        )
        st.download_button(
            "Word report",
            data=lambda: word_report(run, chosen),
            file_name="shortlist.docx",
            mime=_DOCUMENT,
            icon=":material/description:",
            on_click="ignore",
            key="download_docx",
            help="The list, then the evidence for each: for those who decide with you.",
        )
        st.caption(file_words(len(chosen), len(standings.failed)), width="content")
    preview(chosen[:PREVIEWED], run)
    if len(chosen) > PREVIEWED:
        st.caption(f"The first {PREVIEWED} are shown; the file has all {len(chosen):,}.")
    st.caption(SUGGESTIONS_ONLY)


def empty(run: Run, standings: Standings) -> None:
    if not standings.ranked:
        st.markdown("No file has a score yet.")
    elif st.session_state.get("who") == "mine":
        st.markdown("Your shortlist is empty. In Review, press **Shortlist** for those you want to see.")
    else:
        st.markdown(
            "Nobody reaches Selected. Move the upper handle down, or take the first few from the top."
        )
    if st.button("Go to Review", type="primary", key="go_to_review"):
        st.switch_page("review.py", query_params={"run": run.id})


def preview(chosen: Sequence[Ranked], run: Run) -> None:
    reached = {
        "E-mail": [one.candidate.contact.email or "" for one in chosen],
        "Phone": [one.candidate.contact.phone or "" for one in chosen],
    }
    st.dataframe(
        pd.DataFrame(
            {
                "Rank": [one.rank for one in chosen],
                "Name": [shown_name(one.candidate, one.item.file) for one in chosen],
                "Score": [one.candidate.score for one in chosen],
                "Suggested": [[CATEGORY[one.candidate.category]] for one in chosen],
                "Decision": [DECISION[one.decision] if one.decision else "" for one in chosen],
                **({} if run.blind else reached),
                "Missing must-haves": ["; ".join(missing_musts(one.candidate, run.rubric)) for one in chosen],
            }
        ),
        hide_index=True,
        row_height=_ROW_HEIGHT,
        height="content" if len(chosen) <= _SEEN else 40 + _ROW_HEIGHT * _SEEN,
        alt="Who is in the file",
        column_config={
            "Rank": st.column_config.NumberColumn(width=50),
            "Name": st.column_config.TextColumn(width=200),
            "Decision": st.column_config.TextColumn(width=90),
            "E-mail": st.column_config.TextColumn(width=220),
            "Phone": st.column_config.TextColumn(width=150),
            "Score": st.column_config.ProgressColumn(
                min_value=0, max_value=10, format="%.1f", width=130, color="primary"
            ),
            "Suggested": st.column_config.MultiselectColumn(
                width=110, options=list(CATEGORY.values()), color=["green", "orange", "gray"]
            ),
        },
    )


page()
