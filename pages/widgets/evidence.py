"""What was found for each criterion, with the résumé's own words."""

from collections.abc import Sequence
from itertools import count

import streamlit as st

from core.domain.candidate import Flag
from core.domain.job import Criterion, Rubric
from core.domain.run import Run
from core.domain.verdict import Finding, Quote, Verdict
from core.shortlist import Ranked, flag_words
from core.shortlist.blind import hidden_words
from pages.widgets import look, resume_page
from pages.widgets.services import services
from pages.widgets.words import VERDICT

NOT_MENTIONED = "The résumé doesn't mention this. That isn't a no – ask."
DENIED = "✕ Says no"
TWICE = "Judged twice: as it is, and without the sentences that address the software."
_COLOUR: dict[Verdict, str] = {"met": "green", "partial": "orange", "missing": "gray", "unclear": "blue"}
_ORDER: dict[Verdict, int] = {"met": 0, "partial": 1, "unclear": 2, "missing": 3}

Told = tuple[Criterion, Finding]


def in_sections(findings: Sequence[Finding], rubric: Rubric) -> list[tuple[str, list[Told]]]:
    """Headings with what stands under them: must-haves the résumé denies or doesn't show, what was found, the rest."""
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    told = [(criteria[f.criterion_id], f) for f in findings if f.criterion_id in criteria]
    told.sort(key=lambda pair: (pair[0].kind != "must", _ORDER[pair[1].verdict], -pair[0].weight))
    found = [pair for pair in told if pair[1].verdict in ("met", "partial")]
    absent = [pair for pair in told if pair[1].verdict in ("missing", "unclear")]
    musts = [pair for pair in absent if pair[0].kind == "must"]
    others = [pair for pair in absent if pair[0].kind != "must"]
    sections = (
        ("Must-haves the résumé says no to", [pair for pair in musts if pair[1].denied]),
        ("Must-haves not found", [pair for pair in musts if not pair[1].denied]),
        ("Found", found),
        ("The résumé says no", [pair for pair in others if pair[1].denied]),
        ("Not found", [pair for pair in others if not pair[1].denied]),
    )
    return [(heading, section) for heading, section in sections if section]


def show(one: Ranked, run: Run) -> None:
    """Flags to check, then the findings in the order a person needs them."""
    _flags(one, run)
    keys = count(1)
    for heading, section in in_sections(one.candidate.findings, run.rubric):
        ask = any(finding.verdict == "missing" and not finding.denied for _, finding in section)
        st.markdown(
            f"**{heading}** · {len(section)}" + (f"  \n:small[:gray[{NOT_MENTIONED}]]" if ask else "")
        )
        for criterion, finding in section:
            _finding(one, criterion, finding, next(keys))
    _in_short(one)


def _finding(one: Ranked, criterion: Criterion, finding: Finding, key: int) -> None:
    """Few elements, with the same keys for every candidate: the browser then changes words, not boxes."""
    with st.container(border=True, gap="xsmall", key=f"finding-{key}"):
        with st.container(
            horizontal=True, wrap=False, vertical_alignment="center", gap="small", key=f"point-{key}"
        ):
            if finding.denied:
                st.badge(DENIED, color="red")
            else:
                st.badge(VERDICT[finding.verdict], color=_COLOUR[finding.verdict])  # type: ignore[arg-type]
            st.text(criterion.text)
            if criterion.kind == "must" and finding.verdict in ("met", "partial"):
                st.badge("Must-have", color="gray")
        for n, quote in enumerate(finding.quotes):
            _quote(one, quote, f"{key}-{n}")
        if finding.reason:
            st.text(finding.reason)


def _quote(one: Ranked, quote: Quote, key: str) -> None:
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", gap="small", key=f"quote-{key}"
    ):
        st.text(look.quoted(quote.text), width="stretch")
        st.button(
            f"Show p. {quote.page}" if quote.page else "Show",
            key=f"show-{key}",
            type="tertiary",
            icon=":material/plagiarism:",
            on_click=resume_page.point_at,
            args=(one.item.id, quote.start, quote.end, quote.page),
        )


def _flags(one: Ranked, run: Run) -> None:
    """Two levels: what needs a look before deciding, and what is good to know."""
    checks = [flag for flag in one.candidate.flags if flag.level == "check"]
    notes = [flag for flag in one.candidate.flags if flag.level == "note"]
    for level, colour, flags in (("Check this", "orange", checks), ("Note", "gray", notes)):
        for n, flag in enumerate(flags):
            with st.container(horizontal=True, wrap=False, gap="small"):
                st.badge(level, color=colour)  # type: ignore[arg-type]
                st.text(flag_words(flag), width="stretch")
            if flag.kind == "instruction_like_text" and _judged_without(one):
                st.caption(TWICE)
            if _first_hidden(flag, flags[:n]):
                _hidden(one, run)


def _judged_without(one: Ranked) -> bool:
    looked = one.candidate.second_look
    return looked is not None and looked.why == "steering"


def _first_hidden(flag: Flag, earlier: Sequence[Flag]) -> bool:
    return flag.kind == "hidden_text" and all(other.kind != "hidden_text" for other in earlier)


def _hidden(one: Ranked, run: Run) -> None:
    read = services().store.text(one.item.sha256)
    spans = hidden_words(read, run) if read is not None and read.status == "read" else ()
    if spans:
        with st.expander("Show the hidden text"):
            for n, span in enumerate(spans):
                look.quote(span.text, f"hidden-{n}")
                where = f"Page {span.page} · " if span.page else ""
                look.quiet(f"{where}{span.why}", f"hidden-{n}")


def _in_short(one: Ranked) -> None:
    candidate = one.candidate
    panel = st.expander("In short: strengths and weaknesses", key="in_short", on_change="rerun")
    if not panel.open:
        return
    with panel:
        st.text(candidate.explanation)
        for heading, lines in (("Strengths", candidate.strengths), ("Weaknesses", candidate.weaknesses)):
            if lines:
                st.markdown(f"**{heading}**")
                st.text("\n".join(f"– {line}" for line in lines))
