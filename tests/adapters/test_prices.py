"""Prices and token counts, offline."""

import pytest

from core.adapters.prices import estimate_cost, estimate_tokens, model_named, price_of
from core.domain.verdict import Usage


def test_tokens_are_counted_without_a_network() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("hello world") == 2


def test_text_that_looks_like_a_control_token_is_only_text() -> None:
    assert estimate_tokens("<|endoftext|>") > 1


def test_an_unknown_model_has_no_price() -> None:
    assert model_named("llama3.1:8b").price is None
    assert estimate_cost("llama3.1:8b", ["text"], job_text="job", criteria=3) is None
    assert price_of(Usage(input_tokens=10), model_named("gpt-6-luna-pro")) is None


def test_a_dated_version_costs_what_its_model_costs() -> None:
    assert model_named("gpt-4o-mini-2024-07-18").price == model_named("gpt-4o-mini").price


def test_the_price_of_a_model_is_not_known_on_somebody_elses_server() -> None:
    assert model_named("gpt-4o-mini", base_url="http://localhost:11434/v1").price is None
    assert model_named("gpt-4o-mini", base_url="https://eu.api.openai.com/v1").price is not None
    assert model_named("gpt-4o-mini", base_url="https://notopenai.com/v1").price is None


def test_remembered_input_costs_less_than_fresh() -> None:
    luna = model_named("gpt-6-luna")
    fresh = price_of(Usage(input_tokens=1_000_000), luna)
    remembered = price_of(Usage(input_tokens=1_000_000, cached_tokens=1_000_000), luna)
    assert fresh == pytest.approx(0.10)
    assert remembered == pytest.approx(0.01)


def test_a_thousand_resumes_cost_about_sixty_cents_on_the_default_model() -> None:
    resume = "Led the support team of a hospital in Leeds and answered tickets. " * 80
    cost = estimate_cost("gpt-6-luna", [resume] * 1000, job_text="A support lead. " * 100, criteria=9)
    assert cost is not None
    assert 0.4 < cost < 0.8


def test_nothing_to_judge_costs_nothing() -> None:
    assert estimate_cost("gpt-6-luna", [], job_text="job", criteria=3) == 0
