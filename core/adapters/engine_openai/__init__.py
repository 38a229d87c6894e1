"""The engine that asks OpenAI, or any server that speaks its Chat Completions."""

from core.adapters.engine_openai.engine import OpenAIEngine
from core.adapters.engine_openai.limits import Limits

__all__ = ["Limits", "OpenAIEngine"]
