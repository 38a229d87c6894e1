"""The files that the image takes, alone in a folder: the app and its clock run there as the image would run them."""

import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.fakes.proxies import Caddy, Nginx, Proxy
from tests.fakes.recipes import command, copied
from tests.fakes.redis_server import RedisServer, free_port

ROOT = Path(__file__).resolve().parents[1]
RECIPE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
CLOCK = [
    word.strip()
    for word in re.findall(r"command: \[(.*)\]", (ROOT / "compose.yaml").read_text())[0].split(",")
]
READY_SECONDS = 60.0

pytestmark = pytest.mark.timeout(240)


class Box:
    """What would be in the image: its files in `app`, `data` and `tmp` to write to."""

    def __init__(self, folder: Path) -> None:
        self.app, self._folder = folder / "app", folder
        self.port = free_port()
        for name in ("app", "data", "tmp"):
            (folder / name).mkdir()
        for source, target in copied(RECIPE):
            if target:
                self._copy(source, target)
        compiled = [sys.executable, "-m", "compileall", "-q", "app.py", "pages", "core"]
        assert " ".join(compiled[1:]) in RECIPE
        subprocess.run(compiled, cwd=self.app, check=True)

    def _copy(self, source: str, target: str) -> None:
        there = self.app / (source if target == "./" else target)
        there.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / source, there)

    def start(self, words: Sequence[str], **environment: str) -> subprocess.Popen[bytes]:
        """Begins one of the image's commands, on this machine's address and a free port."""
        here = {"8501": str(self.port), "0.0.0.0": "127.0.0.1", "python": sys.executable}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [here.get(word, word).replace(":8501/", f":{self.port}/") for word in words],
                cwd=self.app,
                env={
                    "PATH": "/usr/bin:/bin",
                    "HOME": str(self._folder / "tmp"),
                    "TMPDIR": str(self._folder / "tmp"),
                    "PYTHONDONTWRITEBYTECODE": "1",
                    "PYTHONUNBUFFERED": "1",
                    "DATA_DIR": str(self._folder / "data"),
                    **environment,
                },
                stdout=log,
                stderr=log,
            )

    def is_well(self) -> bool:
        """What the image's health check finds."""
        return self.start(command(RECIPE, "HEALTHCHECK")).wait(30) == 0

    @property
    def log(self) -> Path:
        return self._folder / "log"

    def files(self) -> dict[str, int]:
        """Everything beside the code, and when it was written last."""
        return {str(one.relative_to(self.app)): one.stat().st_mtime_ns for one in self.app.rglob("*")}


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    return Box(tmp_path_factory.mktemp("box"))


@pytest.fixture(scope="module")
def served(box: Box) -> Iterator[Box]:
    """With the app running in it. Nobody logs in here: what the proxies change is the name it is called by."""
    assert not box.is_well(), "a health check that never fails"
    process = box.start(command(RECIPE, "CMD"), ALLOW_NO_LOGIN="true")
    until = time.monotonic() + READY_SECONDS
    while not box.is_well():
        told = box.log.read_text(errors="replace")
        assert process.poll() is None, told
        assert time.monotonic() < until, told
    yield box
    process.terminate()
    assert process.wait(30) in (0, -signal.SIGTERM)


@pytest.mark.parametrize("kind", [Nginx, Caddy], ids=lambda kind: kind.name)
def test_a_page_is_drawn_through_the_proxy_and_nothing_is_written_beside_the_code(
    kind: type[Proxy], served: Box, tmp_path: Path
) -> None:
    before = served.files()
    with kind(tmp_path, [f"127.0.0.1:{served.port}"]) as proxy, proxy.browser() as browser:
        frame = browser.get("/screen")
        assert frame.status_code == 200
        assert len(frame.headers.get_list("content-security-policy")) == 1
        script = re.findall(r'src="(?:\./|/)?(static/js/[^"]+\.js)"', frame.text)[0]
        assert len(browser.get(f"/{script}").raise_for_status().content) > 100_000
        lane = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        with proxy.websocket(cookies=lane, subprotocol="streamlit", max_size=None) as page:
            assert page.subprotocol == "streamlit"
            begin = BackMsg()
            begin.rerun_script.query_string = ""
            page.send(begin.SerializeToString())
            drawn = b""
            while b"job description" not in drawn.lower():
                said = page.recv(30)
                assert isinstance(said, bytes)
                drawn += said
    assert served.files() == before


def test_the_clock_starts_and_writes_nothing_beside_the_code(box: Box, tmp_path: Path) -> None:
    before = box.files()
    with RedisServer(tmp_path) as redis:
        clock = box.start(CLOCK, RUNNER="celery", CELERY_BROKER_URL=redis.url)
        until = time.monotonic() + READY_SECONDS
        while "sending due task sweep" not in box.log.read_text(errors="replace").lower():
            assert clock.poll() is None, box.log.read_text(errors="replace")
            assert time.monotonic() < until, box.log.read_text(errors="replace")
            time.sleep(0.05)
        clock.terminate()
        assert clock.wait(30) == 0
    assert box.files() == before
