"""The app as `make run` starts it, on a free port and a data folder of its own."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx2

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """Runs from entry, when it answers, to exit. The keywords are its environment."""

    def __init__(self, folder: Path, **environment: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"127.0.0.1:{port}"
        self._log = folder / "server.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
                cwd=ROOT,
                env={**os.environ, "DATA_DIR": str(folder / "data"), **environment},
                stdout=log,
                stderr=log,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def __enter__(self) -> Self:
        until = time.monotonic() + 60
        while True:
            try:
                httpx2.get(f"http://{self.address}/healthz", timeout=5)
                return self
            except httpx2.TransportError:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise SystemExit(self._log.read_text(errors="replace")) from None
                time.sleep(0.1)

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(60)
