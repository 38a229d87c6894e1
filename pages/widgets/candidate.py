"""One candidate: name, decision, what decided the suggestion, and the evidence."""

from functools import partial

import streamlit as st

from core.domain.candidate import Candidate
from core.domain.resume import DocumentKind
from core.domain.run import Item
from core.errors import UserError
from core.ports import Files
from core.shortlist import Ranked, shown_file, shown_name
from core.shortlist.blind import without_whom
from core.shortlist.progress import tokens
from pages.widgets import blind, evidence, interview, look, resume_page, score, triage
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.triage import Desk
from pages.widgets.words import DECISION

_MIME: dict[DocumentKind, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "txt": "text/plain",
}


def show(desk: Desk, *, with_buttons: bool = True) -> None:
    """The open candidate. Without the buttons where they stand at the foot of the screen."""
    one, run = desk.open, desk.standings.run
    if one is None:
        return
    # Never wrapped: a long name mustn't move the buttons from under the mouse.
    with st.container(
        horizontal=True, wrap=False, vertical_alignment="center", gap="small", key="candidate-head"
    ):
        look.name(shown_name(one.candidate, one.item.file), "candidate", wide=True)
        if one.new:
            st.badge("New", color="blue")
        if with_buttons:
            triage.buttons(desk)
    with st.container(horizontal=True, wrap=False, gap="small", key="candidate-reason"):
        score.show(one, run.rubric)
        st.text(one.candidate.reason, width="stretch")
    _decided(desk, one)
    found, resume, contact, asked = st.tabs(
        [resume_page.EVIDENCE, resume_page.RESUME, "Contact & file", interview.TAB],
        key=resume_page.TAB,
        on_change="rerun",
    )
    if found.open:
        with found:
            evidence.show(one, run)
    if resume.open:
        with resume:
            resume_page.show(one, run)
    if contact.open:
        with contact:
            if run.blind:
                _behind_the_number(desk, one)
            else:
                _contact(one.item, one.candidate)
                _download(one)
            _technical(one, desk.standings)
            blind.log(desk.standings)
    if asked.open:
        with asked:
            interview.show(one, run)


def _decided(desk: Desk, one: Ranked) -> None:
    record = desk.decisions.get(one.item.sha256)
    if record and record.decision and record.reason:
        known = blind.kept(desk.standings, one.item.id) if desk.standings.run.blind else None
        reason = without_whom(record.reason, known[1], known[0].file) if known else record.reason
        look.quiet(f"{DECISION[record.decision]}: {reason}", "why")


def _behind_the_number(desk: Desk, one: Ranked) -> None:
    known = blind.revealed(desk.standings.run, desk.standings, one.item.id)
    if known:
        item, candidate = known
        _line("Name", shown_name(candidate, item.file))
        _contact(item, candidate)


def _contact(item: Item, candidate: Candidate) -> None:
    contact = candidate.contact
    ways = [("E-mail", contact.email), ("Phone", contact.phone), *(("Link", link) for link in contact.links)]
    told = [(label, value) for label, value in ways if value]
    for label, value in told:
        _line(label, value)
    if not told:
        st.caption("The résumé gives no way to reach this person.")
    if contact.location:
        _line("Place", contact.location, copied=False)
    _line("File", shown_file(item.file), copied=False)


def _download(one: Ranked) -> None:
    read = services().store.text(one.item.sha256)
    kind = read.kind if read is not None and read.status == "read" else None
    st.download_button(
        "Download the original",
        data=partial(_original, services().files, one.item.sha256),
        file_name=shown_file(one.item.file).replace("/", "_"),
        mime=_MIME[kind] if kind else "application/octet-stream",
        icon=":material/download:",
        on_click="ignore",
        key="download_original",
    )


def _line(label: str, value: str, *, copied: bool = True) -> None:
    """A label and a value that can be copied whole."""
    left, right = st.columns([1, 5], vertical_alignment="center", gap="small")
    left.caption(label)
    if copied:
        right.code(value, language=None, wrap_lines=True, width="content")
    else:
        right.text(value)


def _original(files: Files, sha256: str) -> bytes:
    """Made when it is asked for, where nobody is logged in any more: so the files are handed in."""
    content = files.get(sha256)
    if content is None:
        raise UserError("The file is no longer there. Add it again.")
    return content


def _technical(one: Ranked, standings: Standings) -> None:
    candidate = one.candidate
    row = next((row for row in standings.rows if row.item.id == one.item.id), None)
    attempts = row.attempts if row else 1
    paid = tokens(row.paid) if row else 0
    with st.expander("Technical details"):
        usage = candidate.usage
        lines = (
            ("SHA-256", one.item.sha256),
            ("Engine", f"{candidate.engine}, {candidate.model}"),
            (
                "Tokens",
                f"{usage.input_tokens:,} in ({usage.cached_tokens:,} cached), {usage.output_tokens:,} out",
            ),
            ("Answer", "kept from an earlier run" if candidate.cached else "new in this run"),
            *((("Tried", f"{attempts} times"),) if attempts > 1 else ()),
            *((("Paid", f"{paid:,} tokens in this run"),) if paid else ()),
            ("Score", f"{candidate.score:.2f}, tie break {candidate.tie_break:.3f}"),
            ("Run", standings.run.id),
            ("Item", one.item.id),
        )
        st.code("\n".join(f"{label:<8} {value}" for label, value in lines), language=None, wrap_lines=True)
