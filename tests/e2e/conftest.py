"""One server for all, and a real Chromium that remembers every request it made."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
expect.set_options(timeout=30_000)
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"]


class Server:
    """The app as `make run` starts it, on a free port and a data folder of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._log = folder / "server.log"
        self._environment = {**os.environ, "DATA_DIR": str(folder / "data"), **environment}
        self.address = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        command = (sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(self._port))
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "--server.headless", "true"],
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"{self.address}/healthz", timeout=5)
                return
            except httpx2.TransportError:
                told = self._log.read_text(errors="replace")
                assert self._process.poll() is None, told
                assert time.monotonic() < until, told
                time.sleep(0.1)

    def kill(self) -> None:
        """As the power does it: nothing is tidied up."""
        self._process.kill()
        self._process.wait(30)

    def stop(self) -> int:
        """As a service manager does it, which kills after half a minute; the exit code."""
        self._process.terminate()
        return self._process.wait(30)


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """For every test that leaves no decision behind: starting costs seconds."""
    server = Server(tmp_path_factory.mktemp("shared"))
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Starts a server of the test's own; the keywords are its environment."""
    started: list[Server] = []

    def start(**environment: str) -> Server:
        started.append(Server(tmp_path, **environment))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: while Playwright is open, no later test could start an event loop of its own."""
    if CHROMIUM is None:
        pytest.skip("SKIPPED LOUDLY: no chromium on this machine, so nothing was tried in a real browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    """An empty tab. When the test is over: no request left the machine."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    tab = context.new_page()
    tab.set_default_timeout(30_000)
    elsewhere: list[str] = []
    context.on("request", lambda request: _note(request.url, elsewhere))
    yield tab
    context.close()
    assert elsewhere == []


@pytest.fixture
def page(tab: Page, shared_server: Server) -> Page:
    """A tab at the door of the shared server."""
    tab.goto(shared_server.address)
    return tab


def settled(page: Page) -> None:
    """Returns once no script runs for this page."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def write_job(page: Page, text: str) -> None:
    """Types the job and waits for the page to have taken it in.

    Why: Streamlit forgets the answer to an uploader that asks where to send its files in the very moment in which a
    rerun begins (`ForwardMsgQueue.clear`). Nobody drops files within milliseconds of leaving a field; a test does.
    """
    field = page.get_by_label("Job description", exact=True)
    field.fill(text)
    field.press("Tab")
    page.get_by_role("button", name="Clear the desk").wait_for()
    settled(page)


def _note(url: str, elsewhere: list[str]) -> None:
    parts = urlsplit(url)
    if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
        elsewhere.append(url)
