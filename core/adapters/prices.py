"""Models whose prices and habits are known, and what a screening will cost. Works offline."""

import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.domain.verdict import Usage

if TYPE_CHECKING:
    from bpe_openai import Encoding

OFFICIAL = "openai.com"

INSTRUCTION_TOKENS = 750
"""What the fixed part of a request comes to, the answer's schema included."""

TOKENS_PER_CRITERION = 75
"""A claim with its quotes and reason."""

TOKENS_PER_ANSWER = 200
"""Strengths, weaknesses and summary."""


@dataclass(frozen=True)
class Price:
    """US dollars per million tokens, standard tier. As published in November 2026."""

    input: float
    cached: float
    output: float


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


def price_of(usage: Usage, model: Model) -> float | None:
    """US dollars for what was used, or None where the price isn't known."""
    if model.price is None:
        return None
    fresh = max(0, usage.input_tokens - usage.cached_tokens)
    dollars = (
        fresh * model.price.input
        + usage.cached_tokens * model.price.cached
        + usage.output_tokens * model.price.output
    )
    return dollars / 1_000_000


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


def estimate_cost(
    model: str, texts: Iterable[str], *, job_text: str, criteria: int, base_url: str | None = None
) -> float | None:
    """US dollars for judging these résumés, as if none were in the cache; None where the price isn't known.

    The part that all requests share is counted as remembered by the provider from the second one on.
    """
    known = model_named(model, base_url=base_url)
    if known.price is None:
        return None
    counts = [estimate_tokens(text) for text in texts]
    if not counts:
        return 0.0
    shared = INSTRUCTION_TOKENS + estimate_tokens(job_text) + 30 * criteria
    usage = Usage(
        input_tokens=sum(counts) + shared * len(counts),
        cached_tokens=shared * (len(counts) - 1),
        output_tokens=(TOKENS_PER_ANSWER + TOKENS_PER_CRITERION * criteria) * len(counts),
    )
    return price_of(usage, known)
