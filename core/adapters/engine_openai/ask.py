"""One question, one answer: cache → slot → tries → keep."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

import openai
from pydantic import BaseModel, ValidationError
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, wait_random_exponential

from core.adapters.engine_openai.classify import MALFORMED, classify
from core.adapters.engine_openai.client import Answer, Received, read_answer
from core.adapters.engine_openai.counted import counted
from core.adapters.engine_openai.dialect import Dialect
from core.adapters.engine_openai.failures import BadAnswer, Limited, Lost, Unsupported
from core.adapters.engine_openai.flights import Flights
from core.adapters.engine_openai.gate import Gate, Patience, Turn
from core.adapters.engine_openai.limits import Limits
from core.adapters.engine_openai.prompt import mending
from core.adapters.engine_openai.request import Message, Request
from core.adapters.engine_openai.shared_gate import SharedAllowance
from core.adapters.engine_openai.stopping import unless_stopped
from core.domain.verdict import NO_USAGE, Usage
from core.errors import AccountError, CannotScreen, UserError
from core.meters import MODEL_CALL_SECONDS, MODEL_CALLS, MODEL_TOKENS, REPLIES
from core.ports import ReplyCache
from core.screening.caller import CALLER, Caller

T = TypeVar("T")

PROCESS = secrets.token_hex(8)
"""Tells this process's answers from those of one that was killed."""

CLAIMED = 5
"""Seconds for which a process that was killed keeps others from asking what it asked; who lives says so again."""

BETWEEN_LOOKS = 0.25
"""Seconds between two looks for an answer that another process is fetching."""

REFUSAL_KEPT = 600
"""Seconds: asking the same at once again would only be refused again."""


@dataclass(frozen=True)
class Reply(Generic[T]):
    """What was read out of an answer. `cached`: it cost its caller nothing."""

    value: T
    model: str
    usage: Usage
    cached: bool = False


_RESULTS = {
    "Limited": "limited",
    "Lost": "lost",
    "Unsupported": "unsupported",
    "CannotScreen": "cannot_screen",
    "AccountError": "account",
}
"""What a call that brought no answer is counted as."""


class _Kept(BaseModel):
    """An answer as the cache holds it."""

    content: str = ""
    refused: bool = False
    model: str
    usage: Usage = Usage()
    paid_by: str = ""
    """Run and résumé: who finds its own answer again after a kill has paid for it, and nobody else did."""
    process: str = ""


@dataclass(frozen=True)
class _Heard(Generic[T]):
    """An answer, with what was read out of it or what is wrong with it."""

    answer: Answer
    reply: Reply[T] | None = None
    bad: BadAnswer | None = None


class _Refused(Exception):
    def __init__(self, model: str) -> None:
        super().__init__("refused")
        self.model = model


