"""The official Firestore emulator on a free port: one for all tests of a process, ended with it."""

import atexit
import functools
import os
import shutil
import signal
import socket
import subprocess
import time
import uuid
from pathlib import Path

import pytest

from core.settings import Settings
from tests.fakes.redis_server import free_port

PLACES = (
    "/usr/lib/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar",
    "~/google-cloud-sdk/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar",
)
WHILE_ASKED = 'exec 3<&0; "$@" </dev/null & read -r _ <&3; kill -9 $!'
"""Runs a program until whoever started it lets go of the pipe, be it by dying."""

START = "com.google.cloud.datastore.emulator.firestore.CloudFirestore"


class FirestoreEmulator:
    """What it holds is gone when it ends. Each test uses a project of its own in it."""

    def __init__(self) -> None:
        jar = next((path for path in map(Path, PLACES) if path.expanduser().is_file()), None)
        java = shutil.which("java")
        if jar is None or java is None:
            pytest.skip(
                "SKIPPED LOUDLY: the Firestore emulator is not installed (Debian package "
                "google-cloud-cli-firestore-emulator, and java), so nothing is tried against Firestore"
            )
        self._port = free_port()
        self._process = subprocess.Popen(
            [
                "sh",
                "-c",
                WHILE_ASKED,
                "emulator",
                java,
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                str(jar.expanduser()),
                START,
                "start",
                "--host=127.0.0.1",
                f"--port={self._port}",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self._port}"

    def pause(self) -> None:
        """It answers nothing any more, and loses nothing."""
        os.killpg(self._process.pid, signal.SIGSTOP)
        until = time.monotonic() + 10
        while self._answers():  # a signal takes its time to reach every thread
            assert time.monotonic() < until, "the emulator goes on answering"

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), timeout=0.3) as asking:
                asking.sendall(b"GET / HTTP/1.0\r\n\r\n")
                return bool(asking.recv(1))
        except TimeoutError:
            return False

    def resume(self) -> None:
        os.killpg(self._process.pid, signal.SIGCONT)

    def wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self._port), timeout=0.5).close()
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.end()
        raise RuntimeError("the Firestore emulator didn't start within a minute")

    def end(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


@functools.cache
def running_emulator() -> FirestoreEmulator:
    """Starts in some seconds; afterwards the same one."""
    emulator = FirestoreEmulator()
    atexit.register(emulator.end)
    emulator.wait()
    return emulator


def in_a_project_of_its_own(**settings: object) -> Settings:
    """Settings that lead into the emulator, where nothing is yet."""
    return Settings.model_validate(
        {
            "firestore_emulator_host": running_emulator().host,
            "google_cloud_project": f"test-{uuid.uuid4().hex[:12]}",
            **settings,
        }
    )
