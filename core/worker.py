"""The Celery worker: `celery -A core.worker worker`, or `make worker`. Each of its processes works batches off.

Nothing is opened before a process has forked: connections, loops and threads don't survive that.
"""

import asyncio
import logging
import threading
from collections.abc import Callable

from celery.exceptions import SoftTimeLimitExceeded
from celery.signals import setup_logging, worker_process_init, worker_process_shutdown

from core.adapters.prices import Tariff
from core.adapters.run_celery import CeleryRunner, Feeding
from core.adapters.run_celery_batch import Batches
from core.adapters.run_celery_queue import NIGHTLY, SCREEN, SWEEP, Batch, celery_app
from core.adapters.run_keeping import Keeping
from core.adapters.run_reading import Reading
from core.adapters.run_work import Crew
from core.errors import InternalError
from core.operations import logs
from core.operations.nightly import keep_tidy
from core.runners import circumstances_of
from core.settings import Settings, load
from core.wiring import Services, build

log = logging.getLogger(__name__)

LAST_WRITES_SECONDS = 30.0
"""How long a batch that took too long may still take to say so."""

NIGHTLY_WORK: tuple[Callable[[Services], None], ...] = (keep_tidy,)
"""What is done each night, in this order."""

settings = load()
app = celery_app(settings)


class Hands:
    """What one process of a worker works with: the app's services, and on their loop what screens batches."""

    def __init__(self, settings: Settings) -> None:
        self.services = services = build(settings)
        if not isinstance(services.runner, CeleryRunner):
            raise InternalError("A worker without RUNNER=celery.")
        self.feeding: Feeding = services.runner.feeding
        self._loop = services.loop
        self._keeping = Keeping(services.store)
        self._reading = Reading(
            store=services.store,
            files=services.files,
            readers=services.readers,
            keeping=self._keeping,
            at_once=settings.reading_children,
        )
        crew = Crew(
            services.store,
            self._keeping,
            self._reading,
            services.engine,
            settings.celery_batch,
            settings.credits_enabled,
            circumstances_of(settings),
        )
        self._batches = Batches(crew, self.feeding, price=Tariff.of(settings).cost)

    def screen(self, batch: Batch) -> int:
        """Works a batch off; past the time limit it is broken off, and what is open in it failed."""
        overdue = asyncio.Event()
        screening = self._loop.submit(self._batches.screen(batch, overdue))
        try:
            return screening.result()
        except SoftTimeLimitExceeded:  # interrupts only this thread, which waits
            self._loop.call_soon(overdue.set)
            return screening.result(LAST_WRITES_SECONDS)

    def close(self) -> None:
        self._keeping.give_up()
        self._reading.close()
        self._keeping.close(seconds=3.0)
        self.services.close()


_hands: Hands | None = None
_making = threading.Lock()


def hands() -> Hands:
    """Made once, after the fork."""
    global _hands
    with _making:
        if _hands is None:
            _hands = Hands(settings.model_copy(update={"runner": "celery"}))
        return _hands


@setup_logging.connect  # type: ignore[untyped-decorator]
def _log(**_: object) -> None:
    """As the app does; Celery itself would write what an error says of itself."""
    logs.set_up(settings.log_format)
    logging.getLogger("celery").setLevel(logging.INFO)  # says when it is ready, and what it takes up


@worker_process_init.connect  # type: ignore[untyped-decorator]
def _take_up(**_: object) -> None:
    """What the first résumé would wait for. Where it fails, each message tries anew and says why."""
    hands().services.warm_up()


@worker_process_shutdown.connect  # type: ignore[untyped-decorator]
def _put_down(**_: object) -> None:
    if _hands is not None:
        _hands.close()


@app.task(name=SCREEN)  # type: ignore[untyped-decorator]
def screen_items(run_id: str, item_ids: list[str], ticket: str) -> int:
    """Screens items of a run; how many."""
    return hands().screen(Batch(run_id, item_ids, ticket))


@app.task(name=SWEEP, ignore_result=True)  # type: ignore[untyped-decorator]
def sweep() -> int:
    """Sends again what was lost, and ends what is done; how many batches were sent."""
    sent = hands().feeding.every_run()
    if sent:
        log.info("sent %d batches", sent)
    return sent


@app.task(name=NIGHTLY, ignore_result=True)  # type: ignore[untyped-decorator]
def nightly() -> None:
    for work in NIGHTLY_WORK:
        work(hands().services)
