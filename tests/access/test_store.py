"""One file, several people: what isn't theirs is not there, and that somebody asked is kept."""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from core.access import OwnedRunner, OwnedStore
from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import Cuts, failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.person import Person
from core.domain.run import Item, Run, RunSnapshot
from core.errors import InternalError, NotAllowed, UserError
from core.ports import Runner, Store

ADA = Person(id="ada@example.com", role="manager")
BOB = Person(id="bob@example.com", role="manager")
CARL = Person(id="carl@example.com", role="manager", team="sales")
DORA = Person(id="dora@example.com", role="reviewer", team="sales")
ROOT = Person(id="root@example.com", role="admin")
TEXT = "Support lead\nGerman B2 is required."
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="must", weight=5),))
ITEM = Item(id="i1", file="cv.pdf", sha256="aa")


@pytest.fixture
def everything(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "shortlist.db", reader_version=1)
    yield store
    store.close()


def begun_by(person: Person, everything: Store, *, run_id: str = "", sample: bool = False) -> Run:
    mine = OwnedStore(everything, person)
    job = Job.from_text(TEXT, owner=person.owner)
    mine.save_job(job)
    run = Run(
        id=run_id or f"run-of-{person.id.partition('@')[0]}",
        job_id=job.id,
        job_title=job.title,
        rubric=RUBRIC,
        engine="openai",
        model="m",
        user=person.id,
        owner=person.owner,
        sample=sample,
        created="2026-01-02T03:04:05+00:00",
    )
    mine.create_run(run, [ITEM])
    return run


ASKED_WITH_A_RUN: dict[str, Callable[[Store, str], object]] = {
    "add_items": lambda store, run: store.add_items(run, [ITEM]),
    "set_budget": lambda store, run: store.set_budget(run, 1.0),
    "set_state": lambda store, run: store.set_state(run, "stopped"),
    "set_cuts": lambda store, run: store.set_cuts(run, Cuts()),
    "set_weights": lambda store, run: store.set_weights(run, RUBRIC, Cuts()),
    "set_blind": lambda store, run: store.set_blind(run, False),
    "set_settled": lambda store, run: store.set_settled(run, {}),
    "record": lambda store, run: store.record(run, "revealed"),
    "events": lambda store, run: store.events(run),
    "rows": lambda store, run: store.rows(run),
    "stamp": lambda store, run: store.stamp(run),
    "progress": lambda store, run: store.progress(run),
    "put_outcome": lambda store, run: store.put_outcome(run, "i1", failure("timeout")),
    "reuse": lambda store, run: store.reuse(run, "terms"),
    "forget_failures": lambda store, run: store.forget_failures(run),
    "lease": lambda store, run: store.lease(run, ["i1"], "me", seconds=1),
    "unleased": lambda store, run: store.unleased(run, 1),
    "leased": lambda store, run: store.leased(run),
    "finish": lambda store, run: store.finish(run),
    "reserve": lambda store, run: store.reserve(run),
    "release": lambda store, run: store.release(run),
    "remove_runs": lambda store, run: store.remove_runs([run]),
}


def test_every_method_of_the_port_that_names_a_run_is_asked_for_below() -> None:
    named = {
        name
        for name, method in inspect.getmembers(Store, inspect.isfunction)
        if "run_id" in inspect.signature(method).parameters
    }
    assert (named - {"run"}) | {"remove_runs"} == set(ASKED_WITH_A_RUN)


@pytest.mark.parametrize("asked", sorted(ASKED_WITH_A_RUN))
def test_what_belongs_to_another_is_as_what_does_not_exist_and_the_asking_is_kept(
    everything: SqliteStore, asked: str
) -> None:
    theirs = begun_by(BOB, everything)
    mine = OwnedStore(everything, ADA)
    with pytest.raises(UserError) as refused:
        ASKED_WITH_A_RUN[asked](mine, theirs.id)
    with pytest.raises(UserError) as unknown:
        ASKED_WITH_A_RUN[asked](mine, "no-such-run")
    assert str(refused.value) == str(unknown.value)
    assert everything.run(theirs.id) == theirs
    assert [(event.kind, event.user) for event in everything.events(theirs.id)] == [("denied", ADA.id)]


