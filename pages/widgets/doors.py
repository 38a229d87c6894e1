"""Which requests come in: with a login only those of people who are let in, without one only this computer's."""

import json
import logging
import re
import time
from collections.abc import Collection, Mapping
from urllib.parse import quote, unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.user_info import generate_login_redirect_url
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from core.access import Rules, admit
from core.access.this_computer import is_this_computer, without_port
from core.domain.person import Person

log = logging.getLogger(__name__)

HOW_TO_LET_OTHERS_IN = (
    "Set up a login (OIDC_CLIENT_ID, docs/login.md), or set ALLOW_NO_LOGIN=true to give everybody who reaches "
    "this address every right."
)
_COMES_BACK = "/oauth2callback"
_RETURN = "shortlist_return"
_RETURN_SECONDS = 600
_OWN_ADDRESS = re.compile(r"/[a-z]*(\?[\x21-\x7e]*)?")
"""A page of this app and what stands behind it; never another server's."""


class ThisComputerOnly:
    """Without a login: refuses what didn't come to this computer's own address under its own name.

    Why the name: a page elsewhere could have its own name point here, and would then read everything.
    """

    def __init__(self, app: ASGIApp, *, open_to_all: Collection[str]) -> None:
        self._app = app
        self._open = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan" and not _stands_open(scope["path"], self._open):
            asked = Headers(scope=scope).get("host", "")
            listening = (scope.get("server") or ("", None))[0]
            if not (is_this_computer(listening) and is_this_computer(without_port(asked))):
                await _refuse(scope, receive, send, 403, f"Shortlist has no login. {HOW_TO_LET_OTHERS_IN}")
                return
        await self._app(scope, receive, send)


class LoggedInOnly:
    """With a login: nothing but `open_to_all` is answered without one; paths that end in a slash stand for all below.

    `rules` is None where the settings are wrong: then nobody is let in.
    """

    def __init__(self, app: ASGIApp, *, rules: Rules | None, open_to_all: Collection[str]) -> None:
        self._app = app
        self._rules = rules
        self._open = open_to_all

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan" or _stands_open(scope["path"], self._open):
            await self._app(scope, receive, send)
            return
        claims = claims_in(HTTPConnection(scope).cookies)
        if self._rules is None or not isinstance(admit(claims, self._rules, now=time.time()), Person):
            await _refuse(scope, receive, send, 401, "Log in first.")
            return
        await self._app(scope, receive, send)


class ReturnsAfterLogin:
    """Leads who comes back from the provider to the page they wanted; Streamlit itself leads to the first one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = ""
        if scope["type"] == "http" and scope["path"] == _COMES_BACK:
            wanted = unquote(HTTPConnection(scope).cookies.get(_RETURN, ""))

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and _OWN_ADDRESS.fullmatch(wanted):
                headers = MutableHeaders(scope=message)
                headers["location"] = wanted
                headers.append(
                    "set-cookie", f"{_RETURN}=; Max-Age=0; Path={_COMES_BACK}; HttpOnly; SameSite=lax"
                )
            await send(message)

        await self._app(scope, receive, send_on if wanted else send)


class CookiesOverHttpsOnly:
    """Keeps every cookie off connections that can be listened to; Streamlit leaves that open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, value + b"; Secure" if name == b"set-cookie" else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await self._app(scope, receive, send_on if scope["type"] == "http" else send)


async def log_in(request: Request) -> RedirectResponse:
    """To the provider; where to come back to waits in a cookie that only the way back sees."""
    answer = RedirectResponse(generate_login_redirect_url("default"))
    wanted = request.query_params.get("to", "")
    if _OWN_ADDRESS.fullmatch(wanted):
        answer.set_cookie(
            _RETURN,
            quote(wanted, safe=""),
            max_age=_RETURN_SECONDS,
            path=_COMES_BACK,
            httponly=True,
            samesite="lax",
        )
    return answer


def claims_in(cookies: Mapping[str, str]) -> Mapping[str, object]:
    """What the login cookie says of who sent it; nothing where it isn't signed by this installation."""
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        value = cookies.get(name)
        return None if value is None else decode_signed_value(secret, name, value.encode("latin-1"))

    found = get_cookie_with_chunks(signed, AUTH_COOKIE_NAME)
    claims: Mapping[str, object] = json.loads(found) if found else {}
    return claims


def _stands_open(path: str, open_to_all: Collection[str]) -> bool:
    return path in open_to_all or any(
        path.startswith(door) for door in open_to_all if door[-1] == "/" != door
    )


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, words: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": ""})
        return
    log.warning("a request was refused: %d", status)
    await PlainTextResponse(words, status)(scope, receive, send)
