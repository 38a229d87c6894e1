"""Who works screenings off, as the settings say: this process, or Celery workers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from core.adapters.prices import Tariff
from core.adapters.run_local import LocalRunner
from core.engine_room import EngineRoom
from core.errors import PartUnavailable
from core.ports import Files, Readers, Runner, Store
from core.settings import Settings


class Told(NamedTuple):
    """A part as a person sees it; `wiring.Part` has the same fields."""

    name: str
    choice: str
    detail: str
    check: Callable[[], str]


def leases_of(settings: Settings) -> Path:
    """Where the locks of runs are."""
    return settings.data_dir.expanduser().resolve() / "leases"


def make_runner(
    settings: Settings, *, store: Store, files: Files, readers: Readers, room: EngineRoom
) -> Runner:
    """Raises `ConfigurationError` where workers are wanted that nothing leads to."""
    if settings.runner == "celery":
        return _over_celery(settings, store)
    return LocalRunner(
        store=store,
        files=files,
        readers=readers,
        engine_of=room.engine,
        loop=room.loop,
        leases=leases_of(settings),
        reading_at_once=settings.reading_children,
        judging_at_once=settings.max_in_flight,
        charges=settings.credits_enabled,
        circumstances=circumstances_of(settings),
        price=Tariff.of(settings).cost,
    )


def circumstances_of(settings: Settings) -> str | None:
    """What besides run and text decides a judgement; None where nothing judged before is reused."""
    return settings.openai_reasoning_effort if settings.cache_enabled else None


def runner_parts(settings: Settings, readers: Readers, runner: Runner) -> Iterator[Told]:
    """What works screenings off, and what to know of it."""
    if settings.runner == "local":
        reading = f"{settings.reading_children} reading processes"
        yield Told("Runner", "This process", reading, lambda: _check_reading(readers))
        return
    from core.adapters.run_celery import CeleryRunner

    if isinstance(runner, CeleryRunner):
        yield Told("Runner", "Celery workers", f"Broker: {runner.broker}", runner.check)
    if not (settings.has_firestore and settings.files_url):
        lacking = " and ".join(
            name
            for name, there in (
                ("FIREBASE_SERVICE_ACCOUNT_KEY", settings.has_firestore),
                ("FILES_URL", settings.files_url),
            )
            if not there
        )
        told = f"Workers must run on this machine, with this DATA_DIR. To use others as well, set {lacking}."
        yield Told("Workers", "This machine only", told, lambda: told)


def _over_celery(settings: Settings, store: Store) -> Runner:
    from core.adapters.run_celery import CeleryRunner, Feeding  # a quarter of a second of import
    from core.adapters.run_celery_queue import WorkQueue, celery_app

    queue = WorkQueue(celery_app(settings))
    return CeleryRunner(
        store=store,
        queue=queue,
        feeding=Feeding(store, queue, batch=settings.celery_batch),
        price=Tariff.of(settings).cost,
        charges=settings.credits_enabled,
        circumstances=circumstances_of(settings),
    )


def _check_reading(readers: Readers) -> str:
    outcome = readers.read(b"A line of text to see whether reading works.")
    if outcome.status == "failed":
        raise PartUnavailable("Runner", f"Reading doesn't work: {outcome.message}")
    return "Reading works."
