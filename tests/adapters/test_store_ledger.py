"""Credits: held at the start, settled with each outcome, never below nought, never twice."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import Candidate, Contact, failure
from core.domain.credit import Balance
from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Item, Run
from core.domain.verdict import Finding
from core.errors import NotEnoughCredits, UserError

JOB = Job.from_text("Support lead\nGerman B2 is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="must", weight=5),))


def judged(*, cached: bool = False) -> Candidate:
    return Candidate(
        contact=Contact(name="Ada Example"),
        score=10,
        category="selected",
        reason="Selected.",
        explanation="All found.",
        findings=(Finding(criterion_id="c1", verdict="met"),),
        engine="openai",
        model="m",
        cached=cached,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path / "shortlist.db", reader_version=1)
    store.save_job(JOB)
    yield store
    store.close()


def begin(store: SqliteStore, run_id: str = "run1", contents: str = "abc", **fields: object) -> None:
    run = Run.model_validate(
        {
            "id": run_id,
            "job_id": JOB.id,
            "job_title": JOB.title,
            "rubric": RUBRIC,
            "engine": "openai",
            "model": "m",
            "user": "ada",
            "created": "2026-01-02T03:04:05+00:00",
            **fields,
        }
    )
    items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=content) for n, content in enumerate(contents)]
    store.create_run(run, items)


def have(store: SqliteStore) -> tuple[int, int]:
    balance = store.balance("ada")
    return balance.free, balance.reserved


def test_a_run_holds_one_for_each_content_and_each_outcome_settles_one(store: SqliteStore) -> None:
    store.grant("ada", 10, "first month")
    begin(store, contents="abcd")
    assert store.reserve("run1") == 4
    assert have(store) == (6, 4)
    store.put_outcome("run1", "i0", judged())
    assert have(store) == (6, 3)
    store.put_outcome("run1", "i1", judged(cached=True))
    store.put_outcome("run1", "i2", failure("damaged"))
    assert have(store) == (8, 1)
    assert store.release("run1") == 1
    assert have(store) == (9, 0)
    assert [entry.kind for entry in reversed(store.ledger("ada"))] == [
        "granted",
        "reserved",
        "spent",
        "returned",
        "returned",
        "returned",
    ]


def test_equal_files_are_one_debit(store: SqliteStore) -> None:
    store.grant("ada", 10)
    begin(store, contents="aaab")
    assert store.reserve("run1") == 2
    for item in ("i0", "i1", "i2"):
        store.put_outcome("run1", item, judged())
    assert have(store) == (8, 1)
    store.put_outcome("run1", "i3", failure("timeout"))
    assert have(store) == (9, 0)


def test_equal_files_that_fail_give_back_one(store: SqliteStore) -> None:
    store.grant("ada", 10)
    begin(store, contents="aab")
    store.reserve("run1")
    store.put_outcome("run1", "i0", failure("timeout"))
    store.put_outcome("run1", "i1", failure("timeout"))
    assert have(store) == (9, 1)


def test_a_retry_is_held_and_spent_anew(store: SqliteStore) -> None:
    store.grant("ada", 3)
    begin(store)
    store.reserve("run1")
    store.put_outcome("run1", "i0", judged())
    store.put_outcome("run1", "i1", failure("timeout"))
    store.put_outcome("run1", "i2", failure("timeout"))
    store.release("run1")
    assert have(store) == (2, 0)
    store.forget_failures("run1")
    assert store.reserve("run1") == 2
    store.put_outcome("run1", "i1", judged())
    store.put_outcome("run1", "i2", failure("timeout"))
    assert have(store) == (1, 0)


def test_going_on_after_a_crash_holds_nothing_twice(store: SqliteStore) -> None:
    store.grant("ada", 3)
    begin(store)
    assert store.reserve("run1") == 3
    store.put_outcome("run1", "i0", judged())
    assert store.reserve("run1") == 0
    assert have(store) == (0, 2)


def test_an_outcome_put_twice_is_spent_once(store: SqliteStore) -> None:
    store.grant("ada", 3)
    begin(store)
    store.reserve("run1")
    store.put_outcome("run1", "i0", judged())
    store.put_outcome("run1", "i0", judged())
    assert have(store) == (0, 2)


def test_who_has_too_few_is_told_how_many_are_missing_and_nothing_is_held(store: SqliteStore) -> None:
    store.grant("ada", 2)
    begin(store)
    with pytest.raises(NotEnoughCredits, match="1 are missing") as refused:
        store.reserve("run1")
    assert refused.value.missing == 1
    assert have(store) == (2, 0)


def test_nothing_is_held_for_samples_and_the_keyword_match(store: SqliteStore) -> None:
    begin(store, "run1", sample=True)
    begin(store, "run2", engine="local")
    assert store.reserve("run1") == store.reserve("run2") == 0


def test_without_a_reservation_outcomes_cost_nothing(store: SqliteStore) -> None:
    begin(store)
    store.put_outcome("run1", "i0", judged())
    assert store.ledger("ada") == ()


def test_more_than_is_free_cannot_be_taken_away(store: SqliteStore) -> None:
    store.grant("ada", 5)
    assert store.grant("ada", -2) == Balance(user="ada", free=3, reserved=0)
    with pytest.raises(UserError, match="Only 3"):
        store.grant("ada", -4)


def test_eight_at_once_never_overdraw(store: SqliteStore, tmp_path: Path) -> None:
    store.grant("ada", 50)
    for n in range(40):
        begin(store, f"run{n}", contents="abc")
    others = [SqliteStore(tmp_path / "shortlist.db", reader_version=1) for _ in range(8)]
    refused: list[str] = []

    def spend(mine: SqliteStore, runs: range) -> None:
        for n in runs:
            try:
                mine.reserve(f"run{n}")
                for item in ("i0", "i1", "i2"):
                    mine.put_outcome(f"run{n}", item, judged())
            except NotEnoughCredits:
                refused.append(f"run{n}")

    threads = [
        threading.Thread(target=spend, args=(mine, range(k * 5, k * 5 + 5))) for k, mine in enumerate(others)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for mine in others:
        mine.close()
    assert have(store) == (2, 0)
    assert len(refused) == 40 - 16
    spent = [entry for entry in store.ledger("ada", 1000) if entry.kind == "spent"]
    assert len(spent) == 48
