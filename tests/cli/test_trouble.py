"""`python -m core screen` where something is broken: the disk, a path, the criteria, the process itself."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.responses import Response

from core.adapters import run_keeping, store_sqlite
from core.adapters.lease import Lease
from core.cli import main
from core.cli.paths import walk
from core.errors import PartUnavailable
from tests.cli.waiting import until
from tests.fakes.openai_endpoint import Body, Context, FakeEndpoint, answers, resume_of, server_error
from tests.fakes.redis_server import RedisServer

ROOT = Path(__file__).resolve().parents[2]
JOB = "Support lead\n\nRequirements\n- Zendesk experience is required.\n- German is a plus.\n"
CRITERIA = [{"text": "Zendesk", "kind": "must", "weight": 5}, {"text": "Excel", "kind": "nice", "weight": 3}]


def resume(n: int) -> str:
    return f"Robin Person\nrobin{n}@example.com\n\nExperience\nSupport agent, 2015 - 2024\nAnswered {n} tickets a day in Zendesk.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text(JOB)
    Path("criteria.json").write_text(json.dumps(CRITERIA))
    Path("pile").mkdir()
    for n in range(3):
        Path(f"pile/{n}.txt").write_text(resume(n))
    return tmp_path


def screen(
    *arguments: str, criteria: bool = True, out: str = "out.json", pile: str = "pile"
) -> tuple[int, dict[str, Any]]:
    given = ["--criteria", "criteria.json"] if criteria else []
    code = main(["screen", "--job", "job.txt", *given, "--out", out, *arguments, pile])
    return code, json.loads(Path(out).read_text()) if Path(out).is_file() else {}


def unstarted(written: dict[str, Any]) -> list[tuple[str, str, bool]]:
    return [
        (row["file"], row["reason"], row["retryable"])
        for row in written["outcomes"]
        if row["status"] == "failed"
    ]


ALL_UNSTARTED = [(f"pile/{n}.txt", "not_started", True) for n in range(3)]


# where the results go


@pytest.mark.parametrize("out", ["pile", "job.txt/out.json"])
def test_an_out_that_cannot_be_written_is_found_out_before_anything_is_paid_for(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], out: str
) -> None:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert screen(out=out, criteria=False)[0] == 2
        assert endpoint.requests == []
    assert out in capsys.readouterr().err


def test_a_missing_folder_for_out_is_made_and_a_link_is_followed(place: Path) -> None:
    Path("link.json").symlink_to("deep/er/out.json")
    assert screen(out="link.json")[0] == 0
    assert Path("link.json").is_symlink()
    assert len(json.loads(Path("deep/er/out.json").read_text())["outcomes"]) == 3


def test_a_pipe_for_out_is_written_to_and_stays_one(place: Path) -> None:
    os.mkfifo("pipe")
    with open(os.open("pipe", os.O_RDWR), "rb", buffering=0) as reader:
        assert main(["screen", "--job", "job.txt", "--out", "pipe", "pile"]) == 0
        assert len(json.loads(reader.read(1 << 16))["outcomes"]) == 3
    assert Path("pipe").is_fifo()


def test_a_results_file_that_is_none_ends_with_1_and_every_file_in_out(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("data").mkdir()
    Path("data/shortlist.db").write_bytes(os.urandom(5000))
    code, written = screen()
    assert code == 1
    assert unstarted(written) == ALL_UNSTARTED
    assert (written["run"]["state"], len(written["criteria"])) == ("halted", 2)
    assert "shortlist.db" in capsys.readouterr().err


@pytest.mark.parametrize("blocked", ["data", "data/files", "data/leases"])
def test_a_data_folder_that_cannot_be_used_ends_with_1_and_every_file_in_out(
    place: Path, blocked: str
) -> None:
    Path(blocked).parent.mkdir(exist_ok=True)
    Path(blocked).write_text("in the way")
    code, written = screen(criteria=False)
    assert code == 1
    assert unstarted(written) == ALL_UNSTARTED


def test_results_that_cannot_be_kept_for_too_long_end_the_run(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk: neither an outcome nor the run's end can be kept."""
    monkeypatch.setattr(run_keeping, "PATIENCE_SECONDS", 0.2)
    full = PartUnavailable("Results", "The disk is full.")
    kept = store_sqlite.SqliteStore.put_outcome
    done: list[str] = []

    def put(store: store_sqlite.SqliteStore, run_id: str, item_id: str, outcome: Any, **more: Any) -> None:
        if done:
            raise full
        done.append(item_id)
        kept(store, run_id, item_id, outcome, **more)

    def set_state(store: store_sqlite.SqliteStore, run_id: str, state: str, message: str = "") -> None:
        if state != "running":
            raise full

    monkeypatch.setattr(store_sqlite.SqliteStore, "put_outcome", put)
    monkeypatch.setattr(store_sqlite.SqliteStore, "set_state", set_state)
    code, written = screen("--run", "mine")
    assert code == 1
    assert (written["run"]["state"], written["run"]["message"]) == ("halted", "The disk is full.")
    assert [row["status"] for row in written["outcomes"]] == ["scored", "failed", "failed"]
    monkeypatch.undo()
    monkeypatch.chdir(place)
    monkeypatch.setenv("DATA_DIR", str(place / "data"))
    code, written = screen("--run", "mine")
    assert (code, unstarted(written)) == (0, [])


