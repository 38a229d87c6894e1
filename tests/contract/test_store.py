"""What every store promises, over an SQLite file and Firestore's own emulator."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.domain.audit import AuditEvent
from core.domain.candidate import Candidate, Contact, Cuts, failure
from core.domain.credit import Balance
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import Item, Row, Run
from core.domain.verdict import Finding, Usage
from core.errors import NotEnoughCredits, PartUnavailable, UserError
from core.ports import Store
from tests.fakes.firestore_emulator import in_a_project_of_its_own

JOB = Job.from_text("Support lead\nGerman B2 is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="must", weight=5),))
HEAVIER = Rubric(criteria=(Criterion(id="c1", text="German B2", kind="nice", weight=1),))
ITEMS = (Item(id="i1", file="a/cv.pdf", sha256="aa"), Item(id="i2", file="b/cv.pdf", sha256="bb"))

Open = Callable[[int], Store]
"""Opens the store under test once more, for a reader of the version given: as another process would."""


@pytest.fixture(params=["sqlite", "firestore"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stores:
        if request.param == "sqlite":

            def another(reader_version: int) -> Store:
                store = SqliteStore(tmp_path / "s" / "shortlist.db", reader_version=reader_version)
                return stores.enter_context(closing(store))
        else:
            from core.adapters.store_firestore import FirestoreStore, connect

            settings = in_a_project_of_its_own()

            def another(reader_version: int) -> Store:
                store = FirestoreStore(connect(settings), reader_version=reader_version)
                return stores.enter_context(closing(store))

        yield another


@pytest.fixture
def store(opened: Open) -> Store:
    store = opened(1)
    store.save_job(JOB)
    return store


def a_run(run_id: str = "run1", **fields: object) -> Run:
    return Run.model_validate(
        {
            "id": run_id,
            "job_id": JOB.id,
            "job_title": JOB.title,
            "rubric": RUBRIC,
            "engine": "openai",
            "model": "m",
            "created": "2026-01-02T03:04:05+00:00",
            **fields,
        }
    )


def a_candidate(score: float = 10.0, **fields: object) -> Candidate:
    return Candidate.model_validate(
        {
            "contact": Contact(name="Ada Example"),
            "score": score,
            "category": "selected",
            "reason": "Selected.",
            "explanation": "All found.",
            "findings": (Finding(criterion_id="c1", verdict="met"),),
            "engine": "openai",
            "model": "m",
            **fields,
        }
    )


def noise(length: int) -> str:
    """A text that hardly gets shorter by compression."""
    return "".join(map(chr, random.Random(1).choices(range(0x4E00, 0x9FFF), k=length)))


def all_at_once(*work: Callable[[], object]) -> None:
    """Does everything in threads; what one raises is raised."""
    trouble: list[BaseException] = []

    def guarded(one: Callable[[], object]) -> None:
        try:
            one()
        except BaseException as error:  # noqa: BLE001 - raised below, on the test's own thread
            trouble.append(error)

    threads = [threading.Thread(target=guarded, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if trouble:
        raise trouble[0]


def wait_for(true: Callable[[], bool], seconds: float = 10) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


# jobs and runs


def test_a_run_comes_back_as_it_was_put(store: Store) -> None:
    run = a_run(withheld={"schools": True}, second_look="flagged", user="ada", owner="team:hr", budget=1.5)
    store.create_run(run, ITEMS)
    assert store.run("run1") == run
    assert [row.item for row in store.rows("run1")] == list(ITEMS)
    assert store.job(JOB.id) == JOB


def test_what_was_never_put_is_not_there(store: Store) -> None:
    assert (store.run("none"), store.job("none"), store.text("none")) == (None, None, None)
    assert (store.rows("none"), store.events("none"), store.decisions("none")) == ((), (), {})
    assert store.progress("none").total == 0
    store.set_state("none", "finished")
    assert store.run("none") is None


def test_a_job_keeps_the_title_it_was_first_given(store: Store) -> None:
    store.save_job(JOB.model_copy(update={"title": "Another"}))
    assert store.job(JOB.id) == JOB


def test_a_second_run_of_the_same_id_is_refused_and_changes_nothing(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    with pytest.raises(UserError, match="run1"):
        store.create_run(a_run(), [Item(id="i9", file="x", sha256="x")])
    assert len(store.rows("run1")) == 2


def test_a_long_run_is_there_with_every_item_in_its_order(store: Store) -> None:
    items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=str(n)) for n in range(950)]
    store.create_run(a_run(), items)
    assert [row.item for row in store.rows("run1")] == items
    with pytest.raises(UserError):
        store.create_run(a_run(), items)


def test_items_added_come_last_and_those_it_has_stay_as_they_are(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", a_candidate())
    store.add_items("run1", [ITEMS[0], Item(id="i3", file="c.pdf", sha256="cc", batch=2)])
    rows = store.rows("run1")
    assert [row.item.id for row in rows] == ["i1", "i2", "i3"]
    assert rows[0].outcome == a_candidate()


def test_runs_come_newest_first_and_of_one_owner_where_asked(store: Store) -> None:
    for number, owner in enumerate(("ada", "bob", "ada", "ada")):
        store.create_run(a_run(f"run{number}", created=f"2026-01-0{4 - number // 2}", owner=owner), ITEMS)
    assert [run.id for run in store.runs()] == ["run1", "run0", "run3", "run2"]
    assert [run.id for run in store.runs(2, owner="ada")] == ["run0", "run3"]


def test_only_running_runs_are_unfinished_the_oldest_first(store: Store) -> None:
    for run_id in ("run1", "run2", "run3"):
        store.create_run(a_run(run_id), ITEMS)
    store.set_state("run2", "paused")
    assert [run.id for run in store.unfinished()] == ["run1", "run3"]


def test_cuts_state_budget_and_blind_review_are_kept_with_the_run(store: Store, opened: Open) -> None:
    store.create_run(a_run(), ITEMS)
    store.set_cuts("run1", Cuts(selected=6, considered=3))
    store.set_state("run1", "halted", "Top up.")
    store.set_budget("run1", 2.5)
    store.set_blind("run1", True)
    store.set_settled("run1", {"i1": 2, "i2": -2})
    assert opened(1).run("run1") == a_run(
        cuts=Cuts(selected=6, considered=3),
        state="halted",
        message="Top up.",
        budget=2.5,
        blind=True,
        settled={"i1": 2, "i2": -2},
    )


def test_weights_are_kept_beside_those_the_run_began_with(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.set_settled("run1", {"i1": 1, "i2": -1})
    store.set_weights("run1", HEAVIER, Cuts(selected=6, considered=3))
    run = store.run("run1")
    assert run is not None
    assert (run.rubric, run.first_rubric, run.began_with) == (HEAVIER, RUBRIC, RUBRIC)
    assert (run.cuts, run.settled) == (Cuts(selected=6, considered=3), {})
    store.set_weights("run1", RUBRIC, Cuts())
    assert store.run("run1") == a_run()


def test_other_criteria_are_not_taken_for_other_weights(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    other = Rubric(criteria=(Criterion(id="c1", text="German C2", kind="must", weight=5),))
    with pytest.raises(UserError, match="new screening"):
        store.set_weights("run1", other, Cuts())
    with pytest.raises(UserError, match="no longer there"):
        store.set_weights("none", other, Cuts())
    assert store.run("run1") == a_run()


def test_file_names_that_are_not_utf8_are_kept(store: Store) -> None:
    name = b"\xff.pdf".decode("utf-8", "surrogateescape")
    store.create_run(a_run(), [Item(id="i1", file=name, sha256="aa")])
    assert store.rows("run1")[0].item.file == "?.pdf"


def test_removing_samples_leaves_own_runs_and_their_decisions(store: Store) -> None:
    other, third = Job.from_text("Another job\nSomething."), Job.from_text("A third\nSomething.")
    store.create_run(a_run("own"), ITEMS)
    for run_id, job, owner in (("sample", other, "ada"), ("theirs", third, "bob"), ("shared", JOB, "ada")):
        store.save_job(job)
        store.create_run(a_run(run_id, job_id=job.id, sample=True, owner=owner), ITEMS)
        store.put_outcome(run_id, "i1", a_candidate())
        store.decide(job.id, "aa", "hold")
    assert store.delete_runs(samples=False) == 0
    assert store.delete_runs(samples=True, owner="ada") == 2
    assert {run.id for run in store.runs()} == {"own", "theirs"}
    assert store.rows("sample") == ()
    assert [bool(store.decisions(job.id)) for job in (JOB, other, third)] == [True, False, True]


# erasing


def filled(store: Store, run_id: str, items: Sequence[Item] = ITEMS, **fields: object) -> Run:
    """A finished run with a candidate, a text, a judgement and a decision for every item."""
    run = a_run(run_id, state="finished", **fields)
    store.create_run(run, items)
    for item in items:
        store.put_outcome(run_id, item.id, a_candidate(), terms="t")
        store.put_text(item.sha256, ReadResume(sha256=item.sha256, kind="txt", text="Words."))
        store.decide(run.job_id, item.sha256, "hold", "why")
    return run


def kept_of(store: Store, sha256: str, job: Job = JOB) -> tuple[bool, bool, bool]:
    """Whether there are still a text, a judgement, a decision."""
    probe = f"probe-{sha256}-{time.monotonic_ns()}"
    decided = sha256 in store.decisions(job.id)
    text = store.text(sha256) is not None
    store.create_run(a_run(probe), [Item(id="p", file="p", sha256=sha256)])
    judged = store.reuse(probe, "t") > 0
    store.set_state(probe, "stopped")
    store.remove_runs([probe])
    return text, judged, decided


def test_a_content_is_erased_from_every_run_and_each_audit_trail_says_so(opened: Open) -> None:
    store, older = opened(1), opened(0)
    store.save_job(JOB)
    older.put_text("aa", failure("damaged"))
    filled(store, "one")
    filled(
        store, "two", [Item(id="x", file="again.pdf", sha256="aa"), Item(id="y", file="c.pdf", sha256="cc")]
    )
    assert set(store.holders("aa")) == {("one", "i1"), ("two", "x")}
    assert store.erase("aa") == 2
    assert store.holders("aa") == ()
    assert [[row.item.id for row in store.rows(run)] for run in ("one", "two")] == [["i2"], ["y"]]
    assert [(event.kind, event.item_id) for event in store.events("one")] == [("erased", "i1")]
    assert [(event.kind, event.item_id) for event in store.events("two")] == [("erased", "x")]
    assert older.text("aa") is None
    assert kept_of(store, "aa") == (False, False, False)
    assert kept_of(store, "bb") == (True, True, True)
    assert store.progress("one").total == store.progress("one").done == 1
    assert store.erase("aa") == 0


def test_a_long_outcome_is_erased_with_all_its_parts(store: Store) -> None:
    filled(store, "one")
    store.put_outcome("one", "i1", a_candidate(explanation=noise(500_000)))
    assert store.erase("aa") == 1
    store.add_items("one", [ITEMS[0]])
    assert store.rows("one")[-1] == Row(item=ITEMS[0])


def test_nothing_is_erased_while_a_run_that_has_it_is_under_way(store: Store) -> None:
    filled(store, "one")
    filled(store, "two")
    store.set_state("two", "running")
    with pytest.raises(UserError, match=r"two .*under way"):
        store.erase("aa")
    assert len(store.holders("aa")) == 2
    assert store.events("one") == ()


def test_runs_are_removed_with_what_only_they_have(store: Store) -> None:
    other = Job.from_text("Another job\nSomething.")
    store.save_job(other)
    filled(store, "one")
    filled(store, "two", ITEMS[:1])
    filled(store, "three", ITEMS, job_id=other.id)
    store.record("one", "blind_on")
    store.set_state("three", "running")
    assert store.remove_runs(["one", "three", "unknown"]) == ("one",)
    assert (store.run("one"), store.rows("one"), store.events("one")) == (None, (), ())
    assert {run.id for run in store.runs()} == {"two", "three"}
    assert set(store.decisions(JOB.id)) == {"aa"}
    assert set(store.decisions(other.id)) == {"aa", "bb"}
    assert store.text("bb") is not None


def test_a_removed_run_gives_back_what_it_holds(store: Store) -> None:
    store.grant("local", 5)
    store.create_run(a_run(), ITEMS)
    store.reserve("run1")
    store.set_state("run1", "paused")
    assert store.remove_runs(["run1"]) == ("run1",)
    assert store.balance("local") == Balance(user="local", free=5, reserved=0)


def test_only_contents_that_no_run_has_are_forgotten(store: Store) -> None:
    filled(store, "one")
    filled(store, "two", [Item(id="y", file="c.pdf", sha256="cc")])
    store.put_text("dd", failure("damaged"))
    store.remove_runs(["two"])
    assert store.forget(["aa", "bb", "cc", "dd", ""]) == ("cc", "dd")
    assert store.forget(["cc"]) == ("cc",)
    assert store.forget(["aa"]) == ()
    assert kept_of(store, "aa") == (True, True, True)
    assert kept_of(store, "cc") == (False, False, False)
    store.scrub()


def test_a_job_may_have_days_of_its_own(store: Store) -> None:
    assert store.retentions() == {}
    store.set_retention(JOB.id, 60)
    store.save_job(JOB)
    assert store.retentions() == {JOB.id: 60}
    store.set_retention(JOB.id, None)
    assert store.retentions() == {}
    with pytest.raises(UserError):
        store.set_retention("unknown", 60)


# saved criteria, the audit trail, decisions


def test_criteria_are_numbered_for_each_job_and_equal_ones_kept_once(store: Store) -> None:
    another = Job.from_text("Warehouse lead\nForklift licence.", owner="bob")
    first = store.save_rubric(JOB, RUBRIC)
    assert (first.number, first.job_title, first.rubric) == (1, JOB.title, RUBRIC)
    assert store.save_rubric(JOB, RUBRIC) == first
    assert store.save_rubric(JOB, HEAVIER).number == 2
    assert store.save_rubric(another, RUBRIC).number == 1
    told = [(saved.job_id, saved.number) for saved in store.rubrics()]
    assert told == [(another.id, 1), (JOB.id, 2), (JOB.id, 1)]
    assert len({saved.id for saved in store.rubrics()}) == 3
    assert [saved.job_id for saved in store.rubrics(owner="bob")] == [another.id]
    assert [saved.number for saved in store.rubrics(1, owner=JOB.owner)] == [2]


def test_criteria_saved_at_once_get_different_numbers(opened: Open) -> None:
    rubrics = [
        Rubric(criteria=(Criterion(id="c1", text=f"{n} years", kind="must", weight=5),)) for n in range(6)
    ]
    stores = [opened(1) for _ in range(3)]
    all_at_once(*(partial(stores[n % 3].save_rubric, JOB, rubric) for n, rubric in enumerate(rubrics)))
    assert sorted(saved.number for saved in stores[0].rubrics()) == [1, 2, 3, 4, 5, 6]


def test_events_come_back_in_their_order_with_who_did_it(store: Store) -> None:
    store.record("run1", "blind_on", user="ada")
    store.record("run1", "revealed", item_id="i2")
    store.record("run2", "reweighed", detail="c1 must 5 → nice 1")
    events = store.events("run1")
    assert all(isinstance(event, AuditEvent) for event in events)
    assert [(event.kind, event.item_id, event.user) for event in events] == [
        ("blind_on", "", "ada"),
        ("revealed", "i2", ""),
    ]


def test_the_last_decision_counts_and_an_undone_one_is_gone(store: Store) -> None:
    store.decide(JOB.id, "aa", "hold")
    store.decide(JOB.id, "aa", "shortlist", "strong")
    store.decide(JOB.id, "bb", "decline")
    store.decide(JOB.id, "bb", None)
    decisions = store.decisions(JOB.id)
    assert {sha: record.decision for sha, record in decisions.items()} == {"aa": "shortlist"}
    assert (decisions["aa"].reason, decisions["aa"].job_id) == ("strong", JOB.id)


# outcomes


def test_an_outcome_is_there_for_another_process_at_once(store: Store, opened: Open) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", a_candidate())
    assert [row.outcome for row in opened(1).rows("run1")] == [a_candidate(), None]


def test_putting_an_outcome_twice_leaves_one_row(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", a_candidate(2.0))
    store.put_outcome("run1", "i1", a_candidate(3.0))
    assert [row.outcome for row in store.rows("run1")] == [a_candidate(3.0), None]


def test_an_item_counts_its_attempts_and_what_was_paid_for_it(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", failure("timeout"), paid=Usage(input_tokens=5, output_tokens=1))
    store.forget_failures("run1")
    store.put_outcome("run1", "i1", a_candidate(), paid=Usage(input_tokens=7, cached_tokens=2))
    tried, untried = store.rows("run1")
    assert (tried.attempts, tried.paid) == (2, Usage(input_tokens=12, cached_tokens=2, output_tokens=1))
    assert (untried.attempts, untried.paid) == (0, Usage())


def test_an_outcome_for_an_unknown_item_is_refused(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    with pytest.raises((UserError, PartUnavailable)):
        store.put_outcome("run1", "i9", a_candidate())
    with pytest.raises((UserError, PartUnavailable)):
        store.put_outcome("none", "i1", a_candidate())
    assert store.stamp("run1") == store.stamp("run1")
    assert store.progress("run1").done == 0


def test_an_outcome_longer_than_a_mebibyte_comes_back_whole(store: Store) -> None:
    long = a_candidate(explanation=noise(700_000))
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", long, terms="t")
    store.create_run(a_run("run2"), ITEMS)
    assert store.reuse("run2", "t") == 1
    assert store.rows("run1")[0].outcome == long
    assert store.rows("run2")[0].outcome == long.model_copy(update={"cached": True})
    store.put_outcome("run1", "i1", a_candidate())
    assert store.rows("run1")[0].outcome == a_candidate()


def test_only_failures_that_may_pass_are_forgotten(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", failure("locked"))
    store.put_outcome("run1", "i2", failure("unreachable"))
    assert store.forget_failures("run1", reason="timeout") == 0
    assert store.forget_failures("run1", reason="unreachable") == 1
    assert [row.outcome for row in store.rows("run1")] == [failure("locked"), None]


def test_many_threads_write_without_losing_a_row(store: Store) -> None:
    items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=str(n)) for n in range(40)]
    store.create_run(a_run(), items)

    def put(mine: list[Item]) -> None:
        for item in mine:
            store.put_outcome("run1", item.id, a_candidate())

    all_at_once(*(partial(put, items[k::8]) for k in range(8)))
    assert all(row.outcome for row in store.rows("run1"))
    assert store.progress("run1").done == 40


def test_the_stamp_differs_whenever_items_or_outcomes_come_or_go(store: Store) -> None:
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
    store.add_items("run1", [Item(id="i3", file="c", sha256="cc")])
    stamps.append(store.stamp("run1"))
    assert len(set(stamps)) == len(stamps)


def test_the_stamp_differs_once_a_failure_was_tried_again_and_failed_again(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", failure("unreachable"))
    before = store.stamp("run1")
    store.forget_failures("run1")
    store.put_outcome("run1", "i1", failure("unreachable"))
    assert store.stamp("run1") != before


def test_progress_counts_pays_and_names_the_best_in_their_order(store: Store) -> None:
    items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=f"{n}") for n in range(9)]
    store.create_run(a_run(), items)
    used = Usage(input_tokens=100, cached_tokens=40, output_tokens=10)
    for n, score in enumerate((3.0, 9.0, 0.0, 9.0, 5.0, 7.0)):
        store.put_outcome("run1", f"i{n}", a_candidate(score, usage=used, cached=n > 3), paid=used)
    store.put_outcome("run1", "i6", failure("bad_answer"), paid=used)
    progress = store.progress("run1")
    assert (progress.total, progress.done, progress.failed, progress.cached, progress.recent) == (
        9,
        7,
        1,
        2,
        7,
    )
    assert progress.paid == Usage(input_tokens=700, cached_tokens=280, output_tokens=70)
    assert progress.saved == Usage(input_tokens=200, cached_tokens=80, output_tokens=20)
    assert [row.item.id for row in progress.best] == ["i1", "i3", "i5", "i4", "i0"]
    store.forget_failures("run1")
    assert (store.progress("run1").done, store.progress("run1").failed) == (6, 0)


def test_what_a_content_was_judged_to_be_under_the_same_terms_is_reused(store: Store, opened: Open) -> None:
    store.create_run(a_run(), ITEMS)
    store.put_outcome("run1", "i1", a_candidate(usage=Usage(input_tokens=9)), terms="t")
    store.put_outcome("run1", "i2", failure("timeout"), terms="t")
    twice = [*ITEMS, Item(id="i3", file="c", sha256="aa"), Item(id="i4", file="d", sha256="")]
    store.create_run(a_run("run2"), twice)
    assert store.reuse("run2", "others") == 0
    assert opened(2).reuse("run2", "t") == 0
    assert store.reuse("run2", "t") == 2
    assert store.reuse("run2", "t") == 0
    reused = a_candidate(usage=Usage(input_tokens=9), cached=True)
    assert [row.outcome for row in store.rows("run2")] == [reused, None, reused, None]
    assert [row.attempts for row in store.rows("run2")] == [1, 0, 1, 0]
    assert store.progress("run2").saved == Usage(input_tokens=18)


def test_a_text_is_kept_for_its_reader_version_only(store: Store, opened: Open) -> None:
    resume = ReadResume(sha256="aa", kind="txt", text="Ada \U0001f600 日本語 \x00")
    store.put_text("aa", failure("timeout"))
    store.put_text("aa", resume)
    store.put_text("bb", failure("locked"))
    assert (store.text("aa"), store.text("bb")) == (resume, failure("locked"))
    assert opened(2).text("aa") is None


def test_a_store_that_can_be_written_says_so_and_a_closed_one_doesnt(store: Store) -> None:
    assert store.check() == "Results can be written."
    store.close()
    store.close()
    with pytest.raises(PartUnavailable):
        store.check()


# credits


def begin(store: Store, run_id: str = "run1", contents: str = "abc", **fields: object) -> None:
    items = [Item(id=f"i{n}", file=f"{n}.pdf", sha256=content) for n, content in enumerate(contents)]
    store.create_run(a_run(run_id, **{"user": "ada", **fields}), items)


def have(store: Store) -> tuple[int, int]:
    balance = store.balance("ada")
    return balance.free, balance.reserved


def test_a_run_holds_one_for_each_content_and_each_outcome_settles_one(store: Store) -> None:
    store.grant("ada", 10, "first month")
    begin(store, contents="abcd")
    assert store.reserve("run1") == 4
    assert have(store) == (6, 4)
    store.put_outcome("run1", "i0", a_candidate())
    assert have(store) == (6, 3)
    store.put_outcome("run1", "i1", a_candidate(cached=True))
    store.put_outcome("run1", "i2", failure("damaged"))
    assert have(store) == (8, 1)
    assert store.release("run1") == 1
    assert store.release("run1") == 0
    assert have(store) == (9, 0)
    kinds = [entry.kind for entry in reversed(store.ledger("ada"))]
    assert kinds == ["granted", "reserved", "spent", "returned", "returned", "returned"]
    assert [(entry.kind, entry.amount) for entry in store.ledger("ada", 2)] == [("returned", 1)] * 2
    assert (store.ledger("ada")[-1].note, store.ledger("ada")[3].item_id) == ("first month", "i0")


def test_equal_files_are_one_debit(store: Store) -> None:
    store.grant("ada", 10)
    begin(store, contents="aaab")
    assert store.reserve("run1") == 2
    for item in ("i0", "i1", "i2"):
        store.put_outcome("run1", item, a_candidate())
    assert have(store) == (8, 1)
    store.put_outcome("run1", "i3", failure("timeout"))
    assert have(store) == (9, 0)


def test_equal_files_that_fail_give_back_one(store: Store) -> None:
    store.grant("ada", 10)
    begin(store, contents="aab")
    store.reserve("run1")
    store.put_outcome("run1", "i0", failure("timeout"))
    store.put_outcome("run1", "i1", failure("timeout"))
    assert have(store) == (9, 1)


def test_reused_outcomes_give_their_credits_back(store: Store) -> None:
    store.grant("ada", 10)
    begin(store)
    store.put_outcome("run1", "i0", a_candidate(), terms="t")
    begin(store, "run2", contents="aab")
    assert store.reserve("run2") == 2
    assert store.reuse("run2", "t") == 2
    assert have(store) == (9, 1)


def test_a_retry_is_held_and_spent_anew(store: Store) -> None:
    store.grant("ada", 3)
    begin(store)
    store.reserve("run1")
    store.put_outcome("run1", "i0", a_candidate())
    store.put_outcome("run1", "i1", failure("timeout"))
    store.put_outcome("run1", "i2", failure("timeout"))
    store.release("run1")
    assert have(store) == (2, 0)
    store.forget_failures("run1")
    assert store.reserve("run1") == 2
    store.put_outcome("run1", "i1", a_candidate())
    store.put_outcome("run1", "i2", failure("timeout"))
    assert have(store) == (1, 0)


def test_going_on_after_a_crash_holds_nothing_twice(store: Store) -> None:
    store.grant("ada", 3)
    begin(store)
    assert store.reserve("run1") == 3
    store.put_outcome("run1", "i0", a_candidate())
    assert store.reserve("run1") == 0
    assert have(store) == (0, 2)


def test_an_outcome_put_twice_is_spent_once(store: Store) -> None:
    store.grant("ada", 3)
    begin(store)
    store.reserve("run1")
    store.put_outcome("run1", "i0", a_candidate())
    store.put_outcome("run1", "i0", a_candidate())
    store.put_outcome("run1", "i0", a_candidate(3.0))
    assert have(store) == (0, 2)


def test_who_has_too_few_is_told_how_many_are_missing_and_nothing_is_held(store: Store) -> None:
    store.grant("ada", 2)
    begin(store)
    with pytest.raises(NotEnoughCredits, match="1 are missing") as refused:
        store.reserve("run1")
    assert refused.value.missing == 1
    assert have(store) == (2, 0)


def test_samples_the_keyword_match_and_runs_without_a_reservation_cost_nothing(store: Store) -> None:
    begin(store, "run1", sample=True)
    begin(store, "run2", engine="local")
    begin(store, "run3")
    assert store.reserve("run1") == store.reserve("run2") == 0
    store.put_outcome("run3", "i0", a_candidate())
    assert store.ledger("ada") == ()
    with pytest.raises(UserError, match="no longer there"):
        store.reserve("none")


def test_more_than_is_free_cannot_be_taken_away(store: Store) -> None:
    store.grant("ada", 5)
    assert store.grant("ada", -2) == Balance(user="ada", free=3, reserved=0)
    with pytest.raises(UserError, match="Only 3"):
        store.grant("ada", -4)
    assert store.balance("eve@example.com/../x") == Balance(user="eve@example.com/../x", free=0, reserved=0)


def test_eight_at_once_never_overdraw_and_lose_no_credit(store: Store, opened: Open) -> None:
    store.grant("ada", 20)
    for n in range(16):
        begin(store, f"run{n}", contents="abc")
    others = [opened(1) for _ in range(8)]
    refused: list[str] = []

    def spend(mine: Store, runs: range) -> None:
        for n in runs:
            try:
                mine.reserve(f"run{n}")
                for item in ("i0", "i1", "i2"):
                    mine.put_outcome(f"run{n}", item, a_candidate())
            except NotEnoughCredits:
                refused.append(f"run{n}")

    all_at_once(*(partial(spend, mine, range(2 * k, 2 * k + 2)) for k, mine in enumerate(others)))
    assert have(store) == (2, 0)
    assert len(refused) == 16 - 6
    spent = [entry for entry in store.ledger("ada", 1000) if entry.kind == "spent"]
    assert len(spent) == 18


# leases


def held(rows: tuple[Row, ...]) -> list[str]:
    return [row.item.id for row in rows]


def test_an_item_is_leased_by_one_owner_until_the_lease_is_over(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    assert store.unleased("run1", 10) == ("i1", "i2")
    assert held(store.lease("run1", ["i1"], "ada", seconds=60)) == ["i1"]
    assert held(store.lease("run1", ["i1", "i2"], "bob", seconds=0.05)) == ["i2"]
    assert store.leased("run1") >= 1
    wait_for(lambda: store.unleased("run1", 10) == ("i2",))
    assert held(store.lease("run1", ["i1"], "ada", seconds=60)) == ["i1"]  # a beat
    assert store.lease("run1", ["i1"], "ada", seconds=0)  # let go
    assert held(store.lease("run1", ["i1", "i2"], "bob", seconds=60)) == ["i1", "i2"]


def test_a_lease_is_handed_over_to_who_names_its_owner(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.lease("run1", ["i1", "i2"], "ticket", seconds=60)
    assert store.lease("run1", ["i1"], "ada", seconds=60) == ()
    assert held(store.lease("run1", ["i1"], "ada", seconds=60, after="ticket")) == ["i1"]
    assert store.lease("run1", ["i1"], "bob", seconds=60, after="ticket") == ()


def test_equal_contents_are_leased_together_with_those_judged_before(store: Store) -> None:
    same = (*ITEMS, Item(id="i3", file="c.pdf", sha256="aa"), Item(id="i4", file="", sha256=""))
    store.create_run(a_run(), same)
    assert held(store.lease("run1", ["i3"], "ada", seconds=60)) == ["i1", "i3"]
    assert store.lease("run1", ["i1"], "bob", seconds=60) == ()
    assert held(store.lease("run1", ["i4"], "bob", seconds=60)) == ["i4"]
    store.put_outcome("run1", "i1", a_candidate())
    rows = store.lease("run1", ["i3"], "ada", seconds=60)
    assert [(row.item.id, row.outcome is not None) for row in rows] == [("i1", True), ("i3", False)]


def test_an_item_with_an_outcome_is_nobodys(store: Store) -> None:
    store.create_run(a_run(), ITEMS)
    store.lease("run1", ["i1", "i2"], "ada", seconds=60)
    store.put_outcome("run1", "i1", failure("timeout"))
    assert store.leased("run1") == 1
    store.forget_failures("run1")
    assert store.unleased("run1", 10) == ("i1",)  # at once, not when the lease would have ended


def test_it_is_counted_how_many_took_an_item_up_and_were_never_heard_of_again(store: Store) -> None:
    store.create_run(a_run(), ITEMS)

    def take(owner: str, ticket: str) -> list[int]:
        wait_for(lambda: bool(store.lease("run1", ["i1"], ticket, seconds=60)))
        rows = store.lease("run1", ["i1"], owner, seconds=0.01, after=ticket)
        return [row.taken for row in rows]

    assert take("ada", "t1") == [1]
    store.lease("run1", ["i1"], "ada", seconds=0.01)  # a beat is no new one
    assert take("bob", "t2") == [2]
    store.lease("run1", ["i1"], "bob", seconds=0, after="t2")  # let go in good order
    assert take("bob", "t3") == [2]
    store.put_outcome("run1", "i1", a_candidate())
    assert [row.taken for row in store.rows("run1")] == [0, 0]


def test_of_many_who_lease_the_same_items_at_once_each_item_goes_to_one(opened: Open) -> None:
    stores = [opened(1) for _ in range(4)]
    stores[0].save_job(JOB)
    items = tuple(Item(id=f"i{n}", file="cv.pdf", sha256=f"s{n % 6}") for n in range(8))
    stores[0].create_run(a_run(), items)
    got: list[list[str]] = [[] for _ in stores]

    def take(number: int) -> None:
        got[number] = held(stores[number].lease("run1", [i.id for i in items], f"w{number}", seconds=60))

    all_at_once(*(partial(take, number) for number in range(len(stores))))
    assert sorted(item for one in got for item in one) == sorted(i.id for i in items)


def test_a_run_is_finished_once_and_only_when_every_item_has_its_outcome(store: Store) -> None:
    store.grant("ada", 5)
    store.create_run(a_run(user="ada"), ITEMS)
    store.reserve("run1")
    store.put_outcome("run1", "i1", a_candidate())
    assert not store.finish("run1")
    store.put_outcome("run1", "i2", failure("damaged"))
    store.add_items("run1", [Item(id="i3", file="c.pdf", sha256="cc")])
    assert not store.finish("run1")
    store.reserve("run1")
    store.put_outcome("run1", "i3", a_candidate())
    assert store.finish("run1")
    assert not store.finish("run1")
    run = store.run("run1")
    assert run is not None
    assert run.state == "finished"
    assert store.balance("ada") == Balance(user="ada", free=3, reserved=0)


def test_a_stopped_run_is_not_finished_behind_its_back(store: Store) -> None:
    store.create_run(a_run(state="stopped"), ITEMS)
    for item in ITEMS:
        store.put_outcome("run1", item.id, a_candidate())
    assert not store.finish("run1")
