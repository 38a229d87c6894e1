"""What happens to a question when the endpoint misbehaves, over real connections."""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import replace
from email.utils import formatdate

import pytest

from core.adapters.engine_openai import Limits, OpenAIEngine
from core.adapters.engine_openai.ask import spread
from core.domain.verdict import Judgement
from core.errors import AccountError, CannotScreen
from tests.adapters.engine_openai.asking import (
    JOB,
    PATIENT,
    QUICK,
    RESUME,
    RUBRIC,
    DictCache,
    Telling,
    with_engine,
)
from tests.fakes import openai_endpoint as fake
from tests.fakes.openai_endpoint import Behaviour, Body, FakeEndpoint


async def judge(engine: OpenAIEngine) -> Judgement:
    return await engine.judge(RESUME, JOB, RUBRIC)


def failure_of(endpoint: FakeEndpoint, *, limits: Limits = QUICK) -> CannotScreen:
    with pytest.raises(CannotScreen) as caught:
        with_engine(endpoint, judge, limits=limits)
    return caught.value


def always(behaviour: Behaviour) -> Callable[[int, Body], Behaviour]:
    return lambda number, body: behaviour


# answered in the end


def test_a_server_error_is_tried_again() -> None:
    script = [fake.server_error(500), fake.server_error(503, retry_after="0.01"), fake.server_error(529)]
    with FakeEndpoint(script=script) as endpoint:
        assert with_engine(endpoint, judge).claims[0].verdict == "met"
    assert len(endpoint.calls) == 4


def test_a_lost_connection_is_tried_again() -> None:
    with FakeEndpoint(script=[fake.dropped_body(), fake.dropped_body()]) as endpoint:
        assert with_engine(endpoint, judge).claims
    assert len(endpoint.calls) == 3


def test_a_hanging_call_is_given_up_and_tried_again() -> None:
    with FakeEndpoint(script=[fake.hang()]) as endpoint:
        assert with_engine(endpoint, judge).claims
    assert len(endpoint.calls) == 2


def test_a_rate_limit_is_waited_for_as_long_as_the_server_says() -> None:
    with FakeEndpoint(script=[fake.rate_limited("0.3")]) as endpoint:
        with_engine(endpoint, judge)
    assert endpoint.calls[1].began - (endpoint.calls[0].ended or 0) >= 0.29


def test_a_rate_limit_in_milliseconds_is_understood() -> None:
    with FakeEndpoint(script=[fake.rate_limited("60", milliseconds="100")]) as endpoint:
        with_engine(endpoint, judge)
    assert 0.09 <= endpoint.calls[1].began - (endpoint.calls[0].ended or 0) < 1


def test_rate_limits_are_no_tries() -> None:
    with FakeEndpoint(script=[fake.rate_limited() for _ in range(15)]) as endpoint:
        assert with_engine(endpoint, judge).claims
    assert len(endpoint.calls) == 16


def test_everybody_waits_behind_one_rate_limit() -> None:
    async def many(engine: OpenAIEngine) -> None:
        told = asyncio.Event()
        Telling(rests=lambda seconds: told.set()).calls()
        first = asyncio.create_task(engine.judge(f"{RESUME} 0", JOB, RUBRIC))
        await told.wait()
        await asyncio.gather(first, *(engine.judge(f"{RESUME} {n}", JOB, RUBRIC) for n in range(1, 6)))

    with FakeEndpoint(script=[fake.rate_limited("0.7")]) as endpoint:
        with_engine(endpoint, many)
    limited = endpoint.calls[0].ended or 0
    assert all(call.began - limited >= 0.69 for call in endpoint.calls[1:])
    assert len(endpoint.calls) == 7


