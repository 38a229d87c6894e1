"""/healthz, /readyz and /metrics: what load balancers and monitoring ask, and how little they are told."""

import hmac
import logging
import threading
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from core.access.this_computer import asked_from_here
from core.errors import OperatorError, PartUnavailable
from core.operations.metrics import CONTENT_TYPE, RunsUnderWay, exposition
from core.wiring import Services

log = logging.getLogger(__name__)

FRESH_SECONDS = 2.0
"""An answer counts for so long: who asks often doesn't keep the disk busy."""
PARTS = ("Results", "Résumé files", "Runner")
"""Without one of these nothing can be begun. Others may fail: screenings wait, or go on without them."""

PATHS = ("/healthz", "/readyz", "/metrics")
"""These need no login: they guard themselves."""


def probes(engine_room: Callable[[], Services]) -> list[Route]:
    """Plain functions, so that each runs in a thread and holds up nobody."""
    ready = Readiness(engine_room)
    runs = RunsUnderWay(lambda: engine_room().store)

    def healthz(request: Request) -> Response:
        """200 while the results can be kept, else 503; for load balancers and start-up scripts."""
        try:
            engine_room().store.check()
        except OperatorError as trouble:
            log.warning("not healthy: %s", type(trouble).__name__)
            return JSONResponse({"status": "unavailable"}, status_code=503)
        return JSONResponse({"status": "ok"})

    def readyz(request: Request) -> Response:
        """200 while screenings can be begun, else 503 and the part that is out of reach; `doctor` says what to do."""
        part = ready.missing()
        if part:
            return JSONResponse({"status": "unavailable", "part": part}, status_code=503)
        return JSONResponse({"status": "ready"})

    def metrics(request: Request) -> Response:
        """For whoever has METRICS_TOKEN; where it isn't set, for this computer."""
        try:
            token = engine_room().settings.metrics_token
        except OperatorError:
            return PlainTextResponse("The settings are wrong. See: python -m core doctor\n", 503)
        if token is None and not asked_from_here(request):
            return PlainTextResponse("Set METRICS_TOKEN to read this from another computer.\n", 403)
        if token is not None and not _has(request, token.get_secret_value()):
            return PlainTextResponse(
                "Send METRICS_TOKEN as a bearer token.\n", 401, {"WWW-Authenticate": "Bearer"}
            )
        return Response(exposition(runs), media_type=CONTENT_TYPE)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


class Readiness:
    """Which part is out of reach, asked no more often than every two seconds. Thread-safe."""

    def __init__(
        self, engine_room: Callable[[], Services], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._engine_room = engine_room
        self._clock = clock
        self._lock = threading.Lock()
        self._part = ""
        self._asked = -FRESH_SECONDS

    def missing(self) -> str:
        """The name of the first part that doesn't answer; "" where all do."""
        with self._lock:
            if self._clock() - self._asked >= FRESH_SECONDS:
                self._part, self._asked = self._ask(), self._clock()
            return self._part

    def _ask(self) -> str:
        try:
            services = self._engine_room()
        except PartUnavailable as trouble:
            return trouble.part
        except OperatorError:
            return "Settings"
        for part in services.parts:
            if part.name in PARTS:
                try:
                    part.check()
                except OperatorError as trouble:
                    log.warning("not ready: %s: %s", part.name, type(trouble).__name__)
                    return part.name
        return ""


def _has(request: Request, token: str) -> bool:
    kind, _, sent = request.headers.get("authorization", "").partition(" ")
    return kind.casefold() == "bearer" and hmac.compare_digest(sent.strip().encode(), token.encode())
