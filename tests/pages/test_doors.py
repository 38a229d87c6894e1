"""What is answered to whom, before any page is run."""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.web.server.server_util import AUTH_COOKIE_NAME, get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from app import OPEN_TO_ALL, doors
from core.access import Rules
from core.access.this_computer import is_this_computer
from core.api import api
from pages.widgets.doors import (
    CookiesOverHttpsOnly,
    LoggedInOnly,
    ReturnsAfterLogin,
    ThisComputerOnly,
    log_in,
)
from pages.widgets.services import services
from tests.fakes.oidc_provider import CLIENT

RULES = Rules(domains=frozenset({"example.com"}))


def answer(request: Request) -> Response:
    return PlainTextResponse("in")


def back(request: Request) -> Response:
    """As Streamlit leads whoever comes from the provider."""
    return RedirectResponse("/", 302)


async def connected(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


def app_behind(*doors: Middleware, address: str = "http://127.0.0.1:8501") -> TestClient:
    routes = [
        Route("/login", log_in),
        Route("/oauth2callback", back),
        Route("/{anything:path}", answer, methods=["GET", "POST", "PUT", "DELETE"]),
        WebSocketRoute("/{anything:path}", connected),
    ]
    return TestClient(Starlette(routes=routes, middleware=doors), base_url=address, follow_redirects=False)


def cookie(claims: Mapping[str, object], secret: str = "") -> dict[str, str]:
    signed = create_signed_value(secret or get_cookie_secret(), AUTH_COOKIE_NAME, json.dumps(claims))
    return {"Cookie": f"{AUTH_COOKIE_NAME}={signed.decode()}"}


def login(**claims: Any) -> Mapping[str, object]:
    return {"is_logged_in": True, "email": "ada@example.com", "exp": time.time() + 86_400, **claims}


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/media/0.csv",
        "/_stcore/upload_file/0/0",
        "/_stcore/metrics",
        "/_stcore/agent/interact",
        "/healthz/x",
        "/review/x",
        "/static",
        "//static/x",
        "/HEALTHZ",
    ],
)
def test_what_is_not_named_as_open_asks_for_a_login(method: str, path: str) -> None:
    door = app_behind(Middleware(LoggedInOnly, rules=RULES, open_to_all=OPEN_TO_ALL))
    assert door.request(method, f"http://127.0.0.1:8501{path}").status_code == 401
    assert door.request(method, f"http://127.0.0.1:8501{path}", headers=cookie(login())).text == "in"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "path", ["/api/runs", "/api/runs/r1", "/api/runs/r1/shortlist.csv", "/api/", "/api/x/y"]
)
def test_programs_come_in_by_a_token_of_their_own_and_by_nothing_else(method: str, path: str) -> None:
    door = TestClient(
        Starlette(
            routes=[Mount("/api", api(services))],
            middleware=[Middleware(LoggedInOnly, rules=RULES, open_to_all=OPEN_TO_ALL)],
        ),
        headers=cookie(login()),
    )
    answer = door.request(method, path)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "unauthorized"


@pytest.mark.parametrize("path", ["/", "/healthz", "/review", "/static/js/x.js", "/_stcore/host-config"])
def test_the_frame_of_the_pages_and_health_stand_open(path: str) -> None:
    door = app_behind(Middleware(LoggedInOnly, rules=RULES, open_to_all=OPEN_TO_ALL))
    assert door.get(path).text == "in"


@pytest.mark.parametrize(
    "headers",
    [
        cookie(login(exp=time.time() - 1)),
        cookie(login(email="ada@evil.example")),
        cookie({**login(), "is_logged_in": False}),
        cookie(login(), secret="another installation's"),
        {"Cookie": f"{AUTH_COOKIE_NAME}=made-up"},
    ],
    ids=["ended", "another domain", "logged out", "signed elsewhere", "made up"],
)
def test_a_cookie_that_is_not_a_login_opens_nothing(headers: dict[str, str]) -> None:
    door = app_behind(Middleware(LoggedInOnly, rules=RULES, open_to_all=OPEN_TO_ALL))
    assert door.get("/media/0.csv", headers=headers).status_code == 401


def test_where_the_settings_are_wrong_nobody_is_let_in() -> None:
    door = app_behind(Middleware(LoggedInOnly, rules=None, open_to_all=OPEN_TO_ALL))
    assert door.get("/media/0.csv", headers=cookie(login())).status_code == 401


def test_a_connection_that_is_not_the_pages_own_is_closed() -> None:
    door = app_behind(Middleware(LoggedInOnly, rules=RULES, open_to_all=OPEN_TO_ALL))
    with door.websocket_connect("/_stcore/stream"):
        pass
    with pytest.raises(WebSocketDisconnect), door.websocket_connect("/other"):
        pass


