"""The runner that leaves the work to Celery workers: the store says what is open, the queue who takes it next."""

import logging
import secrets
import time
from collections.abc import Sequence
from typing import Literal

from core.adapters.run_celery_queue import Batch, WorkQueue
from core.adapters.run_progress import snapshot_of
from core.adapters.run_purse import Price, Purse
from core.adapters.run_terms import terms_of
from core.domain.run import Run, RunSnapshot
from core.errors import NotEnoughCredits, PartUnavailable, UserError
from core.ports import Store

log = logging.getLogger(__name__)

TICKET_SECONDS = 15.0
"""How long a batch that was sent is left to whoever takes it; then it is sent again."""

MOST_WAITING = 40
"""Batches in the queue: enough for every worker, few enough for a second run to get its turn soon."""

BETWEEN_LOOKS = 0.2
ETA_FROM = 5


class Feeding:
    """Keeps the queue filled with what is open in running runs, the runs in turn. Any number of processes may do so
    at once: what one has leased for a batch, no other sends."""

    def __init__(self, store: Store, queue: WorkQueue, *, batch: int) -> None:
        self._store = store
        self._queue = queue
        self._batch = batch

    def every_run(self) -> int:
        """Sends what is open and nobody's, what was lost with a worker or a broker included, and ends runs that have
        nothing open; how many batches were sent."""
        return self._feed([run for run in self._store.unfinished() if not self._done(run)])

    def run(self, run: Run) -> int:
        """As `every_run`, for one."""
        return 0 if self._done(run) else self._feed([run])

    def _done(self, run: Run) -> bool:
        return self._store.finish(run.id)

    def _feed(self, runs: Sequence[Run]) -> int:
        room = MOST_WAITING - self._queue.waiting()
        if room <= 0 or not runs:
            return 0
        open_ids = {run.id: list(self._open(run, room)) for run in runs}
        sent = 0
        while sent < room and any(open_ids.values()):
            for run in runs:
                ids = open_ids[run.id]
                if ids and sent < room:
                    sent += self._send(run, ids[: self._batch])
                    del ids[: self._batch]
        return sent

    def _open(self, run: Run, batches: int) -> tuple[str, ...]:
        if run.budget is None:
            return self._store.unleased(run.id, batches * self._batch)
        # one batch after the other: each must know what the one before has paid
        return () if self._store.leased(run.id) else self._store.unleased(run.id, self._batch)

    def _send(self, run: Run, item_ids: Sequence[str]) -> bool:
        ticket = secrets.token_hex(16)
        rows = self._store.lease(run.id, item_ids, ticket, seconds=TICKET_SECONDS)
        leased = [row.item.id for row in rows if row.outcome is None]
        if not leased:
            return False
        try:
            self._queue.send(Batch(run.id, leased, ticket))
        except PartUnavailable:
            self._store.lease(run.id, leased, ticket, seconds=0)
            raise
        return True


class CeleryRunner:
    """`ports.Runner` over workers on this machine or others."""

    def __init__(
        self,
        *,
        store: Store,
        queue: WorkQueue,
        feeding: Feeding,
        price: Price,
        charges: bool = False,
        circumstances: str | None = None,
    ) -> None:
        self._store = store
        self._queue = queue
        self._feeding = feeding
        self._price = price
        self._charges = charges
        self._circumstances = circumstances

    def start(self, run_id: str) -> None:
        """Raises `PartUnavailable` where the broker doesn't answer, and `UserError` as the local runner does."""
        run = self._store.run(run_id)
        if run is None:
            raise UserError("This screening is no longer there.")
        self._queue.waiting()  # nothing is begun that nobody could take
        Purse(run, self._price)
        try:
            if self._charges:
                self._store.reserve(run_id)
        except NotEnoughCredits as missing:
            self._store.set_state(run_id, "halted", str(missing))
            raise
        self._store.set_state(run_id, "running")
        if terms := terms_of(run, self._circumstances):
            self._store.reuse(run_id, terms)
        try:
            self._feeding.run(run)
        except PartUnavailable as away:
            if away.part != "Runner":
                raise
            log.warning("run %s is begun, but could not be sent yet", run_id)

    def snapshot(self, run_id: str) -> RunSnapshot | None:
        run = self._store.run(run_id)
        if run is None:
            return None
        progress = self._store.progress(run_id)
        shot = snapshot_of(run, progress, self._price)
        if run.state != "running":
            return shot
        left = progress.total - progress.done
        eta = left * 60 / progress.recent if progress.recent >= ETA_FROM else None
        waits = "" if progress.recent or not left else self._waits_for()
        return shot.model_copy(update={"eta_seconds": eta, "message": waits})

    def stop(self, run_id: str) -> None:
        self._end_as("stopped", run_id)

    def pause(self, run_id: str) -> None:
        self._end_as("paused", run_id)

    def wait(self, run_id: str, timeout: float | None = None) -> RunSnapshot | None:
        until = None if timeout is None else time.monotonic() + timeout
        while (run := self._store.run(run_id)) and run.state == "running":
            if until is not None and time.monotonic() >= until:
                break
            time.sleep(BETWEEN_LOOKS)
        return self.snapshot(run_id)

    @property
    def broker(self) -> str:
        """Its host, for a person to read."""
        return self._queue.host

    @property
    def feeding(self) -> Feeding:
        return self._feeding

    def check(self) -> str:
        """A line that says workers answer. Raises `PartUnavailable`."""
        return self._queue.check()

    def close(self) -> None:
        """The workers go on."""
        self._queue.close()

    def _waits_for(self) -> str:
        try:
            return "It waits for a worker to be free." if self._queue.waiting() else ""
        except PartUnavailable as away:
            return str(away)

    def _end_as(self, wanted: Literal["stopped", "paused"], run_id: str) -> None:
        """Workers see it in the store within seconds; the last of them gives back what a stopped run holds."""
        run = self._store.run(run_id)
        if run is None or run.state not in ("running", "paused"):
            return
        self._store.set_state(run_id, wanted)
        give_back_when_left(self._store, run_id)


def give_back_when_left(store: Store, run_id: str) -> None:
    """Gives back what an ended run holds once nobody works on it: what is in flight is still paid for."""
    run = store.run(run_id)
    if run is not None and run.state in ("stopped", "halted") and not store.leased(run_id):
        store.release(run_id)
