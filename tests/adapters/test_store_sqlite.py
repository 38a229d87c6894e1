"""The store over a real file: what is put is there after a crash, and wrong use is refused by name."""

import sqlite3
import threading
from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.adapters.store_sqlite.migrations import MIGRATIONS
from core.domain.candidate import Candidate, Contact, Cuts, failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import Item, Run
from core.domain.verdict import Finding
from core.errors import OperatorError, PartUnavailable, UserError

JOB = Job.from_text("Support lead\nGerman B2 is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="must", weight=5),))
ITEMS = (Item(id="i1", file="a/cv.pdf", sha256="aa"), Item(id="i2", file="b/cv.pdf", sha256="bb"))


def a_run(run_id: str = "run1", *, sample: bool = False) -> Run:
    return Run(
        id=run_id,
        job_id=JOB.id,
        job_title=JOB.title,
        rubric=RUBRIC,
        engine="local",
        model="m",
        created="2026-01-02T03:04:05+00:00",
        sample=sample,
    )


def a_candidate(score: float = 10.0) -> Candidate:
    return Candidate(
        contact=Contact(name="Ada Example"),
        score=score,
        category="selected",
        reason="Selected.",
        explanation="All found.",
        findings=(Finding(criterion_id="c1", verdict="met"),),
        engine="local",
        model="m",
    )


@pytest.fixture
def store(tmp_path: Path):  # type: ignore[no-untyped-def]
    store = SqliteStore(tmp_path / "s" / "shortlist.db", reader_version=1)
    store.save_job(JOB)
    yield store
    store.close()


def test_a_run_comes_back_as_it_was_put(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    assert store.run("run1") == a_run()
    assert [row.item for row in store.rows("run1")] == list(ITEMS)
    assert store.job(JOB.id) == JOB


def test_an_outcome_is_there_for_another_process_at_once(store: SqliteStore, tmp_path: Path) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", a_candidate())
    other = SqliteStore(tmp_path / "s" / "shortlist.db", reader_version=1)
    try:
        assert other.rows("run1")[0].outcome == a_candidate()
        assert other.rows("run1")[1].outcome is None
    finally:
        other.close()


def test_putting_an_outcome_twice_leaves_one_row(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", a_candidate(2.0))
    store.put_outcome("run1", "i1", a_candidate(3.0))
    outcomes = [row.outcome for row in store.rows("run1") if row.outcome]
    assert outcomes == [a_candidate(3.0)]


def test_a_second_run_of_the_same_id_is_refused_and_changes_nothing(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    with pytest.raises(UserError, match="run1"):
        store.create_run(a_run(), [Item(id="i9", file="x", sha256="x")])
    assert len(store.rows("run1")) == 2


def test_only_failures_that_may_pass_are_forgotten(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", failure("locked"))
    store.put_outcome("run1", "i2", failure("unreachable"))
    assert store.forget_failures("run1") == 1
    assert [
        row.outcome.reason if row.outcome and row.outcome.status == "failed" else None
        for row in store.rows("run1")
    ] == ["locked", None]


def test_the_last_decision_counts_and_an_undone_one_is_gone(store: SqliteStore) -> None:
    store.decide(JOB.id, "aa", "hold")
    store.decide(JOB.id, "aa", "shortlist", "strong")
    store.decide(JOB.id, "bb", "decline")
    store.decide(JOB.id, "bb", None)
    decisions = store.decisions(JOB.id)
    assert {sha: record.decision for sha, record in decisions.items()} == {"aa": "shortlist"}
    assert decisions["aa"].reason == "strong"


def test_decisions_belong_to_the_job_not_to_the_run(store: SqliteStore) -> None:
    store.create_run(a_run("run1"), ITEMS)
    store.decide(JOB.id, "aa", "shortlist")
    store.create_run(a_run("run2"), ITEMS)
    assert store.decisions(JOB.id)["aa"].decision == "shortlist"


def test_cuts_and_state_are_kept_with_the_run(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    store.set_cuts("run1", Cuts(selected=6, considered=3))
    store.set_state("run1", "halted", "Top up.")
    kept = store.run("run1")
    assert kept is not None
    assert (kept.cuts.selected, kept.state, kept.message) == (6, "halted", "Top up.")


def test_removing_samples_leaves_own_runs_and_their_decisions(store: SqliteStore) -> None:
    other = Job.from_text("Another job\nSomething.")
    store.save_job(other)
    store.create_run(a_run("own"), ITEMS)
    store.create_run(a_run("sample", sample=True).model_copy(update={"job_id": other.id}), ITEMS)
    store.decide(JOB.id, "aa", "hold")
    store.decide(other.id, "aa", "hold")
    assert store.delete_runs(samples=True) == 1
    assert [run.id for run in store.runs()] == ["own"]
    assert store.decisions(JOB.id)
    assert not store.decisions(other.id)


def test_a_text_is_kept_for_its_reader_version_only(store: SqliteStore, tmp_path: Path) -> None:
    resume = ReadResume(sha256="aa", kind="txt", text="Ada")
    store.put_text("aa", resume)
    store.put_text("bb", failure("locked"))
    assert store.text("aa") == resume
    assert store.text("bb") == failure("locked")
    newer = SqliteStore(tmp_path / "s" / "shortlist.db", reader_version=2)
    assert newer.text("aa") is None
    newer.close()


def test_file_names_that_are_not_utf8_are_kept(store: SqliteStore) -> None:
    store.create_run(
        a_run(), [Item(id="i1", file=b"\xff.pdf".decode("utf-8", "surrogateescape"), sha256="aa")]
    )
    assert store.rows("run1")[0].item.file == "?.pdf"


def test_many_threads_write_without_losing_a_row(store: SqliteStore) -> None:
    items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=str(n)) for n in range(40)]
    store.create_run(a_run(), items)
    threads = [
        threading.Thread(target=store.put_outcome, args=("run1", item.id, a_candidate())) for item in items
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(row.outcome for row in store.rows("run1"))


def test_a_database_of_a_newer_release_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "s" / "shortlist.db")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    db.close()
    with pytest.raises(OperatorError, match="newer Shortlist"):
        SqliteStore(tmp_path / "s" / "shortlist.db", reader_version=1)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"this is not a database, not even nearly one" * 50)
    with pytest.raises(PartUnavailable, match=r"x\.db"):
        SqliteStore(tmp_path / "x.db", reader_version=1)


def test_the_database_passes_its_own_check_after_use(store: SqliteStore, tmp_path: Path) -> None:
    store.create_run(a_run(), ITEMS)
    assert store.check() == "Results can be written."
    db = sqlite3.connect(tmp_path / "s" / "shortlist.db")
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_the_stamp_differs_whenever_outcomes_come_or_go(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    stamps = [store.stamp("run1")]
    store.put_outcome("run1", "i1", a_candidate())
    stamps.append(store.stamp("run1"))
    store.put_outcome("run1", "i2", failure("timeout"))
    stamps.append(store.stamp("run1"))
    assert store.stamp("run1") == stamps[-1]
    store.forget_failures("run1")
    store.put_outcome("run1", "i2", a_candidate())
    stamps.append(store.stamp("run1"))
    assert len(set(stamps)) == len(stamps)


# what a person does to a run's results

HEAVIER = RUBRIC.model_copy(
    update={"criteria": (RUBRIC.criteria[0].model_copy(update={"kind": "nice", "weight": 1}),)}
)


def test_weights_are_kept_beside_those_the_run_began_with(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    store.set_settled("run1", {"i1": 1, "i2": -1})
    store.set_weights("run1", HEAVIER, Cuts(selected=6, considered=3))
    run = store.run("run1")
    assert run is not None
    assert (run.rubric, run.first_rubric, run.began_with) == (HEAVIER, RUBRIC, RUBRIC)
    assert run.cuts == Cuts(selected=6, considered=3)
    assert run.settled == {}
    store.set_weights("run1", RUBRIC, Cuts())
    assert store.run("run1") == a_run()


def test_other_criteria_are_not_taken_for_other_weights(store: SqliteStore) -> None:
    store.create_run(a_run(), ITEMS)
    other = Rubric(criteria=(Criterion(id="c1", text="German C2", kind="must", weight=5),))
    with pytest.raises(UserError, match="new screening"):
        store.set_weights("run1", other, Cuts())
    assert store.run("run1") == a_run()


def test_settled_ties_and_blind_review_are_kept_with_the_run(store: SqliteStore, tmp_path: Path) -> None:
    store.create_run(a_run(), ITEMS)
    store.set_settled("run1", {"i1": 2, "i2": -2})
    store.set_blind("run1", True)
    other = SqliteStore(tmp_path / "s" / "shortlist.db", reader_version=1)
    run = other.run("run1")
    other.close()
    assert run is not None
    assert run.settled == {"i1": 2, "i2": -2}
    assert run.blind


def test_criteria_are_numbered_for_each_job_and_equal_ones_kept_once(store: SqliteStore) -> None:
    another = Job.from_text("Warehouse lead\nForklift licence.")
    first = store.save_rubric(JOB, RUBRIC)
    assert (first.number, first.job_title, first.rubric) == (1, JOB.title, RUBRIC)
    assert store.save_rubric(JOB, RUBRIC) == first
    assert store.save_rubric(JOB, HEAVIER).number == 2
    assert store.save_rubric(another, RUBRIC).number == 1
    assert [(saved.job_id, saved.number) for saved in store.rubrics()] == [
        (another.id, 1),
        (JOB.id, 2),
        (JOB.id, 1),
    ]


def test_events_come_back_in_their_order(store: SqliteStore) -> None:
    store.record("run1", "blind_on")
    store.record("run1", "revealed", item_id="i2")
    store.record("run2", "reweighed", detail="c1 must 5 → nice 1")
    assert [(event.kind, event.item_id) for event in store.events("run1")] == [
        ("blind_on", ""),
        ("revealed", "i2"),
    ]


def test_a_store_of_the_first_version_is_brought_up_with_all_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "shortlist.db"
    old = sqlite3.connect(path)
    MIGRATIONS[0](old)
    old.execute("PRAGMA user_version = 1")
    fixed = a_run().model_dump_json(
        include={"id", "job_id", "job_title", "rubric", "engine", "model", "sample", "created"}
    )
    old.execute("INSERT INTO jobs VALUES (?, ?, ?)", (JOB.id, JOB.title, JOB.text))
    old.execute(
        "INSERT INTO runs VALUES ('run1', ?, '2026', 0, 'finished', '', ?, ?)",
        (JOB.id, Cuts().model_dump_json(), fixed),
    )
    old.commit()
    old.close()
    store = SqliteStore(path, reader_version=1)
    run = store.run("run1")
    store.close()
    assert run == a_run().model_copy(update={"state": "finished"})
    assert path.with_suffix(f".before-{len(MIGRATIONS)}.db").exists()
