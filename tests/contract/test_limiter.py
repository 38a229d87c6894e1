"""What every limiter promises, in memory and over a real Redis."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.adapters.limits import Limits
from core.errors import TooMany
from core.ports import Limiter
from tests.fakes.redis_server import RedisServer

Make = Callable[[], Limiter]
ALLOWED = 3


@pytest.fixture(params=["memory", pytest.param("redis", marks=pytest.mark.redis)])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    rates = {"run_starts": ALLOWED, "mails": 1}
    if request.param == "memory":
        yield lambda: Limits(rates)  # type: ignore[arg-type]
        return
    made: list[Limits] = []

    def on_redis() -> Limiter:
        made.append(Limits(rates, redis_url=server.url))  # type: ignore[arg-type]
        return made[-1]

    with RedisServer(tmp_path) as server:
        yield on_redis
        for limiter in made:
            limiter.close()


def test_the_one_too_many_is_told_when_to_come_again(make: Make) -> None:
    limiter = make()
    for _ in range(ALLOWED):
        limiter.take("run_starts", "ada@example.com")
    with pytest.raises(TooMany) as refused:
        limiter.take("run_starts", "ada@example.com")
    assert 1 <= refused.value.retry_after <= 60
    assert str(refused.value) == (
        f"You have started 3 screenings within a minute. Try again in {refused.value.retry_after:.0f} s."
    )


def test_users_and_kinds_are_counted_apart(make: Make) -> None:
    limiter = make()
    for _ in range(ALLOWED):
        limiter.take("run_starts", "ada@example.com")
    limiter.take("run_starts", "ben@example.com")
    limiter.take("mails", "ada@example.com")
    with pytest.raises(TooMany, match="1 mail within a minute"):
        limiter.take("mails", "ada@example.com")


def test_of_many_at_once_exactly_those_allowed_get_through(make: Make) -> None:
    limiter = make()
    through: list[int] = []

    def ask(n: int) -> None:
        try:
            limiter.take("run_starts", "ada@example.com")
        except TooMany:
            return
        through.append(n)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(through) == ALLOWED


def test_it_says_that_it_counts(make: Make) -> None:
    assert make().check()