class Asker:
    """Asks with all the care there is. `send` makes one HTTP call and returns what came.

    Why the cache comes before the slot: answers that are kept must not queue behind calls.
    """

    def __init__(
        self,
        send: Callable[[dict[str, object]], Awaitable[Received]],
        *,
        cache: ReplyCache | None,
        seconds_kept: int,
        slots: int,
        dialect: Dialect,
        limits: Limits,
        shared: SharedAllowance | None = None,
    ) -> None:
        self._send = send
        self._cache = cache
        self._seconds_kept = seconds_kept
        self._dialect = dialect
        self._limits = limits
        self._gate = Gate(slots, limits, shared)
        self._shared = shared
        self._flights: Flights[Reply[Any]] = Flights()

    async def ask(self, request: Request, read: Callable[[str], T]) -> Reply[T]:
        """`read` turns an answer's text into a value or raises `BadAnswer` saying what is wrong.

        Raises `CannotScreen`, `AccountError`, or what the caller raises of its own. Equal requests at the same time
        share one call, which the first one's caller pays.
        """
        caller = CALLER.get()
        reply, joined = await self._flights.join(
            request.key,
            lambda: self._fetch(request, read),
            stop=caller.stop if caller else None,
            personal=_concerns_its_run,
        )
        return replace(reply, cached=True) if joined else reply

    async def aclose(self) -> None:
        await self._flights.aclose()
        if self._shared:
            await self._shared.aclose()

    async def _fetch(self, request: Request, read: Callable[[str], T]) -> Reply[T]:
        kept = await self._recall(request.key, read)
        if kept is not None:
            return kept
        if self._cache is None:
            return await self._fetch_anew(request, read)
        who = secrets.token_hex(8)
        if not await self._cache.claim(request.key, who, seconds=CLAIMED):
            kept = await self._fetched_elsewhere(self._cache, request, read, who)
            if kept is not None:
                return kept
        holding = asyncio.create_task(_hold(self._cache, request.key, who))
        try:
            return await self._fetch_anew(request, read)
        finally:
            holding.cancel()
            await asyncio.shield(self._cache.let_go(request.key, who))

    async def _fetched_elsewhere(
        self, cache: ReplyCache, request: Request, read: Callable[[str], T], who: str
    ) -> Reply[T] | None:
        """The answer that another process is fetching; None where it let go without one, and it is ours to fetch."""
        caller = CALLER.get()
        stop = caller.stop if caller else None
        while True:
            await unless_stopped(asyncio.ensure_future(asyncio.sleep(BETWEEN_LOOKS)), stop)
            ours = await cache.claim(request.key, who, seconds=CLAIMED)
            kept = await self._recall(request.key, read)
            if kept is not None or ours:
                if kept is not None and ours:
                    await cache.let_go(request.key, who)
                return kept

    async def _fetch_anew(self, request: Request, read: Callable[[str], T]) -> Reply[T]:
        try:
            return await self._converse(request, read)
        except _Refused as refused:
            await self._keep(request.key, _Kept(refused=True, model=refused.model), REFUSAL_KEPT)
            raise CannotScreen("refused") from None

    async def _recall(self, key: str, read: Callable[[str], T]) -> Reply[T] | None:
        text = await self._cache.get(key) if self._cache else None
        if self._cache:
            REPLIES.labels("miss" if text is None else "hit").inc()
        if text is None:
            return None
        try:
            kept = _Kept.model_validate_json(text)
            if kept.refused:
                raise CannotScreen("refused")
            value = read(kept.content)
        except (ValidationError, BadAnswer):
            return None
        caller = CALLER.get()
        own = caller is not None and kept.paid_by == _name(caller)
        if caller is not None and own and kept.process != PROCESS:
            caller.own(kept.usage)
        return Reply(value, kept.model, kept.usage, cached=not own)

    async def _keep(self, key: str, kept: _Kept, seconds: int) -> None:
        if self._cache:
            await self._cache.set(key, kept.model_dump_json(), seconds=seconds)

    async def _converse(self, request: Request, read: Callable[[str], T]) -> Reply[T]:
        """Calls until an answer can be read, `request.answers` times at most."""
        patience = Patience(self._limits)
        messages, room, usage, truncated = request.messages, request.room, NO_USAGE, False

        async def hear(answer: Answer) -> _Heard[T]:
            nonlocal usage
            usage += answer.usage
            if answer.refused or answer.finish in ("length", "content_filter"):
                return _Heard(answer)
            try:
                reply = Reply(read(answer.content), answer.model, usage)
            except BadAnswer as bad:
                return _Heard(answer, bad=bad)
            kept = _Kept(
                content=answer.content,
                model=answer.model,
                usage=usage,
                paid_by=_name(CALLER.get()),
                process=PROCESS,
            )
            await self._keep(request.key, kept, spread(self._seconds_kept, request.key))
            return _Heard(answer, reply)

        repairs = request.answers - 1
        for _ in range(request.answers):
            if patience.made == request.calls:
                break
            try:
                heard = await self._answered(request, messages, room, patience, hear)
            except BadAnswer:
                truncated = False
                continue  # not even a completion: there is nothing to mend
            if heard.reply is not None:
                return heard.reply
            if heard.answer.finish == "content_filter":
                raise CannotScreen("filtered")
            if heard.answer.refused:
                raise _Refused(heard.answer.model)
            truncated = heard.answer.finish == "length"
            if heard.bad is not None:
                repairs = (
                    min(repairs, request.answers if heard.bad.repairs is None else heard.bad.repairs) - 1
                )
                if repairs < 0:
                    break
                messages = mending(request.messages, heard.answer.content, heard.bad.wrong)
            elif room > request.room:
                break
            else:
                room = 2 * request.room
        raise CannotScreen("truncated" if truncated else "bad_answer")

    async def _answered(
        self,
        request: Request,
        messages: tuple[Message, ...],
        room: int,
        patience: Patience,
        hear: Callable[[Answer], Awaitable[_Heard[T]]],
    ) -> _Heard[T]:
        """Tries until the server answers. Raises `CannotScreen` where it doesn't."""
        growing = wait_random_exponential(multiplier=self._limits.backoff, max=self._limits.longest_backoff)

        def wait(state: RetryCallState) -> float:
            lost = state.outcome.exception() if state.outcome else None
            after = lost.after if isinstance(lost, Lost) else None
            return growing(state) if after is None else min(after, self._limits.longest_backoff)

        def enough(_: RetryCallState) -> bool:
            spent = patience.made == request.calls or patience.lost >= self._limits.tries
            return spent or patience.calls <= 0

        tries = AsyncRetrying(
            retry=retry_if_exception_type(Lost), stop=enough, wait=wait, sleep=asyncio.sleep, reraise=True
        )
        try:
            return await tries(self._pass, request, messages, room, patience, hear)
        except Lost as lost:
            raise CannotScreen(lost.reason) from None

    async def _pass(
        self,
        request: Request,
        messages: tuple[Message, ...],
        room: int,
        patience: Patience,
        hear: Callable[[Answer], Awaitable[_Heard[T]]],
    ) -> _Heard[T]:
        """One call that counts: rate limits are waited for, refused parameters are left out.

        The answer is heard, and kept, before the slot is given on: a process that is killed loses no more
        answers than there are slots.
        """
        while True:
            expected = Usage(input_tokens=_tokens(messages, request), output_tokens=min(room, request.likely))
            async with (
                self._gate.slot(patience, tokens=expected.input_tokens + room) as turn,
                counted(expected) as took,
            ):
                self._gate.begins(turn)
                body = self._dialect.body(request, messages, room)
                try:
                    answer = await self._call(body, request.model, turn)
                except Limited as limited:
                    self._gate.pause(limited, turn)
                    continue
                except Unsupported as refused:
                    if not self._dialect.gives_up(refused.parameter, body):
                        raise CannotScreen("bad_answer", MALFORMED) from None
                    continue
                except Lost as lost:
                    if lost.busy:
                        self._gate.narrow(turn)
                    patience.made += 1
                    patience.lost += 1
                    raise
                except BadAnswer:
                    patience.made += 1
                    raise
                except AccountError as refusal:
                    self._gate.shut(refusal)
                    raise
                took.usage = answer.usage
                _count_tokens(answer.usage)
                self._gate.answered(turn)
                patience.made += 1
                patience.limited = 0
                return await hear(answer)

    async def _call(self, body: dict[str, object], model: str, turn: Turn) -> Answer:
        clock, patience = asyncio.get_running_loop().time, turn.patience
        began = clock()
        result = "broken_off"
        try:
            async with asyncio.timeout(max(0.0, min(self._limits.call, patience.calls))):
                received = await self._send(body)
            result = "answered"
            MODEL_CALL_SECONDS.observe(clock() - began)
        except (openai.OpenAIError, TimeoutError) as error:
            if isinstance(error, openai.APIStatusError):
                self._gate.heard(error.response.headers, turn)
            meant = classify(error, model=model)
            result = _RESULTS.get(type(meant).__name__, "lost")
            if meant is None:
                raise
            raise meant from None
        finally:
            patience.calls -= clock() - began
            MODEL_CALLS.labels(result).inc()
        self._gate.heard(received.headers, turn)
        return read_answer(received.content, asked_model=model)


