"""The proxies of deploy/ at work: a browser's replica, its websocket, its uploads, and what stays inside."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest
from websockets import InvalidStatus

from tests.fakes.proxies import HOST, Caddy, Nginx, Proxy, Replica, changed

PROXIES = (Nginx, Caddy)
BROWSERS = 40
"""At most so many come before each of two replicas has had one."""
LANE = {"nginx": "hash $shortlist_lane consistent;", "caddy": "lb_policy cookie shortlist_lane"}
NO_LANE = {"nginx": "", "caddy": "lb_policy round_robin"}


@pytest.fixture(scope="module")
def replicas() -> Iterator[list[Replica]]:
    with ExitStack() as stack:
        yield [stack.enter_context(Replica(name)) for name in ("one", "two")]


@pytest.fixture(scope="module", params=PROXIES, ids=lambda kind: kind.name)
def proxy(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, replicas: list[Replica]
) -> Iterator[Proxy]:
    kind: type[Proxy] = request.param
    with kind(tmp_path_factory.mktemp(kind.name), [one.address for one in replicas]) as proxy:
        yield proxy


def asked(browser: httpx2.Client, times: int) -> set[str]:
    """Which replicas answer one browser's requests."""
    return {browser.get("/screen").raise_for_status().json()["replica"] for _ in range(times)}


def lane_of(browser: httpx2.Client) -> str:
    return "; ".join(f"{name}={value}" for name, value in browser.cookies.items())


@pytest.mark.parametrize("kind", PROXIES, ids=lambda kind: kind.name)
def test_the_program_itself_finds_nothing_wrong(kind: type[Proxy], tmp_path: Path) -> None:
    assert kind(tmp_path, ["127.0.0.1:8501", "127.0.0.1:8502"]).complaint() == ""


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        (Nginx, "proxy_http_version 1.1;", "proxy_http_version 1.1"),
        (Nginx, "proxy_pass http://shortlist;", "proxy_pass http://elsewhere_undefined;"),
        (Nginx, "client_max_body_size", "client_max_boddy_size"),
        (Caddy, "lb_policy cookie shortlist_lane", "lb_policy biscuit"),
        (Caddy, "header {", "header"),
        (Caddy, "health_uri", "health_urri"),
    ],
    ids=["semicolon", "upstream", "directive", "policy", "brace", "option"],
)
def test_the_program_complains_of_a_spoilt_configuration(
    kind: type[Proxy], old: str, new: str, tmp_path: Path
) -> None:
    spoilt = kind(tmp_path, ["127.0.0.1:8501"], change=lambda text: changed(text, old, new))
    assert spoilt.complaint() != ""


def test_a_browser_stays_with_one_replica_and_all_replicas_have_some(proxy: Proxy) -> None:
    seen: set[str] = set()
    for _ in range(BROWSERS):
        with proxy.browser() as browser:
            its = asked(browser, 3)
            assert len(its) == 1
            seen |= its
        if len(seen) == 2:
            break
    assert seen == {"one", "two"}


@pytest.mark.parametrize("kind", PROXIES, ids=lambda kind: kind.name)
def test_without_its_lane_a_browser_is_sent_about(
    kind: type[Proxy], tmp_path: Path, replicas: list[Replica]
) -> None:
    def spoil(text: str) -> str:
        return changed(text, LANE[kind.name], NO_LANE[kind.name])

    with (
        kind(tmp_path, [one.address for one in replicas], change=spoil) as proxy,
        proxy.browser() as browser,
    ):
        assert asked(browser, 5) == {"one", "two"}


def test_the_lane_is_no_business_of_scripts_and_of_open_lines(proxy: Proxy) -> None:
    with proxy.browser() as browser:
        first = browser.get("/").headers.get_list("set-cookie")
        again = browser.get("/").headers.get_list("set-cookie")
    assert len(first) == 1
    assert again == []
    assert {"httponly", "secure"} <= {word.strip().lower() for word in first[0].split(";")}


