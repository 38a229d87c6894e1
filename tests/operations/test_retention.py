"""What is past its days goes, with all that nobody else has; the rest stays."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.cli import main
from core.domain.job import Job
from core.operations.retention import due, sweep
from core.wiring import Services
from tests.fakes.redis_server import RedisServer
from tests.operations.conftest import JOB, Open, holding, resume, screen

OTHER = Job.from_text("Team lead\nZendesk experience is required.")


def later(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def test_a_screening_goes_after_its_days_with_all_that_only_it_has(opened: Open, tmp_path: Path) -> None:
    room = opened(retention_days=30)
    run = screen(room, "anna", "berta")
    for row in room.store.rows(run.id):
        room.store.decide(JOB.id, row.item.sha256, "hold")
    assert due(room, now=later(29.9)).runs == ()
    assert sweep(room, now=later(29.9)).runs == ()
    told = due(room, now=later(30.1))
    assert (told.runs, told.items) == ((run.id,), 2)
    assert room.store.run(run.id) is not None  # a preview changes nothing
    swept = sweep(room, now=later(30.1))
    assert (swept.runs, swept.files, swept.replies) == ((run.id,), 2, 2)
    assert room.store.run(run.id) is None
    assert not room.store.decisions(JOB.id)
    assert room.store.events(run.id) == ()
    assert holding(tmp_path / "data", "annaworks") == []
    assert holding(tmp_path / "data", "quellmann") == []


def test_what_another_screening_has_too_stays(opened: Open) -> None:
    room = opened()
    old, young = screen(room, "anna", "berta"), screen(room, "anna", job=OTHER)
    [row] = room.store.rows(young.id)
    room.store.set_retention(OTHER.id, 730)
    room.store.decide(JOB.id, row.item.sha256, "hold")
    room.store.decide(OTHER.id, row.item.sha256, "shortlist")
    assert sweep(room, now=later(200)).runs == (old.id,)
    assert room.store.rows(young.id) == (row,)
    assert room.files.get(row.item.sha256) == resume("anna")
    assert room.store.text(row.item.sha256) is not None
    assert room.store.decisions(OTHER.id)
    assert not room.store.decisions(JOB.id)


def test_a_job_s_own_days_count_both_ways(opened: Open) -> None:
    room = opened(retention_days=100)
    usual, short = screen(room, "anna"), screen(room, "berta", job=OTHER)
    assert main(["retention", "--job", OTHER.id, "--days", "30"]) == 0
    assert due(room, now=later(31)).runs == (short.id,)
    assert main(["retention", "--job", OTHER.id, "--days", "730"]) == 0
    assert due(room, now=later(101)).runs == (usual.id,)
    assert main(["retention", "--job", OTHER.id, "--days", "usual"]) == 0
    assert due(room, now=later(101)).runs == (usual.id, short.id)


@pytest.mark.parametrize("given", [["--days", "29"], ["--days", "731"], ["--days", "soon"], []])
def test_days_that_cannot_be_are_refused(opened: Open, given: list[str]) -> None:
    room = opened()
    screen(room, "anna")
    assert main(["retention", "--job", JOB.id, *given]) == 2
    assert main(["retention", "--job", "nowhere", "--days", "60"]) == 2
    assert not room.store.retentions()


def test_a_screening_under_way_stays_until_it_has_ended(opened: Open) -> None:
    room = opened()
    run = screen(room, "anna")
    room.store.set_state(run.id, "running")
    told = due(room, now=later(200))
    assert (told.runs, told.under_way) == ((), (run.id,))
    assert sweep(room, now=later(200)).runs == ()
    assert len(room.store.rows(run.id)) == 1


def test_what_a_paused_screening_holds_goes_back_to_its_user(opened: Open) -> None:
    room = opened(credits_enabled=True)
    room.store.grant("local", 5)
    run = screen(room, "anna")
    item = room.store.rows(run.id)[0].item
    room.store.add_items(run.id, [item.model_copy(update={"id": "more", "sha256": "ab" * 32})])
    room.store.reserve(run.id)
    room.store.set_state(run.id, "paused")
    assert room.store.balance("local").reserved == 1
    sweep(room, now=later(200))
    balance = room.store.balance("local")
    assert (balance.free, balance.reserved) == (4, 0)


def test_a_file_given_and_never_screened_goes_after_a_week(opened: Open, tmp_path: Path) -> None:
    room = opened()
    screen(room, "anna")
    stray = room.files.put(resume("doris"))
    torn = tmp_path / "data" / "files" / "ab" / f"{'ab' * 32}#1"
    torn.parent.mkdir(exist_ok=True)
    torn.write_bytes(b"half of emil")
    assert due(room, now=later(6)).strays == ()
    assert set(due(room, now=later(8)).strays) == {stray, "ab" * 32}
    sweep(room, now=later(8))
    assert holding(tmp_path / "data", "doris") == holding(tmp_path / "data", "emil") == []
    assert holding(tmp_path / "data", "annaworks")


def test_answers_whose_screening_was_removed_go_with_the_next_sweep(opened: Open, tmp_path: Path) -> None:
    room = opened()
    run = screen(room, "anna")
    screen(room, "berta")
    room.store.remove_runs([run.id])
    assert "replies.db" in {name.removesuffix("-wal") for name in holding(tmp_path / "data", "annaworks")}
    assert sweep(room).replies == 1
    names = {name.removesuffix("-wal") for name in holding(tmp_path / "data", "annaworks")}
    assert "replies.db" not in names


def test_the_preview_names_ids_and_counts_and_no_person(
    opened: Open, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    room = opened()
    screen(room, "anna")
    an_old_one(room, tmp_path)
    assert main(["retention", "--preview", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (len(told["runs"]), len(told["strays"])) == (0, 1)
    assert main(["retention", "--preview"]) == 0
    assert main(["retention", "--sweep"]) == 0
    said = capfd.readouterr()
    assert "1 files belong to no screening" in said.out
    assert "Removed 0 screenings, 1 original files" in said.out
    assert "doris" not in said.out + said.err + json.dumps(told)


def an_old_one(room: Services, tmp_path: Path) -> None:
    sha256 = room.files.put(resume("doris"))
    before = time.time() - 8 * 86400
    os.utime(tmp_path / "data" / "files" / sha256[:2] / sha256, (before, before))


@pytest.mark.redis
def test_of_a_cache_that_others_share_only_what_was_paid_for_by_what_goes_is_removed(
    opened: Open, tmp_path: Path
) -> None:
    with RedisServer(tmp_path) as redis:
        room = opened(redis_url=redis.url)
        other = opened(redis_url=redis.url, data_dir=tmp_path / "elsewhere")
        screen(room, "anna")
        screen(other, "berta")
        swept = sweep(room, now=later(200))
        assert (len(swept.runs), swept.replies) == (1, 1)
        assert [run_id for run_id, _ in room.replies()] == [other.store.runs()[0].id]
        room.close()
        other.close()


def test_files_in_a_bucket_are_nobodys_strays_where_others_may_have_results_of_their_own(
    opened: Open,
) -> None:
    room = opened()
    room.files.put(b"given, and never screened")
    assert len(due(room, now=later(8)).strays) == 1
    object.__setattr__(room, "settings", room.settings.model_copy(update={"files_url": "s3://shared"}))
    assert due(room, now=later(8)).strays == ()
