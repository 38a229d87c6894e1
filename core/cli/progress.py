"""What `screen` tells of a run under way, on stderr: a bar on a terminal, plain lines elsewhere."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO

from core.domain.run import EngineName, RunSnapshot
from core.shortlist.progress import dollars, pace_words, progress_words, tokens, waiting_words

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
        self._bar.set_description_str(line(snapshot, self._engine))


class _Lines:
    """One line whenever the count has moved on by a twentieth, or what it waits for has changed."""

    def __init__(self, engine: EngineName, stream: TextIO) -> None:
        self._engine = engine
        self._stream = stream
        self._done: int | None = None
        self._waits: tuple[object, ...] = (False, "", False)
        self._said = ""
        self._at = time.monotonic()

    def tell(self, snapshot: RunSnapshot) -> None:
        moved = self._done is None or snapshot.done - self._done >= max(1, snapshot.total // 20)
        waits = (snapshot.reading_scans, snapshot.message, self._rests(snapshot))
        ended, silent = snapshot.state != "running", time.monotonic() - self._at >= SILENCE_SECONDS
        if moved or ended or silent or waits != self._waits:
            self._done, self._waits = snapshot.done, waits
            self._say(line(snapshot, self._engine), again=silent)

    def _say(self, words: str, *, again: bool) -> None:
        """Not the same twice in a row, unless to show that it is still there."""
        if words == self._said and not again:
            return
        self._said, self._at = words, time.monotonic()
        self._stream.write(f"{words}\n")
        self._stream.flush()

    def _rests(self, snapshot: RunSnapshot) -> bool:
        """Whether a rest worth telling has begun and isn't over."""
        told = self._waits[-1]
        return snapshot.resting_seconds >= (0.001 if told else WORTH_TELLING_SECONDS)


def line(snapshot: RunSnapshot, engine: EngineName) -> str:
    """Everything the page says of a run under way, in one line."""
    told = (progress_words(snapshot, engine), pace_words(snapshot, engine), waiting_words(snapshot))
    return " · ".join(filter(None, told))


def took(snapshot: RunSnapshot, engine: EngineName) -> str:
    """What a run took in all: "500 résumés · 1,234,000 tokens · $0.31 · $0.05 saved"."""
    resumes = "1 résumé" if snapshot.done == 1 else f"{snapshot.done:,} résumés"
    if engine == "local":
        return f"{resumes} · no AI, nothing to pay"
    cost = "" if snapshot.cost is None else dollars(snapshot.cost)
    kept = tokens(snapshot.saved)
    saved = dollars(snapshot.saved_cost) if snapshot.saved_cost else f"{kept:,} tokens" if kept else ""
    told = (resumes, f"{tokens(snapshot.paid):,} tokens", cost, f"{saved} saved" if saved else "")
    return " · ".join(filter(None, told))
