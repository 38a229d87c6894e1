"""Reading children and their pool: a file that hangs, crashes or eats memory takes only its own child with it."""

import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter

from core.domain.candidate import Failure, failure
from core.domain.resume import Picture, ReadResume
from core.errors import InternalError, PartUnavailable
from core.reading.frames import LENGTHS, frame, lengths_of

CHILD = (sys.executable, "-m", "core.reading.child")
MB = 1 << 20
PIPE = MB
"""Bytes a pipe holds where the system lets us choose: a file then goes over in one piece, and its answer, too."""
HERE = Path(__file__).resolve().parents[2]

READ = b'{"op":"read"}'
WARM = b'{"op":"warm"}'

TIMED_OUT = "Reading this took too long and was stopped. Try again, or save it as a new PDF and add that."
STOPPED_TWICE = "This file stopped the reader twice. Open it, save it as a new PDF and add that."
NOT_STARTED = "The process that reads résumés doesn't start. Set the app up again: make setup."

Answer = TypeVar("Answer")

_READING: TypeAdapter[ReadResume | Failure] = TypeAdapter(
    Annotated[ReadResume | Failure, Field(discriminator="status")]
)


class _Died(Exception):
    """The child ended, or answered noise, before its answer was complete."""


class _Child:
    """One child process as its owner sees it. Used by one thread at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=HERE,
            env=_environment(),
            bufsize=0,
            start_new_session=True,  # Ctrl-C at the terminal is for the owner alone
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._in, self._out = process, process.stdin, process.stdout
        for pipe in (self._in, self._out):
            os.set_blocking(pipe.fileno(), False)
            _widen(pipe.fileno())
        self._greeted = False
        self.files = 0
        """How many it was asked to read."""

    def ask(self, request: bytes, *, deadline: float) -> tuple[bytes, bytes]:
        """Sends a frame and returns the answer's JSON and bytes.

        Raises `TimeoutError` or `_Died`; after either the child has to be ended.
        """
        self.files += 1
        self._send(request, deadline)
        return self._receive_frame(deadline)

    def greet(self, seconds: float) -> None:
        """Waits until a new child says that it is ready. Raises as `ask` does."""
        if not self._greeted:
            self._receive_frame(time.monotonic() + seconds)
            self._greeted = True

    def warm(self) -> None:
        """Lets a new child load the libraries most files need, without waiting for it."""
        self._send(frame(WARM), time.monotonic() + 1)

    def end(self) -> None:
        """Ends the process at once and waits for it: nothing in a child is worth keeping."""
        self._process.kill()
        self._process.wait()
        self._close_pipes()

    def kill(self) -> None:
        """From another thread than the one that uses it, which then finds it dead."""
        self._process.kill()

    def used_up_its_cpu_time(self) -> bool:
        """Whether a child that died was ended by the system for computing too long."""
        try:
            return self._process.wait(1) == -signal.SIGXCPU
        except subprocess.TimeoutExpired:  # it closed its pipe and lives on: not what the limit does
            return False

    def disown(self) -> None:
        """In a fork of the owner: lets go of pipes and process, which stay the owner's."""
        self._process.returncode = 0
        self._close_pipes()

    def _close_pipes(self) -> None:
        self._in.close()
        self._out.close()

    def _send(self, message: bytes, deadline: float) -> None:
        rest = memoryview(message)
        while rest:
            try:
                rest = rest[os.write(self._in.fileno(), rest) :]
            except BlockingIOError:
                _wait(self._in.fileno(), select.POLLOUT, deadline)
            except OSError as broken:
                raise _Died from broken

    def _receive_frame(self, deadline: float) -> tuple[bytes, bytes]:
        try:
            head, body = lengths_of(self._receive(LENGTHS.size, deadline))
        except ValueError as noise:
            raise _Died from noise
        return self._receive(head, deadline), self._receive(body, deadline)

    def _receive(self, size: int, deadline: float) -> bytes:
        got = bytearray()
        while len(got) < size:
            _wait(self._out.fileno(), select.POLLIN, deadline)
            try:
                piece = os.read(self._out.fileno(), min(size - len(got), MB))
            except BlockingIOError:
                continue
            if not piece:
                raise _Died
            got += piece
        return bytes(got)


