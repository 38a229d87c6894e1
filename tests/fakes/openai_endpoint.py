"""An OpenAI-compatible endpoint for tests and trials by hand: deterministic answers, and every way to misbehave.

In a test:

    with FakeEndpoint(latency=0.05, script=[rate_limited("0.1"), server_error(503)]) as endpoint:
        settings = Settings(openai_base_url=endpoint.url)

`script` is used up call by call, then `behave(n, body)` is asked (n counts from 1), then it answers well.
By hand: `python -m tests.fakes.openai_endpoint --port 8099 --latency 1`
"""

import argparse
import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from tests.fakes.openai_answers import Body as Body
from tests.fakes.openai_answers import completion as completion
from tests.fakes.openai_answers import good_content as good_content
from tests.fakes.openai_answers import resume_of as resume_of
from tests.fakes.rates import Limiter


@dataclass
class Call:
    """One call as it came in."""

    number: int
    body: Body
    headers: dict[str, str]
    began: float
    ended: float | None = None
    status: int | None = None


@dataclass
class Context:
    """What a behaviour may use: the call, and the event that says the endpoint is closing."""

    call: Call
    closing: asyncio.Event


Behaviour = Callable[[Context], Awaitable[Response]]


def answers(content: str | None = None, *, finish: str = "stop", **message: object) -> Behaviour:
    """A well-formed completion; without `content` the one a good model would give."""

    async def behave(context: Context) -> Response:
        said = good_content(context.call.body) if content is None else content
        return JSONResponse(completion(context.call.body, said, finish=finish, **message))

    return behave


def error(
    status: int,
    message: str = "An error of the test.",
    *,
    code: str | None = None,
    kind: str | None = None,
    param: str | None = None,
    headers: dict[str, str] | None = None,
) -> Behaviour:
    """An error in OpenAI's form."""

    async def behave(context: Context) -> Response:
        body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
        return JSONResponse(body, status, headers=headers)

    return behave


def rate_limited(
    retry_after: str | None = None, *, milliseconds: str | None = None, headers: dict[str, str] | None = None
) -> Behaviour:
    told = {"retry-after": retry_after, "retry-after-ms": milliseconds, **(headers or {})}
    given = {name: value for name, value in told.items() if value is not None}
    return error(429, "Rate limit reached.", code="rate_limit_exceeded", kind="requests", headers=given)


def server_error(status: int = 500, *, retry_after: str | None = None) -> Behaviour:
    headers = {"retry-after": retry_after} if retry_after else None
    return error(status, "The server had an error.", kind="server_error", headers=headers)


def bad_key() -> Behaviour:
    return error(401, "Incorrect API key provided.", code="invalid_api_key", kind="invalid_request_error")


def no_quota() -> Behaviour:
    return error(429, "You exceeded your quota.", code="insufficient_quota", kind="insufficient_quota")


def no_model() -> Behaviour:
    return error(404, "The model doesn't exist.", code="model_not_found", kind="invalid_request_error")


def too_long() -> Behaviour:
    return error(
        400,
        "This model's maximum context length is 8192 tokens.",
        code="context_length_exceeded",
        kind="invalid_request_error",
        param="messages",
    )


def refuses(parameter: str, message: str = "", *, status: int = 400) -> Behaviour:
    """Refuses calls that have the parameter, answers the others."""

    async def behave(context: Context) -> Response:
        if parameter in context.call.body:
            said = message or f"Unsupported parameter: '{parameter}' is not supported with this model."
            return await error(status, said, param=parameter, kind="invalid_request_error")(context)
        return await answers()(context)

    return behave


def bad_json() -> Behaviour:
    return answers('{"findings": [{"criterion_id": "c1", "quotes": [')


def wrong_schema() -> Behaviour:
    return answers('{"score": 10, "verdict": "hire"}')


def missing_ids() -> Behaviour:
    return _changed(lambda answer: answer["findings"].pop())


def doubled_ids() -> Behaviour:
    return _changed(lambda answer: answer["findings"].append(answer["findings"][0]))


def unknown_ids() -> Behaviour:
    return _changed(
        lambda answer: answer["findings"].append({**answer["findings"][0], "criterion_id": "c99"})
    )


def truncated() -> Behaviour:
    return answers('{"findings": [{"criterion_id": "c1", "quo', finish="length")


def refusal() -> Behaviour:
    return answers("", refusal="I can't help with that.")


def filtered() -> Behaviour:
    return answers("", finish="content_filter")


def html() -> Behaviour:
    async def behave(context: Context) -> Response:
        return HTMLResponse("<!doctype html><title>Sign in</title><p>Please sign in to the network.")

    return behave


def huge(size: int = 10_000_000) -> Behaviour:
    return answers(" " * size)


def hang() -> Behaviour:
    """Takes the request and says nothing until the client has gone or the endpoint closes."""

    async def behave(context: Context) -> Response:
        with suppress(TimeoutError):
            async with asyncio.timeout(120):
                await context.closing.wait()
        return Response(status_code=503)

    return behave


