"""Logs that may be shown to anybody: what they tell, and what they never do."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest

from core.domain.verdict import Usage
from core.operations import logs
from core.screening.caller import CALLER, Caller

CANARY = "Zuleika Quartermain zuleika@canary.example"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[str]]]:
    """Sets the logs up, lets something be logged, and gives the lines."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level

    def of(work: Callable[[], object], form: Literal["text", "json"] = "json") -> list[str]:
        out = io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stderr", out)
            logs.set_up(form)
        work()
        return out.getvalue().splitlines()

    yield of
    root.handlers[:] = before
    root.setLevel(level)


def failing() -> None:
    try:
        raise ValueError(f"can't parse {CANARY}")
    except ValueError:
        logging.getLogger("core.somewhere").exception("reading failed")


def test_a_line_of_json_says_when_who_and_what(told: Callable[..., list[str]]) -> None:
    (line,) = told(lambda: logging.getLogger("core.x").warning("run %s waits for %d files", "r1", 3))
    one: dict[str, Any] = json.loads(line)
    assert one.pop("time").endswith("+00:00")
    assert one == {"level": "warning", "logger": "core.x", "message": "run r1 waits for 3 files"}


def test_what_is_said_while_a_resume_is_judged_names_run_and_item(told: Callable[..., list[str]]) -> None:
    async def nothing(_: Usage) -> None: ...

    async def judging() -> None:
        CALLER.set(
            Caller("r1", "i7", asyncio.Event(), nothing, lambda *_: None, lambda _: None, lambda _: None)
        )
        logging.getLogger("core.engine").warning("slow")

    (line,) = told(lambda: asyncio.run(judging()))
    assert (json.loads(line)["run"], json.loads(line)["item"]) == ("r1", "i7")
    (text,) = told(lambda: asyncio.run(judging()), "text")
    assert "(run r1, item i7)" in text


@pytest.mark.parametrize("form", ["json", "text"])
def test_of_an_error_its_kind_and_places_are_told_and_never_its_words(
    told: Callable[..., list[str]], form: str
) -> None:
    written = "\n".join(told(failing, form))
    assert "ValueError" in written
    assert "test_logs.py" in written
    assert "canary" not in written
    assert "Zuleika" not in written


@pytest.mark.parametrize(
    "speak",
    [
        lambda log: log.warning("can't decode %s", CANARY),
        lambda log: log.warning("can't decode %(text)s", {"text": CANARY}),
        lambda log: log.warning("Task exception was never retrieved\nfuture: <Task exception=%r>", CANARY),
        lambda log: log.error("it failed", exc_info=ValueError(CANARY)),
        lambda log: log.info("reading %s", CANARY),
    ],
)
def test_what_other_libraries_were_given_is_left_out(
    told: Callable[..., list[str]], speak: Callable[[logging.Logger], None]
) -> None:
    written = "\n".join(told(lambda: speak(logging.getLogger("foreign.library"))))
    assert "canary" not in written
    assert "Zuleika" not in written


def test_what_other_libraries_say_stays_readable(told: Callable[..., list[str]]) -> None:
    (line,) = told(
        lambda: logging.getLogger("foreign").warning("retry %d of %s in %.1f s", 2, "redis.example:6379", 0.5)
    )
    assert json.loads(line)["message"] == "retry 2 of redis.example:6379 in 0.5 s"


def test_a_library_with_handlers_of_its_own_speaks_as_everybody(
    told: Callable[..., list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    its_own = logging.getLogger("streamlit.canary")
    its_own.addHandler(logging.StreamHandler())
    its_own.propagate = False
    (line,) = told(lambda: its_own.warning("of %s", CANARY))
    assert json.loads(line)["message"] == "of <str>"
    assert "Zuleika" not in capfd.readouterr().err
