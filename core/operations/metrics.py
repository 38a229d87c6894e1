"""What Prometheus reads: this process's meters, and what the store says of the runs under way."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from core.errors import OperatorError
from core.meters import REGISTRY
from core.ports import Store

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
FRESH_SECONDS = 5.0
"""The store is asked no more often, however many ask here."""

_PROCESS = CollectorRegistry(auto_describe=True)
ProcessCollector(registry=_PROCESS)
PlatformCollector(registry=_PROCESS)


class RunsUnderWay(Collector):
    """Runs, items and their age, as the store knows them: the same whoever works them off. Thread-safe."""

    def __init__(self, store: Callable[[], Store], *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._lock = threading.Lock()
        self._known: tuple[Metric, ...] = ()
        self._asked = -FRESH_SECONDS

    def collect(self) -> Iterator[Metric]:
        with self._lock:
            if self._clock() - self._asked >= FRESH_SECONDS:
                self._known, self._asked = tuple(self._ask()), self._clock()
            yield from self._known

    def _ask(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("shortlist_store_up", "1 while the results can be read.")
        items = GaugeMetricFamily(
            "shortlist_items", "Résumés of the runs under way, by state.", labels=("state",)
        )
        runs = GaugeMetricFamily("shortlist_runs_under_way", "Runs under way.")
        age = GaugeMetricFamily("shortlist_queue_age_seconds", "How long ago the oldest run under way began.")
        try:
            store = self._store()
            unfinished = store.unfinished()
            told = [store.progress(run.id) for run in unfinished]
        except OperatorError:
            up.add_metric((), 0)
            yield up
            return
        up.add_metric((), 1)
        runs.add_metric((), len(unfinished))
        done, failed = sum(one.done for one in told), sum(one.failed for one in told)
        items.add_metric(("open",), sum(one.total for one in told) - done)
        items.add_metric(("scored",), done - failed)
        items.add_metric(("failed",), failed)
        began = min((run.created for run in unfinished), default=None)
        now = datetime.now(UTC)
        age.add_metric((), max(0.0, (now - datetime.fromisoformat(began)).total_seconds()) if began else 0.0)
        yield from (up, runs, items, age)


def exposition(runs: RunsUnderWay) -> bytes:
    """In Prometheus's text format."""
    of_runs = CollectorRegistry()
    of_runs.register(runs)
    return b"".join(map(generate_latest, (REGISTRY, of_runs, _PROCESS)))
