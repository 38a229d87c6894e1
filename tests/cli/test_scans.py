"""Scans on the command line: read for real, and told about while a run works on them."""

import json
from pathlib import Path

import pytest
from PIL import Image

from core.cli import main, screen
from core.reading import readers
from tests.fakes import scan_child
from tests.reading.pictures import PROSE, TEXT, lines, needs_ocr, pdf, picture, saved

JOB = "Support lead\nRequirements:\n- Three years of customer support\n- German B2\n"
PAGE = Image.new("RGB", (60, 84), "grey")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SCANS_ENABLED", "true")
    (tmp_path / "job.txt").write_text(JOB)
    return tmp_path


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "scans_installed", lambda: True)
    monkeypatch.setattr(readers, "SCAN_CHILD", scan_child.COMMAND)
    monkeypatch.setattr(screen, "POLL_SECONDS", scan_child.MOMENT / 8)


@pytest.mark.usefixtures("played")
def test_a_run_says_when_it_comes_to_its_scans(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "a.jpg").write_bytes(saved(PAGE, "JPEG"))
    (place / "b.txt").write_text("Bea Example\nThree years of customer support at Acme. German C1.\n")
    assert main(["screen", "--job", "job.txt", "--out", "out.json", "a.jpg", "b.txt"]) == 0
    assert "reading 1 scan" in capfd.readouterr().err
    outcomes = {one["file"]: one for one in json.loads((place / "out.json").read_text())["outcomes"]}
    assert outcomes["a.jpg"]["candidate"]["name"] == "Ida Pictured"
    assert "scanned" in {flag["kind"] for flag in outcomes["a.jpg"]["flags"]}


@pytest.mark.usefixtures("played")
def test_the_job_may_be_a_scan(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (place / "job.png").write_bytes(saved(PAGE))
    assert main(["rubric", "--job", "job.png", "--json"]) == 0
    assert json.loads(capfd.readouterr().out)


def test_without_the_reader_of_scans_the_error_says_how_to_get_it(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "scans_installed", lambda: False)
    (place / "scan.pdf").write_bytes(pdf(PAGE))
    assert main(["read", "--json", "scan.pdf"]) == 0
    error = json.loads(capfd.readouterr().out)["error"]
    assert error["reason"] == "scanned"
    assert "make setup-ocr" in error["message"]


@pytest.mark.timeout(300)
def test_a_mixed_document_is_read_for_real_and_doctor_says_it_works(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    needs_ocr()
    (place / "mixed.pdf").write_bytes(pdf(PROSE, picture(lines(*TEXT, size=16))))
    assert main(["read", "--json", "mixed.pdf"]) == 0
    row = json.loads(capfd.readouterr().out)
    assert (row["kind"], row["pages"], row["error"]) == ("pdf", 2, None)
    assert PROSE[0] in row["text"]
    assert TEXT[2] in row["text"]
    assert [(flag["kind"], flag["detail"][:11]) for flag in row["flags"]] == [("scanned", "Page 2 read")]
    assert main(["doctor", "--json"]) == 0
    parts = {part["name"]: part for part in json.loads(capfd.readouterr().out)["parts"]}
    assert (parts["Scans"]["ok"], parts["Scans"]["message"]) == (True, "Reading scans works.")