@pytest.mark.parametrize(
    "bad",
    [
        fake.bad_json(),
        fake.wrong_schema(),
        fake.missing_ids(),
        fake.doubled_ids(),
        fake.unknown_ids(),
        fake.html(),
        fake.huge(),
        fake.answers(""),
        fake.answers("I would hire this person."),
    ],
)
def test_an_unusable_answer_is_asked_for_once_more(bad: Behaviour) -> None:
    with FakeEndpoint(script=[bad]) as endpoint:
        assert len(with_engine(endpoint, judge, limits=PATIENT).claims) == 3
    assert len(endpoint.calls) == 2


def test_the_second_asking_says_what_was_wrong() -> None:
    with FakeEndpoint(script=[fake.wrong_schema(), fake.doubled_ids()]) as endpoint:
        with_engine(endpoint, judge)
    first, second, third = ([turn["content"] for turn in body["messages"]] for body in endpoint.requests)
    assert second[:2] == first == third[:2]
    assert "doesn't match the schema" in second[-1]
    assert "more than one finding for c1" in third[-1]


@pytest.mark.parametrize("bad", [fake.missing_ids(), fake.doubled_ids()])
def test_findings_that_are_missing_or_doubled_are_asked_for_once_more(bad: Behaviour) -> None:
    with FakeEndpoint(script=[bad]) as endpoint:
        assert with_engine(endpoint, judge).claims
    with FakeEndpoint(behave=always(bad)) as endpoint:
        assert failure_of(endpoint).reason == "bad_answer"
    assert len(endpoint.calls) == 2


def test_a_truncated_answer_gets_twice_the_room() -> None:
    with FakeEndpoint(script=[fake.truncated()]) as endpoint:
        assert with_engine(endpoint, judge).claims
    rooms = [body["max_completion_tokens"] for body in endpoint.requests]
    assert rooms == [80 * 3 + 400, 2 * (80 * 3 + 400)]


def test_tokens_of_all_calls_are_counted() -> None:
    with FakeEndpoint() as endpoint:
        once = with_engine(endpoint, judge).usage
    with FakeEndpoint(script=[fake.wrong_schema()]) as endpoint:
        twice = with_engine(endpoint, judge).usage
    assert twice.input_tokens > 2 * once.input_tokens
    assert twice.output_tokens > once.output_tokens


# a failure with its reason, never a score


@pytest.mark.parametrize(
    "bad",
    [fake.bad_json(), fake.wrong_schema(), fake.html(), fake.huge()],
)
def test_three_unusable_answers_are_a_failure(bad: Behaviour) -> None:
    with FakeEndpoint(behave=always(bad)) as endpoint:
        assert failure_of(endpoint, limits=PATIENT).reason == "bad_answer"
    assert len(endpoint.calls) == 3


def test_a_second_truncation_is_a_failure() -> None:
    with FakeEndpoint(behave=always(fake.truncated())) as endpoint:
        assert failure_of(endpoint).reason == "truncated"
    assert len(endpoint.calls) == 2


def test_a_refusal_is_a_failure_at_once() -> None:
    with FakeEndpoint(behave=always(fake.refusal())) as endpoint:
        assert failure_of(endpoint).reason == "refused"
    assert len(endpoint.calls) == 1


@pytest.mark.parametrize("bad", [fake.filtered(), fake.error(400, "Blocked.", code="content_filter")])
def test_a_filtered_resume_is_a_failure_at_once(bad: Behaviour) -> None:
    with FakeEndpoint(behave=always(bad)) as endpoint:
        assert failure_of(endpoint).reason == "filtered"
    assert len(endpoint.calls) == 1


def test_a_resume_too_long_for_the_model_is_a_failure_with_what_to_do() -> None:
    with FakeEndpoint(behave=always(fake.too_long())) as endpoint:
        failed = failure_of(endpoint)
    assert failed.reason == "too_large"
    assert "OPENAI_MODEL" in failed.message
    assert len(endpoint.calls) == 1


