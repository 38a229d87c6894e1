"""Firestore as people set it up: named among the parts, and one machine's run is exported by another."""

import csv
import json
from pathlib import Path

import pytest

from core.cli import main
from core.domain.job import Criterion, Rubric
from core.intake import Kept, open_run
from core.wiring import build
from tests.fakes.firestore_emulator import in_a_project_of_its_own

SAMPLES = Path(__file__).resolve().parents[3] / "core" / "samples"


def test_a_run_by_one_machine_is_exported_by_another_through_firestore_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = in_a_project_of_its_own()
    assert settings.firestore_emulator_host
    assert settings.google_cloud_project
    monkeypatch.setenv("FIRESTORE_EMULATOR_HOST", settings.firestore_emulator_host)
    monkeypatch.setenv("GOOGLE_CLOUD_PROJECT", settings.google_cloud_project)
    files = [str(path) for path in sorted((SAMPLES / "files").iterdir())[:3]]

    monkeypatch.setenv("DATA_DIR", str(tmp_path / "one"))
    job = ["--job", str(SAMPLES / "job.txt"), "--engine", "local"]
    assert main(["screen", *job, "--run", "r1", "--out", str(tmp_path / "one.json"), *files]) == 0

    monkeypatch.setenv("DATA_DIR", str(tmp_path / "other"))
    assert main(["export", "--run", "r1", "--format", "csv", "--out", str(tmp_path / "other.csv")]) == 0
    with (tmp_path / "other.csv").open(encoding="utf-8-sig", newline="") as listed:
        rows = list(csv.DictReader(listed))
    outcomes = json.loads((tmp_path / "one.json").read_text())["outcomes"]
    scored = [(one["file"], one["score"]) for one in outcomes if one["status"] == "scored"]
    assert [(row["File"], float(row["Score"])) for row in rows] == scored
    assert scored
    assert not (tmp_path / "other" / "shortlist.db").exists()

    capsys.readouterr()
    assert main(["doctor", "--json"]) == 0
    parts = {part["name"]: part for part in json.loads(capsys.readouterr().out)["parts"]}
    kept = parts["Results"]
    assert (kept["choice"], kept["detail"]) == ("Firestore", f"{settings.google_cloud_project} · emulator")


def test_a_machine_that_starts_takes_up_what_was_begun_on_it_and_nothing_of_anothers(tmp_path: Path) -> None:
    shared = in_a_project_of_its_own()
    one, other = (
        build(shared.model_copy(update={"data_dir": tmp_path / name, "scans_enabled": False}))
        for name in ("one", "other")
    )
    try:
        given = [Kept("r.txt", one.files.put(b"Robin Person\n\nAnswered tickets in Zendesk."))]
        rubric = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))
        job = one.job("Support lead")
        run = open_run(job, rubric, given, store=one.store, engine="local", model="m")
        one.runner.start(run.id)
        one.runner.wait(run.id, 30)
        one.store.set_state(run.id, "running")  # as a process leaves it that was killed
        assert other.take_up() == 0
        assert one.take_up() == 1
    finally:
        one.close()
        other.close()
