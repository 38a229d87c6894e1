"""All that a store holds is in the other one after a copy, and works on there; nothing newer is lost to it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from core.adapters.copying import Copied, copy_to
from core.adapters.copying.copy import Kind
from core.adapters.copying.record import TABLES, Record
from core.adapters.copying.sqlite import SqliteShelf
from core.adapters.store_firestore import FirestoreStore, connect
from core.adapters.store_sqlite import SqliteStore
from core.cli import main
from core.domain.candidate import Cuts, failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import Item
from core.domain.verdict import Usage
from core.errors import ConfigurationError, InternalError, PartUnavailable, UserError
from core.ports import Store
from core.settings import Settings
from tests.contract.test_store import HEAVIER, ITEMS, JOB, RUBRIC, TOKEN, a_candidate, a_run, noise
from tests.fakes.firestore_emulator import in_a_project_of_its_own

OTHER = Job.from_text("Warehouse lead\nForklift licence.", owner="team:hr")

LEFT_OUT = {"lease_owner", "lease_until", "taken"}  # who works at an item right now stays where it is
FRENCH = Rubric(criteria=(Criterion(id="c1", text="French", kind="must", weight=5),))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return in_a_project_of_its_own(data_dir=tmp_path / "near")


@contextmanager
def opened(kind: Kind, settings: Settings) -> Iterator[Store]:
    store: Store
    if kind == "sqlite":
        store = SqliteStore(settings.data_dir / "shortlist.db", reader_version=1)
    else:
        store = FirestoreStore(connect(settings), reader_version=1)
    with closing(store):
        yield store


def fill(store: Store) -> None:
    """Something of everything."""
    for job in (JOB, OTHER):
        store.save_job(job)
    store.grant("ada", 10, "first month")
    items = [*ITEMS, Item(id="i3", file="c.pdf", sha256="cc", batch=2), Item(id="i4", file="d", sha256="")]
    store.create_run(a_run(user="ada"), items)
    store.create_run(a_run("run2", job_id=OTHER.id, owner="team:hr", budget=1.5, sample=True), ITEMS)
    store.create_run(a_run("run3"), ITEMS)
    store.reserve("run1")
    used = Usage(input_tokens=100, cached_tokens=40, output_tokens=10)
    store.put_outcome("run1", "i1", a_candidate(7.5, usage=used), terms="t", paid=used)
    store.put_outcome("run1", "i2", failure("timeout"))
    store.forget_failures("run1")
    store.put_outcome("run1", "i2", failure("bad_answer"), paid=used)
    store.put_outcome("run2", "i1", a_candidate(explanation=noise(350_000)))
    store.reuse("run3", "t")
    store.set_weights("run1", HEAVIER, Cuts(selected=6, considered=3))
    store.set_settled("run1", {"i1": 1})
    store.set_blind("run2", True)
    store.set_state("run2", "halted", "Top up.")
    for rubric, job in ((RUBRIC, JOB), (HEAVIER, JOB), (RUBRIC, OTHER)):
        store.save_rubric(job, rubric)
    store.record("run1", "revealed", item_id="i2", user="ada")
    store.add_token(TOKEN)
    store.decide(JOB.id, "aa", "hold")
    store.decide(JOB.id, "aa", "shortlist", "strong")
    store.decide(JOB.id, "bb", "decline")
    store.decide(JOB.id, "bb", None)
    store.put_text("aa", ReadResume(sha256="aa", kind="txt", text="Ada 日本語"))
    store.put_text("bb", failure("locked"))


def told_by(store: Store) -> list[object]:
    """All that can be asked of it."""
    runs = store.runs()
    return [
        runs,
        store.unfinished(),
        [store.job(run.job_id) for run in runs],
        [store.rows(run.id) for run in runs],
        [store.progress(run.id).model_copy(update={"recent": 0}) for run in runs],
        [store.stamp(run.id) for run in runs],
        [store.events(run.id) for run in runs],
        store.rubrics(),
        store.balance("ada"),
        store.ledger("ada"),
        [store.decisions(job.id) for job in (JOB, OTHER)],
        [store.text(sha) for sha in ("aa", "bb", "cc")],
    ]


def copied(kind: Kind, settings: Settings, *, overwrite: bool = False) -> tuple[int, int, int]:
    """How many were copied, were there already, were left."""
    told = copy_to(kind, settings, overwrite=overwrite, tell=lambda one: None)
    return sum(t.copied for t in told), sum(t.there for t in told), sum(t.different for t in told)


@pytest.mark.parametrize(("source", "target"), [("sqlite", "firestore"), ("firestore", "sqlite")])
def test_everything_is_there_after_a_copy_and_works_on(
    source: Kind, target: Kind, settings: Settings
) -> None:
    with opened(source, settings) as store:
        fill(store)
        before = told_by(store)
    all_of_it, there, left = copied(target, settings)
    assert (there, left) == (0, 0)
    assert copied(target, settings) == (0, all_of_it, 0)
    assert copied(source, settings) == (0, all_of_it, 0)
    with opened(source, settings) as store:
        assert told_by(store) == before
    with opened(target, settings) as store:
        assert told_by(store) == before
        assert store.reuse("run3", "t") == 0
        store.put_outcome("run1", "i1", a_candidate())  # spent before the copy
        store.put_outcome("run1", "i3", a_candidate())
        store.put_outcome("run1", "i2", failure("timeout"))  # given back before the copy
        assert (store.balance("ada").free, store.balance("ada").reserved) == (7, 1)
        assert store.release("run1") == 1
        store.create_run(a_run("run4"), ITEMS)
        assert store.reuse("run4", "t") == 1
        store.decide(JOB.id, "aa", None)
        assert store.decisions(JOB.id) == {}
        number = store.save_rubric(JOB, FRENCH).number
        assert (number, store.rubrics()[0].number) == (3, 3)


def test_what_is_newer_there_is_left_unless_it_is_to_be_replaced(settings: Settings) -> None:
    with opened("sqlite", settings) as store:
        store.save_job(JOB)
        store.create_run(a_run(), ITEMS)
        store.put_outcome("run1", "i1", a_candidate(2.0))
    copied("firestore", settings)
    with opened("firestore", settings) as store:
        store.put_outcome("run1", "i1", a_candidate(9.0))
        store.put_outcome("run1", "i2", a_candidate(8.0))
        store.set_state("run1", "finished")
    assert copied("firestore", settings)[2] == 4  # both items, an outcome and the run
    with opened("firestore", settings) as store:
        assert [row.outcome for row in store.rows("run1")] == [a_candidate(9.0), a_candidate(8.0)]
        assert store.unfinished() == ()
    assert copied("firestore", settings, overwrite=True)[2] == 0
    with opened("firestore", settings) as store:
        assert store.rows("run1")[0].outcome == a_candidate(2.0)
        assert [run.id for run in store.unfinished()] == ["run1"]


@pytest.mark.parametrize("target", ["firestore", "sqlite"])
def test_a_copy_that_broke_off_shows_no_half_run_and_goes_on(
    target: Kind, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    source: Kind = "sqlite" if target == "firestore" else "firestore"
    with opened(source, settings) as store:
        fill(store)
        before = told_by(store)

    def until_outcomes(one: Copied) -> None:
        if one.table == "outcomes":
            raise PartUnavailable("Results", "Gone.")

    with pytest.raises(PartUnavailable):
        copy_to(target, settings, tell=until_outcomes)
    with opened(target, settings) as store:
        assert (store.runs(), store.unfinished()) == ((), ())
    assert copied(target, settings)[0] == 4  # the token and the runs
    with opened(target, settings) as store:
        assert told_by(store) == before


def test_what_does_not_come_back_as_it_was_is_said(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened("firestore", settings) as store:
        store.save_job(JOB)
    writes = SqliteShelf.write

    def mangled(self: SqliteShelf, records: list[Record]) -> None:
        writes(self, [Record(one.table, (*one.values[:-1], "mangled")) for one in records])

    monkeypatch.setattr(SqliteShelf, "write", mangled)
    with pytest.raises(InternalError, match="jobs"):
        copied("sqlite", settings)


def test_no_column_is_forgotten(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "s.db", reader_version=1).close()
    with closing(sqlite3.connect(tmp_path / "s.db")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = {table: {row[1] for row in db.execute(f"PRAGMA table_info({table})")} for table in tables}
    columns["items"] -= LEFT_OUT
    del columns["switches"]  # an installation's own
    assert {table: set(TABLES[table].columns) for table in TABLES} == columns


def test_without_a_firestore_or_anything_to_copy_it_says_so(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing to copy"):
        copied("firestore", settings)
    with pytest.raises(ConfigurationError, match="FIREBASE_SERVICE_ACCOUNT_KEY"):
        copied("sqlite", Settings.model_validate({"data_dir": tmp_path}))


def test_the_command_says_what_it_did(
    settings: Settings, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened("firestore", settings) as store:
        store.save_job(JOB)
        store.create_run(a_run(), ITEMS)
    assert settings.firestore_emulator_host
    assert settings.google_cloud_project
    monkeypatch.setenv("DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", settings.firestore_emulator_host)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", settings.google_cloud_project)
    assert main(["migrate", "--to", "sqlite"]) == 0
    assert capsys.readouterr().out == "4 copied and read back, 0 were there already.\n"
    with opened("sqlite", settings) as store:
        store.set_state("run1", "finished")
    assert main(["migrate", "--to", "sqlite", "--json"]) == 1
    said = capsys.readouterr()
    report = json.loads(said.out)
    assert (report["ok"], report["tables"][-1]) == (
        False,
        {"table": "runs", "copied": 0, "there": 0, "different": 1},
    )
    assert "--overwrite" in said.err
