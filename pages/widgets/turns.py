"""Few pages are drawn at a time: the others wait a moment, and all are sooner done."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

AT_ONCE = 2
"""Drawing is Python, one thread at a time. With fifty sessions, threads that all draw spend their time on handing
each other the framework's locks, a switch of threads for each of a page's hundreds of elements [measured]."""
PATIENCE = 2.0
"""Seconds. Somebody draws for so long, or waits for something: nobody should wait with them."""

_turns = threading.Semaphore(AT_ONCE)
_own = threading.local()


@contextmanager
def taken() -> Iterator[None]:
    """While a page, or a part of one, is drawn. Inside another turn it changes nothing."""
    if getattr(_own, "has", False):
        yield
        return
    _own.has = _turns.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        _end()


@contextmanager
def aside() -> Iterator[None]:
    """While a page waits for something slow: a file that is read, an answer."""
    had = getattr(_own, "has", False)
    _end()
    try:
        yield
    finally:
        if had:
            _own.has = _turns.acquire(timeout=PATIENCE)


def in_turn(draw: Callable[P, T]) -> Callable[P, T]:
    """For a part of a page that is drawn anew by itself."""

    @wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> T:
        with taken():
            return draw(*args, **kwargs)

    return drawn


def _end() -> None:
    if getattr(_own, "has", False):
        _own.has = False
        _turns.release()
