"""From what the client library raises to what it means for us: an account, a résumé, or another try."""

import email.utils
import json
import math
import re
import time
from collections.abc import Mapping

import openai

from core.adapters.engine_openai.failures import CallFailed, Limited, Lost, Unsupported
from core.errors import AccountError, CannotScreen

NO_QUOTA = "Your OpenAI account has no credit left. Top up, then press Continue."
BAD_KEY = "The AI service doesn't accept the key. Correct OPENAI_API_KEY, then press Continue."
NO_ACCESS = "The AI service refuses this account. Check what the key may be used for, then press Continue."
MOVED = "The AI service has moved. Set OPENAI_BASE_URL to its present address."
TOO_LONG = "This résumé is too long for the AI model. Set OPENAI_MODEL to one that takes longer texts."
MALFORMED = "The AI service refused the request. Check that OPENAI_MODEL can answer in JSON, then try again."

_QUOTA_CODES = frozenset(
    {"insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "insufficient_balance"}
)
_KEY_CODES = frozenset({"invalid_api_key", "invalid_issuer", "account_deactivated"})
_FILTER_CODES = frozenset({"content_filter", "content_policy_violation", "invalid_prompt"})
_LENGTH_CODES = frozenset({"context_length_exceeded", "exceed_context_size_error"})

_TOO_LONG = re.compile(
    r"context[ _](length|size|window)|maximum context|prompt is too long|request too large", re.I
)
_BAD_KEY = re.compile(
    r"api[ _]key\b.{0,40}\b(invalid|not valid|incorrect)|\b(invalid|incorrect) api[ _]key", re.I
)
_PARAMETERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("response_format", re.compile(r"response_format|json_schema|json_object|structured output", re.I)),
    ("reasoning_effort", re.compile(r"reasoning[_.]effort", re.I)),
    ("max_completion_tokens", re.compile(r"max_completion_tokens", re.I)),
    ("max_tokens", re.compile(r"max_tokens", re.I)),
    ("temperature", re.compile(r"temperature", re.I)),
    ("store", re.compile(r"['\"`]store['\"`]")),  # the bare word is common English
)


def classify(error: Exception, *, model: str) -> CallFailed | AccountError | CannotScreen | None:
    """What to raise instead, or None for an error that isn't the provider's. Quotes nothing of any text."""
    if isinstance(error, (TimeoutError, openai.APITimeoutError)):
        return Lost("timeout")
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, model)
    if isinstance(error, openai.APIConnectionError):
        return Lost("unreachable")
    return None


def _of_status(error: openai.APIStatusError, model: str) -> CallFailed | AccountError | CannotScreen:
    status = error.status_code
    codes = {str(code) for code in (error.code, error.type) if code}
    words = _words_of(error)
    if codes & _QUOTA_CODES or status == 402:
        return AccountError("no_quota", NO_QUOTA)
    if status == 401 or codes & _KEY_CODES or (status in (400, 403) and _BAD_KEY.search(words)):
        return AccountError("bad_key", BAD_KEY)
    if status == 403:
        return AccountError("no_access", NO_ACCESS)
    if status in (404, 405, 410):
        return AccountError("no_access", unknown_model(model))
    if 300 <= status < 400:
        return AccountError("no_access", MOVED)
    if codes & _LENGTH_CODES or status == 413 or (status in (400, 422, 429) and _TOO_LONG.search(words)):
        return CannotScreen("too_large", TOO_LONG)
    if status == 429:
        return Limited(retry_after(error.response.headers))
    if status >= 500 or status in (408, 409, 425):
        return Lost("unreachable", after=retry_after(error.response.headers), busy=status in (503, 529))
    if codes & _FILTER_CODES:
        return CannotScreen("filtered")
    parameter = _named_parameter(error, words)
    return Unsupported(parameter) if parameter else CannotScreen("bad_answer", MALFORMED)


def unknown_model(model: str) -> str:
    return (
        f"The AI service has no model “{model[:80]}” for this account. "
        "Check OPENAI_MODEL and OPENAI_BASE_URL, then press Continue."
    )


def retry_after(headers: Mapping[str, str], *, now: float | None = None) -> float | None:
    """Seconds to wait as the server says (milliseconds, seconds or a date), or None where it doesn't."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit
        except ValueError:
            continue
        return seconds if math.isfinite(seconds) and seconds > 0 else None
    parsed = email.utils.parsedate_tz(headers.get("retry-after", ""))
    if parsed is None:
        return None
    try:
        seconds = email.utils.mktime_tz(parsed) - (time.time() if now is None else now)
    except (ValueError, OverflowError):
        return None
    return seconds if seconds > 0 else None


def _words_of(error: openai.APIStatusError) -> str:
    """What the server said, to look for known words in; never shown or kept."""
    body = error.body
    said = body if isinstance(body, str) else json.dumps(body, default=str, ensure_ascii=False)
    return said[:4000]


def _named_parameter(error: openai.APIStatusError, words: str) -> str | None:
    for said in (str(error.param or ""), words):
        for name, pattern in _PARAMETERS:
            if pattern.search(said) or said == name:
                return name
    return None