def test_a_run_of_another_is_not_found_nor_listed_nor_taken_up(everything: SqliteStore) -> None:
    theirs, own = begun_by(BOB, everything), begun_by(ADA, everything)
    mine = OwnedStore(everything, ADA)
    assert mine.run(theirs.id) is None
    assert mine.runs() == mine.unfinished() == (own,)
    assert mine.runs(owner=BOB.owner) == ()


def test_one_text_pasted_by_two_people_is_two_jobs_with_decisions_and_criteria_of_their_own(
    everything: SqliteStore,
) -> None:
    theirs, own = begun_by(BOB, everything), begun_by(ADA, everything)
    assert theirs.job_id != own.job_id
    bobs, adas = OwnedStore(everything, BOB), OwnedStore(everything, ADA)
    bobs.decide(theirs.job_id, "aa", "decline", "no")
    bobs.save_rubric(Job.from_text(TEXT, owner=BOB.owner), RUBRIC)
    assert not adas.decisions(own.job_id)
    assert not adas.decisions(theirs.job_id)
    assert adas.job(theirs.job_id) is None
    assert adas.rubrics() == adas.rubrics(owner=BOB.owner) == ()
    with pytest.raises(UserError):
        adas.decide(theirs.job_id, "aa", "shortlist")
    assert [saved.number for saved in bobs.rubrics()] == [1]


@pytest.mark.parametrize(
    "asked",
    [
        lambda store: store.tokens(),
        lambda store: store.token("00"),
        lambda store: store.remove_token("t1"),
        lambda store: store.use_token("00", "2026-01-02T03:04+00:00"),
        lambda store: store.pause_intake(None),
    ],
)
def test_only_an_admin_has_to_do_with_tokens_and_intake(
    everything: SqliteStore, asked: Callable[[Store], object]
) -> None:
    with pytest.raises(NotAllowed):
        asked(OwnedStore(everything, ADA))
    asked(OwnedStore(everything, ROOT))


def test_a_team_shares_what_its_members_begin(everything: SqliteStore) -> None:
    run = begun_by(CARL, everything)
    colleague = OwnedStore(everything, Person(id="eve@example.com", role="manager", team="sales"))
    assert colleague.run(run.id) == run
    assert OwnedStore(everything, ADA).run(run.id) is None


def test_nobody_begins_a_run_or_saves_a_job_in_another_name(everything: SqliteStore) -> None:
    run = begun_by(BOB, everything)
    mine = OwnedStore(everything, ADA)
    with pytest.raises(InternalError):
        mine.create_run(run.model_copy(update={"id": "mine"}), [])
    with pytest.raises(InternalError):
        mine.save_job(Job.from_text(TEXT, owner=BOB.owner))
    with pytest.raises(InternalError):
        mine.save_rubric(Job.from_text(TEXT, owner=BOB.owner), RUBRIC)


def test_a_reviewer_sees_the_team_s_runs_blind_decides_and_changes_nothing_else(
    everything: SqliteStore,
) -> None:
    run = begun_by(CARL, everything)
    view = OwnedStore(everything, DORA)
    seen = view.run(run.id)
    assert seen is not None
    assert seen.blind
    assert [one.blind for one in view.runs()] == [True]
    view.decide(run.job_id, "aa", "shortlist")
    assert view.decisions(run.job_id)["aa"].decision == "shortlist"
    reads = {"record", "events", "rows", "stamp", "progress"}
    for name in sorted(set(ASKED_WITH_A_RUN) - reads):
        with pytest.raises(NotAllowed):
            ASKED_WITH_A_RUN[name](view, run.id)
    with pytest.raises(NotAllowed):
        begun_by(DORA, everything, run_id="own")


def test_what_somebody_did_is_recorded_in_their_name_whoever_they_say_they_are(
    everything: SqliteStore,
) -> None:
    run = begun_by(ADA, everything)
    OwnedStore(everything, ADA).record(run.id, "revealed", item_id="i1", user="bob@example.com")
    assert [event.user for event in everything.events(run.id)] == [ADA.id]


