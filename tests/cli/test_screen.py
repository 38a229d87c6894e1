"""`python -m core screen`: its files, its exit codes, its JSON."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from tests.fakes.openai_endpoint import FakeEndpoint, no_quota

JOB = """Support lead

Requirements
- At least 3 years in customer support is a must.
- Zendesk experience is required.
- German is a plus.
"""
CRITERIA = [
    {"id": "c1", "text": "Zendesk", "kind": "must", "weight": 5},
    {"id": "c2", "text": "Excel", "kind": "nice", "weight": 3},
]


def resume(n: int) -> str:
    return f"Robin Person\nrobin{n}@example.com\n\nExperience\nSupport agent, 2015 - 2024\nAnswered {n} tickets a day in Zendesk.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text(JOB)
    Path("criteria.json").write_text(json.dumps(CRITERIA))
    for folder in ("pile/a", "pile/b"):
        Path(folder).mkdir(parents=True)
    Path("pile/a/resume.txt").write_text(resume(1))
    Path("pile/b/resume.txt").write_text(resume(2))
    Path("pile/empty.pdf").write_bytes(b"")
    Path("pile/page.pdf").write_text("<!doctype html><html><body>Not found</body></html>")
    Path("pile/.hidden").write_text("x")
    Path("pile/~$lock.docx").write_text("x")
    Path("pile/Thumbs.db").write_text("x")
    return tmp_path


def screen(*arguments: str, out: str = "out.json") -> tuple[int, dict[str, Any]]:
    code = main(["screen", "--job", "job.txt", "--out", out, *arguments])
    return code, json.loads(Path(out).read_text()) if Path(out).exists() else {}


def test_every_file_of_a_folder_has_an_outcome(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, written = screen("pile")
    assert code == 0
    assert {row["file"]: row["status"] for row in written["outcomes"]} == {
        "pile/a/resume.txt": "scored",
        "pile/b/resume.txt": "scored",
        "pile/empty.pdf": "failed",
        "pile/page.pdf": "failed",
    }
    assert {row["reason"] for row in written["outcomes"] if row["status"] == "failed"} == {
        "empty",
        "not_a_document",
    }
    assert capsys.readouterr().out.strip() == written["run"]["id"]
    assert written["run"]["engine"] == "local"


def test_the_quotes_stand_in_the_text_that_read_gives(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, written = screen("--criteria", "criteria.json", "pile/a")
    capfd.readouterr()
    assert main(["read", "--json", "pile/a"]) == 0
    text = json.loads(capfd.readouterr().out)["text"]
    (row,) = written["outcomes"]
    quotes = [quote for finding in row["findings"] for quote in finding["quotes"]]
    assert quotes
    assert all(text[quote["start"] : quote["end"]] == quote["text"] for quote in quotes)


def test_a_finished_run_is_written_again_and_new_files_are_added(place: Path) -> None:
    _, first = screen("--run", "mine", "pile/a")
    code, again = screen("--run", "mine", "pile/a")
    assert code == 0
    assert again["outcomes"] == first["outcomes"]
    _, more = screen("--run", "mine", "pile/b")
    assert len(more["outcomes"]) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["pile/none.txt"], "no file or folder"),
        (["--engine", "openai", "pile"], "OPENAI_API_KEY"),
        (["--run", "../x", "pile"], "letters"),
        (["--criteria", "job.txt", "pile"], "not JSON"),
        (["--criteria", "none.json", "pile"], "none.json"),
    ],
)
def test_bad_usage_ends_with_2_and_a_sentence(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, written = screen(*arguments)
    assert code == 2
    assert not written
    assert words in capsys.readouterr().err


def test_an_empty_job_and_empty_criteria_are_bad_usage(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("criteria.json").write_text("[]")
    assert screen("--criteria", "criteria.json", "pile")[0] == 2
    Path("job.txt").write_text("  \n")
    assert screen("pile")[0] == 2
    assert "job description" in capsys.readouterr().err


def test_a_run_does_not_go_on_with_another_job_criteria_or_engine(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    screen("--run", "mine", "pile/a")
    assert screen("--run", "mine", "--criteria", "criteria.json", "pile/a")[0] == 2
    Path("job.txt").write_text(JOB + "\n- Polish is required.")
    assert screen("--run", "mine", "pile/a")[0] == 2
    assert "another job" in capsys.readouterr().err


def test_a_file_over_the_limit_is_a_row(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAX_FILE_MB", "1")
    Path("pile/a/big.pdf").write_bytes(b"%PDF-1.4\n" + b"0" * 2**21)
    code, written = screen("pile/a")
    assert code == 0
    assert [row["reason"] for row in written["outcomes"] if row["status"] == "failed"] == ["too_large"]


def test_one_call_a_resume_and_none_the_second_time(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        code, written = screen("--criteria", "criteria.json", "pile")
        assert code == 0
        assert len(endpoint.requests) == 2
        assert written["run"]["engine"] == "openai"
        code, again = screen("--criteria", "criteria.json", "pile")
        assert code == 0
        assert len(endpoint.requests) == 2
        assert all(row["cached"] for row in again["outcomes"] if row["status"] == "scored")


def test_no_quota_ends_with_1_and_lists_every_file(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("pile/c").mkdir()
    for n in range(30):
        Path(f"pile/c/{n}.txt").write_text(resume(100 + n))
    with FakeEndpoint(behave=lambda n, body: no_quota() if n > 5 else None) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        monkeypatch.setenv("MAX_IN_FLIGHT", "4")
        code, written = screen("--criteria", "criteria.json", "--run", "mine", "pile/c")
        assert code == 1
        assert len(written["outcomes"]) == 30
        statuses = [row["status"] for row in written["outcomes"]]
        assert statuses.count("scored") == 5
        left = [row for row in written["outcomes"] if row["status"] == "failed"]
        assert {(row["reason"], row["retryable"]) for row in left} == {("not_started", True)}
        assert len(endpoint.requests) <= 5 + 4
        endpoint.behave = None
        asked = len(endpoint.requests)
        code, written = screen("--criteria", "criteria.json", "--run", "mine", "pile/c")
        assert code == 0
        assert {row["status"] for row in written["outcomes"]} == {"scored"}
        assert len(endpoint.requests) - asked == 25
