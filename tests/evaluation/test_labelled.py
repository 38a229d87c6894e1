"""Labelled sets, and what is said of a bad one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from core.errors import UserError
from core.evaluation.labelled import load_injections, load_set, shipped_sets
from tests.evaluation.conftest import LABELS

Spoil = Callable[[Path], object]


def replaced(name: str, old: str, new: str) -> Spoil:
    def spoil(job: Path) -> None:
        text = (job / name).read_text()
        assert old in text
        (job / name).write_text(text.replace(old, new, 1))

    return spoil


def test_a_set_is_read_with_its_labels(tiny: Path) -> None:
    (job,) = load_set(str(tiny)).jobs
    assert (job.name, job.job.title, len(job.rubric.criteria)) == ("welder", "Welder", 2)
    assert {one.name: (one.fit, one.verdicts) for one in job.resumes} == LABELS
    assert job.resumes[0].note == "why, in short"


def test_the_folder_of_one_job_is_a_set_of_its_own(tiny: Path) -> None:
    assert load_set(str(tiny / "welder")).jobs[0].name == "welder"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (replaced("labels.csv", "alpha,3", "alpha,4"), "labels.csv, line 2: fit is '4'"),
        (replaced("labels.csv", "met,missing", "met,absent"), "labels.csv, line 3: c2 is 'absent'"),
        (replaced("labels.csv", "bravo", "alpha"), "labels.csv, line 3: alpha has a line already"),
        (replaced("labels.csv", "charlie", "zulu"), "labels.csv, line 4: There is no resumes/zulu.txt"),
        (replaced("labels.csv", "charlie", "../resumes/charlie"), "labels.csv, line 4: There is no"),
        (replaced("labels.csv", "delta,0,missing", "delta,0"), "labels.csv, line 5: 5 fields are needed, here are 4"),
        (replaced("labels.csv", "c1,c2", "c2,c1"), "labels.csv, line 1: The header must be resume,fit,c1,c2,note"),
        (replaced("labels.csv", '"why', 'x"why'), "labels.csv, line 2: 5 fields are needed, here are 6"),
        (lambda job: (job / "labels.csv").write_text("resume,fit,c1,c2,note\n"), "line 1: No résumé is labelled"),
        (lambda job: (job / "labels.csv").write_bytes(b"resume\n\xff\xfe"), "labels.csv, line 2: This isn't UTF-8"),
        (lambda job: (job / "labels.csv").unlink(), "labels.csv can't be opened"),
        (lambda job: (job / "resumes/extra.txt").write_text("x y"), "resumes/extra.txt has no line in it"),
        (lambda job: (job / "resumes/alpha.txt").write_text(" "), "alpha.txt: The file is empty"),
        (lambda job: (job / "job.txt").unlink(), "job.txt can't be opened"),
        (replaced("criteria.json", "}, {", "}\n {"), "criteria.json, line 2: This is not JSON"),
        (replaced("criteria.json", '"nice"', '"some"'), "criteria.json: criterion 2, kind: Input should be"),
        (lambda job: (job / "criteria.json").write_text("[]"), "criteria.json: criteria: "),
        (replaced("criteria.json", "c2", "c3"), "ids must be c1…cn in order"),
    ],
)  # fmt: skip
def test_a_bad_set_is_named_with_file_and_line(tiny: Path, spoil: Spoil, said: str) -> None:
    spoil(tiny / "welder")
    with pytest.raises(UserError) as trouble:
        load_set(str(tiny))
    assert said in str(trouble.value)


def test_a_name_that_is_no_set_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="adversarial, ordinary"):
        load_set("nothing")
    with pytest.raises(UserError, match="no job is in it"):
        load_set(str(tmp_path))


def test_a_set_is_thinned_from_both_ends(tiny: Path) -> None:
    loaded = load_set(str(tiny))
    assert [one.name for one in loaded.thinned(2).jobs[0].resumes] == ["alpha", "delta"]
    assert [one.name for one in loaded.thinned(3).jobs[0].resumes] == ["alpha", "bravo", "delta"]
    assert loaded.thinned(99) == loaded


def test_injections_are_parted_by_lines_of_dashes(tmp_path: Path) -> None:
    file = tmp_path / "injections.txt"
    file.write_text("one\ntwo --- still two\n---\n\n---\nthree\n ---\n")
    assert load_injections(file) == ("one\ntwo --- still two", "three")
    file.write_text("---\n")
    with pytest.raises(UserError, match="no text in it"):
        load_injections(file)


@pytest.mark.parametrize("name", shipped_sets())
def test_the_sets_that_come_along_are_whole(name: str) -> None:
    loaded = load_set(name)
    assert len(loaded.jobs) >= 6
    for job in loaded.jobs:
        assert {3, 0} <= {one.fit for one in job.resumes}, job.name
