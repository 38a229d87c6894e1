"""The launcher: `streamlit run app.py`, `python app.py` or any ASGI server with `app:app`."""

import asyncio
import base64
import hashlib
import importlib
import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core import settings
from core.access import rules_of
from core.access.this_computer import is_this_computer
from core.api import api
from core.errors import ConfigurationError, OperatorError
from core.operations import logs
from core.operations.nightly import Nights
from core.operations.probes import PATHS, probes
from core.wiring import Services
from pages.widgets import login, memory
from pages.widgets.doors import (
    HOW_TO_LET_OTHERS_IN,
    CookiesOverHttpsOnly,
    LoggedInOnly,
    ReturnsAfterLogin,
    ThisComputerOnly,
    log_in,
)
from pages.widgets.services import close_services, engine_room
from pages.widgets.words import in_markdown

log = logging.getLogger(__name__)

OPEN_TO_ALL = (
    *PATHS,  # what monitoring asks; each says little, or asks for a token of its own
    "/api/",  # asks everybody for a token of their own
    # the frame of every page, the same for all and empty; what comes into it is the router's to decide
    *("/", "/start", "/screen", "/review", "/shortlist", "/settings", "/admin"),
    *("/static/", "/favicon.png", "/manifest.json"),
    *("/_stcore/health", "/_stcore/host-config", "/_stcore/stream"),
    # the way in and out
    *(login.LOG_IN, "/auth/login", "/oauth2callback", "/auth/logout"),
)
"""What is answered without a login. Everything else, whatever is added later, asks for one."""


def content_policy() -> str:
    """What a page may load: this server's own things, and nothing from anywhere else.

    Styles are set inline by the screen's framework, and its grid, charts and pictures use blobs. The hash lets
    the framework's one inline script through without opening the door to others.
    """
    index = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script>(.*?)</script>", index, flags=re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline
    )
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'wasm-unsafe-eval' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' data: blob:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class SecurityHeaders:
    """Adds the headers that keep foreign text in a page from reaching out of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = {
            "Content-Security-Policy": content_policy(),
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def warm_up(room: Services) -> None:
    """Spares the first visitor the waiting: tables need pandas, which takes a second to load.

    What is loaded by then stays, so that no click waits for the garbage collector to look through it.
    """
    importlib.import_module("pandas")
    room.warm_up()
    memory.settle()


def set_up_logs() -> None:
    """As the settings say; where these are wrong, as lines."""
    try:
        logs.set_up(settings.load().log_format)
    except ConfigurationError:
        logs.set_up("text")


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Readies the engine room and goes on with interrupted runs; a wrong setting is said here and on every page."""
    warming: asyncio.Task[None] | None = None
    set_up_logs()  # once more, after the framework has set up its own
    nights: Nights | None = None
    try:
        room = await asyncio.to_thread(engine_room)
        taken = await asyncio.to_thread(room.take_up)
        if taken:
            log.info("went on with %d interrupted screenings", taken)
        warming = asyncio.create_task(asyncio.to_thread(warm_up, room))
        if room.settings.runner == "local":  # else the workers do it
            nights = Nights(room)
            nights.start()
    except OperatorError as trouble:
        log.error("%s", trouble)
    yield {}
    if warming is not None:
        await warming
    if nights is not None:
        await asyncio.to_thread(nights.close)
    await asyncio.to_thread(close_services)


def on_error(error: Exception) -> bool:
    """Shows what a person or operator can mend in its own words. Bugs get the framework's plain notice and the log.

    By name, not by class: after a hot reload the pages raise classes that aren't the ones imported here.
    """
    if not any(kind.__name__ == "ShortlistError" for kind in type(error).__mro__):
        return False
    st.error(in_markdown(str(error)), icon=":material/error:")
    return True


def doors() -> tuple[list[Middleware], dict[str, Any] | None]:
    """What stands before every request, and the login as Streamlit wants to be told of it.

    Where the settings are wrong nobody comes further than the page that says so. Ends the start where others could
    come in without a login and nobody has said that they may; a server that was told its address elsewhere is found
    out by the first request from there.
    """
    try:
        known = settings.load()
        rules, secrets = rules_of(known), login.secrets(known)
    except ConfigurationError:
        return [Middleware(LoggedInOnly, rules=None, open_to_all=OPEN_TO_ALL)], None
    if rules is not None:
        https = known.oidc_redirect_url.startswith("https:")
        return [
            *([Middleware(CookiesOverHttpsOnly)] if https else []),
            Middleware(ReturnsAfterLogin),
            Middleware(LoggedInOnly, rules=rules, open_to_all=OPEN_TO_ALL),
        ], secrets
    if known.allow_no_login:
        return [], None
    listening = st.get_option("server.address")
    if listening and not is_this_computer(listening):
        raise SystemExit(f"Shortlist doesn't start: other computers could come in. {HOW_TO_LET_OTHERS_IN}")
    return [Middleware(ThisComputerOnly, open_to_all=PATHS)], None


set_up_logs()
DOORS, SECRETS = doors()
app = st.App(
    Path(__file__).parent / "pages" / "router.py",
    lifespan=lifespan,
    routes=[*probes(engine_room), Route(login.LOG_IN, log_in), Mount("/api", api(engine_room))],
    middleware=[Middleware(SecurityHeaders), *DOORS],
    secrets=SECRETS,
    on_script_error=on_error,
)

if __name__ == "__main__":
    app.run()
