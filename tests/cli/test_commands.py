"""The other commands: read, rubric, export, runs, doctor."""

import csv
import io
import json
from pathlib import Path

import pytest

from core.cli import main

JOB = "Support lead\n\nRequirements\n- At least 3 years in customer support is a must.\n- Zendesk experience is required.\n"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text(JOB)
    Path("pile").mkdir()
    Path("pile/a.txt").write_text(
        "Robin Person\nrobin@example.com\n\nExperience\nSupport agent, 2015 - 2024, in Zendesk.\n"
    )
    Path("pile/b.txt").write_bytes(
        "Jörg Müßig\njoerg@example.com\n\nBerufserfahrung\nGärtner".encode("utf-16")
    )
    return tmp_path


def test_read_answers_for_each_file_and_ends_with_0(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("pile/c.pdf").write_bytes(b"\x00\x01\x02")
    assert main(["read", "--json", "pile"]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [set(row) for row in rows] == [
        {"file", "sha256", "kind", "pages", "text", "hidden", "links", "flags", "seconds", "error"}
    ] * 3
    assert "Jörg Müßig" in rows[1]["text"]
    assert rows[2]["error"]["message"]


def test_rubric_gives_what_screen_takes(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rubric", "--job", "job.txt", "--json"]) == 0
    text = capfd.readouterr().out
    assert {"id", "text", "kind", "weight", "vague"} == set(json.loads(text)[0])
    Path("criteria.json").write_text(text)
    assert main(["screen", "--job", "job.txt", "--criteria", "criteria.json", "pile"]) == 0


def test_a_job_without_requirements_says_so(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("job.txt").write_text("We are a nice place.")
    assert main(["rubric", "--job", "job.txt", "--json"]) == 2
    assert "no clear requirements" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["csv", "xlsx", "docx", "json"])
def test_export_writes_each_format(place: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    main(["screen", "--job", "job.txt", "--run", "mine", "pile"])
    assert main(["export", "--run", "mine", "--format", kind, "--out", f"out.{kind}"]) == 0
    content = Path(f"out.{kind}").read_bytes()
    if kind == "csv":
        assert content.startswith(b"\xef\xbb\xbfRank,Name,Email,")
        assert b"\r\n" in content
        assert len(list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))) == 2
    elif kind in ("xlsx", "docx"):
        assert content.startswith(b"PK")
    else:
        assert len(json.loads(content)["outcomes"]) == 2


def test_an_unknown_run_is_bad_usage(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--run", "none", "--out", "x.csv"]) == 2
    assert "none" in capsys.readouterr().err


def test_runs_lists_what_was_screened(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["screen", "--job", "job.txt", "--run", "mine", "pile"])
    capfd.readouterr()
    assert main(["runs", "--json"]) == 0
    (listed,) = json.loads(capfd.readouterr().out)
    assert (listed["id"], listed["state"], listed["files"]) == ("mine", "finished", 2)


def test_doctor_checks_every_part(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--json"]) == 0
    report = json.loads(capfd.readouterr().out)
    assert report["ok"] is True
    assert {"Engine", "Reply cache", "Results", "Résumé files", "Runner", "Login"} <= {
        part["name"] for part in report["parts"]
    }


def test_doctor_names_a_redis_that_is_not_there(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:1/0")
    assert main(["doctor", "--json"]) == 1
    report = json.loads(capfd.readouterr().out)
    assert [part["name"] for part in report["parts"] if not part["ok"]] == [
        "Reply cache",
        "Limits",
    ]


@pytest.mark.parametrize("setting", ["FIREBASE_SERVICE_ACCOUNT_KEY", "SMTP_URL", "OIDC_CLIENT_ID"])
def test_a_part_this_version_lacks_is_refused_by_name(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, "something")
    assert main(["runs"]) == 2
    assert setting in capsys.readouterr().err


def test_a_wrong_setting_is_named_without_its_value(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAX_IN_FLIGHT", "canary-value")
    assert main(["runs"]) == 2
    said = capsys.readouterr().err
    assert "MAX_IN_FLIGHT" in said
    assert "canary-value" not in said
