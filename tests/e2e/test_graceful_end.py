"""A server asked to end, as a service manager asks it: what is on its way arrives, and nothing is asked twice."""

import hashlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets import Subprotocol
from websockets.sync.client import connect

from core.domain.job import Criterion, Job, Rubric
from core.intake import Given, keep, open_run
from core.settings import Settings
from core.wiring import build
from tests.cli.waiting import until
from tests.e2e.conftest import Server
from tests.fakes.openai_endpoint import FakeEndpoint, resume_of

pytestmark = pytest.mark.timeout(240)

FILES = 24
JOB = "Support lead\n\nRequirements\n- Zendesk is required.\n"
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),), source="given")


def given(n: int) -> Given:
    content = f"Robin\n\nExperience\nAnswered {n} tickets in Zendesk.\n".encode()
    return Given(f"{n}.txt", hashlib.sha256(content).hexdigest(), content)


def seed(folder: Path) -> str:
    """A run left "running" by a process that has ended."""
    services = build(Settings(data_dir=folder / "data", openai_base_url="http://127.0.0.1:1/v1"))
    try:
        kept = [keep(given(n), files=services.files) for n in range(FILES)]
        job = Job.from_text(JOB)
        model = services.model("openai")
        return open_run(job, RUBRIC, kept, store=services.store, engine="openai", model=model).id
    finally:
        services.close()


def done(folder: Path, run_id: str) -> tuple[str, int]:
    services = build(Settings(data_dir=folder / "data"))
    try:
        run = services.store.run(run_id)
        assert run is not None
        return run.state, services.store.progress(run_id).done
    finally:
        services.close()


def test_a_server_asked_to_end_takes_in_what_is_on_its_way_and_goes_on_when_it_is_back(
    own_server: Callable[..., Server], tmp_path: Path
) -> None:
    run_id = seed(tmp_path)
    with FakeEndpoint(latency=0.5) as endpoint:
        server = own_server(OPENAI_BASE_URL=endpoint.url, MAX_IN_FLIGHT="4")
        until(lambda: len(endpoint.calls) >= 6)
        tab = connect(
            f"{server.address.replace('http', 'ws')}/_stcore/stream", subprotocols=[Subprotocol("streamlit")]
        )
        with tab:
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
