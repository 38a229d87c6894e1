"""What a caller is asked before each paid call, and told after it, over real connections."""

import asyncio

import pytest

from core.adapters.engine_openai import OpenAIEngine, ask
from core.domain.verdict import NO_USAGE, Judgement, Usage
from core.errors import AccountError, BudgetSpent, CannotScreen
from tests.adapters.engine_openai.asking import JOB, RESUME, RUBRIC, DictCache, Telling, with_engine
from tests.fakes import openai_endpoint as fake
from tests.fakes.openai_endpoint import FakeEndpoint


def judged_for(caller: Telling, endpoint: FakeEndpoint, *, cache: DictCache | None = None) -> Judgement:
    async def work(engine: OpenAIEngine) -> Judgement:
        caller.calls()
        return await engine.judge(RESUME, JOB, RUBRIC)

    return with_engine(endpoint, work, cache=cache)


def test_each_call_is_asked_for_and_told_of_once() -> None:
    caller = Telling()
    with FakeEndpoint() as endpoint:
        judgement = judged_for(caller, endpoint)
    ((expected, used),) = caller.told
    assert caller.asked == [expected]
    assert used == judgement.usage
    assert 0.8 * used.input_tokens < expected.input_tokens < 1.5 * used.input_tokens
    assert used.output_tokens < expected.output_tokens <= 80 * 3 + 400


def test_bad_answers_count_and_calls_without_an_answer_take_nothing() -> None:
    caller = Telling()
    script = [
        fake.server_error(),
        fake.rate_limited("0.02"),
        fake.refuses("temperature"),
        fake.dropped_body(),
        fake.html(),
        fake.truncated(),
        fake.wrong_schema(),
    ]
    with FakeEndpoint(script=script) as endpoint, pytest.raises(CannotScreen):
        judged_for(caller, endpoint)
    assert len(caller.asked) == len(caller.told) == len(endpoint.calls) == 7
    assert [used == NO_USAGE for _, used in caller.told] == [True] * 5 + [False] * 2


def test_a_refused_account_is_told_as_nothing() -> None:
    caller = Telling()
    with FakeEndpoint(script=[fake.no_quota()]) as endpoint, pytest.raises(AccountError):
        judged_for(caller, endpoint)
    assert [used for _, used in caller.told] == [NO_USAGE]


def test_a_kept_answer_is_neither_asked_for_nor_told_of() -> None:
    caller, cache = Telling(), DictCache()
    with FakeEndpoint() as endpoint:
        judged_for(Telling(item="another"), endpoint, cache=cache)
        judged_for(caller, endpoint, cache=cache)
    assert (caller.asked, caller.told) == ([], [])


def test_an_answer_found_again_after_a_kill_is_paid_for_by_whom_it_was_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cache, killed, same, other = DictCache(), Telling(), Telling(), Telling(item="another")
    with FakeEndpoint() as endpoint:
        first = judged_for(killed, endpoint, cache=cache)
        assert not judged_for(same, endpoint, cache=cache).cached
        assert same.found == [], "this process has counted it"
        monkeypatch.setattr(ask, "PROCESS", "the next one")
        assert not judged_for(same, endpoint, cache=cache).cached
        assert judged_for(other, endpoint, cache=cache).cached
    assert same.found == [first.usage]
    assert (same.asked, other.found) == ([], [])
    assert len(endpoint.calls) == 1


def test_what_the_caller_forbids_is_not_asked_and_its_slot_is_free_again() -> None:
    caller = Telling(forbid=BudgetSpent("Spent."))

    async def work(engine: OpenAIEngine) -> Judgement:
        caller.calls()
        for _ in range(3):
            with pytest.raises(BudgetSpent):
                await engine.judge(RESUME, JOB, RUBRIC)
        caller.forbid = None
        return await engine.judge(RESUME, JOB, RUBRIC)

    with FakeEndpoint() as endpoint:
        assert with_engine(endpoint, work, max_in_flight=1).claims
    assert len(endpoint.calls) == len(caller.told) == 1


def test_who_leaves_in_the_middle_of_a_call_is_told_all_the_same() -> None:
    caller = Telling()

    async def work(engine: OpenAIEngine) -> None:
        caller.calls()
        only = asyncio.create_task(engine.judge(RESUME, JOB, RUBRIC))
        await caller.begun.wait()
        only.cancel()
        with pytest.raises(asyncio.CancelledError):
            await only
        await engine.aclose()

    with FakeEndpoint(script=[fake.hang()]) as endpoint:
        with_engine(endpoint, work)
    assert [used for _, used in caller.told] == [NO_USAGE]


def test_who_joins_a_call_under_way_pays_nothing() -> None:
    first, other = Telling("one"), Telling("other")

    async def work(engine: OpenAIEngine) -> list[Judgement]:
        async def judged(caller: Telling) -> Judgement:
            caller.calls()
            return await engine.judge(RESUME, JOB, RUBRIC)

        return list(await asyncio.gather(judged(first), judged(other)))

    with FakeEndpoint(latency=0.05) as endpoint:
        judgements = with_engine(endpoint, work)
    assert [judgement.cached for judgement in judgements] == [False, True]
    assert first.paid == judgements[0].usage
    assert (other.asked, other.paid) == ([], Usage())


@pytest.mark.parametrize("trouble", [BudgetSpent("Spent."), CannotScreen("not_started")])
def test_who_joined_a_call_that_its_first_caller_may_not_make_asks_itself(trouble: Exception) -> None:
    first, other = Telling("one", forbid=trouble), Telling("other")

    async def work(engine: OpenAIEngine) -> list[Judgement | BaseException]:
        async def judged(caller: Telling) -> Judgement:
            caller.calls()
            return await engine.judge(RESUME, JOB, RUBRIC)

        asked = (judged(first), judged(other), judged(other))
        return list(await asyncio.gather(*asked, return_exceptions=True))

    with FakeEndpoint() as endpoint:
        ended = with_engine(endpoint, work)
    assert isinstance(ended[0], type(trouble))
    assert all(isinstance(end, Judgement) for end in ended[1:])
    assert len(endpoint.calls) == len(other.told) == 1


def test_who_joined_leaves_when_its_own_run_is_stopped() -> None:
    first, other = Telling("one"), Telling("other")

    async def work(engine: OpenAIEngine) -> None:
        async def judged(caller: Telling) -> Judgement:
            caller.calls()
            return await engine.judge(RESUME, JOB, RUBRIC)

        under_way, joined = asyncio.create_task(judged(first)), asyncio.create_task(judged(other))
        await first.begun.wait()
        other.stop.set()
        with pytest.raises(CannotScreen) as caught:
            await joined
        assert caught.value.reason == "not_started"
        assert not under_way.done()
        assert (await under_way).claims

    with FakeEndpoint(latency=0.3) as endpoint:
        with_engine(endpoint, work)
    assert len(endpoint.calls) == 1
