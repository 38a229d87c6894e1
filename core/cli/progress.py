"""What `screen` tells of a run under way, on stderr: a bar on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from core.domain.run import EngineName, RunSnapshot
from core.domain.verdict import Usage
from core.shortlist.words import scan_words

if TYPE_CHECKING:
    from tqdm import tqdm

WORTH_TELLING_SECONDS = 5
"""A shorter rest is over before it has been read."""

_SHAPE = "{percentage:3.0f}% |{bar:20}| {desc}"

SILENCE_SECONDS = 60
"""Plain lines come at least so often while a run is under way: silence looks like death."""


class Teller(Protocol):
    def tell(self, snapshot: RunSnapshot) -> None:
        """Called several times a second with how far the run is."""
        ...


@contextmanager
def telling(engine: EngineName, *, stream: TextIO | None = None) -> Iterator[Teller]:
    """A bar that ends with its context, or lines."""
    stream = stream or sys.stderr
    if not stream.isatty():
        yield _Lines(engine, stream)
        return
    from tqdm import tqdm  # a tenth of a second, and only for who looks
    from tqdm.contrib.logging import logging_redirect_tqdm

    tqdm.set_lock(
        threading.RLock()
    )  # its own one is for several processes, and takes a semaphore of the system
    tqdm.monitor_interval = 0
    bar = tqdm(file=stream, bar_format=_SHAPE, dynamic_ncols=True, mininterval=0)
    with bar, logging_redirect_tqdm():
        yield _Bar(engine, bar)


class _Bar:
    def __init__(self, engine: EngineName, bar: "tqdm[None]") -> None:
        self._engine = engine
        self._bar = bar

    def tell(self, snapshot: RunSnapshot) -> None:
        self._bar.total = snapshot.total
        self._bar.n = snapshot.done
        self._bar.set_description_str(progress_words(snapshot, self._engine))


class _Lines:
    """One line whenever the count has moved on by a twentieth, or what it waits for has changed."""

    def __init__(self, engine: EngineName, stream: TextIO) -> None:
        self._engine = engine
        self._stream = stream
        self._done: int | None = None
        self._waits: tuple[object, ...] = (False, "", False)
        self._at = 0.0

    def tell(self, snapshot: RunSnapshot) -> None:
        moved = self._done is None or snapshot.done - self._done >= max(1, snapshot.total // 20)
        waits = (snapshot.reading_scans, snapshot.message, self._rests(snapshot))
        ended = snapshot.state != "running"
        now = time.monotonic()
        if moved or ended or waits != self._waits or now - self._at >= SILENCE_SECONDS:
            self._done, self._waits, self._at = snapshot.done, waits, now
            self._stream.write(f"{progress_words(snapshot, self._engine)}\n")
            self._stream.flush()

    def _rests(self, snapshot: RunSnapshot) -> bool:
        """Whether a rest worth telling has begun and isn't over."""
        told = self._waits[-1]
        return snapshot.resting_seconds >= (0.001 if told else WORTH_TELLING_SECONDS)


def progress_words(snapshot: RunSnapshot, engine: EngineName) -> str:
    """How far a run is, on one line: "31 of 46 · 1 failed · 12 from the cache · about 18 s left"."""
    asked = engine == "openai"
    going_on = snapshot.state == "running"
    return " · ".join(
        part
        for part in (
            f"{snapshot.done} of {snapshot.total}",
            f"{snapshot.failed} failed",
            f"{snapshot.cached} from the cache" if snapshot.cached else "",
            f"{snapshot.judging} with the AI" if asked and snapshot.judging and going_on else "",
            scan_words(snapshot),
            f"about {snapshot.per_minute:.0f} a minute" if snapshot.per_minute and going_on else "",
            f"{_about(snapshot.eta_seconds)} left" if snapshot.eta_seconds is not None and going_on else "",
            _spent(snapshot) if asked and going_on else "",
            _waiting(snapshot) if going_on else "",
        )
        if part
    )


def took_words(snapshot: RunSnapshot, engine: EngineName) -> str:
    """What a run took in all: "500 résumés · 1,234,000 tokens · $0.31 · $0.05 saved"."""
    resumes = "1 résumé" if snapshot.done == 1 else f"{snapshot.done:,} résumés"
    if engine == "local":
        return f"{resumes} · no AI, nothing to pay"
    saved_tokens = tokens(snapshot.saved)
    return " · ".join(
        part
        for part in (
            resumes,
            f"{tokens(snapshot.paid):,} tokens",
            "" if snapshot.cost is None else dollars(snapshot.cost),
            f"{dollars(snapshot.saved_cost)} saved" if snapshot.saved_cost else "",
            f"{saved_tokens:,} tokens saved" if saved_tokens and snapshot.saved_cost is None else "",
        )
        if part
    )


def tokens(usage: Usage) -> int:
    return usage.input_tokens + usage.output_tokens


def dollars(amount: float) -> str:
    """With cents; what is less than one has as many digits as it takes to be something."""
    if 0 < amount < 0.01:
        return f"${amount:.6f}".rstrip("0") if amount >= 0.000001 else "less than $0.000001"
    return f"${amount:,.2f}"


def _spent(snapshot: RunSnapshot) -> str:
    if not snapshot.cost:
        return ""
    return f"{dollars(snapshot.cost)}{f' of {dollars(snapshot.budget)}' if snapshot.budget else ' so far'}"


def _waiting(snapshot: RunSnapshot) -> str:
    """Why nothing comes just now."""
    if snapshot.message:
        return snapshot.message
    if snapshot.resting_seconds >= 1:
        return f"the AI service asks for a pause, goes on in {snapshot.resting_seconds:.0f} s"
    return ""


def _about(seconds: float) -> str:
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"
