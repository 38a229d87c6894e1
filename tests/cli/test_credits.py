"""`python -m core credits`, and a screening that is charged for."""

import json
from pathlib import Path

import pytest

from core.cli import main
from tests.fakes.openai_endpoint import FakeEndpoint


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CREDITS_ENABLED", "true")
    Path("job.txt").write_text("Support lead\n\nRequirements\n- Zendesk experience is required.\n")
    Path("criteria.json").write_text('[{"id": "c1", "text": "Zendesk", "kind": "must", "weight": 5}]')
    for n in range(3):
        Path(f"r{n}.txt").write_text(f"Robin Person\n\nExperience\nAnswered {n} tickets a day in Zendesk.\n")
    return tmp_path


def screen(*arguments: str) -> int:
    return main(["screen", "--job", "job.txt", "--criteria", "criteria.json", *arguments])


def test_credits_are_granted_held_and_spent(place: Path, capfd: pytest.CaptureFixture[str]) -> None:
    main(["credits", "--grant", "5", "--note", "first"])
    with FakeEndpoint() as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert screen("r0.txt", "r1.txt") == 0
        assert screen("r0.txt", "r1.txt") == 0  # kept answers cost nothing
        assert len(endpoint.calls) == 2
    capfd.readouterr()
    assert main(["credits", "--json"]) == 0
    told = json.loads(capfd.readouterr().out)
    assert (told["free"], told["reserved"]) == (3, 0)
    assert sum(entry["kind"] == "spent" for entry in told["ledger"]) == 2


def test_too_few_credits_say_how_many_are_missing_and_nothing_is_asked(
    place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    main(["credits", "--grant", "1"])
    with FakeEndpoint() as endpoint, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert screen("r0.txt", "r1.txt", "r2.txt") == 2
        assert endpoint.calls == []
    assert "2 are missing" in capfd.readouterr().err


def test_the_keyword_match_costs_nothing(place: Path) -> None:
    assert screen("--engine", "local", "r0.txt") == 0
