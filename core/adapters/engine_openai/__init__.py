"""The engine that asks OpenAI, or any server that speaks its Chat Completions.

The client library takes a second to load, so the engine is loaded when it is first named: what only reckons with
prompts and prices needn't wait for it.
"""

from typing import TYPE_CHECKING

from core.adapters.engine_openai.limits import Limits

if TYPE_CHECKING:
    from core.adapters.engine_openai.engine import OpenAIEngine

__all__ = ["Limits", "OpenAIEngine"]


def __getattr__(name: str) -> object:
    if name != "OpenAIEngine":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from core.adapters.engine_openai.engine import OpenAIEngine

    return OpenAIEngine
