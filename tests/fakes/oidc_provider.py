"""A real OpenID Connect provider in a process of its own, for as long as a test needs it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.fakes.redis_server import free_port

CLIENT = {"OIDC_CLIENT_ID": "shortlist", "OIDC_CLIENT_SECRET": "a secret between the two"}


@contextmanager
def provider(*people: str, token_seconds: int = 3600) -> Iterator[str]:
    """Yields the address of its discovery document. `people` are addresses that log in with one click."""
    port = free_port()
    users = [word for one in people for word in ("--user", one)]
    process = subprocess.Popen(
        [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "-e", str(token_seconds), *users],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
                break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < until
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/.well-known/openid-configuration"
    finally:
        process.terminate()
        process.wait(10)
