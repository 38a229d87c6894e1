"""Who stands where in the run this page shows: loaded once per change in the store, shared by all sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import streamlit as st

from core.domain.candidate import Category
from core.domain.run import DecisionRecord, Row, Run
from core.ports import Store
from core.shortlist import Ranked, counts, shown_failed, shown_file, shown_name, shown_ranked
from core.shortlist.ranking import reweighed
from core.shortlist.weighing import weighed
from pages.widgets import address, memory


@dataclass(frozen=True)
class Standings:
    """A run's outcomes, ranked. Decisions are looked up apart: they change at every key press, this doesn't.

    `ranked` and `failed` may be shown, in a blind run too; `rows` are as they are kept, names and all.
    """

    run: Run
    rows: tuple[Row, ...]
    ranked: tuple[Ranked, ...]
    failed: tuple[Row, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Ranked]:
        return {one.item.id: one for one in self.ranked}

    @cached_property
    def counts(self) -> Mapping[Category, int]:
        return counts(self.ranked)

    @cached_property
    def names(self) -> Mapping[str, str]:
        return {one.item.id: shown_name(one.candidate, one.item.file) for one in self.ranked}

    @cached_property
    def haystack(self) -> Mapping[str, str]:
        """What a search looks through: name, e-mail, file, reason and quotes of each candidate, case folded."""
        return {one.item.id: _words(one) for one in self.ranked}

    def with_decisions(self, decisions: Mapping[str, DecisionRecord]) -> tuple[Ranked, ...]:
        """Everybody with the decisions in force, for a file."""
        return tuple(_decided(one, decisions.get(one.item.sha256)) for one in self.ranked)


def chosen_run(store: Store) -> Run | None:
    """The run the address names, else the newest, which then stands in the address. None where there is none."""
    named = address.read("run")
    if named:
        return store.run(named)
    newest = next(iter(store.runs(1)), None)
    if newest:
        address.write("run", newest.id)
    return newest


def standings(store: Store, run: Run) -> Standings:
    """As of the store's newest outcomes, but for a run under way: there it is what the person was last shown."""
    stamp = store.stamp(run.id)
    if run.state == "running":
        stamp = st.session_state.setdefault(_shown(run.id), stamp)
    else:
        st.session_state.pop(_shown(run.id), None)
    return _standings(store, run.id, stamp, _in_force(run), run.blind)


def newer_results(store: Store, run_id: str) -> bool:
    """Whether a run under way has results that aren't on the screen yet."""
    return bool(st.session_state.get(_shown(run_id)) != store.stamp(run_id))


def show_newest(run_id: str) -> None:
    """Lets the next run of the page take up what came in."""
    st.session_state.pop(_shown(run_id), None)


def forget_loaded() -> None:
    """After a retry: outcomes may have changed without their number changing."""
    _rows.clear()
    _as_begun.clear()
    _standings.clear()


def _shown(run_id: str) -> str:
    return f"shown stamp of {run_id}"


@st.cache_resource(max_entries=8, show_spinner=False)
def _rows(_store: Store, run_id: str, stamp: str) -> tuple[Row, ...]:
    return _store.rows(run_id)


@st.cache_resource(max_entries=8, show_spinner=False)
def _as_begun(_store: Store, run_id: str, stamp: str, blind: bool) -> tuple[Run, tuple[Ranked, ...]]:
    """Under the weights the run began with: what takes longest, done once whatever is weighed anew later."""
    run = _run(_store, run_id)
    begun = weighed(run, run.began_with, run.cuts)
    return begun, shown_ranked(begun, _rows(_store, run_id, stamp), {})


@st.cache_resource(max_entries=16, show_spinner=False)
def _standings(_store: Store, run_id: str, stamp: str, in_force: str, blind: bool) -> Standings:
    """`in_force` and `blind` are in the key only: they are the run's own when this is called."""
    run = _run(_store, run_id)
    rows = _rows(_store, run_id, stamp)
    begun, ranked = _as_begun(_store, run_id, stamp, blind)
    if _in_force(begun) != _in_force(run):
        ranked = reweighed(ranked, run)
    loaded = Standings(run=run, rows=rows, ranked=ranked, failed=shown_failed(run, rows))
    memory.settle()
    return loaded


def _in_force(run: Run) -> str:
    """Differs once weights, cuts or settled ties do."""
    return f"{run.rubric.weights_version} {run.cuts} {sorted(run.settled.items())}"


def _run(store: Store, run_id: str) -> Run:
    run = store.run(run_id)
    if run is None:
        raise LookupError(run_id)
    return run


def _decided(one: Ranked, record: DecisionRecord | None) -> Ranked:
    if record is None:
        return one
    return one.model_copy(update={"decision": record.decision, "decided_reason": record.reason})


def _words(one: Ranked) -> str:
    candidate, contact = one.candidate, one.candidate.contact
    quotes = (quote.text for finding in candidate.findings for quote in finding.quotes)
    parts = (
        shown_name(candidate, one.item.file),
        contact.email or "",
        shown_file(one.item.file),
        candidate.reason,
        *quotes,
    )
    return "\n".join(parts).casefold()
