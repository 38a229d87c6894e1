"""The work of each night: retention, then a backup. In the app by a thread of its own, elsewhere by the workers."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.adapters.lease import Lease
from core.errors import OperatorError, ShortlistError
from core.operations.backup import back_up, remove_old
from core.operations.retention import sweep
from core.wiring import Services

log = logging.getLogger(__name__)

LOOK_SECONDS = 600.0
"""How often it is looked whether a night has come; and how soon what failed is tried again."""


def keep_tidy(services: Services) -> None:
    """All of it: what fails doesn't keep the rest from being done. Raises the first `ShortlistError` at the end."""
    trouble: ShortlistError | None = None
    for work in (_sweep, _back_up):
        try:
            work(services)
        except ShortlistError as error:
            log.error("the night's work %s failed: %s", work.__name__.strip("_"), type(error).__name__)
            trouble = trouble or error
    if trouble:
        raise trouble


def _sweep(services: Services) -> None:
    sweep(services)


def _back_up(services: Services) -> None:
    folder = services.settings.backup_dir
    if folder is not None:
        folder = folder.expanduser()
        back_up(services, folder)
        remove_old(folder, services.settings.backup_days)


class Nights:
    """Does the night's work once a night, in one process of those that share a data folder. A night that nobody was
    there for is made up for; the first one is that after the first start."""

    def __init__(
        self,
        services: Services,
        *,
        work: Callable[[Services], None] = keep_tidy,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        look_seconds: float = LOOK_SECONDS,
    ) -> None:
        self._services = services
        self._work = work
        self._clock = clock
        self._look_seconds = look_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="nights", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self, seconds: float = 10.0) -> None:
        """Waits that long for work under way; what is broken off is completed the next time."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(seconds)

    def look(self) -> bool:
        """Does what is due; whether something was. Raises `ShortlistError`."""
        lease = Lease(self._services.folder / "nightly", "nightly")
        if not lease.take():
            return False  # another process is at it
        try:
            last, now = self._last(), self._clock()
            if last is None:
                self._note(now)
            if last is None or last >= self._night(now):
                return False
            self._work(self._services)
            self._note(now)
            return True
        finally:
            lease.give_back()

    def _run(self) -> None:
        while True:
            try:
                self.look()
            except OperatorError as error:
                log.error("the night's work isn't done: %s", type(error).__name__)
            except Exception as bug:  # noqa: BLE001 - without this thread nothing would ever be removed again
                log.error("the night's work met a fault: %s", type(bug).__name__)
            if self._ended.wait(self._look_seconds):
                return

    def _night(self, now: datetime) -> datetime:
        """The last moment at which a night's work was due."""
        tonight = now.replace(hour=self._services.settings.nightly_hour, minute=0, second=0, microsecond=0)
        return tonight if tonight <= now else tonight - timedelta(days=1)

    def _last(self) -> datetime | None:
        try:
            return datetime.fromisoformat(self._done.read_text("ascii").strip())
        except (FileNotFoundError, ValueError):
            return None

    def _note(self, now: datetime) -> None:
        self._done.write_text(now.isoformat(), "ascii")

    @property
    def _done(self) -> Path:
        return self._services.folder / "nightly" / "done"
