"""A candidate erased everywhere: nothing of them is in any file, and nobody else misses anything."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from core.cli import main
from core.domain.candidate import failure
from core.errors import PartUnavailable, UserError
from core.intake import Kept
from core.operations.erasure import contents_of_address, erase
from core.operations.retention import sweep
from tests.fakes.redis_server import RedisServer
from tests.operations.conftest import JOB, RUBRIC, Open, holding, resume, screen

WORDS = ("anna", "annaworks", "Ran Zendesk for anna")


def test_nothing_of_a_candidate_is_left_in_any_file_while_others_have_it_open(
    opened: Open, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    app = opened()
    run, other = screen(app, "anna", "berta"), screen(app, "carla", "anna")
    [sha256] = contents_of_address(app.store, "Anna.Quellmann@anna.example")
    app.store.decide(JOB.id, sha256, "hold", "because anna wrote")
    first = next(row for row in app.store.rows(run.id) if row.item.sha256 == sha256)
    app.store.put_outcome(run.id, first.item.id, failure("timeout", "anna"))  # leaves an older outcome behind
    (data / "shortlist.before-9.db").write_bytes(b"an older anna")
    before = {name.removesuffix("-wal") for name in holding(data, "anna")}
    assert {"shortlist.db", "replies.db", sha256, "shortlist.before-9.db"} == before
    arguments = ["erase", "--run", run.id, "--item", first.item.id]
    assert main(arguments) == 0
    assert len(app.store.holders(sha256)) == 2  # without --yes it only says
    assert main([*arguments, "--yes"]) == 0
    assert [holding(data, word) for word in WORDS] == [[], [], []]
    assert {row.item.file for one in (run, other) for row in app.store.rows(one.id)} == {
        "cv of berta.txt",
        "cv of carla.txt",
    }
    assert [event.kind for event in app.store.events(run.id)] == ["erased"]
    assert app.store.text(sha256) is None
    assert not app.store.decisions(JOB.id)
    with closing(sqlite3.connect(data / "replies.db")) as db:
        assert db.execute("SELECT count(*) FROM reply").fetchone() == (2,)
    assert holding(data, "bertaworks")
    assert holding(data, "carlaworks")


def test_pages_that_an_older_program_left_in_the_files_are_cleaned_too(opened: Open, tmp_path: Path) -> None:
    data = tmp_path / "data"
    room = opened()
    run = screen(room, "anna")
    [row] = room.store.rows(run.id)
    room.close()
    for name, statements in {
        "shortlist.db": (
            "CREATE TABLE old (x)",
            "INSERT INTO old VALUES ('annaworks')",
            "DELETE FROM old",
            "DROP TABLE old",
        ),
        "replies.db": (
            "INSERT INTO reply VALUES ('old', 'annaworks', 1)",
            "DELETE FROM reply WHERE key = 'old'",
        ),
    }.items():
        with closing(sqlite3.connect(data / name, isolation_level=None)) as db:
            db.execute("PRAGMA secure_delete=OFF")
            for statement in statements:
                db.execute(statement)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    erase(opened(), [row.item.sha256])
    assert holding(data, "anna") == []


def test_erasing_again_is_fine_and_completes_what_was_broken_off(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = opened()
    run = screen(room, "anna")
    [row] = room.store.rows(run.id)
    with monkeypatch.context() as patch:
        patch.setattr(type(room), "replies", _unreachable)
        with pytest.raises(PartUnavailable):
            erase(room, [row.item.sha256])
    assert "replies.db" in {name.removesuffix("-wal") for name in holding(tmp_path / "data", "annaworks")}
    assert sweep(room).replies == 1  # as each night
    assert erase(room, [row.item.sha256]).items == 0
    assert holding(tmp_path / "data", "anna") == []


def _unreachable(self: object) -> None:
    raise PartUnavailable("Reply cache", "Redis doesn't answer.")


def test_a_file_that_cannot_be_deleted_keeps_the_candidate_findable(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = opened()
    run = screen(room, "anna")
    [row] = room.store.rows(run.id)

    def away(sha256: str) -> None:
        raise PartUnavailable("Résumé files", "The bucket can't be reached.")

    monkeypatch.setattr(room.files, "delete", away)
    with pytest.raises(PartUnavailable):
        erase(room, [row.item.sha256])
    assert room.store.rows(run.id) == (row,)


def test_a_screening_under_way_is_ended_first(opened: Open) -> None:
    room = opened()
    run = screen(room, "anna")
    [row] = room.store.rows(run.id)
    room.store.set_state(run.id, "running")
    with pytest.raises(UserError, match=f"{run.id}.*under way"):
        erase(room, [row.item.sha256])
    assert room.files.get(row.item.sha256) == resume("anna")


@pytest.mark.redis
def test_answers_in_redis_go_too(opened: Open, tmp_path: Path) -> None:
    with RedisServer(tmp_path) as server:
        room = opened(redis_url=server.url)
        run = screen(room, "anna", "berta")
        before = room.replies()
        assert {run_id for run_id, _ in before} == {run.id}
        [sha256] = contents_of_address(room.store, "anna.quellmann@anna.example")
        [(_, item_id)] = room.store.holders(sha256)
        assert erase(room, [sha256]).replies == 1
        assert room.replies().keys() == before.keys() - {(run.id, item_id)}
        room.close()


def test_an_address_finds_every_version_a_person_sent(opened: Open) -> None:
    room = opened()
    screen(room, "anna", "berta")
    newer = room.files.put(resume("anna") + b"Learned Zendesk Explore.\n")
    run = room.starts.begin(JOB, RUBRIC, [Kept("new.txt", newer)], engine="local", model="m")
    room.runner.wait(run.id, 20)
    assert len(contents_of_address(room.store, " ANNA.quellmann@anna.example")) == 2
    assert contents_of_address(room.store, "quellmann@anna.example") == ()


def test_all_that_is_kept_of_a_candidate_is_given_to_them(opened: Open, tmp_path: Path) -> None:
    room = opened()
    run = screen(room, "anna", "berta")
    [sha256] = contents_of_address(room.store, "anna.quellmann@anna.example")
    room.store.decide(JOB.id, sha256, "decline", "no lead yet")
    out = tmp_path / "anna.zip"
    assert main(["disclose", "--email", "anna.quellmann@anna.example", "--out", str(out)]) == 0
    with zipfile.ZipFile(out) as pack:
        assert pack.read("original-1.txt") == resume("anna")
        told = json.loads(pack.read("candidate.json"))
        assert sorted(pack.namelist()) == ["candidate.json", "original-1.txt"]
    [file] = told["files"]
    [screening] = file["screenings"]
    assert (screening["screening"], screening["file"]) == (run.id, "cv of anna.txt")
    assert screening["outcome"]["contact"]["email"] == "anna.quellmann@anna.example"
    assert (screening["decision"]["decision"], screening["decision"]["reason"]) == ("decline", "no lead yet")
    assert "annaworks" in file["read"]["text"]
    assert "berta" not in json.dumps(told)


@pytest.mark.parametrize(
    "meant",
    [
        [],
        ["--run", "r"],
        ["--run", "r", "--item", "i"],
        ["--sha256", "zz"],
        ["--sha256", "0" * 64, "--email", "a@b.example"],
        ["--file", "nowhere.txt"],
        ["--email", "nobody@nowhere.example"],
    ],
)
def test_whoever_is_not_meant_by_one_way_is_not_erased(
    meant: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", *meant, "--yes"]) == 2
    assert capfd.readouterr().err


def test_nothing_kept_of_a_candidate_is_said(tmp_path: Path) -> None:
    assert main(["disclose", "--sha256", "0" * 64, "--out", str(tmp_path / "x.zip")]) == 2
    assert not (tmp_path / "x.zip").exists()
