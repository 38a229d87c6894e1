"""The résumé itself: a PDF's page as a picture with the quotes marked, anything else as text with the quote set apart."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from PIL import Image, ImageChops

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.domain.run import Run
from core.errors import CannotScreen
from core.intake import read_kept, read_quickly, waits_for_scan
from core.ports import Readers
from core.shortlist import Ranked
from core.shortlist.blind import place_in, seen_by_engine
from pages.widgets import look, turns
from pages.widgets.services import services

TAB = "candidate_tab"
EVIDENCE = "Evidence"
RESUME = "Résumé"
_POINTED = "pointed at"
_TURNED = "turned to"
_ABOVE = 0.12
"""How much of a page's height is shown above a marked quote."""
_BEFORE = 500
"""Characters shown ahead of a quote, so that it stands in sight without scrolling."""


@dataclass(frozen=True)
class Pointer:
    """The quote a person asked to see."""

    item_id: str
    start: int
    end: int


def point_at(item_id: str, start: int, end: int, page: int | None) -> None:
    """From a callback: opens the Résumé tab at the quote."""
    st.session_state[_POINTED] = Pointer(item_id, start, end)
    st.session_state[_TURNED] = (item_id, page or 1)
    st.session_state[TAB] = RESUME


def leave() -> None:
    """From a callback that opens another candidate: who came here by **Show** is back at the evidence.

    Who chose the tab reads résumés, and goes on reading them.
    """
    if st.session_state.pop(_POINTED, None) is not None:
        st.session_state[TAB] = EVIDENCE


def show(one: Ranked, run: Run) -> None:
    read = _read(one.item.sha256)
    if read.status == "failed":
        st.text(read.message)
        return
    pointed: Pointer | None = st.session_state.get(_POINTED)
    if pointed and (pointed.item_id != one.item.id or pointed.end > len(read.text)):
        pointed = None
    if run.blind:
        _blind(one, read, run, pointed)
    elif read.kind in ("pdf", "image") and read.pages:
        _picture(one, read, pointed)
    else:
        _text(one, read.text, pointed)


def _read(sha256: str) -> ReadResume | Failure:
    """The text as it was screened; a scan is read again only where its text is no longer kept."""
    room = services()
    read = read_quickly(sha256, store=room.store, files=room.files, readers=room.readers)
    if read.status == "failed" and waits_for_scan(read, room.readers):
        with turns.aside(), st.spinner("Reading the scan, about 6 s a page…"):
            return read_kept(sha256, store=room.store, files=room.files, readers=room.readers)
    return read


def quotes_on(one: Ranked, read: ReadResume, page: int) -> tuple[tuple[int, int], ...]:
    """Where the candidate's quotes stand on a page, in order."""
    spans = {(q.start, q.end) for f in one.candidate.findings for q in f.quotes if q.page == page}
    return tuple(sorted(span for span in spans if span[1] <= len(read.text)))


def _picture(one: Ranked, read: ReadResume, pointed: Pointer | None) -> None:
    pages = read.pages or 1
    page = _turned_to(one, pages)
    chosen = pointed is not None and read.page_of(pointed.start) == page and not read.pictures_read
    spans = ((pointed.start, pointed.end),) if pointed and chosen else quotes_on(one, read, page)
    if read.pictures_read:  # words made out from a picture have no place to mark
        spans = ()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if pages > 1:
            _turner("‹", "Previous page", one, page - 1, pages)
            st.caption(f"Page {page} of {pages}", width="content")
            _turner("›", "Next page", one, page + 1, pages)
        if spans:
            st.caption("The quote is marked." if chosen else "What was found is marked.", width="content")
        elif read.pictures_read:
            st.caption("Its words were read from the picture and can't be marked on it.", width="content")
        if chosen:
            st.button("Mark everything found", key="mark_all", type="tertiary", on_click=_point_at_nothing)
    try:
        with turns.aside(), st.spinner("Opening the page…"):
            png = _png(services().readers, one.item.sha256, page, spans)
            if chosen:
                png = from_mark(png, _png(services().readers, one.item.sha256, page, ()))
    except CannotScreen as trouble:
        st.caption("This page can't be drawn. Here is its text.")
        st.text(trouble.message)
        _text(one, read.text, pointed)
        return
    st.image(png, width="stretch", alt=f"Page {page} of the résumé")


def _turned_to(one: Ranked, pages: int) -> int:
    item_id, page = st.session_state.get(_TURNED, ("", 1))
    return min(max(page, 1), pages) if item_id == one.item.id else 1


def _turner(sign: str, help_words: str, one: Ranked, page: int, pages: int) -> None:
    st.button(
        sign,
        key=f"turn_{sign}",
        help=help_words,
        disabled=not 1 <= page <= pages,
        on_click=_turn,
        args=(one.item.id, page),
    )


def _turn(item_id: str, page: int) -> None:
    st.session_state[_TURNED] = (item_id, page)


def _point_at_nothing() -> None:
    st.session_state.pop(_POINTED, None)


@st.cache_data(max_entries=64, ttl=900, show_spinner=False)
def _png(_readers: Readers, sha256: str, page: int, spans: Sequence[tuple[int, int]]) -> bytes:
    """Raises `CannotScreen` with the words to show; what raises isn't cached, so it is tried again."""
    content = services().files.get(sha256)
    if content is None:
        raise CannotScreen("damaged", "The file is no longer there. Add it again.")
    picture = _readers.picture(content, page, spans)
    if getattr(picture, "status", "") == "failed":
        failed: Failure = picture  # type: ignore[assignment]
        raise CannotScreen(failed.reason, failed.message)
    return picture.png  # type: ignore[union-attr]


def from_mark(marked: bytes, bare: bytes) -> bytes:
    """The page from a little above its first mark on, so that it stands in sight without scrolling.

    Where the mark is, the difference to the unmarked page tells.
    """
    with Image.open(io.BytesIO(marked)) as page, Image.open(io.BytesIO(bare)) as plain:
        if page.size != plain.size:
            return marked
        where = ImageChops.difference(page.convert("RGB"), plain.convert("RGB")).getbbox()
        top = where[1] - round(page.height * _ABOVE) if where else 0
        if top <= 0:
            return marked
        out = io.BytesIO()
        page.crop((0, top, page.width, page.height)).save(out, "PNG", compress_level=1)
        return out.getvalue()


def _blind(one: Ranked, read: ReadResume, run: Run, pointed: Pointer | None) -> None:
    """The text as the engine saw it; a page's picture would show name and face."""
    seen = seen_by_engine(read, run)
    st.caption("The text as the engine saw it, without names and contact details.")
    if pointed:
        pointed = Pointer(pointed.item_id, *place_in(seen, pointed.start, pointed.end))
    _text(one, seen.text, pointed)


def _text(one: Ranked, text: str, pointed: Pointer | None) -> None:
    if pointed is None:
        st.text(text)
        return
    begin = _line_start(text, pointed.start - _BEFORE)
    if begin:
        with st.expander("The résumé before this"):
            st.text(text[:begin].strip("\n"))
    st.text(text[begin : pointed.start].strip("\n"))
    look.marked(text[pointed.start : pointed.end], "resume")
    st.text(text[pointed.end :].strip("\n"))


def _line_start(text: str, at: int) -> int:
    """The beginning of the line around `at`; 0 for the first."""
    return text.rfind("\n", 0, at) + 1 if at > 0 else 0
