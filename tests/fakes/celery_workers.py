"""Real Celery workers in processes of their own, for as long as a test needs them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
QUEUES = "resume_processing,email_sending,upkeep"


class Worker:
    """One worker with its own clock, as `make worker` starts it. `kill` is SIGKILL for it and its children."""

    def __init__(self, folder: Path, settings: Mapping[str, object], *, processes: int = 2) -> None:
        self._folder = folder
        self._settings = {name.upper(): str(value) for name, value in settings.items()}
        self._processes = processes
        self._process: subprocess.Popen[bytes] | None = None
        self._log = folder / f"worker-{id(self)}.log"

    def start(self) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "core.worker",
            "worker",
            "--beat",
            "--queues",
            QUEUES,
        ]
        few = [
            "--concurrency",
            str(self._processes),
            "--loglevel",
            "info",
            "--without-gossip",
            "--without-mingle",
        ]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*command, *few, "--hostname", f"w{id(self)}@%h"],
                cwd=ROOT,
                env={**kept, **self._settings},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace")

    def wait_until_ready(self, seconds: float = 60) -> None:
        until = time.monotonic() + seconds
        while " ready." not in self.log:
            if time.monotonic() > until or (self._process and self._process.poll() is not None):
                raise RuntimeError(f"the worker didn't start:\n{self.log[-3000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
