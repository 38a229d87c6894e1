"""A trial is the run as it would be once kept, and is told in plain words."""

from pathlib import Path

import pytest

from core.adapters.store_sqlite import SqliteStore
from core.domain.candidate import Category, Cuts
from core.domain.job import Job, Rubric
from core.domain.run import Run
from core.shortlist import rank
from core.shortlist.ranking import Move, Ranked
from core.shortlist.weighing import change_words, crossing_words, weighed
from tests.shortlist.test_ranking import RUBRIC, a_run, row, scored, weights

JOB = Job.from_text("Support lead")
OTHER = weights(("must", 5), ("nice", 1), ("nice", 4))


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "s.db", reader_version=1)


def kept(store: SqliteStore, run: Run, rubric: Rubric, cuts: Cuts) -> Run:
    store.set_weights(run.id, rubric, cuts)
    there = store.run(run.id)
    assert there is not None
    return there


def test_a_trial_is_the_run_as_the_store_keeps_it(store: SqliteStore) -> None:
    store.save_job(JOB)
    began = a_run(job_id=JOB.id)
    store.create_run(began, [])
    for rubric, cuts in ((OTHER, Cuts(selected=6, considered=3)), (RUBRIC, Cuts())):
        assert weighed(began, rubric, cuts) == kept(store, began, rubric, cuts)


def test_a_run_weighed_twice_still_knows_how_it_began() -> None:
    once = weighed(a_run(), OTHER, Cuts())
    twice = weighed(once, weights(("nice", 1), ("nice", 1), ("must", 5)), Cuts())
    assert twice.began_with == RUBRIC
    assert weighed(twice, RUBRIC, Cuts()).first_rubric is None


def test_ties_settled_under_other_weights_are_open_again_and_moving_a_cut_leaves_them() -> None:
    run = a_run(settled={"a": 1, "b": -1})
    assert weighed(run, OTHER, Cuts()).settled == {}
    assert weighed(run, RUBRIC, Cuts(selected=5)).settled == {"a": 1, "b": -1}


def test_a_reopened_run_shows_the_scores_order_and_weights_that_were_kept(tmp_path: Path) -> None:
    run = a_run(job_id=JOB.id)
    rows = [row("a", scored("Ann", "++-")), row("b", scored("Bob", "+-+")), row("c", scored("Cid", "~-?"))]
    first = SqliteStore(tmp_path / "s.db", reader_version=1)
    first.save_job(JOB)
    first.create_run(run, [one.item for one in rows])
    for one in rows:
        assert one.outcome is not None
        first.put_outcome(run.id, one.item.id, one.outcome)
    now = kept(first, run, OTHER, Cuts(selected=6.5))
    shown = rank(now, first.rows(run.id), {})
    first.close()
    again = SqliteStore(tmp_path / "s.db", reader_version=1)
    reopened = again.run(run.id)
    assert reopened is not None
    assert reopened == now
    assert reopened.rubric == OTHER
    assert rank(reopened, again.rows(run.id), {}) == shown
    assert [(one.item.id, one.candidate.score) for one in shown] == [("b", 9.0), ("a", 6.0), ("c", 2.5)]
    again.close()


def _moved(*changes: tuple[Category, Category]) -> list[Move]:
    (one,) = rank(a_run(), (row("a", scored("Ann")),), {})

    def at(category: Category) -> Ranked:
        return one.model_copy(update={"candidate": one.candidate.model_copy(update={"category": category})})

    return [Move(at(before), 1, 5.0, after) for before, after in changes]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([], ""),
        ([("selected", "selected")], ""),
        ([("considered", "selected")], "1 moves into Selected."),
        (
            [("considered", "selected"), ("considered", "selected"), ("selected", "considered")],
            "2 move into Selected, 1 leaves.",
        ),
        ([("selected", "considered")], "1 leaves Selected."),
        ([("considered", "rejected"), ("considered", "rejected")], "2 move into Rejected."),
        ([("selected", "rejected")], "1 leaves Selected. 1 moves into Rejected."),
    ],
)
def test_who_changes_category_is_said_in_one_line(
    changes: list[tuple[Category, Category]], words: str
) -> None:
    assert crossing_words(_moved(*changes)) == words


def test_what_changed_is_told_criterion_by_criterion_and_cut_by_cut() -> None:
    run = a_run()
    assert change_words(run, weighed(run, OTHER, Cuts(selected=6.5, considered=3))) == (
        "German B2: must-have 5 → nice to have 1",
        "Excel: nice to have 1 → nice to have 4",
        "Selected from 7 → 6.5",
        "Considered from 4 → 3",
    )
    assert change_words(run, run) == ()
