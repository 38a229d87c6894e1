"""What the engine sends and what it makes of an answer."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx2
import pytest

from core.adapters.engine_openai import OpenAIEngine
from core.domain.job import Criterion, Job, Rubric
from core.errors import AccountError, CannotScreen, ConfigurationError, InternalError, PartUnavailable
from core.settings import Settings
from tests.adapters.engine_openai.asking import JOB, PATIENT, QUICK, RESUME, RUBRIC, DictCache, with_engine
from tests.fakes import openai_endpoint as fake
from tests.fakes.openai_endpoint import FakeEndpoint

Ask = Callable[[OpenAIEngine], Awaitable[object]]


def judged(endpoint: FakeEndpoint, text: str = RESUME, **settings: Any) -> dict[str, Any]:
    with_engine(endpoint, lambda engine: engine.judge(text, JOB, RUBRIC), **settings)
    return endpoint.requests[-1]


def test_the_whole_text_is_sent_to_its_last_line() -> None:
    text = "\n".join(f"Line {n} of a long career, with much to tell about it" for n in range(3000))
    with FakeEndpoint() as endpoint:
        body = judged(endpoint, text)
    assert fake.resume_of(body) == text


def test_the_provider_is_told_to_store_nothing() -> None:
    with FakeEndpoint() as endpoint:
        assert judged(endpoint)["store"] is False


def test_effort_none_goes_with_temperature_nought() -> None:
    with FakeEndpoint() as endpoint:
        body = judged(endpoint)
    assert (body["reasoning_effort"], body["temperature"]) == ("none", 0)


def test_with_effort_there_is_no_temperature_but_room_to_think() -> None:
    with FakeEndpoint() as endpoint:
        body = judged(endpoint, openai_reasoning_effort="medium")
    assert body["reasoning_effort"] == "medium"
    assert "temperature" not in body
    assert body["max_completion_tokens"] > 8000


def test_a_model_that_does_not_reason_is_not_asked_to() -> None:
    with FakeEndpoint() as endpoint:
        body = judged(endpoint, openai_model="gpt-4o-mini", openai_reasoning_effort="high")
    assert "reasoning_effort" not in body
    assert body["temperature"] == 0
    assert body["model"] == "gpt-4o-mini"


def test_equal_texts_are_byte_identical_requests() -> None:
    with FakeEndpoint() as endpoint:
        assert judged(endpoint) == judged(endpoint)


def test_weights_kinds_and_sources_are_neither_sent_nor_part_of_the_key() -> None:
    other = Rubric(
        criteria=tuple(
            Criterion(id=c.id, text=c.text, kind="nice", weight=2, source="weightless-source")
            for c in RUBRIC.criteria
        )
    )
    cache = DictCache()
    with FakeEndpoint() as endpoint:
        with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, RUBRIC), cache=cache)
        again = with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, other), cache=cache)
    assert again.cached
    assert "weight" not in json.dumps(endpoint.requests)


def test_another_look_is_the_same_request_with_an_answer_of_its_own() -> None:
    cache = DictCache()
    with FakeEndpoint() as endpoint:
        for look in (0, 1, 2, 1, 0):
            with_engine(
                endpoint,
                lambda engine, look=look: engine.judge(RESUME, JOB, RUBRIC, look=look),  # type: ignore[misc]
                cache=cache,
            )
        first, *others = endpoint.requests
    assert others == [first, first]


def test_what_a_resume_denies_is_kept_apart_from_what_it_does_not_state() -> None:
    findings = [
        {"criterion_id": "c1", "quotes": [], "reason": "Nothing.", "verdict": "missing", "says_no": False},
        {"criterion_id": "c2", "quotes": [], "reason": "No.", "verdict": "missing", "says_no": True},
        {"criterion_id": "c3", "quotes": [], "reason": "Yes.", "verdict": "met", "says_no": True},
    ]
    whole = {"strengths": [], "weaknesses": [], "summary": "", "instruction_like_text": False}
    with FakeEndpoint(script=[fake.answers(json.dumps({"findings": findings, **whole}))]) as endpoint:
        judgement = with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    assert [claim.denied for claim in judgement.claims] == [False, True, False]


def test_two_resumes_are_compared_within_a_fence_of_their_own() -> None:
    better = f"{RESUME}\nLed a support team, German at B2, Zendesk"
    with FakeEndpoint() as endpoint:
        said = [
            with_engine(endpoint, lambda engine, pair=pair: engine.prefer(*pair, JOB, RUBRIC))  # type: ignore[misc]
            for pair in ((better, RESUME), (RESUME, better), (RESUME, RESUME))
        ]
        asked = endpoint.requests[0]["messages"]
    assert said == ["first", "second", "neither"]
    assert asked[1]["content"].count("<<<RESUME ") == 2
    assert RESUME not in asked[0]["content"]


def test_another_job_text_another_criterion_another_model_is_another_key() -> None:
    cache = DictCache()
    rubric = Rubric(criteria=RUBRIC.criteria[:2])
    job = Job.from_text(JOB.text + "\n- Driving licence")
    with FakeEndpoint() as endpoint:
        with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, RUBRIC), cache=cache)
        with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, rubric), cache=cache)
        with_engine(endpoint, lambda engine: engine.judge(RESUME, job, RUBRIC), cache=cache)
        with_engine(endpoint, lambda engine: engine.judge(RESUME + ".", JOB, RUBRIC), cache=cache)
        with_engine(endpoint, lambda e: e.judge(RESUME, JOB, RUBRIC), cache=cache, openai_model="other")
    assert len(cache.kept) == len(endpoint.calls) == 5


def test_what_an_endpoint_refuses_is_learnt_once_and_does_not_change_the_key() -> None:
    async def two(engine: OpenAIEngine) -> None:
        await engine.judge(RESUME, JOB, RUBRIC)
        await engine.judge(RESUME + " more", JOB, RUBRIC)

    cache = DictCache()
    with FakeEndpoint(behave=lambda n, body: fake.refuses("temperature")) as endpoint:
        with_engine(endpoint, two, cache=cache)
        with_engine(endpoint, two, cache=cache)
    assert ["temperature" in body for body in endpoint.requests] == [True, False, False]


def test_many_refused_together_all_get_their_answer() -> None:
    async def many(engine: OpenAIEngine) -> None:
        await asyncio.gather(*(engine.judge(f"{RESUME} {n}", JOB, RUBRIC) for n in range(8)))

    with FakeEndpoint(latency=0.05, behave=lambda n, body: fake.refuses("response_format")) as endpoint:
        with_engine(endpoint, many)
    kept_format = ["response_format" in body for body in endpoint.requests]
    assert kept_format.count(False) == 8
    assert len(endpoint.calls) <= 8 * 3


def test_a_server_without_schemas_is_asked_in_words() -> None:
    def old(number: int, body: dict[str, Any]) -> fake.Behaviour | None:
        if body["response_format"]["type"] == "json_schema":
            return fake.error(400, "response_format of type json_schema is not supported")
        return None

    with FakeEndpoint(behave=old) as endpoint:
        judgement = with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    assert len(judgement.claims) == 3
    assert endpoint.requests[-1]["response_format"] == {"type": "json_object"}
    assert "JSON Schema" in endpoint.requests[-1]["messages"][0]["content"]


def test_an_older_server_gets_the_older_name_of_the_limit() -> None:
    with FakeEndpoint(behave=lambda n, body: fake.refuses("max_completion_tokens", status=422)) as endpoint:
        body = judged(endpoint)
    assert "max_completion_tokens" not in body
    assert body["max_tokens"] == 640


def test_a_compatible_server_may_refuse_store() -> None:
    with FakeEndpoint(behave=lambda n, body: fake.refuses("store")) as endpoint:
        assert "store" not in judged(endpoint)


def test_no_key_is_needed_where_a_base_url_is_set_and_given_ones_are_sent() -> None:
    with FakeEndpoint() as endpoint:
        judged(endpoint)
        judged(endpoint, openai_api_key="sk-test")
    assert [call.headers["authorization"] for call in endpoint.calls] == ["Bearer no-key", "Bearer sk-test"]


@pytest.mark.parametrize("key", ["sk-\N{LEFT DOUBLE QUOTATION MARK}x", "sk-a\nb", "sk-a b"])
def test_a_key_that_cannot_be_one_is_refused_without_showing_it(key: str) -> None:
    with FakeEndpoint() as endpoint, pytest.raises(AccountError) as caught:
        judged(endpoint, openai_api_key=key)
    assert caught.value.code == "bad_key"
    assert "sk-" not in str(caught.value)


@pytest.mark.parametrize("url", ["localhost:11434/v1", "ftp://host/v1", "https://", "nonsense"])
def test_an_address_that_is_none_is_refused_by_the_settings_name(url: str) -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_BASE_URL"):
        OpenAIEngine(Settings(openai_base_url=url), None)


def test_half_characters_do_not_end_a_run() -> None:
    with FakeEndpoint() as endpoint:
        assert fake.resume_of(judged(endpoint, "Led \ud800 the support team")) == "Led ? the support team"


def test_claims_come_in_rubric_order_clean_and_bounded() -> None:
    def finding(criterion_id: str) -> dict[str, Any]:
        quotes = ["  Led\n it  ", "", "b" * 900, "c"]
        return {
            "criterion_id": criterion_id,
            "quotes": quotes,
            "reason": "a\n b\u202e\x00",
            "verdict": "met",
            "x": 1,
        }

    content = json.dumps(
        {
            "findings": [finding(i) for i in ("c3", "c1", "c2")],
            "strengths": ["", "1", "2", "3", "4"],
            "weaknesses": [],
            "summary": "x" * 5000,
            "instruction_like_text": True,
        }
    )
    with FakeEndpoint(script=[fake.answers(f"```json\n{content}\n```")]) as endpoint:
        judgement = with_engine(endpoint, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    assert [claim.criterion_id for claim in judgement.claims] == ["c1", "c2", "c3"]
    assert judgement.claims[0].quotes == ("Led\n it", "b" * 600)
    assert judgement.claims[0].reason == "a b"
    assert judgement.strengths == ("1", "2", "3")
    assert len(judgement.summary) == 600
    assert judgement.instruction_like_text


# criteria


def test_criteria_are_numbered_weighed_and_traced_to_the_job_text() -> None:
    given = [
        {"source": "- Led a support team", "text": " Led a  support team ", "importance": "must_have"},
        {"source": "made up", "text": "Zendesk, three years", "importance": "important"},
        {"source": "German at B2 or better", "text": "led a support team", "importance": "must_have"},
        {"source": "German at B2 or better", "text": "German at B2 or better", "importance": "nice_to_have"},
    ]
    with FakeEndpoint(script=[fake.answers(json.dumps({"criteria": given}))]) as endpoint:
        rubric = with_engine(endpoint, lambda engine: engine.suggest(JOB))
    assert rubric.source == "model"
    assert [(c.id, c.text, c.kind, c.weight, c.source) for c in rubric.criteria] == [
        ("c1", "Led a support team", "must", 5, "- Led a support team"),
        ("c2", "Zendesk, three years", "nice", 3, ""),
        ("c3", "German at B2 or better", "nice", 1, "German at B2 or better"),
    ]


def test_never_more_than_eight_criteria() -> None:
    given = [{"source": "", "text": f"Skill {n}", "importance": "important"} for n in range(30)]
    with FakeEndpoint(script=[fake.answers(json.dumps({"criteria": given}))]) as endpoint:
        assert len(with_engine(endpoint, lambda engine: engine.suggest(JOB)).criteria) == 8


@pytest.mark.parametrize(
    "bad", [fake.wrong_schema(), fake.truncated(), fake.html(), fake.server_error(), fake.dropped_body()]
)
def test_criteria_cost_two_calls_at_most(bad: fake.Behaviour) -> None:
    with FakeEndpoint(behave=lambda n, body: bad) as endpoint, pytest.raises(CannotScreen):
        with_engine(endpoint, lambda engine: engine.suggest(JOB), limits=PATIENT)
    assert len(endpoint.calls) == 2


def test_a_lost_call_for_criteria_is_one_of_the_two() -> None:
    with FakeEndpoint(script=[fake.server_error()]) as endpoint:
        assert with_engine(endpoint, lambda engine: engine.suggest(JOB)).source == "model"
    script = [fake.server_error(), fake.bad_json()]
    with FakeEndpoint(script=script) as endpoint, pytest.raises(CannotScreen):
        with_engine(endpoint, lambda engine: engine.suggest(JOB))
    assert len(endpoint.calls) == 2


def test_a_job_without_criteria_is_a_failure_the_caller_can_mend() -> None:
    with FakeEndpoint(script=[fake.answers('{"criteria": []}')]) as endpoint, pytest.raises(CannotScreen):
        with_engine(endpoint, lambda engine: engine.suggest(JOB))


def test_suggested_criteria_are_kept_too() -> None:
    cache = DictCache()
    with FakeEndpoint() as endpoint:
        first = with_engine(endpoint, lambda engine: engine.suggest(JOB), cache=cache)
        assert with_engine(endpoint, lambda engine: engine.suggest(JOB), cache=cache) == first
    assert len(endpoint.calls) == 1


# asking whether it answers


def test_an_endpoint_that_has_the_model_answers() -> None:
    with FakeEndpoint() as endpoint:
        said = with_engine(endpoint, lambda engine: engine.ping())
    assert said == "127.0.0.1 answers and has gpt-6-luna."
    assert endpoint.calls == []


def test_an_endpoint_without_a_list_of_models_answers_too() -> None:
    with FakeEndpoint(models=None) as endpoint:
        assert with_engine(endpoint, lambda engine: engine.ping()) == "127.0.0.1 answers."


def test_a_compatible_server_may_know_a_model_by_another_name() -> None:
    with FakeEndpoint(models=("llama3:latest",)) as endpoint:
        assert "OPENAI_MODEL" in with_engine(endpoint, lambda engine: engine.ping(), openai_model="llama3")


def at_openai(answer: Callable[[httpx2.Request], httpx2.Response], work: Ask) -> None:
    """Runs `work` with an engine that takes `answer` for OpenAI itself."""

    async def whole() -> None:
        client = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        engine = OpenAIEngine(Settings(openai_api_key="sk-test"), None, http_client=client, limits=QUICK)
        try:
            await work(engine)
        finally:
            await engine.aclose()
        assert client.is_closed

    asyncio.run(whole())


def test_at_openai_a_model_that_is_not_there_is_named_with_its_setting() -> None:
    listed = httpx2.Response(200, json={"data": [{"id": "gpt-4o-mini"}]})
    with pytest.raises(AccountError, match=r"gpt-6-luna.*OPENAI_MODEL"):
        at_openai(lambda request: listed, lambda engine: engine.ping())


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b"{}", b'{"data": null}', b" " * 2_000_000])
def test_a_page_that_is_no_ai_service_is_said_to_be_none(body: bytes) -> None:
    page = httpx2.Response(200, content=body)
    with pytest.raises(PartUnavailable, match="not as an AI service"):
        at_openai(lambda request: page, lambda engine: engine.ping())


def test_a_bad_key_is_said_when_asked() -> None:
    with pytest.raises(AccountError, match="OPENAI_API_KEY"):
        at_openai(lambda request: httpx2.Response(401), lambda engine: engine.ping())


def test_a_server_that_is_away_is_said_to_be() -> None:
    with FakeEndpoint() as endpoint:
        pass
    with pytest.raises(PartUnavailable, match="OPENAI_BASE_URL"):
        with_engine(endpoint, lambda engine: engine.ping())


# the client


def test_a_given_client_is_used_and_closed() -> None:
    seen: list[httpx2.Request] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        body = json.loads(request.content)
        return httpx2.Response(200, json=fake.completion(body, fake.good_content(body)))

    at_openai(answer, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    assert [str(request.url) for request in seen] == ["https://api.openai.com/v1/chat/completions"]
    assert seen[0].headers["accept-encoding"] == "identity"


def test_store_is_never_given_up_at_openai_itself() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        assert json.loads(request.content)["store"] is False
        error = {"message": "Unknown parameter: 'store'.", "param": "store", "code": "unknown_parameter"}
        return httpx2.Response(400, json={"error": error})

    with pytest.raises(CannotScreen):
        at_openai(answer, lambda engine: engine.judge(RESUME, JOB, RUBRIC))


class Endless(httpx2.AsyncByteStream):
    """Blanks without end that count how many were taken."""

    taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.taken += 100_000
            yield b" " * 100_000


@pytest.mark.parametrize("status", [200, 500, 400])
def test_of_an_answer_without_end_only_so_much_is_read(status: int) -> None:
    streams: list[Endless] = []

    def answer(request: httpx2.Request) -> httpx2.Response:
        streams.append(Endless())
        return httpx2.Response(status, stream=streams[-1])

    with pytest.raises(CannotScreen):
        at_openai(answer, lambda engine: engine.judge(RESUME, JOB, RUBRIC))
    assert 1 <= len(streams) <= 6
    assert all(stream.taken <= 1_100_000 for stream in streams)


def test_an_answer_that_would_unpack_to_more_is_refused() -> None:
    def answer(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(
            200, headers={"content-encoding": "gzip"}, stream=httpx2.ByteStream(b"\x1f\x8b")
        )

    with pytest.raises(CannotScreen, match="bad_answer"):
        at_openai(answer, lambda engine: engine.judge(RESUME, JOB, RUBRIC))


def test_an_engine_belongs_to_one_loop() -> None:
    with FakeEndpoint() as endpoint:
        engine = OpenAIEngine(Settings(openai_base_url=endpoint.url), None)
        with asyncio.Runner() as first:
            first.run(engine.judge(RESUME, JOB, RUBRIC))
            with pytest.raises(InternalError):
                asyncio.run(engine.judge("other", JOB, RUBRIC))
            first.run(engine.aclose())


def test_an_engine_that_asked_nothing_can_be_closed() -> None:
    asyncio.run(OpenAIEngine(Settings(openai_api_key="sk-test"), None).aclose())