def test_a_pages_websocket_comes_to_the_replica_that_has_its_session(proxy: Proxy) -> None:
    for _ in range(4):
        with proxy.browser() as browser:
            (its,) = asked(browser, 1)
            with proxy.websocket(cookies=lane_of(browser)) as line:
                assert line.recv(10) == its
                line.send("héllo")
                assert line.recv(10) == "héllo"


def test_without_the_upgrade_a_websocket_is_refused(tmp_path: Path, replicas: list[Replica]) -> None:
    def spoil(text: str) -> str:
        return changed(text, "proxy_set_header Upgrade $http_upgrade;", "")

    with (
        Nginx(tmp_path, [one.address for one in replicas], change=spoil) as proxy,
        pytest.raises(InvalidStatus),
        proxy.websocket(),
    ):
        pass


@pytest.mark.parametrize("kind", PROXIES, ids=lambda kind: kind.name)
def test_when_a_replica_goes_its_browsers_go_on_with_another_at_once(
    kind: type[Proxy], tmp_path: Path
) -> None:
    pair = [Replica("one"), Replica("two")]
    with ExitStack() as stack:
        for one in pair:
            stack.enter_context(one)
        proxy = stack.enter_context(kind(tmp_path, [one.address for one in pair]))
        browser = stack.enter_context(proxy.browser())
        (its,) = asked(browser, 1)
        gone = next(one for one in pair if one.name == its)
        gone.__exit__(None, None, None)
        assert asked(browser, 4) == {"one", "two"} - {its}


def test_an_upload_above_the_limit_is_refused_and_one_below_arrives_whole(proxy: Proxy) -> None:
    with proxy.browser() as browser:
        below = browser.post("/_stcore/upload_file", content=b"x" * 900_000)
        assert below.json()["received"] == 900_000
        above = browser.post("/_stcore/upload_file", content=b"x" * 1_200_000)
        assert above.status_code == 413


@pytest.mark.parametrize("path", ["/metrics", "/readyz", "//metrics", "/%6Detrics", "/metrics?a=1"])
def test_what_watches_over_the_app_is_not_to_be_seen_from_outside(proxy: Proxy, path: str) -> None:
    with proxy.browser() as browser:
        answer = browser.get(f"{browser.base_url}".rstrip("/") + path)
    assert answer.request.url.raw_path.decode() == path
    assert answer.status_code == 404
    assert "replica" not in answer.text


def test_security_headers_are_set_once_and_the_apps_own_stay(proxy: Proxy) -> None:
    with proxy.browser() as browser:
        headers = browser.get("/").headers
    assert headers.get_list("strict-transport-security") == ["max-age=31536000"]
    assert headers.get_list("x-frame-options") == ["SAMEORIGIN"]
    assert headers.get_list("permissions-policy") == ["camera=(), microphone=(), geolocation=()"]
    assert headers.get_list("content-security-policy") == ["default-src 'self'"]
    assert not re.search(r"\d", headers.get("server", "")), "a version helps only attackers"


def test_the_app_hears_the_name_it_was_called_by_and_no_made_up_sender(proxy: Proxy) -> None:
    lies = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
    with proxy.browser(**lies) as browser:
        heard = browser.get("/").json()["headers"]
    assert heard["host"] == HOST
    assert heard["x-forwarded-for"] == "127.0.0.1"
    assert heard["x-forwarded-proto"] == "https"


def test_nginx_leads_from_http_to_https(tmp_path: Path) -> None:
    with Nginx(tmp_path, ["127.0.0.1:9"]) as proxy:
        address = f"http://127.0.0.1:{proxy.plain_port}/review?run=1"
        answer = httpx2.get(address, headers={"Host": HOST})
    assert answer.status_code == 308
    assert answer.headers["location"] == f"https://{HOST}/review?run=1"
