"""A data folder with a screening by an AI in it, whose candidates can be told by words nobody else has."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.domain.job import Criterion, Job, Rubric
from core.domain.run import Run
from core.intake import Kept
from core.settings import Settings
from core.wiring import Services, build
from tests.fakes.openai_endpoint import FakeEndpoint

JOB = Job.from_text("Support lead\nZendesk experience is required.")
RUBRIC = Rubric(criteria=(Criterion(id="c1", text="Zendesk", kind="must", weight=5),))

Open = Callable[..., Services]


def resume(name: str) -> bytes:
    """Everything in it bears the name."""
    return (
        f"{name.title()} Quellmann\n{name}.quellmann@{name}.example\n+49 170 55512{len(name):02}\n\nExperience\n"
        f"Ran Zendesk for {name}works with eleven people, from 2015 to 2024.\n"
    ).encode()


@pytest.fixture(scope="module")
def endpoint() -> Iterator[FakeEndpoint]:
    with FakeEndpoint() as running:
        yield running


@pytest.fixture
def opened(endpoint: FakeEndpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens the installation in DATA_DIR, as another process would; its settings can be changed."""
    monkeypatch.setenv("OPENAI_BASE_URL", endpoint.url)
    rooms: list[Services] = []

    def another(**settings: object) -> Services:
        rooms.append(build(Settings(**settings)))  # type: ignore[arg-type]
        return rooms[-1]

    yield another
    for room in rooms:
        if room.in_use:
            room.close()


def screen(room: Services, *names: str, created: str = "", job: Job = JOB, wait: bool = True) -> Run:
    """A screening of these candidates, ended."""
    given = [Kept(f"cv of {name}.txt", room.files.put(resume(name))) for name in names]
    room.store.save_job(job)
    run = room.starts.begin(job, RUBRIC, given, engine="openai", model=room.model("openai"))
    if wait:
        assert room.runner.wait(run.id, 30) is not None
    return room.store.run(run.id) or run


def holding(folder: Path, word: str) -> list[str]:
    """The files, by name, that have this word anywhere in them, in whatever case."""
    wanted = word.encode().lower()
    return sorted(
        path.name for path in folder.rglob("*") if path.is_file() and wanted in path.read_bytes().lower()
    )
