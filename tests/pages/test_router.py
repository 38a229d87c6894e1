"""The router: the only way to a page, whatever address a browser asks for first."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ("review", "shortlist", "settings", "screen", "admin")

Serve = Callable[..., str]


def ask(address: str, **request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = httpx2.post(f"{address}/_stcore/agent/interact", json=request, timeout=60).json()
    return answer


@pytest.fixture
def shut(tmp_path: Path) -> Path:
    """The app with a router that lets nobody through."""
    folder = tmp_path / "shut"
    shutil.copytree(ROOT / "pages", folder / "pages", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    (folder / "core").symlink_to(ROOT / "core")
    (folder / "pages" / "router.py").write_text("import streamlit as st\nst.text('shut')\nst.stop()\n")
    return folder


def test_a_fresh_server_opens_no_page_around_the_router(serve: Serve, shut: Path) -> None:
    address = serve(folder=shut)
    for page in PAGES:
        answer = ask(address, page=page)
        assert answer["error"]["code"] == "unknown_page"
        assert [known["title"] for known in answer["error"]["pages"]] == ["router"]
    assert "shut" in str(ask(address)["tree"])


def test_any_page_may_be_a_fresh_servers_first_and_comes_by_the_router(serve: Serve) -> None:
    address = serve()
    first = ask(address, page="settings")
    assert first["status"] == "ready"
    assert "Keyboard shortcuts" in str(first["tree"])
    assert [known["title"] for known in first["pages"]][:4] == ["Screen", "Review", "Shortlist", "Settings"]
    moved = ask(address, page="screen", query_params={"add": ["nothing-here"]})
    assert "no longer there" in str(moved["tree"])