def test_credits_are_seen_by_who_has_them_and_given_by_an_admin(everything: SqliteStore) -> None:
    OwnedStore(everything, ROOT).grant(ADA.id, 5)
    mine = OwnedStore(everything, ADA)
    assert mine.balance(ADA.id).free == 5
    for asked in (
        lambda: mine.grant(ADA.id, 5),
        lambda: mine.balance(BOB.id),
        lambda: mine.ledger(BOB.id),
    ):
        with pytest.raises(NotAllowed):
            asked()
    assert OwnedStore(everything, ROOT).balance(ADA.id).free == 5


def test_clearing_the_samples_leaves_those_of_others(everything: SqliteStore) -> None:
    theirs = begun_by(BOB, everything, sample=True)
    begun_by(ADA, everything, sample=True)
    assert OwnedStore(everything, ADA).delete_runs(samples=True) == 1
    assert everything.run(theirs.id) == theirs


def test_only_an_admin_erases_and_everybody_finds_their_own(everything: SqliteStore) -> None:
    begun_by(BOB, everything)
    own = begun_by(ADA, everything)
    mine = OwnedStore(everything, ADA)
    assert mine.holders("aa") == ((own.id, "i1"),)
    asked: list[Callable[[Store], object]] = [
        lambda store: store.erase("aa"),
        lambda store: store.forget(["aa"]),
        lambda store: store.scrub(),
    ]
    for ask in asked:
        with pytest.raises(NotAllowed):
            ask(mine)
    assert len(everything.holders("aa")) == 2
    for run in everything.unfinished():
        everything.set_state(run.id, "stopped")
    assert OwnedStore(everything, ROOT).erase("aa") == 2


def test_one_s_own_jobs_alone_are_given_days(everything: SqliteStore) -> None:
    theirs, own = begun_by(BOB, everything), begun_by(ADA, everything)
    mine = OwnedStore(everything, ADA)
    mine.set_retention(own.job_id, 60)
    OwnedStore(everything, BOB).set_retention(theirs.job_id, 90)
    assert mine.retentions() == {own.job_id: 60}
    with pytest.raises(UserError):
        mine.set_retention(theirs.job_id, 30)
    with pytest.raises(NotAllowed):
        OwnedStore(everything, DORA).set_retention(own.job_id, 30)
    assert everything.retentions() == {own.job_id: 60, theirs.job_id: 90}


class Noting(Runner):
    """A runner that only says what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def start(self, run_id: str) -> None:
        self.asked.append(("start", run_id))

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        return RunSnapshot(run_id=run_id, state="running", total=1)

    def stop(self, run_id: str) -> None:
        self.asked.append(("stop", run_id))

    def pause(self, run_id: str) -> None:
        self.asked.append(("pause", run_id))

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        return self.snapshot(run_id)

    def close(self) -> None:
        raise AssertionError("the runner is everybody's")


@pytest.mark.parametrize("what", ["start", "stop", "pause"])
def test_the_runner_takes_orders_for_one_s_own_runs_only(everything: SqliteStore, what: str) -> None:
    theirs, team = begun_by(BOB, everything), begun_by(CARL, everything)
    runner = Noting()

    def as_seen_by(person: Person) -> Any:
        return OwnedRunner(runner, OwnedStore(everything, person), person)

    with pytest.raises(UserError, match="no longer there"):
        getattr(as_seen_by(ADA), what)(theirs.id)
    with pytest.raises(NotAllowed):
        getattr(as_seen_by(DORA), what)(team.id)
    assert as_seen_by(ADA).snapshot(theirs.id) is None
    assert as_seen_by(ADA).wait(theirs.id) is None
    getattr(as_seen_by(BOB), what)(theirs.id)
    as_seen_by(BOB).close()
    assert runner.asked == [(what, theirs.id)]
    assert as_seen_by(DORA).snapshot(team.id) is not None
