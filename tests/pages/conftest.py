"""The pages run through the router, offline, on an engine room of their own for each test."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.wiring import Services
from pages.widgets.services import close_services, services

ROOT = Path(__file__).resolve().parents[2]
ROUTER = ROOT / "pages" / "router.py"
RUN = ("-m", "streamlit", "run", "app.py", "--server.headless=true")


@pytest.fixture(autouse=True)
def _own_engine_room() -> Iterator[None]:
    st.cache_data.clear()
    yield
    close_services()
    st.cache_data.clear()


@pytest.fixture
def room() -> Services:
    """The services that the pages of this test use."""
    return services()


@pytest.fixture
def open_app() -> Callable[..., AppTest]:
    """Opens the app with the given query parameters; `page` is a file in pages/, else Screen."""

    def open_at(page: str = "", **params: str) -> AppTest:
        at = AppTest.from_file(str(ROUTER), default_timeout=30)
        if page:
            at.run()
            at.switch_page(page)
        for name, value in params.items():
            at.query_params[name] = value
        at.run()
        assert not at.exception
        return at

    return open_at


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts the app as a fresh process and returns its address; it ends with the test.

    In a command, PORT stands for the port to listen on.
    """
    started: list[subprocess.Popen[bytes]] = []

    def start(*command: str, folder: Path = ROOT, **environment: str) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        env = {
            **os.environ,
            "DATA_DIR": str(tmp_path / "served"),
            "STREAMLIT_SERVER_PORT": str(port),
            "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
            **environment,
        }
        with (tmp_path / "server.log").open("wb") as log:
            words = [word.replace("PORT", str(port)) for word in command or RUN]
            process = subprocess.Popen([sys.executable, *words], cwd=folder, env=env, stdout=log, stderr=log)
        started.append(process)
        address = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < deadline:
            try:
                httpx2.get(f"{address}/healthz", timeout=5)
            except httpx2.TransportError:
                time.sleep(0.1)
            else:
                return address
        raise AssertionError((tmp_path / "server.log").read_text(errors="replace"))

    yield start
    for process in started:
        process.terminate()
        process.wait(20)
