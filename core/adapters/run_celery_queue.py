"""The queue between the app and its Celery workers, on Redis."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from celery import Celery
from celery.schedules import crontab
from kombu.entity import Queue
from kombu.exceptions import KombuError
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from core.errors import ConfigurationError, PartUnavailable
from core.settings import Settings

RESUMES = "resume_processing"
MAILS = "email_sending"
"""Declared for mails that workers will send; nothing is put into it yet."""
UPKEEP = "upkeep"
"""A queue of its own: what looks after runs doesn't stand behind their batches."""

SCREEN = "shortlist.screen_items"
SWEEP = "shortlist.sweep"
NIGHTLY = "shortlist.nightly"

SWEEP_SECONDS = 2.0
HARD_AFTER_SOFT = 60
"""Seconds between the limit that ends a batch and the one that ends its process."""

VISIBILITY_SECONDS = 4 * 3600
"""After which Redis hands out a batch again that nobody has acknowledged: longer than any batch may take. What a
killed worker had comes back much sooner, by the leases of its items."""

RESULTS_KEPT_SECONDS = 3600
CONNECT_SECONDS = 1.0
WORKERS_ANSWER_SECONDS = 1.0

_UNREACHED = (RedisError, KombuError, OSError, RuntimeError)


class Batch(NamedTuple):
    """What a message says: items of a run, and the ticket under which they were leased when it was sent."""

    run_id: str
    item_ids: Sequence[str]
    ticket: str


def celery_app(settings: Settings) -> Celery:
    """Celery as both sides use it. Raises `ConfigurationError` where the broker isn't named or isn't Redis."""
    broker = broker_of(settings)
    app = Celery(
        "shortlist", broker=broker, backend=settings.celery_result_backend or broker, set_as_current=False
    )
    app.conf.update(
        task_queues=[Queue(name) for name in (RESUMES, MAILS, UPKEEP)],  # type: ignore[no-untyped-call]
        task_default_queue=RESUMES,
        task_routes={SCREEN: {"queue": RESUMES}, SWEEP: {"queue": UPKEEP}, NIGHTLY: {"queue": UPKEEP}},
        task_serializer="json",
        accept_content=["json"],
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_soft_time_limit=settings.celery_time_limit,
        task_time_limit=settings.celery_time_limit + HARD_AFTER_SOFT,
        worker_prefetch_multiplier=1,
        worker_proc_alive_timeout=60,  # each process loads the engine before it says that it is there
        worker_max_tasks_per_child=200,
        worker_max_memory_per_child=1_500_000,
        worker_send_task_events=False,
        result_expires=RESULTS_KEPT_SECONDS,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        broker_transport_options={
            "visibility_timeout": VISIBILITY_SECONDS,
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_keepalive": True,
        },
        redis_socket_connect_timeout=CONNECT_SECONDS,
        timezone="UTC",
        beat_scheduler="celery.beat:Scheduler",  # keeps nothing on disk: a sweep that was missed is no loss
        beat_schedule={
            "sweep": {
                "task": SWEEP,
                "schedule": SWEEP_SECONDS,
                "options": {"expires": 2 * SWEEP_SECONDS, "ignore_result": True},
            },
            "nightly": {"task": NIGHTLY, "schedule": crontab(hour=str(settings.nightly_hour), minute="10")},
        },
    )
    return app


def broker_of(settings: Settings) -> str:
    url = settings.celery_broker_url
    if url is None:
        raise ConfigurationError(
            "RUNNER=celery needs CELERY_BROKER_URL, for example redis://localhost:6379/1."
        )
    if urlsplit(url).scheme not in ("redis", "rediss"):
        raise ConfigurationError("CELERY_BROKER_URL must be a Redis: redis://host:6379/1 (or rediss://).")
    return url


class WorkQueue:
    """Sends batches to whichever worker is free. Thread-safe. Raises `PartUnavailable` within a few seconds where
    the broker doesn't answer."""

    def __init__(self, app: Celery) -> None:
        self._app = app
        url = str(app.conf.broker_url)
        self.host = urlsplit(url).hostname or "localhost"
        try:
            self._redis: Any = Redis.from_url(
                url,
                socket_connect_timeout=CONNECT_SECONDS,
                socket_timeout=CONNECT_SECONDS,
                retry=Retry(NoBackoff(), 1),  # one more, for a connection the server closed while it was idle
            )
        except ValueError:
            raise ConfigurationError("CELERY_BROKER_URL must look like redis://host:6379/1.") from None

    def send(self, batch: Batch) -> None:
        try:
            self._app.send_task(SCREEN, args=list(batch), retry=False)
        except _UNREACHED as error:
            raise self._away(error) from error

    def waiting(self) -> int:
        """How many batches nobody has taken yet."""
        try:
            return int(self._redis.llen(RESUMES))
        except _UNREACHED as error:
            raise self._away(error) from error

    def check(self) -> str:
        """A line that says workers answer. Raises `PartUnavailable` where none does."""
        self.waiting()
        try:
            answered = self._app.control.ping(timeout=WORKERS_ANSWER_SECONDS)
        except _UNREACHED as error:
            raise self._away(error) from error
        if not answered:
            raise PartUnavailable("Runner", "No worker answers. Start one: make worker.")
        return f"{len(answered)} {'worker answers' if len(answered) == 1 else 'workers answer'}."

    def close(self) -> None:
        self._redis.close()
        self._app.close()

    def _away(self, error: Exception) -> PartUnavailable:
        return PartUnavailable(
            "Runner",
            f"The broker at {self.host} doesn't answer ({type(error).__name__}). Check CELERY_BROKER_URL and that "
            "Redis runs. Nothing is lost meanwhile.",
        )
