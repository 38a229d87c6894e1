"""Deciding one candidate after the other: which is open, what was decided, undo, who comes next."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from core.domain.candidate import Decision
from core.domain.run import DecisionRecord
from core.shortlist import Ranked, shown_name
from pages.widgets import address, look, resume_page
from pages.widgets.services import services
from pages.widgets.standings import Standings
from pages.widgets.words import DECISION, in_markdown

_UNDO = "steps to undo"
_ASKING = "asking why declined"
_FOLLOW = "list follows"
_SAID = "said of the decision"
_LONGEST_UNDO = 200
_KEYS: dict[Decision, str] = {"shortlist": "S", "hold": "H", "decline": "X"}


@dataclass(frozen=True)
class Step:
    """A decision as it was before, so that it can be put back. Ids and words, no content."""

    run_id: str
    job_id: str
    item_id: str
    sha256: str
    before: Decision | None
    before_reason: str


@dataclass(frozen=True)
class Desk:
    """What a decision needs to know: the candidate, its place in the list on screen, what stands so far."""

    standings: Standings
    listed: tuple[Ranked, ...]
    decisions: Mapping[str, DecisionRecord]
    open: Ranked | None

    @cached_property
    def place(self) -> int | None:
        """Where the open candidate stands in the list, from 0; None where the filters hide it."""
        ids = (n for n, one in enumerate(self.listed) if self.open and one.item.id == self.open.item.id)
        return next(ids, None)

    @cached_property
    def decided(self) -> int:
        decided = self.decisions
        return sum(one.item.sha256 in decided for one in self.standings.ranked) if decided else 0


def next_undecided(listed: Sequence[Ranked], current: str, decided: Container[str]) -> Ranked | None:
    """The first undecided after `current` (an item id), else the first before it, else None."""
    at = next((n for n, one in enumerate(listed) if one.item.id == current), -1)
    order = [*listed[at + 1 :], *listed[: at + 1]]
    return next((one for one in order if one.item.id != current and one.item.sha256 not in decided), None)


def opened(
    standings: Standings, listed: Sequence[Ranked], decisions: Mapping[str, DecisionRecord]
) -> Ranked | None:
    """The candidate the address names, else the first undecided of the list, else its first.

    Somebody whom the filters hide makes way: a key must never decide on a person who isn't in the list.
    """
    named = standings.by_id.get(address.read("candidate"))
    if named is None or (listed and all(one.item.id != named.item.id for one in listed)):
        named = next((one for one in listed if one.item.sha256 not in decisions), next(iter(listed), None))
        address.write("candidate", named.item.id if named else None)
    return named


def open_candidate(item_id: str, *, follow: bool = True) -> None:
    """From a callback. With `follow` a paged list turns to the page the candidate is on."""
    address.write("candidate", item_id)
    st.session_state[_FOLLOW] = follow
    resume_page.leave()


def takes_turn() -> bool:
    """Whether the list should turn to the open candidate's page; asked once."""
    return bool(st.session_state.pop(_FOLLOW, False))


def step(desk: Desk, by: int) -> None:
    """Opens the next or previous of the list."""
    if not desk.listed:
        return
    at = desk.place
    goal = 0 if at is None else min(max(at + by, 0), len(desk.listed) - 1)
    open_candidate(desk.listed[goal].item.id)


def decide(desk: Desk, decision: Decision, reason: str = "") -> None:
    """Keeps the decision and opens the next undecided one. The decision in force, pressed again, is taken back."""
    one = desk.open
    if one is None:
        return
    store, job_id, sha256 = services().store, desk.standings.run.job_id, one.item.sha256
    standing = desk.decisions.get(sha256)
    name = in_markdown(shown_name(one.candidate, one.item.file))
    _remember(desk, one, standing)
    if standing and standing.decision == decision:
        store.decide(job_id, sha256, None)
        st.session_state[_SAID] = f"{name}: no decision."
        return
    store.decide(job_id, sha256, decision, reason)
    st.session_state[_SAID] = f"{name}: {DECISION[decision]}."
    after = next_undecided(desk.listed, one.item.id, {*desk.decisions, sha256})
    if after:
        open_candidate(after.item.id)


def press(desk: Desk, decision: Decision) -> None:
    """A decision button: declining someone who is suggested as selected asks for the reason first."""
    one = desk.open
    if one is None:
        return
    standing = desk.decisions.get(one.item.sha256)
    against = decision == "decline" and one.candidate.category == "selected"
    if against and not (standing and standing.decision == "decline"):
        st.session_state[_ASKING] = one.item.id
    else:
        decide(desk, decision)


def say() -> None:
    """Tells the decision just taken. Callbacks of a fragment can't show anything themselves."""
    said = st.session_state.pop(_SAID, None)
    if said:
        st.toast(said)


def undo() -> None:
    """Puts the last decision of this session back as it was, and opens that candidate."""
    steps: list[Step] = st.session_state.get(_UNDO, [])
    if not steps:
        return
    last = steps.pop()
    services().store.decide(last.job_id, last.sha256, last.before, last.before_reason)
    open_candidate(last.item_id)


def can_undo(run_id: str) -> bool:
    steps: list[Step] = st.session_state.get(_UNDO, [])
    return bool(steps) and steps[-1].run_id == run_id


def buttons(desk: Desk, *, wide: bool = False) -> None:
    """Shortlist, Hold, Decline; the decision in force is filled."""
    one = desk.open
    if one is None:
        return
    standing = desk.decisions.get(one.item.sha256)
    for decision, word in DECISION.items():
        in_force = standing is not None and standing.decision == decision
        st.button(
            word,
            key=f"decide_{decision}",
            type="primary" if in_force else "secondary",
            shortcut=key(_KEYS[decision]),
            on_click=press,
            args=(desk, decision),
            width="stretch" if wide else "content",
            help="Press again to take it back." if in_force else None,
        )


def key(letter: str) -> str | None:
    """The shortcut, unless a person switched shortcuts off in Settings, or holds a phone: that has no keys."""
    return letter if st.session_state.get("shortcuts", True) and not look.on_phone() else None


def ask_why_if_needed(desk: Desk) -> None:
    """Opens the dialog a decline against the suggestion needs."""
    if desk.open is not None and st.session_state.get(_ASKING) == desk.open.item.id:
        _why(desk)


def _stop_asking() -> None:
    st.session_state.pop(_ASKING, None)


@st.dialog("Decline someone suggested as Selected?", on_dismiss=_stop_asking)
def _why(desk: Desk) -> None:
    if desk.open is None:
        return
    st.text(shown_name(desk.open.candidate, desk.open.item.file))
    reason = st.text_area(
        "Why?", key="decline_reason", placeholder="For example: asks for a salary we can't pay", max_chars=500
    )
    st.caption("Kept with the decision, for you. The candidate doesn't see it.")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button("Cancel", key="decline_cancel"):
            _stop_asking()
            st.rerun()
        if st.button("Decline", key="decline_confirm", type="primary"):
            _stop_asking()
            decide(desk, "decline", (reason or "").strip())
            st.rerun()


def _remember(desk: Desk, one: Ranked, standing: DecisionRecord | None) -> None:
    steps: list[Step] = st.session_state.setdefault(_UNDO, [])
    steps.append(
        Step(
            run_id=desk.standings.run.id,
            job_id=desk.standings.run.job_id,
            item_id=one.item.id,
            sha256=one.item.sha256,
            before=standing.decision if standing else None,
            before_reason=standing.reason if standing else "",
        )
    )
    del steps[:-_LONGEST_UNDO]
