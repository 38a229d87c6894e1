"""What is left out for an endpoint that refuses it."""

import pytest

from core.adapters.engine_openai.dialect import Dialect
from core.adapters.engine_openai.request import Message, Request

REQUEST = Request(
    model="m",
    messages=(Message("system", "rules"), Message("user", "text")),
    schema_name="judgement",
    schema={"type": "object"},
    schema_version="1",
    room=640,
    likely=500,
    parameters={"temperature": 0, "reasoning_effort": "none"},
)


def body(dialect: Dialect) -> dict[str, object]:
    return dialect.body(REQUEST, REQUEST.messages, REQUEST.room)


def test_at_first_everything_is_sent() -> None:
    sent = body(Dialect(official=True))
    assert sent["store"] is False
    assert sent["temperature"] == 0
    assert sent["reasoning_effort"] == "none"
    assert sent["max_completion_tokens"] == 640
    assert sent["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "judgement", "strict": True, "schema": {"type": "object"}},
    }


@pytest.mark.parametrize("parameter", ["temperature", "reasoning_effort", "store"])
def test_a_refused_parameter_is_left_out_from_then_on(parameter: str) -> None:
    dialect = Dialect(official=False)
    sent = body(dialect)
    assert dialect.gives_up(parameter, sent)
    assert parameter not in body(dialect)
    assert dialect.gives_up(parameter, sent), "one that was in flight with it asks again too"
    assert not dialect.gives_up(parameter, body(dialect)), "what wasn't sent can't be left out"


def test_store_stays_at_openai() -> None:
    dialect = Dialect(official=True)
    assert not dialect.gives_up("store", body(dialect))
    assert body(dialect)["store"] is False


def test_the_format_gets_simpler_step_by_step_and_the_schema_goes_into_words() -> None:
    dialect = Dialect(official=False)
    first = body(dialect)
    assert dialect.gives_up("response_format", first)
    second = body(dialect)
    assert second["response_format"] == {"type": "json_object"}
    assert '{"type":"object"}' in str(second["messages"])
    assert dialect.gives_up("response_format", first)
    assert body(dialect) == second, "a late refusal of the first step is no second step"
    assert dialect.gives_up("response_format", second)
    third = body(dialect)
    assert "response_format" not in third
    assert '{"type":"object"}' in str(third["messages"])
    assert not dialect.gives_up("response_format", third)


def test_the_limit_gets_its_older_name_then_none() -> None:
    dialect = Dialect(official=False)
    first = body(dialect)
    assert dialect.gives_up("max_completion_tokens", first)
    second = body(dialect)
    assert second["max_tokens"] == 640
    assert dialect.gives_up("max_completion_tokens", first)
    assert body(dialect) == second
    assert dialect.gives_up("max_tokens", second)
    third = body(dialect)
    assert "max_tokens" not in third
    assert "max_completion_tokens" not in third
    assert not dialect.gives_up("max_tokens", third)


def test_a_refusal_that_names_the_older_limit_means_the_newer() -> None:
    dialect = Dialect(official=False)
    assert dialect.gives_up("max_tokens", body(dialect))
    assert body(dialect)["max_tokens"] == 640
