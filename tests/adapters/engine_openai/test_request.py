"""The key an answer is kept under."""

from dataclasses import replace

import pytest

from core.adapters.engine_openai.request import Message, Request

REQUEST = Request(
    model="m",
    messages=(Message("system", "a"), Message("user", "é \ud800")),
    schema_name="judgement",
    schema={"type": "object"},
    schema_version="1",
    room=640,
    likely=500,
    parameters={"temperature": 0, "reasoning_effort": "none"},
)


def test_equal_requests_have_equal_keys_whatever_the_order_of_their_parameters() -> None:
    other = replace(REQUEST, parameters={"reasoning_effort": "none", "temperature": 0})
    assert REQUEST.key == other.key
    assert len(REQUEST.key) == 64


@pytest.mark.parametrize(
    "changed",
    [
        {"model": "n"},
        {"messages": REQUEST.messages[:1]},
        {"messages": (Message("user", "a"), REQUEST.messages[1])},
        {"schema": {"type": "array"}},
        {"schema_name": "criteria"},
        {"schema_version": "2"},
        {"room": 641},
        {"parameters": {}},
        {"look": 1},
    ],
)
def test_whatever_can_change_the_answer_changes_the_key(changed: dict[str, object]) -> None:
    assert replace(REQUEST, **changed).key != REQUEST.key  # type: ignore[arg-type]


def test_how_long_an_answer_mostly_is_does_not_change_the_key() -> None:
    assert replace(REQUEST, likely=9).key == REQUEST.key


def test_how_often_is_asked_does_not_change_the_key() -> None:
    assert replace(REQUEST, answers=2).key == REQUEST.key