@pytest.mark.parametrize(
    ("host", "is_it"),
    [
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("localhost", True),
        ("::1", True),
        ("[::1]", True),
        ("::ffff:127.0.0.1", True),
        ("unix:/run/shortlist.sock", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.5", False),
        ("::ffff:192.168.1.5", False),
        ("localhost.evil.example", False),
        ("127.0.0.1.evil.example", False),
        ("", False),
        (None, False),
    ],
)
def test_what_is_this_computer(host: str | None, is_it: bool) -> None:
    assert is_this_computer(host) is is_it


@pytest.mark.parametrize(
    ("address", "name", "status"),
    [
        ("http://127.0.0.1:8501", "localhost:8501", 200),
        ("http://[::1]:8501", "[::1]:8501", 200),
        ("http://127.0.0.1:8501", "evil.example", 403),
        ("http://192.168.1.5:8501", "192.168.1.5:8501", 403),
        ("http://192.168.1.5:8501", "localhost", 403),
    ],
)
def test_without_a_login_only_this_computer_is_answered_under_its_own_name(
    address: str, name: str, status: int
) -> None:
    door = app_behind(Middleware(ThisComputerOnly, open_to_all=("/healthz",)), address=address)
    told = door.get("/review", headers={"Host": name})
    assert told.status_code == status
    assert door.get("/healthz", headers={"Host": name}).status_code == 200
    if status == 403:
        assert "OIDC_CLIENT_ID" in told.text
        assert "ALLOW_NO_LOGIN" in told.text
        with (
            pytest.raises(WebSocketDisconnect),
            door.websocket_connect("/_stcore/stream", headers={"Host": name}),
        ):
            pass


@pytest.fixture
def way_in(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr(
        "pages.widgets.doors.generate_login_redirect_url", lambda provider: f"/auth/login?provider={provider}"
    )
    return app_behind(Middleware(ReturnsAfterLogin))


@pytest.mark.parametrize("wanted", ["/", "/review?run=abc&candidate=%C3%A9", "/shortlist"])
def test_who_logs_in_comes_back_to_the_page_they_wanted_once(way_in: TestClient, wanted: str) -> None:
    assert way_in.get("/login", params={"to": wanted}).headers["location"] == "/auth/login?provider=default"
    assert way_in.get("/oauth2callback").headers["location"] == wanted
    assert way_in.get("/oauth2callback").headers["location"] == "/"


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "/a/../b",
        "javascript:alert(1)",
        "/review?run=a\r\nSet-Cookie: x=y",
        "",
    ],
)
def test_the_way_back_leads_to_no_other_server(way_in: TestClient, wanted: str) -> None:
    way_in.get("/login", params={"to": wanted})
    assert way_in.get("/oauth2callback").headers["location"] == "/"


def test_a_cookie_from_elsewhere_leads_to_no_other_server(way_in: TestClient) -> None:
    told = way_in.get("/oauth2callback", headers={"Cookie": "shortlist_return=%2F%2Fevil.example"})
    assert told.headers["location"] == "/"


def test_over_https_every_cookie_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.widgets.doors.generate_login_redirect_url", lambda provider: "/auth/login")
    door = app_behind(Middleware(CookiesOverHttpsOnly), Middleware(ReturnsAfterLogin))
    assert door.get("/login?to=/review").headers["set-cookie"].endswith("; Secure")


def test_the_frame_stands_open_for_every_page() -> None:
    pages = {file.stem for file in Path("pages").glob("*.py")} - {"router", "__init__"}
    assert {f"/{page}" for page in pages} <= set(OPEN_TO_ALL)


@pytest.mark.parametrize(
    ("listening", "given", "first"),
    [
        ("127.0.0.1", {}, ThisComputerOnly),
        ("0.0.0.0", {"ALLOW_NO_LOGIN": "true"}, None),
        ("0.0.0.0", {**CLIENT, "OIDC_METADATA_URL": "https://login.example.com"}, ReturnsAfterLogin),
        ("0.0.0.0", {"OIDC_CLIENT_ID": "alone"}, LoggedInOnly),
    ],
)
def test_the_settings_say_which_doors_there_are(
    monkeypatch: pytest.MonkeyPatch, listening: str, given: dict[str, str], first: object
) -> None:
    monkeypatch.setattr(st, "get_option", lambda name: listening)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    middleware, secrets = doors()
    assert next((door.cls for door in middleware), None) == first
    assert bool(secrets) is (first is ReturnsAfterLogin)


def test_it_does_not_start_for_other_computers_without_a_login() -> None:
    command = ("-m", "streamlit", "run", "app.py", "--server.address", "0.0.0.0", "--server.headless", "true")
    ended = subprocess.run([sys.executable, *command], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "OIDC_CLIENT_ID" in ended.stderr
    assert "ALLOW_NO_LOGIN=true" in ended.stderr
    assert "Traceback" not in ended.stderr
