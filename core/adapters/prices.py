"""Models whose prices and habits are known, and how many tokens a text comes to. Works offline."""

import math
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.domain.verdict import Usage
from core.errors import ConfigurationError
from core.settings import Settings

if TYPE_CHECKING:
    from bpe_openai import Encoding

OFFICIAL = "openai.com"


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens, standard tier. As published in November 2026."""

    input: float
    cached: float
    output: float

    def of(self, usage: Usage) -> float:
        """US dollars for what was used."""
        fresh = max(0, usage.input_tokens - usage.cached_tokens)
        dollars = fresh * self.input + usage.cached_tokens * self.cached + usage.output_tokens * self.output
        return dollars / 1_000_000


@dataclass(frozen=True)
class Model:
    """What is known of a model. `reasons`: it takes a reasoning effort."""

    name: str
    price: Price | None = None
    reasons: bool = True


MODELS = (
    Model("gpt-6-luna", Price(0.10, 0.01, 0.50)),
    Model("gpt-6.1-terra", Price(1.00, 0.05, 5.00)),
    Model("gpt-4o-mini", Price(0.15, 0.075, 0.60), reasons=False),
)


def is_official(base_url: str | None) -> bool:
    """Whether requests go to OpenAI itself, and not to a compatible server."""
    host = (urlsplit(base_url).hostname or "") if base_url else OFFICIAL
    return host == OFFICIAL or host.endswith("." + OFFICIAL)


def model_named(name: str, *, base_url: str | None = None) -> Model:
    """The model of that name or of a dated version of it. Elsewhere than at OpenAI nobody knows the price."""
    for model in MODELS:
        if name == model.name or (name.startswith(model.name + "-20")):
            return model if is_official(base_url) else Model(name, None, model.reasons)
    return Model(name)


@dataclass(frozen=True)
class Tariff:
    """What this installation's model calls cost: as published, or else as `MODEL_PRICES` says of the model set."""

    model: str
    base_url: str | None = None
    given: Price | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Tariff":
        """Raises `ConfigurationError` for prices that are none."""
        given = None if settings.model_prices is None else read_price(settings.model_prices)
        return cls(settings.openai_model, settings.openai_base_url, given)

    def price(self, model: str) -> Price | None:
        """Of any model: a run may have been judged by one that was set before."""
        published = model_named(model, base_url=self.base_url).price
        return published or (self.given if model == self.model else None)

    def cost(self, model: str, usage: Usage) -> float | None:
        """US dollars for what was used, or None where the price isn't known."""
        price = self.price(model)
        return None if price is None else price.of(usage)


def read_price(text: str) -> Price:
    """ "0.10,0.01,0.50" is $0.10 for input, $0.01 for remembered input, $0.50 for output, per million tokens.

    Raises `ConfigurationError`.
    """
    try:
        amounts = [float(amount) for amount in text.split(",")]
    except ValueError:
        amounts = []
    if len(amounts) != 3 or not all(math.isfinite(amount) and amount >= 0 for amount in amounts):
        raise ConfigurationError(
            "MODEL_PRICES must be three amounts in US dollars per million tokens, for input, remembered input and "
            "output, such as 0.10,0.01,0.50."
        )
    return Price(*amounts)


@lru_cache(maxsize=1)
def _encoding() -> "Encoding":
    """Built for half a second, so only where an estimate is asked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the package opens its tables the old way
        from bpe_openai import get_encoding

        return get_encoding("o200k_base")


def estimate_tokens(text: str) -> int:
    """How many tokens a text comes to for the models of today; other models differ by some per cent."""
    return len(_encoding().encode_ordinary(text))
