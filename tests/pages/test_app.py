"""The launcher, as a process of its own."""

from collections.abc import Callable

import httpx2
import pytest

from app import content_policy

Serve = Callable[..., str]


DIRECT = "from app import app; app.run(config={'server.port': PORT})"


@pytest.mark.parametrize("command", [(), ("-c", DIRECT)], ids=["streamlit run", "app.run"])
def test_both_ways_to_launch_answer_and_protect_the_browser(serve: Serve, command: tuple[str, ...]) -> None:
    address = serve(*command)
    health = httpx2.get(f"{address}/healthz")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    page = httpx2.get(address)
    assert page.status_code == 200
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "img-src 'self' data: blob:;" in page.headers["content-security-policy"]


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    policy = content_policy()
    assert "'unsafe-eval'" not in policy
    assert "http" not in policy
    assert "*" not in policy
    (scripts,) = [rule for rule in policy.split("; ") if rule.startswith("script-src")]
    assert "'unsafe-inline'" not in scripts


def test_a_wrong_setting_is_said_on_the_page_and_by_healthz(serve: Serve) -> None:
    address = serve(RUNNER="celery")
    assert httpx2.get(f"{address}/healthz").status_code == 503
    answer = httpx2.post(f"{address}/_stcore/agent/interact", json={}, timeout=30)
    assert "RUNNER" in answer.text
    assert "Start screening" not in answer.text
