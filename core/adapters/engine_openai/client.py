"""The HTTP client: bounded answers, no redirects, no retries of its own."""

from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

import httpx2
from openai import AsyncOpenAI
from pydantic import BaseModel, Field, ValidationError

from core.adapters.engine_openai.classify import BAD_KEY
from core.adapters.engine_openai.failures import BadAnswer
from core.adapters.engine_openai.limits import Limits
from core.domain.verdict import Usage
from core.errors import AccountError
from core.settings import Settings

OPENAI_URL = "https://api.openai.com/v1"
NO_KEY = "no-key"  # the library insists on one; compatible servers on this machine don't


class _Bounded(httpx2.AsyncByteStream):
    """An answer's bytes, cut off by an error once there are too many."""

    def __init__(self, stream: httpx2.AsyncByteStream, most: int) -> None:
        self._stream = stream
        self._most = most

    async def __aiter__(self) -> AsyncIterator[bytes]:
        seen = 0
        async for part in self._stream:
            seen += len(part)
            if seen > self._most:
                raise BadAnswer("The answer was far too long.")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def make_client(settings: Settings, limits: Limits, http_client: httpx2.AsyncClient | None) -> AsyncOpenAI:
    """A client for the loop it is made on. It takes `http_client` over and closes it with itself."""

    async def bound(response: httpx2.Response) -> None:
        if response.headers.get("content-encoding", "identity") != "identity":
            raise BadAnswer("The answer was compressed, though that wasn't asked for.")
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream, limits.body_bytes)

    timeout = httpx2.Timeout(limits.call, connect=limits.connect)
    http = http_client or httpx2.AsyncClient(
        timeout=timeout,
        limits=httpx2.Limits(
            max_connections=settings.max_in_flight, max_keepalive_connections=settings.max_in_flight
        ),
        follow_redirects=False,  # texts go to the host that was named, nowhere else
    )
    http.event_hooks = {**http.event_hooks, "response": [*http.event_hooks["response"], bound]}
    return AsyncOpenAI(
        api_key=_key(settings),
        base_url=settings.openai_base_url or OPENAI_URL,
        timeout=timeout,
        max_retries=0,  # one layer of retries: ours
        http_client=http,
        default_headers={"Accept-Encoding": "identity"},  # a bounded answer must not unpack to more
    )


def _key(settings: Settings) -> str:
    """Raises `AccountError` for a key that can't be one: the library would show it in an error of its own."""
    key = settings.openai_api_key.get_secret_value().strip() if settings.openai_api_key else ""
    if not all("!" <= character <= "~" for character in key):
        raise AccountError("bad_key", BAD_KEY)
    return key or NO_KEY


class Received(NamedTuple):
    """What came over the wire."""

    content: bytes
    headers: Mapping[str, str]


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message = _Message()
    finish_reason: str | None = None


class _InputDetails(BaseModel):
    cached_tokens: int | None = None


class _Usage(BaseModel):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _InputDetails | None = None


class _Envelope(BaseModel):
    choices: list[_Choice] = Field(min_length=1)
    model: str | None = None
    usage: _Usage | None = None


class Answer(BaseModel):
    """What a model said, before anybody looked at what it means."""

    content: str
    refused: bool
    finish: str
    model: str
    usage: Usage


def read_answer(body: bytes, *, asked_model: str) -> Answer:
    """Raises `BadAnswer` for a body that is no chat completion (an HTML page, half a JSON)."""
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError:
        raise BadAnswer("The answer was no chat completion.") from None
    choice, usage = envelope.choices[0], envelope.usage or _Usage()
    details = usage.prompt_tokens_details or _InputDetails()
    return Answer(
        content=choice.message.content or "",
        refused=bool(choice.message.refusal),
        finish=choice.finish_reason or "",
        model=" ".join((envelope.model or asked_model).split())[:100],
        usage=Usage(
            input_tokens=usage.prompt_tokens or 0,
            cached_tokens=details.cached_tokens or 0,
            output_tokens=usage.completion_tokens or 0,
        ),
    )


class _Model(BaseModel):
    id: str


class _Models(BaseModel):
    data: list[_Model]


def read_model_names(body: bytes) -> frozenset[str]:
    """Raises `BadAnswer` for a body that is no list of models."""
    try:
        return frozenset(model.id for model in _Models.model_validate_json(body).data)
    except ValidationError:
        raise BadAnswer("The answer was no list of models.") from None
