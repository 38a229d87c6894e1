"""Prices and token counts, offline."""

import pytest

from core.adapters.prices import Price, Tariff, estimate_tokens, model_named, read_price
from core.domain.verdict import Usage
from core.errors import ConfigurationError
from core.settings import Settings


def test_tokens_are_counted_without_a_network() -> None:
    assert estimate_tokens("") == 0
    assert estimate_tokens("hello world") == 2


def test_text_that_looks_like_a_control_token_is_only_text() -> None:
    assert estimate_tokens("<|endoftext|>") > 1


def test_an_unknown_model_has_no_price() -> None:
    assert model_named("llama3.1:8b").price is None
    assert Tariff("llama3.1:8b").cost("llama3.1:8b", Usage()) is None
    assert Tariff("gpt-6-luna").cost("gpt-6-luna-pro", Usage(input_tokens=10)) is None


def test_the_price_of_a_model_can_be_told() -> None:
    tariff = Tariff.of(Settings(openai_model="llama3.1:8b", model_prices="1, 0.5, 4"))
    assert tariff.price("llama3.1:8b") == Price(1, 0.5, 4)
    used = Usage(input_tokens=1_000_000, cached_tokens=400_000, output_tokens=500_000)
    assert tariff.cost("llama3.1:8b", used) == pytest.approx(0.6 + 0.2 + 2)


def test_what_is_told_holds_for_the_model_set_and_never_over_a_published_price() -> None:
    tariff = Tariff.of(Settings(openai_model="gpt-6-luna", model_prices="9,9,9"))
    assert tariff.price("gpt-6-luna") == Price(0.10, 0.01, 0.50)
    assert tariff.price("llama3.1:8b") is None
    elsewhere = Settings(
        openai_base_url="http://localhost:1/v1", openai_model="gpt-6-luna", model_prices="9,9,9"
    )
    assert Tariff.of(elsewhere).price("gpt-6-luna") == Price(9, 9, 9)


@pytest.mark.parametrize(
    "nonsense", ["", "1", "1,2", "1,2,3,4", "a,b,c", "1,2,-3", "nan,1,1", "inf,1,1", "$1,$2,$3", "1;2;3"]
)
def test_prices_that_are_none_are_refused_by_the_settings_name(nonsense: str) -> None:
    with pytest.raises(ConfigurationError, match="MODEL_PRICES"):
        read_price(nonsense)


def test_a_dated_version_costs_what_its_model_costs() -> None:
    assert model_named("gpt-4o-mini-2024-07-18").price == model_named("gpt-4o-mini").price


def test_the_price_of_a_model_is_not_known_on_somebody_elses_server() -> None:
    assert model_named("gpt-4o-mini", base_url="http://localhost:11434/v1").price is None
    assert model_named("gpt-4o-mini", base_url="https://eu.api.openai.com/v1").price is not None
    assert model_named("gpt-4o-mini", base_url="https://notopenai.com/v1").price is None


def test_remembered_input_costs_less_than_fresh() -> None:
    luna = model_named("gpt-6-luna").price
    assert luna is not None
    assert luna.of(Usage(input_tokens=1_000_000)) == pytest.approx(0.10)
    assert luna.of(Usage(input_tokens=1_000_000, cached_tokens=1_000_000)) == pytest.approx(0.01)
