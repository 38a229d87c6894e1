"""Limits: one count for several processes, and a Redis that goes away."""

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from redis import Redis

from core.adapters import limits
from core.adapters.limits import Limits, NoLimits
from core.errors import ConfigurationError, PartUnavailable, TooMany
from core.ports import LimitName
from tests.fakes.redis_server import RedisServer

RATES: Mapping[LimitName, int] = {"run_starts": 3, "mails": 1}
ROOT = Path(__file__).resolve().parents[2]
TAKE = """
import sys
from core.adapters.limits import Limits
from core.errors import TooMany
limiter = Limits({"run_starts": 3, "mails": 1}, redis_url=sys.argv[1])
for _ in range(2):
    try:
        limiter.take("run_starts", "ada")
    except TooMany:
        print("refused")
    else:
        print("taken")
"""


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    with RedisServer(tmp_path) as server:
        yield server


def taken(limiter: Limits, times: int) -> int:
    through = 0
    for _ in range(times):
        try:
            limiter.take("run_starts", "ada")
        except TooMany:
            continue
        through += 1
    return through


@pytest.mark.redis
def test_two_processes_share_one_count(redis: RedisServer) -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", TAKE, redis.url], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(2)
    ]
    assert said == [["taken", "taken"], ["taken", "refused"]]


@pytest.mark.redis
def test_no_address_stands_in_redis(redis: RedisServer) -> None:
    limiter = Limits(RATES, redis_url=redis.url)
    limiter.take("run_starts", "ada@example.com")
    with Redis.from_url(redis.url) as client:
        (key,) = client.keys("*")
    assert b"ada" not in key
    limiter.close()


@pytest.mark.redis
def test_while_redis_is_away_this_process_counts_and_says_so_once(
    redis: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    limiter = Limits(RATES, redis_url=redis.url)
    assert taken(limiter, 2) == 2
    redis.stop()
    with caplog.at_level(logging.INFO, logger="core.adapters.limits"):
        assert taken(limiter, 5) == 3, "its own count begins anew"
        with pytest.raises(PartUnavailable, match="Redis doesn't answer"):
            limiter.check()
        assert [record.levelname for record in caplog.records] == ["WARNING"]
        redis.start()
        assert taken(limiter, 5) == 3, "the restarted Redis knows of none"
        assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert limiter.check() == "Redis answers."
    limiter.close()


def test_a_silent_redis_holds_nobody_up_for_long() -> None:
    with socket.socket() as silent:  # takes connections and never says a word
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        limiter = Limits(RATES, redis_url=f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()
        limiter.take("run_starts", "ada")
        assert time.monotonic() - began < 3, "not the client's own ten tries"
        limiter.close()


def test_nobody_waits_for_a_clock_that_was_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = Limits(RATES)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3600)
    assert taken(limiter, 3) == 3
    monkeypatch.setattr(time, "time", real)
    assert taken(limiter, 1) == 1


def test_after_a_minute_there_is_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = Limits(RATES)
    assert taken(limiter, 5) == 3
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + limits.WINDOW_SECONDS + 1)
    assert taken(limiter, 5) == 3


def test_an_address_that_is_none_is_said_without_repeating_it() -> None:
    with pytest.raises(ConfigurationError) as said:
        Limits(RATES, redis_url="http://user:secret@host")
    assert "REDIS_URL" in str(said.value)
    assert "secret" not in str(said.value)


def test_without_limits_nobody_is_limited() -> None:
    limiter = NoLimits()
    for _ in range(1000):
        limiter.take("run_starts", "ada")
    assert limiter.check() == "Off: nobody is limited."