def test_doctor_names_a_results_file_that_is_none(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("data").mkdir()
    Path("data/shortlist.db").write_bytes(os.urandom(5000))
    assert main(["doctor", "--json"]) == 1
    report = json.loads(capfd.readouterr().out)
    assert [(part["name"], part["ok"]) for part in report["parts"]] == [("Results", False)]


# what is given


def test_things_that_are_no_files_are_rows_and_nothing_waits_for_them(place: Path) -> None:
    os.mkfifo("pile/pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("pile/socket")
        Path("pile/gone.txt").symlink_to("nowhere")
        Path("pile/round").mkdir()
        Path("pile/round/again").symlink_to("..")
        code, written = screen()
    assert code == 0
    assert {row["file"]: row.get("reason") for row in written["outcomes"] if row["status"] == "failed"} == {
        "pile/pipe": "not_a_document",
        "pile/socket": "not_a_document",
    }


def test_a_folder_too_deep_to_open_is_one_row_and_the_rest_goes_on(place: Path) -> None:
    here = os.open("pile", os.O_RDONLY)
    for _ in range(90):
        os.mkdir("d" * 50, dir_fd=here)
        below = os.open("d" * 50, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(os.open("cv.txt", os.O_CREAT | os.O_WRONLY, dir_fd=here))
    os.close(here)
    code, written = screen()
    assert code == 0
    assert [row["status"] for row in written["outcomes"]] == ["scored"] * 3 + ["failed"]
    assert "can't be opened" in written["outcomes"][-1]["message"]


def test_a_file_that_goes_away_after_it_was_listed_is_a_row(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def listed_then_gone(paths: list[str]) -> list[tuple[str, Path]]:
        listed = list(walk(paths))
        Path("pile/1.txt").unlink()
        return listed

    monkeypatch.setattr("core.cli.screen.walk", listed_then_gone)
    code, written = screen()
    assert code == 0
    assert [(row["file"], row["reason"]) for row in written["outcomes"] if row["status"] == "failed"] == [
        ("pile/1.txt", "damaged")
    ]


@pytest.mark.parametrize(
    "name", ["x" * 250 + ".txt", "two\nlines.txt", "rtl\u202efdp.txt", "=cmd.txt", "😀 e\u0301.txt"]
)
def test_any_name_a_file_can_have_comes_back_as_it_was(place: Path, name: str) -> None:
    Path("odd").mkdir()
    Path("odd", name).write_text(resume(9))
    _, written = screen(pile="odd")
    assert [row["file"] for row in written["outcomes"]] == [f"odd/{name}"]


def test_a_name_too_long_for_the_system_and_a_folder_without_files_are_bad_usage(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert screen(pile="x" * 300)[0] == 2
    Path("empty").mkdir()
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert screen(pile="empty", criteria=False)[0] == 2
        assert endpoint.requests == []
    assert "no résumés" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{}", "JSON list"),
        ("[1]", "criterion 1"),
        ("[" * 100_000, "JSON list"),
        ('[{"text": "a", "kind": "must", "weight": 9}]', "criterion 1, weight"),
        ('[{"text": "a", "kind": "x", "weight": 1}]', "criterion 1, kind"),
        ('[{"kind": "must", "weight": 1}]', "criterion 1, text"),
        ('[{"text": "a", "kind": "must", "weight": 1, "note": "b"}]', "criterion 1, note"),
        (json.dumps([{"text": "a", "kind": "must", "weight": 1}] * 41), "40"),
        ('[{"id": "c2", "text": "a", "kind": "must", "weight": 1}]', "in order"),
    ],
)
def test_criteria_of_a_wrong_shape_are_bad_usage_that_says_where(
    place: Path, capsys: pytest.CaptureFixture[str], content: str, words: str
) -> None:
    Path("criteria.json").write_text(content)
    code, written = screen()
    assert (code, written) == (2, {})
    said = capsys.readouterr().err
    assert words in said
    assert "Traceback" not in said


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_criteria_saved_by_an_editor_with_a_mark_are_read(place: Path, encoding: str) -> None:
    Path("criteria.json").write_text(json.dumps(CRITERIA), encoding=encoding)
    assert screen()[0] == 0


def test_an_empty_run_id_is_bad_usage(place: Path) -> None:
    assert screen("--run", "") == (2, {})


# going on


def test_a_run_goes_on_with_the_criteria_that_it_wrote_out(place: Path) -> None:
    """Suggested criteria know their place in the job text; those in the output don't, and are the same."""
    _, written = screen("--run", "mine", criteria=False)
    Path("criteria.json").write_text(json.dumps(written["criteria"]))
    code, again = screen("--run", "mine")
    assert code == 0
    assert again["outcomes"] == written["outcomes"]


COMMAND = [sys.executable, "-m", "core", "screen", "--job", "job.txt", "--criteria", "criteria.json"]


def environment(endpoint: FakeEndpoint, in_flight: int) -> dict[str, str]:
    own = {"OPENAI_BASE_URL": endpoint.url, "MAX_IN_FLIGHT": str(in_flight), "PYTHONPATH": str(ROOT)}
    return os.environ | own


def test_files_given_to_a_run_by_another_process_are_worked_off_by_its_owner(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = threading.Event()

    async def once_added(context: Context) -> Response:
        await asyncio.to_thread(added.wait, 30)
        return await answers()(context)

    Path("more").mkdir()
    Path("more/new.txt").write_text(resume(7))
    with FakeEndpoint(behave=lambda number, body: once_added) as endpoint:
        owner = subprocess.Popen(
            [*COMMAND, "--run", "mine", "--out", "owner.json", "pile"],
            env=environment(endpoint, 1),
            stdout=subprocess.DEVNULL,
        )
        with owner:
            until(lambda: bool(endpoint.requests))
            monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
            assert screen("--run", "mine", pile="more")[0] == 2
            added.set()
            assert owner.wait(30) == 0
    outcomes = json.loads(Path("owner.json").read_text())["outcomes"]
    assert {row["file"]: row["status"] for row in outcomes} == dict.fromkeys(
        ["pile/0.txt", "pile/1.txt", "pile/2.txt", "more/new.txt"], "scored"
    )


def test_a_run_that_another_process_holds_is_left_to_it(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screen("--run", "mine")
    held = Lease(place / "data" / "leases", "mine")
    assert held.take()
    try:
        assert screen("--run", "mine")[0] == 2
    finally:
        held.give_back()
    assert "another process" in capsys.readouterr().err


# the model's side


def test_criteria_that_the_model_cannot_give_cost_two_calls_and_are_made_here(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def behave(number: int, body: Body) -> Any:
        return None if resume_of(body) else server_error(500)

    with FakeEndpoint(behave=behave) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        code, written = screen(criteria=False)
        assert code == 0
        assert written["run"]["rubric_source"] == "local"
        assert len(endpoint.requests) == 2 + 3


def test_nothing_that_tells_who_it_is_leaves_and_twins_but_for_that_share_an_answer(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    body = "\n\nProfile\n{} led support. Colleagues praise {} calm.\n\nExperience\nSupport agent, 2015 - 2024\nZendesk, Excel.\n"
    Path("twins").mkdir()
    Path("twins/maria.txt").write_text(
        "Maria Schneider\nHauptstr. 5, 10115 Berlin\nmaria.schneider@web.de | +49 151 23456780 | linkedin.com/in/maria"
        + body.format("She", "her")
    )
    Path("twins/kwame.txt").write_text(
        "Kwame Mensah\n12 Ring Road, Accra\nk.mensah@gmail.com | +49 151 23456789 | linkedin.com/in/kwame"
        + body.format("He", "his")
    )
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        code, written = screen("--run", "secret-run", pile="twins")
    assert code == 0
    assert len(endpoint.requests) == 1
    sent = json.dumps(endpoint.requests).lower()
    for personal in (
        "maria",
        "kwame",
        "mensah",
        "schneider",
        "151 2345",
        "berlin",
        "accra",
        "secret-run",
        "twins",
    ):
        assert personal not in sent
    assert {row["candidate"]["name"] for row in written["outcomes"]} == {"Maria Schneider", "Kwame Mensah"}
    assert "schneider" not in capfd.readouterr().err.lower()


def goes_and_comes(redis: RedisServer) -> None:
    redis.stop()
    redis.start()


@pytest.mark.redis
@pytest.mark.parametrize("trouble", [RedisServer.stop, RedisServer.hang, goes_and_comes])
def test_a_redis_in_trouble_in_the_middle_harms_nothing(
    trouble: Callable[[RedisServer], None], place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3, 12):
        Path(f"pile/{n}.txt").write_text(resume(n))
    with RedisServer(place) as redis, FakeEndpoint() as endpoint:

        def behave(number: int, body: Body) -> None:
            if number == 4:
                trouble(redis)

        endpoint.behave = behave
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("REDIS_URL", redis.url)
        monkeypatch.setenv("MAX_IN_FLIGHT", "2")
        code, written = screen()
    assert code == 0
    assert [row["status"] for row in written["outcomes"]] == ["scored"] * 12
    assert len(endpoint.requests) == 12