class ReaderPool:
    """Reads files in up to `size` children at a time; `core.ports.Readers` for as many threads as like.

    Children start when needed and read `recycle_after` files each. What a child doesn't answer within
    `wall_seconds` is a time-out; a file that ends its child is tried once more in a new one, in what is left
    of that time. Raises `PartUnavailable` where children don't start at all, so that a broken installation
    is never blamed on a résumé.
    """

    def __init__(
        self,
        size: int = 2,
        *,
        wall_seconds: float = 15.0,
        start_seconds: float = 60.0,
        recycle_after: int = 200,
        max_bytes: int = 25 * MB,
        command: Sequence[str] = CHILD,
    ) -> None:
        self._size, self._wall_seconds, self._start_seconds = size, wall_seconds, start_seconds
        self._recycle_after, self._max_bytes, self._command = recycle_after, max_bytes, command
        self._closed = False
        self._reset()

    def _reset(self) -> None:
        self._slots = threading.BoundedSemaphore(self._size)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._busy = 0
        self._reading: set[_Child] = set()
        self._owner = os.getpid()
        self._finalizer = weakref.finalize(self, _end_all, self._idle, self._owner)

    def read(self, content: bytes) -> ReadResume | Failure:
        """The text of a file, or why there is none."""
        if too_large := self._too_large(content):
            return too_large
        return self._ask(frame(READ, content), lambda head, _: _READING.validate_json(head))

    def picture(self, content: bytes, page: int, spans: Sequence[tuple[int, int]] = ()) -> Picture | Failure:
        """Page `page` (from 1) of a PDF as PNG, the spans of its text marked."""
        if too_large := self._too_large(content):
            return too_large
        request = json.dumps({"op": "picture", "page": page, "spans": list(spans)}).encode()
        return self._ask(frame(request, content), _picture)

    def warm(self) -> None:
        """Starts the children ahead of the first file; returns at once."""
        self._see_to_owner()
        with self._lock:
            while not self._closed and len(self._idle) + self._busy < self._size:
                child = self._start()
                child.warm()
                self._idle.append(child)

    def rest(self) -> None:
        """Ends the children that have nothing to do; new ones start when needed."""
        self._see_to_owner()
        with self._lock:
            resting = self._idle[:]
            self._idle.clear()
        for child in resting:
            child.end()

    def close(self, *, at_once: bool = False) -> None:
        """Ends the children. A file in hand in another thread is still answered, unless it is given up `at_once`."""
        self._see_to_owner()
        with self._lock:
            self._closed = True
            if at_once:
                for child in self._reading:
                    child.kill()
        self._finalizer()

    def _ask(self, request: bytes, parse: Callable[[bytes, bytes], Answer]) -> Answer | Failure:
        """The parsed answer of a child, or the failure of a file that no child could answer for."""
        self._see_to_owner()
        with self._slots:
            left = self._wall_seconds
            for fresh in (False, True):
                child = self._take(fresh=fresh)
                began = time.monotonic()
                with self._lock:
                    self._reading.add(child)
                try:
                    answer = parse(*child.ask(request, deadline=began + left))
                except TimeoutError:
                    self._drop(child)
                    return failure("timeout", TIMED_OUT)
                except (_Died, ValueError):
                    too_long = child.used_up_its_cpu_time()
                    self._drop(child)
                    if too_long:
                        return failure("timeout", TIMED_OUT)
                    left = max(left - (time.monotonic() - began), 0.1)
                except BaseException:
                    self._drop(child)
                    raise
                else:
                    self._give_back(child)
                    return answer
        return failure("damaged", STOPPED_TWICE)

    def _take(self, *, fresh: bool) -> _Child:
        """A child that is ready: one that waits, unless a fresh one is asked for."""
        with self._lock:
            if self._closed:
                raise InternalError("This pool of readers is closed.")
            self._busy += 1
            child = self._idle.pop() if self._idle and not fresh else None
        try:
            return self._ready(child)
        except BaseException:
            with self._lock:
                self._busy -= 1
            raise

    def _ready(self, child: _Child | None) -> _Child:
        """The child once it is ready, or a new one. Raises `PartUnavailable` when two in a row don't start."""
        for _ in range(2):
            child = child or self._start()
            try:
                child.greet(self._start_seconds)
            except (TimeoutError, _Died):
                child.end()
                child = None
            except BaseException:
                child.end()
                raise
            else:
                return child
        raise PartUnavailable("Reading", NOT_STARTED)

    def _start(self) -> _Child:
        try:
            return _Child(self._command)
        except OSError as no:
            raise PartUnavailable("Reading", NOT_STARTED) from no

    def _drop(self, child: _Child) -> None:
        with self._lock:
            self._reading.discard(child)
            self._busy -= 1
        child.end()

    def _give_back(self, child: _Child) -> None:
        with self._lock:
            keep = not self._closed and child.files < self._recycle_after
            if keep:
                self._reading.discard(child)
                self._busy -= 1
                self._idle.append(child)
        if not keep:
            self._drop(child)

    def _too_large(self, content: bytes) -> Failure | None:
        if len(content) <= self._max_bytes:
            return None
        return failure("too_large", f"Larger than {self._max_bytes // MB} MB. Save a smaller copy.")

    def _see_to_owner(self) -> None:
        """After a fork (Celery's prefork) the children belong to the parent: this process starts its own."""
        if os.getpid() != self._owner:
            self._finalizer.detach()
            for child in self._idle:
                child.disown()
            self._reset()


def _picture(head: bytes, png: bytes) -> Picture | Failure:
    if png:
        return Picture(png=png, **json.loads(head))
    return Failure.model_validate_json(head)


def _end_all(idle: list[_Child], owner: int) -> None:
    """Ends the waiting children when the pool is closed, collected, or Python ends; never from a fork."""
    while os.getpid() == owner and idle:
        idle.pop().end()


def _widen(pipe: int) -> None:
    """Lets a pipe hold more than the usual 64 KiB. Linux alone can, and not for who has too many wide ones."""
    if sys.platform == "linux":
        with suppress(PermissionError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, PIPE)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    """Until the pipe is ready (or broken). Raises `TimeoutError`. Not select(): it fails beyond 1,024 open files."""
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError


def _environment() -> dict[str, str]:
    """What a child gets to know: nothing of the settings, no key."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": str(HERE),
    }
