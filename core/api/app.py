"""The routes of the API, and who may use them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import anyio
import anyio.to_thread
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from core.access import person_with, rules_of
from core.api import screenings
from core.api.answers import Refusal, refusal_of
from core.api.incoming import run_id_for, wish_in
from core.api.openapi import openapi
from core.errors import ShortlistError
from core.intake import RUN_ID
from core.wiring import Services

T = TypeVar("T")

AT_ONCE = 4
"""Requests whose files are taken in at a time; others wait. What asks for a screening isn't held up by them."""


def api(engine_room: Callable[[], Services]) -> Starlette:
    """To be mounted at /api. `engine_room` gives everybody's services; each request sees its person's part of them."""
    app = Starlette(
        routes=[
            Route("/openapi.json", _OpenApi),
            Route("/runs", _Runs),
            Route("/runs/{run_id}", _OneRun),
            Route("/runs/{run_id}/shortlist.csv", _ShortlistCsv),
            Route("/{elsewhere:path}", _Elsewhere),
        ],
        exception_handlers={
            Refusal: _refused,
            ShortlistError: _failed,
            HTTPException: _not_so,
            ClientDisconnect: _left,
        },
    )
    app.state.engine_room = engine_room
    app.state.intake = None
    return app


class _Endpoint(HTTPEndpoint):
    """What all of them do: find out who asks, before anything else is said; and work in a thread, since the store
    waits for disks and networks."""

    services: Services
    """As the person of the request's token may use them."""

    async def dispatch(self) -> None:
        self.services = await self._services(Request(self.scope))
        await super().dispatch()

    async def _services(self, request: Request) -> Services:
        """Raises `Refusal` for whoever has no token."""
        kind, _, secret = request.headers.get("authorization", "").partition(" ")
        if kind.casefold() != "bearer" or not secret.strip():
            raise _nobody("Send a token: Authorization: Bearer sl_… (python -m core token makes one).")
        found = await anyio.to_thread.run_sync(_as_person, request.app.state.engine_room, secret.strip())
        if found is None:
            raise _nobody("This token lets nobody in. It may have been revoked.")
        return found

    def run_id(self, request: Request) -> str:
        """Raises `Refusal` for an id that can't be one, as for one that isn't there."""
        run_id: str = request.path_params["run_id"]
        if not RUN_ID.fullmatch(run_id):
            raise screenings.gone()
        return run_id


class _Runs(_Endpoint):
    async def post(self, request: Request) -> Response:
        services = self.services
        run_id = run_id_for(
            request.headers.get("idempotency-key"),
            services.person.id,
            secret=services.settings.request_key.get_secret_value().encode(),
        )
        async with wish_in(request, most_bytes=services.settings.api_max_request_mb * 2**20) as wish:
            begun = await anyio.to_thread.run_sync(
                lambda: screenings.begin(wish, services, run_id=run_id), limiter=_intake(request)
            )
        return JSONResponse(
            begun.answer.model_dump(mode="json"),
            status_code=202 if begun.new else 200,
            headers={"Location": begun.answer.url},
        )


class _OneRun(_Endpoint):
    async def get(self, request: Request) -> Response:
        services, run_id = self.services, self.run_id(request)
        content = await anyio.to_thread.run_sync(
            lambda: screenings.told(run_id, services).model_dump_json().encode("utf-8", "replace")
        )
        return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})

    async def delete(self, request: Request) -> Response:
        services, run_id = self.services, self.run_id(request)
        await anyio.to_thread.run_sync(screenings.remove, run_id, services)
        return Response(status_code=204)


class _ShortlistCsv(_Endpoint):
    async def get(self, request: Request) -> Response:
        services, run_id = self.services, self.run_id(request)
        content = await anyio.to_thread.run_sync(screenings.shortlist_csv, run_id, services)
        headers = {
            "Content-Disposition": f'attachment; filename="shortlist-{run_id}.csv"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type="text/csv", headers=headers)


class _Elsewhere(_Endpoint):
    async def method_not_allowed(self, request: Request) -> Response:
        """Whatever the method."""
        raise HTTPException(404)


class _OpenApi(HTTPEndpoint):
    async def get(self, request: Request) -> Response:
        return JSONResponse(openapi())


def _as_person(engine_room: Callable[[], Services], secret: str) -> Services | None:
    services = engine_room()
    person = person_with(secret, services.store, rules_of(services.settings), now=datetime.now(UTC))
    return None if person is None else services.for_person(person)


def _intake(request: Request) -> anyio.CapacityLimiter:
    """Made on the server's own loop, at the first request."""
    state = request.app.state
    if state.intake is None:
        state.intake = anyio.CapacityLimiter(AT_ONCE)
    limiter: anyio.CapacityLimiter = state.intake
    return limiter


def _nobody(message: str) -> Refusal:
    return Refusal(401, "unauthorized", message, headers={"WWW-Authenticate": 'Bearer realm="Shortlist"'})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return error.answer


async def _failed(request: Request, error: Exception) -> Response:
    assert isinstance(error, ShortlistError)
    return refusal_of(error).answer


async def _left(request: Request, error: Exception) -> Response:
    """Nobody hears it: the sender broke off, and nothing was begun."""
    return Response(status_code=400)


async def _not_so(request: Request, error: Exception) -> Response:
    """What the framework refuses: a path that isn't there, a method that a path doesn't know."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        headers = dict(error.headers or {})
        return Refusal(
            405, "method_not_allowed", "This path doesn't know that method.", headers=headers
        ).answer
    return Refusal(404, "not_found", "There is nothing at this path. See /api/openapi.json.").answer