def drip(pause: float = 0.05) -> Behaviour:
    """One blank at a time, without end: each arrives well before any read time-out."""

    async def behave(context: Context) -> Response:
        async def parts() -> AsyncIterator[bytes]:
            while not context.closing.is_set():
                yield b" "
                await asyncio.sleep(pause)

        return StreamingResponse(parts(), media_type="application/json")

    return behave


class _Dropped(Response):
    """Promises more bytes than it sends, then hangs up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"5000")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"choices": [', "more_body": True})
        raise ConnectionResetError("dropped on purpose")


def dropped_body() -> Behaviour:
    async def behave(context: Context) -> Response:
        return _Dropped()

    return behave


def _changed(change: Callable[[dict[str, Any]], object]) -> Behaviour:
    async def behave(context: Context) -> Response:
        answer = json.loads(good_content(context.call.body))
        change(answer)
        return await answers(json.dumps(answer))(context)

    return behave


@dataclass
class FakeEndpoint:
    """Runs a real server on a thread of its own; `url` ends in /v1."""

    latency: float = 0.0
    script: Iterable[Behaviour] = ()
    behave: Callable[[int, Body], Behaviour | None] | None = None
    models: tuple[str, ...] | None = ("gpt-6-luna", "gpt-6.1-terra", "gpt-4o-mini")
    port: int = 0
    limiter: Limiter | None = None
    """Rules over each call as it comes in."""
    calls: list[Call] = field(default_factory=list)
    max_in_flight: int = 0

    def __post_init__(self) -> None:
        self._rest = iter(self.script)
        self._in_flight = 0
        self._socket: socket.socket | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing: asyncio.Event | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def requests(self) -> list[Body]:
        """The bodies of the chat calls in the order they came."""
        return [call.body for call in self.calls]

    @property
    def judged(self) -> list[Body]:
        """Those of them that ask about a résumé."""
        return [body for body in self.requests if resume_of(body)]

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        self.port = self._socket.getsockname()[1]
        config = uvicorn.Config(
            self.app(),
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=1,
            timeout_keep_alive=30,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="fake-openai", daemon=True)
        self._thread.start()
        until = time.monotonic() + 10
        while not self._server.started:
            if time.monotonic() > until or not self._thread.is_alive():
                raise RuntimeError("the fake endpoint didn't start")
            time.sleep(0.005)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server and self._thread and self._loop and self._closing:
            with suppress(RuntimeError):  # it may have ended by itself
                self._loop.call_soon_threadsafe(self._closing.set)
            self._server.should_exit = True
            self._thread.join(10)
        if self._socket:
            self._socket.close()

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
                Route("/v1/models", self._models),
            ]
        )

    def _run(self) -> None:
        assert self._server is not None
        assert self._socket is not None
        asyncio.run(self._serve(self._server, self._socket))

    async def _serve(self, server: uvicorn.Server, listener: socket.socket) -> None:
        self._loop, self._closing = asyncio.get_running_loop(), asyncio.Event()
        await server.serve(sockets=[listener])

    async def _models(self, request: Request) -> Response:
        if self.models is None:
            return JSONResponse({"error": {"message": "Not found"}}, 404)
        return JSONResponse({"object": "list", "data": [{"id": m, "object": "model"} for m in self.models]})

    async def _chat(self, request: Request) -> Response:
        body = json.loads(await request.body())
        call = Call(len(self.calls) + 1, body, dict(request.headers), time.monotonic())
        self.calls.append(call)
        self._in_flight += 1
        self.max_in_flight = max(self.max_in_flight, self._in_flight)
        try:
            ruling = self.limiter.rule(call.began) if self.limiter else None
            if ruling and not ruling.admitted:
                call.status = 429
                return await rate_limited(headers=ruling.headers)(
                    Context(call, self._closing or asyncio.Event())
                )
            if self.latency:
                await asyncio.sleep(self.latency)
            response = await self._behaviour(call)(Context(call, self._closing or asyncio.Event()))
            call.status = response.status_code
            response.headers.update(ruling.headers if ruling else {})
            return response
        finally:
            call.ended = time.monotonic()
            self._in_flight -= 1

    def _behaviour(self, call: Call) -> Behaviour:
        chosen = next(self._rest, None)
        if chosen is None and self.behave is not None:
            chosen = self.behave(call.number, call.body)
        return chosen or answers()


@pytest.fixture
def fake_openai() -> Iterator[FakeEndpoint]:
    """A well-behaved endpoint without latency."""
    with FakeEndpoint() as endpoint:
        yield endpoint


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--no-quota-after", type=int, default=0, help="calls; 0: never")
    given = parser.parse_args()
    most = given.no_quota_after

    def behave(number: int, body: Body) -> Behaviour | None:
        return no_quota() if most and number > most else None

    endpoint = FakeEndpoint(latency=given.latency, behave=behave, port=given.port)
    uvicorn.run(endpoint.app(), host="127.0.0.1", port=given.port, log_level="warning", lifespan="off")


if __name__ == "__main__":
    main()
