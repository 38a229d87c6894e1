"""What to ask one candidate: questions out of the findings, to read, to copy, and on a page to take along."""

import streamlit as st

from core.domain.run import Run
from core.domain.verdict import Verdict
from core.shortlist import Ranked, shown_name
from core.shortlist.interview import Question, as_text, questions
from core.shortlist.words import plain
from pages.widgets import look
from pages.widgets.words import VERDICT

TAB = "Interview"
_COLOUR: dict[Verdict, str] = {"met": "green", "partial": "orange", "missing": "gray", "unclear": "blue"}
_DENIED = "✕ Says no"
_DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show(one: Ranked, run: Run) -> None:
    """The download first: on a phone it would stand below nine questions."""
    asked = questions(one.candidate, run.rubric)
    if not asked:
        st.caption("Nothing was found or looked for that could be asked about.")
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.download_button(
            "Download interview brief (Word)",
            data=lambda: _brief(run, one),
            file_name=f"interview {plain(shown_name(one.candidate, one.item.file)).replace('/', '_')}.docx",
            mime=_DOCUMENT,
            icon=":material/description:",
            on_click="ignore",
            key="download_brief",
            help="One page: what was found, these questions, and lines for notes.",
        )
        with st.popover("Copy", icon=":material/content_copy:", key="copy_questions"):
            st.code(as_text(asked), language=None, wrap_lines=True, width=460)
    for n, question in enumerate(asked, 1):
        _question(question, n)
    st.caption("Made from the findings by fixed rules, without a model. Leave out what you don't need.")


def _question(question: Question, n: int) -> None:
    """Few elements with the same keys for every candidate: the browser then changes words, not boxes."""
    with st.container(border=True, gap="xsmall", key=f"finding-asked-{n}"):
        with st.container(
            horizontal=True, wrap=False, vertical_alignment="center", gap="small", key=f"tied-{n}"
        ):
            if question.denied:
                st.badge(_DENIED, color="red")
            else:
                st.badge(VERDICT[question.verdict], color=_COLOUR[question.verdict])  # type: ignore[arg-type]
            st.text(question.criterion)
            if question.must:
                st.badge("Must-have", color="gray")
        with st.container(key=f"question-{n}"):
            st.text(f"{n}. {question.text}")
        if question.quote and question.quote not in question.text:
            page = f" p. {question.page}" if question.page else ""
            with st.container(key=f"quote-asked-{n}"):
                st.text(f"{look.quoted(question.quote)}{page}")
        st.text(f"A good answer: {question.good[0].lower()}{question.good[1:]}")


def _brief(run: Run, one: Ranked) -> bytes:
    """Word's library is loaded when the first person asks for a brief."""
    from core.shortlist.brief import to_brief

    return to_brief(run, one)
