"""The API on a server of its own, over real connections, with a model that answers well."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount

from core.access import new_token
from core.api import api
from core.domain.person import LOCAL_PERSON, Person
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import FakeEndpoint

JOB = "Support lead\n\nRequirements\n- Zendesk experience is required.\n"
CRITERIA = '[{"text": "Zendesk", "kind": "must", "weight": 5}]'


class Office(NamedTuple):
    """A server, and what is behind it."""

    services: Services
    address: str
    endpoint: FakeEndpoint
    until_the_end: ExitStack

    def client(self, person: Person = LOCAL_PERSON) -> httpx2.Client:
        """A program of this person's, with a token."""
        secret, kept = new_token(person, label="test", now=datetime.now(UTC))
        self.services.store.add_token(kept)
        return self.client_with(f"Bearer {secret}")

    def client_with(self, authorization: str) -> httpx2.Client:
        headers = {"Authorization": authorization} if authorization else {}
        return self.until_the_end.enter_context(
            httpx2.Client(base_url=self.address, headers=headers, timeout=30, trust_env=False)
        )


@contextmanager
def serving(services: Services) -> Iterator[str]:
    """The API's address under /api, on a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        app = Starlette(routes=[Mount("/api", api(lambda: services))])
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/api"
        server.should_exit = True
        thread.join(20)


@contextmanager
def an_office(folder: Path, **settings: object) -> Iterator[Office]:
    with ExitStack() as open_until_the_end:
        endpoint = open_until_the_end.enter_context(FakeEndpoint())
        known = Settings.model_validate(
            {
                "data_dir": folder,
                "openai_base_url": endpoint.url,
                "rate_limit_enabled": False,
                "scans_enabled": False,
                "reading_children": 1,
                **settings,
            }
        )
        services = build(known)
        open_until_the_end.callback(services.close)
        address = open_until_the_end.enter_context(serving(services))
        yield Office(services, address, endpoint, open_until_the_end)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office")) as office:
        yield office


@pytest.fixture
def another_office(tmp_path: Path) -> Iterator[Callable[..., Office]]:
    """One with settings of its own."""
    with ExitStack() as offices:
        yield lambda **settings: offices.enter_context(an_office(tmp_path / "office", **settings))
