"""What may not be begun is refused before anything is created."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.person import LOCAL_PERSON, LOCAL_USER
from core.domain.run import Run, RunSnapshot
from core.errors import NotEnoughCredits, TooMany, UserError
from core.intake import Kept
from core.ports import LimitName
from core.starting import Starts

JOB = Job.from_text("Support lead\nGerman B2")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="must", weight=5),))
TWO = (Kept("a.txt", "a" * 64), Kept("b.txt", "b" * 64))


class NoRunner:
    """Notes what it is asked to start, and reserves as the real one does."""

    def __init__(self, store: SqliteStore, *, charges: bool) -> None:
        self.store = store
        self.charges = charges
        self.started: list[str] = []
        self.taken_meanwhile = 0

    def start(self, run_id: str) -> None:
        self.started.append(run_id)
        if self.taken_meanwhile:
            self.store.grant(LOCAL_USER, -self.taken_meanwhile)
        if not self.charges:
            return
        try:
            self.store.reserve(run_id)
        except NotEnoughCredits as missing:
            self.store.set_state(run_id, "halted", str(missing))
            raise

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        raise NotImplementedError

    def stop(self, run_id: str) -> None:
        raise NotImplementedError

    def pause(self, run_id: str) -> None:
        raise NotImplementedError

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        raise NotImplementedError

    def close(self) -> None:
        """Nothing is open."""


class Counting:
    """A limiter that lets `most` through."""

    def __init__(self, most: int) -> None:
        self.left = most

    def take(self, limit: LimitName, user: str) -> None:
        if not self.left:
            raise TooMany("You have started enough. Try again in 5 s.", retry_after=5)
        self.left -= 1

    def check(self) -> str:
        return "Counting."

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "shortlist.db", reader_version=1)
    yield store
    store.close()


def starts(
    store: SqliteStore,
    *,
    most: int = 100,
    most_queued: int = 20,
    charges: bool = True,
    priced: bool = True,
    taken_meanwhile: int = 0,
) -> Starts:
    runner = NoRunner(store, charges=charges)
    runner.taken_meanwhile = taken_meanwhile
    return Starts(
        LOCAL_PERSON,
        store,
        runner,
        Counting(most),
        most_queued=most_queued,
        charges=charges,
        priced=priced,
    )


def begun(desk: Starts, given: tuple[Kept, ...] = TWO) -> Run:
    return desk.begin(JOB, RUBRIC, given, engine="openai", model="gpt-6-luna")


def test_a_run_begins_with_its_credits_reserved_and_its_criteria_kept(store: SqliteStore) -> None:
    store.grant(LOCAL_USER, 10)
    desk = starts(store)
    run = begun(desk)
    assert (store.balance(LOCAL_USER).free, store.balance(LOCAL_USER).reserved) == (8, 2)
    assert [saved.rubric for saved in store.rubrics()] == [RUBRIC]
    assert isinstance(desk.runner, NoRunner)
    assert desk.runner.started == [run.id]


def test_without_enough_credits_there_is_no_run_and_the_missing_are_told(store: SqliteStore) -> None:
    store.grant(LOCAL_USER, 1)
    with pytest.raises(NotEnoughCredits) as refused:
        begun(starts(store))
    assert refused.value.missing == 1
    assert store.runs() == ()
    assert store.rubrics() == ()


def test_who_has_started_too_many_is_refused_before_there_is_a_run(store: SqliteStore) -> None:
    desk = starts(store, most=1, charges=False)
    begun(desk)
    with pytest.raises(TooMany):
        begun(desk)
    assert len(store.runs()) == 1


def test_what_is_refused_for_want_of_credits_does_not_count_as_a_start(store: SqliteStore) -> None:
    desk = starts(store, most=1)
    with pytest.raises(NotEnoughCredits):
        begun(desk)
    store.grant(LOCAL_USER, 10)
    begun(desk)


def test_a_full_queue_says_how_many_are_under_way(store: SqliteStore) -> None:
    desk = starts(store, most_queued=2, charges=False)
    first = begun(desk)
    begun(desk)
    with pytest.raises(TooMany, match="2 screenings are under way already"):
        begun(desk)
    store.set_state(first.id, "paused")
    begun(desk)


def test_credits_lost_to_another_run_leave_a_halted_run_that_says_so(store: SqliteStore) -> None:
    store.grant(LOCAL_USER, 2)
    run = begun(starts(store, taken_meanwhile=1))
    kept = store.run(run.id)
    assert kept is not None
    assert kept.state == "halted"
    assert "missing" in kept.message


def test_each_content_takes_one_credit_and_what_cannot_be_read_takes_none(store: SqliteStore) -> None:
    again = Kept("same as a.txt", "a" * 64)
    locked = Kept("locked.pdf", "c" * 64, failure("locked"))
    assert starts(store).takes((*TWO, again, locked), "openai") == 2
    assert starts(store).takes(TWO, "local") == 0
    assert starts(store, charges=False).takes(TWO, "openai") == 0


def test_added_files_take_credits_for_what_is_new_and_what_still_waits(store: SqliteStore) -> None:
    store.grant(LOCAL_USER, 3)
    desk = starts(store)
    run = begun(desk)
    more = (*TWO, Kept("c.txt", "c" * 64))
    store.set_state(run.id, "paused")
    paused = store.run(run.id)
    assert paused is not None
    assert desk.takes_more(paused, more) == 1, "a paused run holds what it waits for"
    store.release(run.id)
    store.set_state(run.id, "stopped")
    stopped = store.run(run.id)
    assert stopped is not None
    assert desk.takes_more(stopped, more) == 3
    desk.add(stopped, more)
    assert store.balance(LOCAL_USER).reserved == 3


def test_added_files_are_refused_before_they_are_added(store: SqliteStore) -> None:
    desk = starts(store, charges=False)
    run = begun(desk)
    with pytest.raises(UserError, match="all of these files already"):
        desk.add(run, TWO)
    with pytest.raises(NotEnoughCredits):
        starts(store).add(run, (*TWO, Kept("c.txt", "c" * 64)))
    assert len(store.rows(run.id)) == 2


def test_a_budget_nobody_can_keep_to_is_refused(store: SqliteStore) -> None:
    desk = starts(store, charges=False, priced=False)
    with pytest.raises(UserError, match="MODEL_PRICES"):
        desk.begin(JOB, RUBRIC, TWO, engine="openai", model="llama", budget=2.0)
    assert store.runs() == ()
    assert desk.begin(JOB, RUBRIC, TWO, engine="local", model="words", budget=2.0).budget is None


def test_samples_are_neither_limited_nor_paid(store: SqliteStore) -> None:
    desk = starts(store, most=0, most_queued=1)
    run = desk.begin_samples(JOB, RUBRIC, TWO, model="keyword-match-1")
    assert run.sample
    desk.begin_samples(JOB, RUBRIC, TWO, model="keyword-match-1")
