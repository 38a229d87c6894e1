"""How `screen` ends before its run does, and goes on: asked to, out of money, paused, beside another process."""

import json
import re
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.settings import load
from core.wiring import build
from tests.cli.waiting import until
from tests.fakes.openai_endpoint import FakeEndpoint, resume_of

ROOT = Path(__file__).resolve().parents[2]
FILES = 16
JOB = "Support lead\n\nRequirements\n- Zendesk experience is required.\n- German is a plus.\n"
GIVEN = ["screen", "--job", "job.txt", "--criteria", "criteria.json", "--run", "mine"]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    Path("job.txt").write_text(JOB)
    Path("criteria.json").write_text('[{"text": "Zendesk", "kind": "must", "weight": 5}]')
    Path("pile").mkdir()
    for n in range(FILES):
        Path(f"pile/{n:02}.txt").write_text(f"Robin\n\nExperience\nAnswered {n} tickets in Zendesk.\n")
    return tmp_path


def screen(*more: str) -> tuple[int, dict[str, Any]]:
    code = main([*GIVEN, "--out", "out.json", *more, "pile"])
    return code, json.loads(Path("out.json").read_text()) if Path("out.json").exists() else {}


def begun(*more: str) -> "subprocess.Popen[str]":
    """The same in a process of its own."""
    command = [sys.executable, "-m", "core", *GIVEN, *more, "pile"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def asked(endpoint: FakeEndpoint) -> Counter[str]:
    return Counter(resume_of(call.body) for call in endpoint.calls)


def statuses(written: dict[str, Any]) -> Counter[str]:
    return Counter(row["status"] for row in written["outcomes"])


# asked to end


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_interrupts_a_run_loses_no_answer_and_pays_none_twice(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: int
) -> None:
    monkeypatch.setenv("MAX_IN_FLIGHT", "4")
    with FakeEndpoint(latency=0.4) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        with begun() as first:
            until(lambda: len(endpoint.calls) >= 5)
            first.send_signal(number)
            out, err = first.communicate(timeout=60)
        assert (first.returncode, out) == (code, "mine\n"), err
        assert "--run mine" in err
        assert {call.status for call in endpoint.calls} == {200}, "what was on its way arrived"
        assert len(endpoint.calls) < FILES
        code, written = screen()
    assert (code, statuses(written)) == (0, {"scored": FILES})
    assert len(asked(endpoint)) == FILES
    assert set(asked(endpoint).values()) == {1}
    assert {row["cached"] for row in written["outcomes"]} == {False}, "each was kept, not only remembered"


def test_a_second_signal_ends_it_at_once(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeEndpoint(latency=30) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        with begun() as process:
            until(lambda: bool(endpoint.calls))
            process.send_signal(signal.SIGTERM)
            assert process.stderr is not None
            until(lambda: "once more" in (process.stderr.readline() if process.stderr else ""))
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 143


# a budget


def test_a_spent_budget_ends_the_run_and_a_higher_one_goes_on(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MODEL_PRICES", "1000,1000,1000")  # a call is dear enough to reckon with
    monkeypatch.setenv("MAX_IN_FLIGHT", "2")
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        code, written = screen("--budget", "5")
        said = capsys.readouterr().err
        scored, left = statuses(written)["scored"], statuses(written)["failed"]
        assert (code, written["run"]["state"]) == (1, "halted")
        assert 0 < scored == len(endpoint.calls) < FILES == scored + left
        assert {row["reason"] for row in written["outcomes"] if row["status"] == "failed"} == {"not_started"}
        assert 0 < written["run"]["cost"] <= written["run"]["budget"] == 5
        assert "The budget of $5.00 is spent" in said
        assert "--budget" in said
        assert re.search(rf"^{scored} résumés · [\d,]+ tokens · \$[\d.]+$", said, re.MULTILINE)

        code, written = screen()
        assert code == 1
        assert written["run"]["cost"] <= 5, "the budget it has still holds"
        assert len(endpoint.calls) < FILES
        code, written = screen("--budget", "500")
    assert (code, statuses(written)) == (0, {"scored": FILES})
    assert set(asked(endpoint).values()) == {1}
    assert (written["run"]["budget"], written["run"]["state"]) == (500, "finished")


def test_a_budget_for_a_model_whose_price_nobody_knows_is_refused_before_there_is_a_run(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        assert screen("--budget", "5") == (2, {})
        assert "MODEL_PRICES" in capsys.readouterr().err
        monkeypatch.setenv("RUN_BUDGET", "5")
        assert screen() == (2, {})
        assert endpoint.calls == []
    assert main(["runs", "--json"]) == 0
    assert capsys.readouterr().out.strip().endswith("[]")
    assert screen("--engine", "local")[0] == 0, "a budget for all runs does not concern what costs nothing"


@pytest.mark.parametrize("amount", ["0", "-1", "nan", "inf", "two", "1e999", ""])
def test_a_budget_that_is_no_amount_is_bad_usage(
    place: Path, capsys: pytest.CaptureFixture[str], amount: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        screen(f"--budget={amount}")
    assert ended.value.code == 2
    assert "amount of dollars" in capsys.readouterr().err


# paused


def pause_after(calls: int, endpoint: FakeEndpoint) -> None:
    """As the page does it, in a process of its own."""
    until(lambda: len(endpoint.calls) >= calls)
    services = build(load())
    try:
        services.runner.pause("mine")
    finally:
        services.close()


def test_a_paused_run_goes_on_when_it_is_asked_for(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAX_IN_FLIGHT", "2")
    with FakeEndpoint(latency=0.4) as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        with ThreadPoolExecutor() as elsewhere:
            pausing = elsewhere.submit(pause_after, 4, endpoint)
            code, written = screen()
            pausing.result()
        assert (code, written["run"]["state"]) == (1, "paused")
        assert "The run was paused." in capsys.readouterr().err
        code, written = screen()
    assert (code, statuses(written)) == (0, {"scored": FILES})
    assert set(asked(endpoint).values()) == {1}


# two at once


def test_of_two_that_want_the_same_run_one_says_so_and_ends(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAX_IN_FLIGHT", "2")
    with FakeEndpoint(latency=0.2) as endpoint, ThreadPoolExecutor() as both:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        ended = [both.submit(main, [*GIVEN, "pile"]) for _ in range(2)]
        assert sorted(one.result() for one in ended) == [0, 2]
    assert re.search("another process|already", capsys.readouterr().err)
    assert len(asked(endpoint)) == FILES
    assert set(asked(endpoint).values()) == {1}
