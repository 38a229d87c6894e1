"""The engine behind the port: what is asked, with which parameters, and what the answer means."""

import asyncio
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
import openai
from openai import AsyncOpenAI
from openai.resources.chat.completions import AsyncCompletions  # `client.chat` would load it on the loop

from core.adapters.engine_openai.ask import Asker
from core.adapters.engine_openai.classify import classify, unknown_model
from core.adapters.engine_openai.client import Received, make_client, read_model_names
from core.adapters.engine_openai.dialect import Dialect
from core.adapters.engine_openai.failures import BadAnswer
from core.adapters.engine_openai.limits import Limits
from core.adapters.engine_openai.parts import Part, in_parts, joined
from core.adapters.engine_openai.prompt import (
    PROMPT_VERSION,
    judge_messages,
    prefer_messages,
    suggest_messages,
)
from core.adapters.engine_openai.request import Message, Request
from core.adapters.engine_openai.schema import (
    MAX_SUGGESTED,
    PREFER_SCHEMA,
    SCHEMA_VERSION,
    SUGGEST_SCHEMA,
    judge_schema,
    read_judged,
    read_preferred,
    read_suggested,
)
from core.adapters.engine_openai.shared_gate import SharedAllowance
from core.adapters.engine_openai.sizes import answer_room, likely_at_most
from core.adapters.prices import is_official, model_named
from core.domain.job import Job, Rubric
from core.domain.run import EngineName
from core.domain.verdict import Judgement, Preference
from core.errors import AccountError, CannotScreen, ConfigurationError, InternalError, PartUnavailable
from core.ports import ReplyCache
from core.settings import Settings


