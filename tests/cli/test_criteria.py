"""Criteria on the command line: what is suggested, what is refused, what is vague."""

import json
from pathlib import Path

import pytest

from core.cli import main

JOB = """Waiter

Requirements
- At least 3 years in a restaurant is a must.
- Young, native German speaker with a food hygiene certificate
- Team player
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text(JOB)
    Path("pile").mkdir()
    Path("pile/a.txt").write_text("Robin Person\n\nExperience\nWaiter, 2015 - 2024, at the Anchor.\n")
    return tmp_path


def given(*texts: str, **more: object) -> None:
    criteria = [{"text": text, "kind": "must", "weight": 5, **more} for text in texts]
    Path("criteria.json").write_text(json.dumps(criteria))


def screen() -> int:
    return main(["screen", "--job", "job.txt", "--criteria", "criteria.json", "pile"])


def test_the_list_says_what_is_vague_and_stderr_what_is_left_out(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["rubric", "--job", "job.txt", "--json"]) == 0
    told = capfd.readouterr()
    by_text = {one["text"]: one for one in json.loads(told.out)}
    assert by_text["3+ years in a restaurant"]["vague"] is None
    assert set(by_text["Team player"]["vague"]) == {"reason", "proposal"}
    assert not any("Young" in text or "ative" in text for text in by_text)
    assert "Left out: Young. Nobody may be judged by their age." in told.err
    assert "German at C2" in told.err


def test_what_is_refused_can_be_had_as_json(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["rubric", "--job", "job.txt", "--json", "--with-refused"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert set(told) == {"criteria", "refused", "source"}
    assert [one["text"] for one in told["refused"]] == ["Young", "Native German speaker"]
    assert all(one["reason"] for one in told["refused"])


@pytest.mark.parametrize("form", [["--json"], ["--with-refused"]])
def test_either_form_is_what_screen_takes(
    place: Path, form: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    main(["rubric", "--job", "job.txt", *form])
    Path("criteria.json").write_text(capfd.readouterr().out)
    assert screen() == 0


def test_plain_lines_name_a_clearer_criterion(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["rubric", "--job", "job.txt"])
    assert "clearer: Worked in a team, or trained or coached colleagues" in capfd.readouterr().out


def test_a_criterion_that_nobody_may_be_judged_by_is_bad_usage(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given("3+ years in a restaurant", "Under 35")
    assert screen() == 2
    assert "criterion 2 (“Under 35”): Nobody may be judged by their age." in capsys.readouterr().err


def test_the_same_criterion_twice_is_bad_usage(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given("German at B2", "Excel", "german at  B2")
    assert screen() == 2
    assert "criterion 3 (“german at B2”) is the same as criterion 1" in capsys.readouterr().err


def test_more_criteria_than_a_job_has_is_bad_usage(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given(*(f"Skill {n}" for n in range(41)))
    assert screen() == 2
    assert "at most 40 criteria" in capsys.readouterr().err


def test_an_unknown_field_of_a_criterion_is_still_bad_usage(place: Path) -> None:
    given("German at B2", colour="red")
    assert screen() == 2
