"""The table of what counts, and the rubric it stands for."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from core.domain.job import Criterion, Job, Kind, Refused, Rubric, RubricSource
from core.domain.run import EngineName
from core.errors import UserError
from core.screening.critique import protected
from core.shortlist.words import plain
from core.wiring import Services
from pages.widgets import draft
from pages.widgets.draft import CriterionRow
from pages.widgets.words import Importance, count

MOST_SUGGESTED = 8
MOST = 40
FELL_BACK = "The AI suggested no criteria. These were taken from the job's own words."

MEANING: dict[Importance, tuple[Kind, int]] = {
    "Must-have": ("must", 5),
    "Important": ("nice", 3),
    "Nice to have": ("nice", 1),
}


def importance(criterion: Criterion) -> Importance:
    """The one choice that comes nearest to kind and weight."""
    if criterion.kind == "must":
        return "Must-have"
    return "Important" if criterion.weight >= 2 else "Nice to have"


def to_rows(rubric: Rubric) -> list[CriterionRow]:
    return [
        CriterionRow(Criterion=c.text, Importance=importance(c), Weight=c.weight, Source=c.source)
        for c in rubric.criteria
    ]


def to_rubric(
    rows: Sequence[CriterionRow], *, fine: bool, suggested_by: RubricSource, job_id: str = ""
) -> Rubric | None:
    """The rubric the table stands for, None for an empty one. Weights of their own count only when `fine`.

    Raises `UserError` for too many criteria, for one twice, and for one that nobody may be judged by.
    """
    written = [row for row in rows if (row["Criterion"] or "").strip()]
    if not written:
        return None
    if len(written) > MOST:
        raise UserError(f"There are {len(written)} criteria. Keep the {MOST} that matter most.")
    criteria: list[Criterion] = []
    for number, row in enumerate(written, 1):
        kind, weight = MEANING[_chosen(row)]
        own = row["Weight"]
        criteria.append(
            Criterion(
                id=f"c{number}",
                text=row["Criterion"] or "",
                kind=kind,
                weight=int(own) if fine and own else weight,
                source=row["Source"] or "",
            )
        )
    _check(criteria)
    untouched = written == st.session_state.get("suggested")
    return Rubric(
        criteria=tuple(criteria),
        source=suggested_by if untouched else "given",
        refused=tuple(Refused(text=r["text"], reason=r["reason"]) for r in draft.refused(job_id)),
    )


def _check(criteria: Sequence[Criterion]) -> None:
    seen: set[str] = set()
    for criterion in criteria:
        named = f"“{plain(criterion.text)}”"
        if reason := protected(criterion.text):
            raise UserError(f"{named} can't count. {reason}")
        if criterion.text.casefold() in seen:
            raise UserError(f"{named} stands under 2 What counts twice. Remove one of them.")
        seen.add(criterion.text.casefold())


def suggest(room: Services, job_text: str, engine: EngineName) -> Rubric:
    """At most eight criteria for the job. Raises `UserError` with what to do instead."""
    if not job_text.strip():
        raise UserError("Paste the job description first.")
    rubric = room.suggest(room.job(job_text), engine)
    return rubric.model_copy(update={"criteria": rubric.criteria[:MOST_SUGGESTED]})


def put_in_table(rubric: Rubric, job: Job, *, asked: EngineName) -> None:
    """Shows suggestions, in place of earlier ones that nobody touched; what a person wrote stays."""
    draft.set_refused(job.id, [{"text": r.text, "reason": r.reason} for r in rubric.refused])
    st.session_state["fell_back"] = asked == "openai" and rubric.source == "local"
    earlier = st.session_state.get("suggested", [])
    own = [row for row in draft.criteria() if (row["Criterion"] or "").strip() and row not in earlier]
    have = {(row["Criterion"] or "").casefold() for row in own}
    fresh = [row for row in to_rows(rubric) if (row["Criterion"] or "").casefold() not in have]
    st.session_state["suggested"] = fresh
    st.session_state["suggested_by"] = rubric.source
    draft.set_criteria([*own, *fresh])


def replace_table(rubric: Rubric) -> None:
    """Puts criteria of before into the table, in place of what is there, with the weights they had."""
    if any(MEANING[importance(c)] != (c.kind, c.weight) for c in rubric.criteria):
        st.session_state["fine"] = True
    st.session_state["fell_back"] = False
    st.session_state["suggested"] = []
    draft.set_criteria(to_rows(rubric))


def table() -> None:
    """The editable table. What stands in it is then `draft.criteria()`."""
    fine = bool(st.session_state.get("fine"))
    base: list[CriterionRow] = st.session_state.setdefault("criteria_base", [])
    frame = pd.DataFrame(base, columns=list(CriterionRow.__annotations__))
    columns = ["Criterion", "Importance", *(["Weight", "Source"] if fine else [])]
    edited = st.data_editor(
        frame.astype({"Criterion": "object", "Importance": "object", "Weight": "Int64", "Source": "object"}),
        key=f"criteria-{draft.turn('criteria')}",
        num_rows="dynamic",
        hide_index=True,
        height=264,
        column_order=columns,
        column_config={
            "Criterion": st.column_config.TextColumn("Criterion", width=160 if fine else 290, max_chars=300),
            "Importance": st.column_config.SelectboxColumn(
                "Importance", options=list(MEANING), default="Important", required=True, width=110
            ),
            "Weight": st.column_config.NumberColumn("Weight", min_value=1, max_value=5, step=1, width=85),
            "Source": st.column_config.TextColumn("From the job", disabled=True, width="large"),
        },
        placeholder="",
        alt="What counts for this job: each criterion and how important it is",
    )
    rows = [_row(record) for record in edited.to_dict("records")]
    st.session_state["criteria_now"] = base if rows == base else rows


def as_list(rubric: Rubric) -> None:
    """The criteria of a run that is under way or done: to read, not to change."""
    st.dataframe(
        pd.DataFrame([{"Criterion": c.text, "Importance": importance(c)} for c in rubric.criteria]),
        hide_index=True,
        height="content",
        column_config={"Criterion": st.column_config.TextColumn(width="large")},
        alt=f"{count(len(rubric.criteria), 'criterion', 'criteria')} of this job",
    )


def _chosen(row: CriterionRow) -> Importance:
    for name in MEANING:
        if row["Importance"] == name:
            return name
    return "Important"


def _row(record: Mapping[Hashable, Any]) -> CriterionRow:
    """A row with Python's own values in place of the grid's missing ones."""

    def text(name: str) -> str | None:
        value = record[name]
        return value if isinstance(value, str) else None

    weight = record["Weight"]
    return CriterionRow(
        Criterion=text("Criterion"),
        Importance=text("Importance"),
        Weight=None if weight is None or pd.isna(weight) else int(weight),
        Source=text("Source"),
    )