class OpenAIEngine:
    """Chat Completions with a strict schema, at OpenAI or at a compatible server (`OPENAI_BASE_URL`).

    Made anywhere, used and closed on one loop. The HTTP client is made at the first call.
    """

    name: EngineName = "openai"

    def __init__(
        self,
        settings: Settings,
        cache: ReplyCache | None,
        *,
        http_client: httpx2.AsyncClient | None = None,
        limits: Limits | None = None,
        shared: SharedAllowance | None = None,
    ) -> None:
        address = urlsplit(settings.openai_base_url or "https://api.openai.com")
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ConfigurationError("OPENAI_BASE_URL must begin with http:// or https://.")
        self.model = settings.openai_model
        self._fence_key = settings.request_key.get_secret_value().encode()
        self._settings = settings
        self._limits = limits or Limits()
        self._http_client = http_client
        self._client: AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._known = model_named(self.model)
        self._asker = Asker(
            self._send,
            cache=cache,
            seconds_kept=settings.cache_ttl,
            slots=settings.max_in_flight,
            dialect=Dialect(official=is_official(settings.openai_base_url), reasons=self._known.reasons),
            limits=self._limits,
            shared=shared,
        )

    async def suggest(self, job: Job) -> Rubric:
        """4–8 criteria in one call, two at most. Raises `CannotScreen` where the model finds or gives none."""
        request = self._request(
            suggest_messages(job),
            "criteria",
            SUGGEST_SCHEMA,
            criteria=MAX_SUGGESTED,
            answers=2,
            calls=2,
        )
        rubric = (await self._asker.ask(request, read_suggested)).value.rubric(job)
        if rubric is None:
            raise CannotScreen("bad_answer", "The AI found no criteria in the job description.")
        return rubric

    async def judge(self, sent_text: str, job: Job, rubric: Rubric, *, look: int = 0) -> Judgement:
        """One call; one for each dozen criteria of a longer rubric, all of which have to succeed."""
        parts = in_parts(rubric)
        if len(parts) == 1:
            return await self._judge(sent_text, job, parts[0], look=look)
        asked = [self._judge(sent_text, job, part, look=look) for part in parts]
        answered = await asyncio.gather(
            *asked, return_exceptions=True
        )  # each that comes is paid for and kept
        judged = [answer for answer in answered if isinstance(answer, Judgement)]
        if trouble := next((answer for answer in answered if isinstance(answer, BaseException)), None):
            raise trouble
        return joined(judged)

    async def _judge(self, sent_text: str, job: Job, part: Part, *, look: int) -> Judgement:
        request = self._request(
            judge_messages(sent_text, job, part, fence_key=self._fence_key),
            "judgement",
            judge_schema(part),
            criteria=len(part),
            look=look,
        )
        reply = await self._asker.ask(request, lambda content: read_judged(content, part))
        judged = reply.value
        return Judgement(
            claims=judged.claims(part),
            strengths=tuple(line for line in judged.strengths if line)[:3],
            weaknesses=tuple(line for line in judged.weaknesses if line)[:3],
            summary=judged.summary,
            instruction_like_text=judged.instruction_like_text,
            model=reply.model,
            cached=reply.cached,
            usage=reply.usage,
        )

    async def prefer(self, one: str, other: str, job: Job, rubric: Rubric) -> Preference:
        request = self._request(
            prefer_messages(
                one,
                other,
                job,
                rubric.criteria,
                fence_key=self._fence_key,
            ),
            "preference",
            PREFER_SCHEMA,
            criteria=0,
        )
        return (await self._asker.ask(request, read_preferred)).value.better

    async def ping(self) -> str:
        """Asks for the list of models, which costs nothing."""
        host = self._settings.model_host
        try:
            async with asyncio.timeout(3 * self._limits.connect):
                received = await self._on_this_loop().models.with_raw_response.list()
            names = read_model_names(received.content)
        except (openai.OpenAIError, TimeoutError) as error:
            if isinstance(error, openai.APIStatusError) and error.status_code in (404, 405, 501):
                return f"{host} answers."  # many compatible servers have no such list
            meant = classify(error, model=self.model)
            if isinstance(meant, AccountError):
                raise meant from None
            raise PartUnavailable(
                "Engine", f"{host} doesn't answer. Check OPENAI_BASE_URL and the network."
            ) from None
        except BadAnswer:
            raise PartUnavailable(
                "Engine", f"{host} answers, but not as an AI service does. Check OPENAI_BASE_URL."
            ) from None
        if self.model in names:
            return f"{host} answers and has {self.model}."
        if is_official(self._settings.openai_base_url):
            raise AccountError("no_access", unknown_model(self.model))
        return f"{host} answers, but doesn't list {self.model}. If screening fails, check OPENAI_MODEL."

    async def aclose(self) -> None:
        await self._asker.aclose()
        if self._client is not None:
            await self._client.close()
        elif self._http_client is not None:
            await self._http_client.aclose()

    def _request(
        self,
        messages: tuple[Message, ...],
        schema_name: str,
        schema: dict[str, object],
        *,
        criteria: int,
        answers: int = 3,
        calls: int | None = None,
        look: int = 0,
    ) -> Request:
        effort = self._settings.openai_reasoning_effort if self._known.reasons else "none"
        parameters: dict[str, object] = {"reasoning_effort": effort}
        if effort == "none":
            parameters["temperature"] = 0  # with any thought it would be refused
        return Request(
            model=self.model,
            messages=messages,
            schema_name=schema_name,
            schema=schema,
            schema_version=f"{PROMPT_VERSION}/{SCHEMA_VERSION}",
            room=answer_room(criteria, effort),
            likely=likely_at_most(criteria, effort),
            parameters=parameters,
            answers=answers,
            calls=calls,
            look=look,
        )

    async def _send(self, body: dict[str, object]) -> Received:
        create = cast("Any", AsyncCompletions(self._on_this_loop()).with_raw_response.create)
        received = await create(**body)
        return Received(received.content, received.headers)

    def _on_this_loop(self) -> AsyncOpenAI:
        loop = asyncio.get_running_loop()
        if self._client is None:
            self._client, self._loop = make_client(self._settings, self._limits, self._http_client), loop
        if self._loop is not loop:
            raise InternalError("An engine was used from two loops.")
        return self._client