def test_six_server_errors_are_a_failure() -> None:
    with FakeEndpoint(behave=always(fake.server_error(502))) as endpoint:
        assert failure_of(endpoint).reason == "unreachable"
    assert len(endpoint.calls) == 6


def test_tries_are_counted_for_the_resume_not_for_each_answer() -> None:
    script = [fake.server_error(), fake.server_error(), fake.server_error(), fake.wrong_schema()]
    with FakeEndpoint(script=script, behave=always(fake.server_error())) as endpoint:
        assert failure_of(endpoint).reason == "unreachable"
    assert len(endpoint.calls) == 7


def test_a_server_that_is_not_there_is_a_failure() -> None:
    with FakeEndpoint() as endpoint:
        pass
    assert failure_of(endpoint).reason == "unreachable"


@pytest.mark.parametrize("bad", [fake.hang(), fake.drip()])
def test_an_answer_that_never_ends_ends_with_the_call_time(bad: Behaviour) -> None:
    limits = Limits(connect=1, call=0.5, calls_total=1.2, backoff=0.01, longest_backoff=0.01)
    with FakeEndpoint(behave=always(bad)) as endpoint:
        began = time.monotonic()
        assert failure_of(endpoint, limits=limits).reason == "timeout"
        assert time.monotonic() - began < 5
    assert 2 <= len(endpoint.calls) <= 4


def test_a_pause_longer_than_the_patience_is_a_failure_without_waiting() -> None:
    with FakeEndpoint(behave=always(fake.rate_limited("3600"))) as endpoint:
        began = time.monotonic()
        failed = failure_of(endpoint)
        assert time.monotonic() - began < 2
    assert failed.reason == "unreachable"
    assert "no more requests" in failed.message


def test_failures_are_never_kept() -> None:
    cache = DictCache()
    for bad in (fake.truncated(), fake.wrong_schema(), fake.server_error(), fake.filtered()):
        with FakeEndpoint(behave=always(bad)) as endpoint, pytest.raises(CannotScreen):
            with_engine(endpoint, judge, cache=cache)
    assert cache.kept == {}


# the account


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (fake.bad_key(), "bad_key"),
        (fake.error(403, "Country not supported"), "no_access"),
        (fake.no_model(), "no_access"),
        (fake.no_quota(), "no_quota"),
        (fake.error(429, "Hard limit", code="billing_hard_limit_reached"), "no_quota"),
        (fake.error(402, "Insufficient Balance"), "no_quota"),
        (fake.error(307, headers={"location": "http://127.0.0.1:9/v1/chat/completions"}), "no_access"),
    ],
)
def test_trouble_with_the_account_is_said_at_once(bad: Behaviour, code: str) -> None:
    with FakeEndpoint(behave=always(bad)) as endpoint, pytest.raises(AccountError) as caught:
        with_engine(endpoint, judge)
    assert caught.value.code == code
    assert len(endpoint.calls) == 1


def test_no_quota_ends_those_who_wait_after_what_was_in_flight() -> None:
    async def many(engine: OpenAIEngine) -> list[Judgement | BaseException]:
        asked = (engine.judge(f"{RESUME} {n}", JOB, RUBRIC) for n in range(60))
        return await asyncio.gather(*asked, return_exceptions=True)

    def spent(number: int, body: Body) -> Behaviour | None:
        return fake.no_quota() if number > 10 else None

    with FakeEndpoint(latency=0.03, behave=spent) as endpoint:
        ended = with_engine(endpoint, many, max_in_flight=5)
    assert sum(isinstance(end, Judgement) for end in ended) == 10
    assert sum(isinstance(end, AccountError) for end in ended) == 50
    assert len(endpoint.calls) <= 10 + 5


def test_after_a_top_up_the_same_engine_goes_on() -> None:
    async def twice(engine: OpenAIEngine) -> Judgement:
        for _ in range(5):  # those that were still being read when the account was refused
            with pytest.raises(AccountError, match="no credit left"):
                await judge(engine)
        await asyncio.sleep(QUICK.shut)
        return await judge(engine)

    with FakeEndpoint(script=[fake.no_quota()]) as endpoint:
        assert with_engine(endpoint, twice).claims
    assert len(endpoint.calls) == 2


