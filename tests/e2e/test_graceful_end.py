"""A server asked to end, as a service manager asks it: what is on its way arrives, and nothing is asked twice."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from websockets import Subprotocol
from websockets.sync.client import connect

from core.domain.job import Criterion, Job, Rubric
from core.errors import UserError
from core.intake import Given, keep, open_run
from core.settings import Settings
from core.wiring import Services, build
from tests.cli.waiting import until
from tests.e2e.conftest import Server
from tests.fakes.openai_endpoint import FakeEndpoint, resume_of

pytestmark = pytest.mark.timeout(240)

T = TypeVar("T")
FILES = 16
JOB = "Support lead\n\nRequirements\n- Zendesk is required.\n"
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),), source="given")


def given(n: int) -> Given:
    content = f"Robin\n\nExperience\nAnswered {n} tickets in Zendesk.\n".encode()
    return Given(f"{n}.txt", hashlib.sha256(content).hexdigest(), content)


def here(folder: Path, work: Callable[[Services], T]) -> T:
    """What this process makes of the same data folder."""
    services = build(Settings(data_dir=folder / "data", openai_base_url="http://127.0.0.1:1/v1"))
    try:
        return work(services)
    finally:
        services.close()


def seed(services: Services) -> str:
    """A run left "running" by a process that has ended."""
    kept = [keep(given(n), files=services.files) for n in range(FILES)]
    job, model = Job.from_text(JOB), services.model("openai")
    return open_run(job, RUBRIC, kept, store=services.store, engine="openai", model=model).id


def done(folder: Path, run_id: str) -> tuple[str, int]:
    snapshot = here(folder, lambda services: services.runner.snapshot(run_id))
    assert snapshot is not None
    return snapshot.state, snapshot.done


def test_a_server_asked_to_end_takes_in_what_is_on_its_way_and_goes_on_when_it_is_back(
    own_server: Callable[..., Server], tmp_path: Path
) -> None:
    run_id = here(tmp_path, seed)
    with FakeEndpoint(latency=0.5) as endpoint:
        server = own_server(OPENAI_BASE_URL=endpoint.url, MAX_IN_FLIGHT="4")
        until(lambda: len(endpoint.calls) >= 6)
        tab = connect(
            f"{server.address.replace('http', 'ws')}/_stcore/stream", subprotocols=[Subprotocol("streamlit")]
        )
        with tab:
            with pytest.raises(UserError, match="another process"):
                here(tmp_path, lambda services: services.runner.start(run_id))
            assert server.stop() in (0, -15)
        asked = Counter(resume_of(call.body) for call in endpoint.calls)
        assert {call.status for call in endpoint.calls} == {200}, "no answer was cut off"
        assert done(tmp_path, run_id) == ("running", len(asked))
        assert len(asked) < FILES
        server.start()
        until(lambda: len(endpoint.judged) >= FILES)
        server.stop()
        assert done(tmp_path, run_id) == ("finished", FILES)
        asked = Counter(resume_of(call.body) for call in endpoint.calls)
    assert set(asked.values()) == {1}
