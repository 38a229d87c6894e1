"""`python -m core brief`: one candidate's page, by file or item."""

import io
import json
from pathlib import Path

import pytest
from docx import Document

from core.cli import main
from core.settings import load
from core.wiring import build

JOB = "Support lead\n\nRequirements\n- At least 3 years in customer support is a must.\n- Zendesk is required.\n"


@pytest.fixture
def screened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text(JOB)
    text = (
        "Robin Kestrel\nrobin@example.com\n\nExperience\nRobin Kestrel ran customer support, 2015 - 2024.\n"
    )
    for folder in ("a", "b"):
        Path(folder).mkdir()
        Path(folder, "cv.txt").write_text(text)
    main(["screen", "--job", "job.txt", "--run", "mine", "a", "b"])
    capsys.readouterr()
    return tmp_path


def brief(*arguments: str) -> int:
    return main(["brief", "--run", "mine", *arguments])


def test_a_word_page_and_its_json_are_written(screened: Path) -> None:
    assert brief("--file", "a/cv.txt", "--out", "one.docx") == 0
    assert any("Robin" in p.text for p in Document(io.BytesIO(Path("one.docx").read_bytes())).paragraphs)
    assert brief("--file", "a/cv.txt", "--out", "one.json") == 0
    assert len(json.loads(Path("one.json").read_text())["questions"]) >= 5


def test_a_blind_run_s_brief_is_a_number_s(screened: Path) -> None:
    services = build(load())
    services.store.set_blind("mine", True)
    services.close()
    assert brief("--file", "a/cv.txt", "--out", "one.json") == 2
    assert brief("--file", "Candidate 1", "--out", "one.json") == 0
    assert "Kestrel" not in Path("one.json").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--file", "nobody.pdf", "--out", "x.docx"), "No candidate"),
        (("--item", "none", "--out", "x.docx"), "No candidate"),
        (("--file", "a/cv.txt", "--out", "x.pdf"), ".docx or .json"),
    ],
)
def test_what_can_not_be_written_says_why(
    screened: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert brief(*arguments) == 2
    assert words in capsys.readouterr().err