def test_no_message_holds_the_key_or_the_resume() -> None:
    troubles: list[Behaviour] = [
        fake.bad_key(),
        fake.no_quota(),
        fake.error(400, f"Bad: {RESUME} sk-secret"),
        fake.error(500, f"Bad: {RESUME} sk-secret"),
        fake.answers(RESUME),
        fake.html(),
    ]
    for trouble in troubles:
        with (
            FakeEndpoint(behave=always(trouble)) as endpoint,
            pytest.raises((AccountError, CannotScreen)) as caught,
        ):
            with_engine(endpoint, judge, openai_api_key="sk-secret")
        assert "sk-secret" not in str(caught.value)
        assert "hospital" not in str(caught.value)
        assert caught.value.__cause__ is None


def test_nothing_of_a_resume_or_the_key_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", logger="core")
    with FakeEndpoint(script=[fake.server_error(), fake.wrong_schema()]) as endpoint:
        with_engine(endpoint, judge, openai_api_key="sk-secret")
    assert "hospital" not in caplog.text
    assert "sk-secret" not in caplog.text


# never more than allowed, never twice


def test_never_more_in_flight_than_allowed() -> None:
    async def many(engine: OpenAIEngine) -> None:
        await asyncio.gather(*(engine.judge(f"{RESUME} {n}", JOB, RUBRIC) for n in range(40)))

    def sometimes(number: int, body: Body) -> Behaviour | None:
        return (fake.server_error(), fake.rate_limited("0.02"), None, None)[number % 4]

    with FakeEndpoint(latency=0.02, behave=sometimes) as endpoint:
        with_engine(endpoint, many, max_in_flight=7, limits=replace(PATIENT, waiting_total=60))
    assert endpoint.max_in_flight == 7


def test_equal_resumes_at_once_are_one_call() -> None:
    async def many(engine: OpenAIEngine) -> list[Judgement]:
        return await asyncio.gather(*(judge(engine) for _ in range(10)))

    with FakeEndpoint(latency=0.05) as endpoint:
        judgements = with_engine(endpoint, many)
    assert len(endpoint.calls) == 1
    assert [j.cached for j in judgements].count(False) == 1
    assert len({j.claims for j in judgements}) == 1


def test_who_leaves_does_not_take_the_answer_from_the_others() -> None:
    async def work(engine: OpenAIEngine) -> Judgement:
        first = asyncio.create_task(judge(engine))
        second = asyncio.create_task(judge(engine))
        await asyncio.sleep(0.05)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        return await second

    with FakeEndpoint(latency=0.15) as endpoint:
        assert with_engine(endpoint, work).claims
    assert len(endpoint.calls) == 1


def test_once_everybody_has_left_nothing_is_tried_again() -> None:
    async def work(engine: OpenAIEngine) -> None:
        only = asyncio.create_task(judge(engine))
        await asyncio.sleep(0.1)
        only.cancel()
        with pytest.raises(asyncio.CancelledError):
            await only
        await asyncio.sleep(0.1)  # what was on the wire arrives
        count = len(endpoint.calls)
        await asyncio.sleep(0.3)
        assert len(endpoint.calls) == count

    limits = Limits(backoff=0.1, longest_backoff=0.1, tries=50)
    with FakeEndpoint(behave=always(fake.server_error())) as endpoint:
        with_engine(endpoint, work, limits=limits)


def test_a_resume_asked_again_after_being_left_gets_an_answer() -> None:
    async def work(engine: OpenAIEngine) -> Judgement:
        left = asyncio.create_task(judge(engine))
        await asyncio.sleep(0.05)
        left.cancel()
        return await judge(engine)

    with FakeEndpoint(latency=0.1) as endpoint:
        assert with_engine(endpoint, work).claims


