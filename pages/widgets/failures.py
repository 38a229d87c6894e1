"""Files that got no score: which, why in a manager's words, and trying them again."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.domain.candidate import Failure, failure
from core.domain.run import Row, Run
from core.errors import FailureReason, UserError
from core.shortlist import shown_file
from pages.widgets import standings as loaded
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import count, in_markdown

_LINE_HEIGHT = 58
_HIGHEST = 420

REASON: dict[FailureReason, str] = {
    "locked": "Password needed",
    "damaged": "Damaged",
    "empty": "Empty",
    "scanned": "Picture of a page",
    "not_a_document": "Not a document",
    "unsupported": "Kind of file not known",
    "too_large": "Too large",
    "timeout": "Took too long",
    "refused": "Refused by the AI",
    "filtered": "Blocked by a filter",
    "truncated": "Answer broke off",
    "bad_answer": "Answer of no use",
    "unreachable": "AI out of reach",
    "not_started": "Not begun",
}

_Group = tuple[FailureReason, list[Failure]]


def show(standings: Standings) -> None:
    """**Retry failed**, by reason where there are several, and the files."""
    failed = [
        (row, row.outcome) for row in standings.failed if row.outcome and row.outcome.status == "failed"
    ]
    if not failed:
        st.markdown("Every file that was read has a score.")
        return
    outcomes = [outcome for _, outcome in failed]
    groups = _grouped(outcomes)
    if len(groups) > 1:
        with st.container(border=True, gap="small"):
            for reason, group in groups:
                _group(standings.run, reason, group)
    _retry(standings.run, outcomes)
    _files(failed)


def _grouped(outcomes: Sequence[Failure]) -> list[_Group]:
    """By reason; what can be tried again first, then by number."""
    by_reason: dict[FailureReason, list[Failure]] = {}
    for outcome in outcomes:
        by_reason.setdefault(outcome.reason, []).append(outcome)
    return sorted(by_reason.items(), key=lambda group: (-_again(group[1]), -len(group[1]), group[0]))


def _group(run: Run, reason: FailureReason, group: list[Failure]) -> None:
    """Reason, how many, what to do; and **Retry** for these only."""
    told = {outcome.message for outcome in group}
    again = _again(group)
    with st.container(horizontal=True, vertical_alignment="center", wrap=False, gap="small"):
        with st.container(gap=None):
            st.markdown(f"**{REASON[reason]}** · {count(len(group), 'file')}")
            st.caption(in_markdown(told.pop() if len(told) == 1 else failure(reason).message))
        if again:
            st.button(
                f"Retry ({again:,})",
                key=f"retry_{reason}",
                disabled=run.state == "running",
                on_click=retry,
                args=(run, reason),
            )


def _retry(run: Run, outcomes: Sequence[Failure]) -> None:
    again = _again(outcomes)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Retry failed ({again:,})" if again else "Retry failed",
            key="retry_failed",
            icon=":material/refresh:",
            disabled=not again or run.state == "running",
            on_click=retry,
            args=(run,),
        )
        if not again:
            st.caption(
                "Trying again won't help: this file itself needs a change. Then add it again."
                if len(outcomes) == 1
                else "Trying again won't help: these files themselves need a change. Then add them again."
            )
        elif again < len(outcomes):
            st.caption(f"Tries {count(again, 'file')} again; the others need a change first.")


def _files(failed: Sequence[tuple[Row, Failure]]) -> None:
    """Each with what to do about it, and how often it was tried where that was more than once."""
    columns: dict[str, list[str]] = {
        "File": [shown_file(row.item.file) for row, _ in failed],
        "What to do": [outcome.message for _, outcome in failed],
    }
    if any(row.attempts > 1 for row, _ in failed):
        columns["Tried"] = [f"{row.attempts} times" if row.attempts > 1 else "once" for row, _ in failed]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        row_height=_LINE_HEIGHT,
        height="content" if 40 + _LINE_HEIGHT * len(failed) <= _HIGHEST else _HIGHEST,
        alt="Files without a score, and what to do about each",
        column_config={
            "File": st.column_config.TextColumn(width="medium"),
            "What to do": st.column_config.TextColumn(width="large"),
            "Tried": st.column_config.TextColumn(width="small"),
        },
    )


def _again(outcomes: Sequence[Failure]) -> int:
    """How many may succeed when they are tried again."""
    return sum(outcome.retryable for outcome in outcomes)


def retry(run: Run, reason: FailureReason | None = None) -> None:
    """Those of one reason, or all. Where credits don't reach, it is said and nothing is changed."""
    try:
        services().starts.retry(run, reason=reason)
    except UserError as trouble:
        st.toast(in_markdown(str(trouble)), duration="long")
    loaded.forget_loaded()
    loaded.show_newest(run.id)
