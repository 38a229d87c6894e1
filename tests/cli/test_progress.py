"""What `screen` tells while it works: a bar on a real terminal, plain lines elsewhere, and what it took."""

import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from core.cli import main
from core.cli.progress import line, telling, took
from core.domain.run import RunSnapshot
from core.domain.verdict import Usage
from tests.fakes.openai_endpoint import FakeEndpoint

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = 70


def shot(**figures: object) -> RunSnapshot:
    return RunSnapshot.model_validate({"run_id": "r", "state": "running", "total": 100, **figures})


def lines(*snapshots: RunSnapshot) -> list[str]:
    said = io.StringIO()
    with telling("openai", stream=said) as teller:
        for snapshot in snapshots:
            teller.tell(snapshot)
    return said.getvalue().splitlines()


def test_a_line_tells_all_figures_the_count_first() -> None:
    told = line(
        shot(done=31, failed=1, cached=12, judging=20, per_minute=40.4, eta_seconds=600.0, cost=0.123),
        "openai",
    )
    assert told == (
        "31 of 100 · 1 failed · 12 from the cache · 20 with the AI · about 10 min left · about 40 a minute"
        " · $0.12 so far"
    )
    assert "$0.12 of $2.00" in line(shot(cost=0.123, budget=2.0), "openai")
    assert line(shot(judging=2, cost=0.0), "local") == "0 of 100"


def test_a_line_comes_with_each_twentieth_and_at_the_end_and_not_more_often() -> None:
    told = lines(*(shot(done=n) for n in range(100)), shot(done=100, state="finished"))
    assert len(told) == 21
    assert told[-1] == "100 of 100"
    assert lines(shot(done=100), shot(done=100, state="finished")) == ["100 of 100"]


def test_a_rest_is_told_once_when_it_begins_and_when_it_is_over() -> None:
    told = lines(
        shot(),
        shot(resting_seconds=2.0),
        shot(),
        *(shot(resting_seconds=seconds) for seconds in (40.0, 30.0, 4.0, 0.5)),
        shot(),
        shot(),
    )
    assert told == [
        "0 of 100",
        "0 of 100 · The AI service asks for a pause: goes on in 40 s.",
        "0 of 100",
    ]


def test_that_results_cannot_be_written_is_told_once_and_when_they_can_again() -> None:
    message = "Results can't be written: the disk is full. Nothing new is sent meanwhile."
    told = lines(shot(), shot(message=message), shot(message=message), shot(), shot())
    assert told == ["0 of 100", f"0 of 100 · {message}", "0 of 100"]


def test_what_a_run_took_names_tokens_and_dollars_where_they_are_known() -> None:
    paid, saved = Usage(input_tokens=1_000_000, output_tokens=234_000), Usage(input_tokens=50)
    ended = shot(state="finished", done=500, paid=paid, saved=saved)
    known = ended.model_copy(update={"cost": 0.31, "saved_cost": 0.05})
    assert took(known, "openai") == "500 résumés · 1,234,000 tokens · $0.31 · $0.05 saved"
    assert took(ended, "openai") == "500 résumés · 1,234,000 tokens · 50 tokens saved"
    assert took(shot(done=1), "local") == "1 résumé · no AI, nothing to pay"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("job.txt").write_text("Support lead\n\nRequirements\n- Zendesk experience is required.\n")
    Path("criteria.json").write_text('[{"text": "Zendesk", "kind": "must", "weight": 5}]')
    Path("pile").mkdir()
    for n in range(8):
        Path(f"pile/{n}.txt").write_text(f"Robin Person\n\nExperience\nAnswered {n} tickets in Zendesk.\n")
    return tmp_path


def test_on_a_terminal_a_bar_fills_one_line_and_only_the_id_is_on_stdout(place: Path) -> None:
    terminal, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    with FakeEndpoint(latency=0.1) as endpoint:
        command = "screen --job job.txt --criteria criteria.json --run mine pile"
        process = subprocess.Popen(
            [sys.executable, "-m", "core", *command.split()],
            env=os.environ | {"OPENAI_BASE_URL": endpoint.url, "MAX_IN_FLIGHT": "1", "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
        os.close(theirs)
        with process:
            seen = _all_of(terminal)
            assert process.stdout is not None
            assert process.stdout.read() == b"mine\n"
        assert process.returncode == 0, seen
    drawn = [re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", one).rstrip() for one in re.split(r"[\r\n]+", seen)]
    bars = [one for one in drawn if re.match(r" *\d+% \|", one)]
    assert len(bars) >= 4
    assert all(len(one) <= COLUMNS for one in bars), "a longer one would wrap, and fill the screen"
    assert bars[0].startswith("  0% |")
    assert bars[-1].startswith("100% |")
    assert "8 of 8" in bars[-1]
    assert "8 résumés · " in seen[seen.rindex("100%") :]
    assert "\nmine" not in seen


def _all_of(terminal: int) -> str:
    said = b""
    try:
        while more := os.read(terminal, 65536):
            said += more
    except OSError:  # how a terminal says that nobody writes to it any more
        pass
    os.close(terminal)
    return said.decode()


def test_usage_and_attempts_stand_in_the_results(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeEndpoint() as endpoint:
        monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
        for _ in range(2):
            assert (
                main(["screen", "--job", "job.txt", "--criteria", "criteria.json", "--out", "o.json", "pile"])
                == 0
            )
            written = json.loads(Path("o.json").read_text())
            told = written["run"]
            assert {row["attempts"] for row in written["outcomes"]} == {1}
            if told["saved"]["input_tokens"]:
                break
            first = told
        assert len(endpoint.calls) == 8
    assert first["usage"]["input_tokens"] > first["usage"]["output_tokens"] > 0
    assert told["usage"] == dict.fromkeys(told["usage"], 0)
    assert told["saved"] == first["usage"]
    assert told["cost"] is None, "nobody knows the price of a model that runs elsewhere"
