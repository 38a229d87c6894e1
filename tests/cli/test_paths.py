"""Files, folders and archives on a command line, from the path given to the row in the output."""

import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.cli.paths import given_by, walk
from core.domain.candidate import Failure

ROOT = Path(__file__).resolve().parents[2]
JOB = "Support lead\n\nRequirements\n- Zendesk experience is required.\n- German is a plus.\n"


def resume(n: int) -> bytes:
    return f"Robin Person\nrobin{n}@example.com\n\nExperience\nSupport agent, 2015 - 2024\nAnswered {n} tickets in Zendesk.\n".encode()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """pile/export.zip with two résumés, a web page and an empty file, between two plain files."""
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text(JOB)
    Path("pile").mkdir()
    Path("pile/a.txt").write_bytes(resume(1))
    Path("pile/z.txt").write_bytes(resume(2))
    with zipfile.ZipFile("pile/export.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("cvs/b.txt", resume(4))
        archive.writestr("cvs/a.txt", resume(3))
        archive.writestr("page.pdf", b"<!doctype html><html><body>Not found</body></html>")
        archive.writestr("nothing.docx", b"")
        archive.writestr("__MACOSX/._page.pdf", b"x")
    return tmp_path


NAMES = [
    "pile/a.txt",
    "pile/export.zip/cvs/a.txt",
    "pile/export.zip/cvs/b.txt",
    "pile/export.zip/nothing.docx",
    "pile/export.zip/page.pdf",
    "pile/z.txt",
]


def screen(*arguments: str) -> list[dict[str, Any]]:
    assert main(["screen", "--job", "job.txt", "--out", "out.json", *arguments]) == 0
    outcomes: list[dict[str, Any]] = json.loads(Path("out.json").read_text())["outcomes"]
    return sorted(outcomes, key=lambda row: str(row["file"]))


def read(capfd: pytest.CaptureFixture[str], *paths: str) -> list[dict[str, Any]]:
    assert main(["read", "--json", *paths]) == 0
    return [json.loads(line) for line in capfd.readouterr().out.splitlines()]


def test_the_files_in_an_archive_are_rows_like_all_others(place: Path) -> None:
    rows = screen("pile")
    assert [(row["file"], row.get("reason")) for row in rows] == [
        (name, {"nothing.docx": "empty", "page.pdf": "not_a_document"}.get(Path(name).name)) for name in NAMES
    ]
    assert rows[1]["sha256"] == hashlib.sha256(resume(3)).hexdigest()


def test_an_archive_given_again_adds_nothing(place: Path) -> None:
    first = screen("--run", "mine", "pile/export.zip")
    assert screen("--run", "mine", "pile/export.zip") == first
    assert len(screen("--run", "mine", "pile")) == len(NAMES)


def test_a_run_that_could_not_begin_names_the_files_in_the_archive(place: Path) -> None:
    Path("data").mkdir()
    Path("data/shortlist.db").write_bytes(os.urandom(5000))
    assert main(["screen", "--job", "job.txt", "--out", "out.json", "pile"]) == 1
    outcomes = json.loads(Path("out.json").read_text())["outcomes"]
    assert [(row["file"], row["reason"]) for row in outcomes] == [(name, "not_started") for name in NAMES]
    assert outcomes[1]["sha256"] == hashlib.sha256(resume(3)).hexdigest()


def test_read_answers_in_the_order_given_with_the_members_own_hashes(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    Path("pile/a.txt").write_text("A long one.\n" * 15_000)
    rows = read(capfd, "pile")
    assert [row["file"] for row in rows] == NAMES
    assert rows[2]["sha256"] == hashlib.sha256(resume(4)).hexdigest()
    assert "robin4@example.com" in rows[2]["text"]
    assert rows[3]["error"]["reason"] == "empty"


def test_read_takes_several_files_at_a_time_and_few_into_memory(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile("many.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(60):
            archive.writestr(f"{n:02}.txt", resume(n))
    rows = read(capfd, "many.zip", "pile/a.txt")
    assert [row["file"] for row in rows] == [*(f"many.zip/{n:02}.txt" for n in range(60)), "pile/a.txt"]
    assert all(f"robin{n}@example.com" in row["text"] for n, row in enumerate(rows[:60]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\3\4 cut off", "damaged"),
        (b"PK\5\6" + bytes(18), "empty"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_one_row_and_loses_nothing_else(
    place: Path, content: bytes, reason: str
) -> None:
    Path("pile/export.zip").write_bytes(content)
    rows = screen("pile")
    assert [(row["file"], row.get("reason")) for row in rows] == [
        ("pile/a.txt", None),
        ("pile/export.zip", reason),
        ("pile/z.txt", None),
    ]
    assert rows[1]["sha256"] == hashlib.sha256(content).hexdigest()


def test_a_large_archive_is_opened_and_a_large_file_is_not(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAX_FILE_MB", "1")
    with zipfile.ZipFile("large.zip", "w") as archive:
        for n in range(3):
            archive.writestr(f"{n}.bin", os.urandom(900_000))
        archive.writestr("3.bin", bytes(1_100_000))
    rows = read(capfd, "large.zip")
    assert [row["error"]["reason"] for row in rows] == [*["unsupported"] * 3, "too_large"]
    assert rows[3]["error"]["message"] == "Larger than 1 MB. Save a smaller copy."
    (row,) = read(capfd, _cut_off("large.zip"))
    assert row["error"]["reason"] == "damaged"


def _cut_off(name: str) -> str:
    Path("cut.zip").write_bytes(Path(name).read_bytes()[:-40])
    return "cut.zip"


def test_a_word_file_is_not_taken_for_an_archive(place: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
    Path("cv.docx").write_bytes(out.getvalue())
    (given,) = given_by(walk(["cv.docx"]), limit=1 << 20)
    assert (given.file, given.content) == ("cv.docx", out.getvalue())


def test_only_one_file_of_an_archive_is_in_memory(place: Path) -> None:
    given = given_by(walk(["pile"]), limit=1 << 20)
    assert [next(given).file, next(given).file] == NAMES[:2]
    Path("pile/z.txt").unlink()
    *_, last = given
    assert isinstance(last.content, Failure), "it was opened only now"


def test_interrupting_read_ends_it_at_once_and_quietly(place: Path) -> None:
    for n in range(60):
        Path(f"pile/b{n}.txt").write_text("wörd " * 30_000, encoding="cp1252")
    process = subprocess.Popen(
        [sys.executable, "-m", "core", "read", "--json", str(place / "pile")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, said = process.communicate(timeout=20)
    assert (process.returncode, said) == (130, b"")
    assert time.monotonic() - began < 5