def test_closing_ends_what_is_under_way() -> None:
    async def work(engine: OpenAIEngine) -> None:
        task = asyncio.create_task(judge(engine))
        await asyncio.sleep(0.1)
        await engine.aclose()
        with pytest.raises(asyncio.CancelledError):
            await task

    with FakeEndpoint(behave=always(fake.hang())) as endpoint:
        with_engine(endpoint, work, limits=Limits())


# the cache


def test_the_same_again_costs_no_call_and_says_so() -> None:
    cache = DictCache()
    with FakeEndpoint() as endpoint:
        fresh = with_engine(endpoint, judge, cache=cache)
        again = with_engine(endpoint, judge, cache=cache)
    assert len(endpoint.calls) == 1
    assert (fresh.cached, again.cached) == (False, True)
    assert again.model_copy(update={"cached": False}) == fresh


def test_a_kept_answer_needs_no_slot() -> None:
    async def work(engine: OpenAIEngine) -> None:
        await judge(engine)
        hanging = asyncio.create_task(engine.judge("another", JOB, RUBRIC))
        await asyncio.sleep(0.05)
        async with asyncio.timeout(0.3):
            assert (await judge(engine)).cached
        hanging.cancel()

    with FakeEndpoint(script=[fake.answers(), fake.hang()]) as endpoint:
        with_engine(endpoint, work, cache=DictCache(), max_in_flight=1, limits=Limits())


@pytest.mark.parametrize(
    "rotten",
    ["", "not json", "{}", '{"content": "{}", "model": "m"}', '{"content": 3, "model": "m"}', "null"],
)
def test_a_rotten_value_in_the_cache_is_a_miss(rotten: str) -> None:
    cache = DictCache()
    with FakeEndpoint() as endpoint:
        with_engine(endpoint, judge, cache=cache)
        (key,) = cache.kept
        cache.kept[key] = (rotten, 60)
        assert not with_engine(endpoint, judge, cache=cache).cached
    assert len(endpoint.calls) == 2
    assert cache.kept[key][0] != rotten


def test_a_refusal_is_kept_ten_minutes() -> None:
    cache = DictCache()
    with FakeEndpoint(script=[fake.refusal()]) as endpoint:
        for _ in range(2):
            with pytest.raises(CannotScreen, match="refused"):
                with_engine(endpoint, judge, cache=cache)
    assert len(endpoint.calls) == 1
    assert [seconds for _, seconds in cache.kept.values()] == [600]


def test_what_is_kept_is_the_answer_its_usage_and_the_model_that_served_it() -> None:
    cache = DictCache()
    with FakeEndpoint() as endpoint:
        judgement = with_engine(endpoint, judge, cache=cache)
    ((value, seconds),) = cache.kept.values()
    kept = json.loads(value)
    assert json.loads(kept["content"])["findings"][0]["criterion_id"] == "c1"
    assert kept["model"] == judgement.model == "gpt-6-luna-test"
    assert kept["usage"]["input_tokens"] == judgement.usage.input_tokens > 0
    assert 0.9 * 30 * 86400 <= seconds <= 1.1 * 30 * 86400


def test_expiry_is_spread_by_a_tenth_and_stays_the_same_for_a_key() -> None:
    assert spread(1000, "0" * 64) == 900
    assert spread(1000, "f" * 64) == 1100
    assert spread(1000, "8" + "0" * 63) == 1000


def test_a_date_in_retry_after_is_understood() -> None:
    limits = Limits(waiting_total=4)
    with FakeEndpoint(script=[fake.rate_limited(formatdate(time.time() + 2, usegmt=True))]) as endpoint:
        with_engine(endpoint, judge, limits=limits)
    assert 0.5 <= endpoint.calls[1].began - (endpoint.calls[0].ended or 0) <= 2.5
