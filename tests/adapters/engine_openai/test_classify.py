"""What an error of the client library means for us."""

import time
from email.utils import formatdate
from typing import Any

import httpx2
import openai
import pytest

from core.adapters.engine_openai.classify import classify, retry_after
from core.adapters.engine_openai.failures import Limited, Lost, Unsupported
from core.errors import AccountError, CannotScreen

REQUEST = httpx2.Request("POST", "https://api.openai.com/v1/chat/completions")


def said(status: int, body: object = None, headers: dict[str, str] | None = None) -> openai.APIStatusError:
    response = httpx2.Response(status, request=REQUEST, headers=headers)
    return openai.APIStatusError("an error", response=response, body=body)


def meaning(status: int, body: object = None, headers: dict[str, str] | None = None) -> Any:
    return classify(said(status, body, headers), model="gpt-6-luna")


@pytest.mark.parametrize("status", [500, 502, 503, 504, 529, 408, 409])
def test_trouble_of_the_server_is_worth_another_try(status: int) -> None:
    assert isinstance(meaning(status, {"message": "x"}), Lost)


def test_a_server_that_says_when_to_come_back_is_believed() -> None:
    assert meaning(503, None, {"retry-after": "7"}).after == 7


def test_a_rate_limit_is_not_a_loss() -> None:
    limited = meaning(429, {"code": "rate_limit_exceeded"}, {"retry-after": "2"})
    assert isinstance(limited, Limited)
    assert limited.after == 2


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (429, {"code": "insufficient_quota"}, "no_quota"),
        (429, {"type": "insufficient_quota"}, "no_quota"),
        (400, {"code": "billing_hard_limit_reached"}, "no_quota"),
        (402, "Payment required", "no_quota"),
        (401, None, "bad_key"),
        (400, {"message": "API key not valid. Please pass a valid API key."}, "bad_key"),
        (403, {"code": "unsupported_country_region_territory"}, "no_access"),
        (404, {"code": "model_not_found"}, "no_access"),
        (404, "<html>", "no_access"),
        (301, None, "no_access"),
    ],
)
def test_what_no_retry_can_mend_ends_the_run(status: int, body: object, code: str) -> None:
    error = meaning(status, body)
    assert isinstance(error, AccountError)
    assert error.code == code


def test_a_missing_model_is_named_with_its_setting() -> None:
    text = str(meaning(404, {"code": "model_not_found"}))
    assert "gpt-6-luna" in text
    assert "OPENAI_MODEL" in text


def test_no_quota_says_what_to_do() -> None:
    assert str(meaning(429, {"code": "insufficient_quota"})) == (
        "Your OpenAI account has no credit left. Top up, then press Continue."
    )


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"code": "context_length_exceeded", "param": "messages"}),
        (400, {"type": "exceed_context_size_error"}),
        (400, {"message": "This model's maximum context length is 4096 tokens, max_tokens is 640"}),
        (413, None),
        (
            429,
            {"message": "Request too large for gpt-6-luna on tokens per min", "code": "rate_limit_exceeded"},
        ),
    ],
)
def test_too_long_a_text_is_that_resumes_failure(status: int, body: object) -> None:
    error = meaning(status, body)
    assert isinstance(error, CannotScreen)
    assert error.reason == "too_large"


@pytest.mark.parametrize("code", ["content_filter", "invalid_prompt"])
def test_a_content_filter_is_that_resumes_failure(code: str) -> None:
    assert meaning(400, {"code": code}).reason == "filtered"


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"param": "temperature", "message": "Unsupported value"}, "temperature"),
        ({"param": "reasoning_effort"}, "reasoning_effort"),
        ({"param": "reasoning.effort"}, "reasoning_effort"),
        ({"param": "store"}, "store"),
        ({"message": "Unrecognized request argument supplied: reasoning_effort"}, "reasoning_effort"),
        ({"message": "Use 'max_tokens', not 'max_completion_tokens'"}, "max_completion_tokens"),
        ({"message": "[{'type': 'extra_forbidden', 'loc': ('body', 'store')}]"}, "store"),
        ({"param": "response_format", "message": "Invalid schema: maxItems"}, "response_format"),
        ({"message": "json_schema is not supported"}, "response_format"),
    ],
)
@pytest.mark.parametrize("status", [400, 422])
def test_a_refused_parameter_is_recognised(status: int, body: dict[str, object], parameter: str) -> None:
    error = meaning(status, body)
    assert isinstance(error, Unsupported)
    assert error.parameter == parameter


def test_the_plain_word_store_is_no_parameter() -> None:
    error = meaning(400, {"message": "Your store has moved"})
    assert isinstance(error, CannotScreen)
    assert error.reason == "bad_answer"


def test_connections_and_time_outs() -> None:
    lost = classify(openai.APIConnectionError(request=REQUEST), model="m")
    assert isinstance(lost, Lost)
    assert lost.reason == "unreachable"
    for late in (TimeoutError(), openai.APITimeoutError(REQUEST)):
        lost = classify(late, model="m")
        assert isinstance(lost, Lost)
        assert lost.reason == "timeout"


def test_a_bug_of_ours_is_nobodys_failure() -> None:
    assert classify(KeyError("x"), model="m") is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "3", "retry-after-ms": "250"}, 0.25),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "0"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "Mon, 99 Foo 0000 99:99:99 GMT"}, None),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


def test_how_long_to_wait_as_a_date() -> None:
    now = time.time()
    assert retry_after({"retry-after": formatdate(now + 90, usegmt=True)}, now=now) == pytest.approx(
        90, abs=1
    )
    assert retry_after({"retry-after": formatdate(now - 90, usegmt=True)}, now=now) is None