def _name(caller: Caller | None) -> str:
    return f"{caller.lane}/{caller.item}" if caller else ""


def payer_of(value: str) -> tuple[str, str] | None:
    """Run and item that paid for a kept answer; None where it was nobody's, or isn't an answer."""
    try:
        run_id, _, item_id = _Kept.model_validate_json(value).paid_by.partition("/")
    except ValidationError:
        return None
    return (run_id, item_id) if item_id else None


def spread(seconds: int, key: str) -> int:
    """`seconds` ± 10 %, always the same for a key, so that answers of one run don't all expire at once."""
    return round(seconds * (0.9 + 0.2 * int(key[:8], 16) / 0xFFFFFFFF))


def _concerns_its_run(trouble: Exception) -> bool:
    """Whether only who asked first is hit: its run was stopped, or may spend no more."""
    return isinstance(trouble, UserError) or (
        isinstance(trouble, CannotScreen) and trouble.reason == "not_started"
    )


def _tokens(messages: tuple[Message, ...], request: Request) -> int:
    """About how many tokens these come to with the schema: four bytes each, near enough for an allowance of a minute
    and a little high for most texts, as a budget wants it."""
    said = sum(len(message.content.encode()) for message in messages)
    return (said + len(json.dumps(request.schema))) // 4


def _count_tokens(usage: Usage) -> None:
    for kind, tokens in (
        ("input", usage.input_tokens),
        ("cached", usage.cached_tokens),
        ("output", usage.output_tokens),
    ):
        MODEL_TOKENS.labels(kind).inc(tokens)


async def _hold(cache: ReplyCache, key: str, who: str) -> None:
    """Keeps a claim for as long as the answer takes."""
    while True:
        await asyncio.sleep(CLAIMED / 3)
        await cache.claim(key, who, seconds=CLAIMED)
