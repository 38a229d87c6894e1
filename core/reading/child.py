"""A process that reads one file after another for its owner, under hard limits: `python -m core.reading.child`.

With `--scans` it also makes words out of pictures, which takes more memory and time.
It ends when its input closes, so it can't outlive its owner for longer than the file in hand.
"""

import gc
import importlib
import json
import math
import os
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.reading.frames import LENGTHS, frame, lengths_of
from core.reading.read import draw, read_bytes, read_pictures

Read = Callable[[bytes], ReadResume | Failure]

ADDRESS_SPACE = 1 << 30
"""Bytes."""
ADDRESS_SPACE_FOR_SCANS = 3 << 30
CPU_SECONDS = 8
"""For one file."""
CPU_SECONDS_A_PICTURE = 20
"""For each page that is read as a picture, and each processor that works on it."""
POLITENESS = 10
"""Pictures take every processor for seconds: the pages and the other files go first."""
LARGEST_FILE = 4 << 20
"""Bytes. A reader writes no files; this leaves room for Python to keep the modules it compiled."""
SELDOM = 100_000
"""Objects made and kept between two searches for unreachable ones. What reading makes is gone with its file nearly
always without one; Python's own 700 let it search dozens of times a page, a twentieth of all time."""
OUT_OF_MEMORY = 3
"""Exit status. After a MemoryError the heap is as good as lost: the next, innocent file would fail too."""


def main(*arguments: str) -> NoReturn:
    """Serves until the input closes. What libraries print goes nowhere: the pipe belongs to the frames."""
    scans = "--scans" in arguments
    gc.set_threshold(SELDOM)
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, LARGEST_FILE)
    with suppress(ValueError):  # macOS knows no such limit; the wall clock still ends a hog there
        limit(resource.RLIMIT_AS, ADDRESS_SPACE_FOR_SCANS if scans else ADDRESS_SPACE)
    try:
        read = made_ready_for_scans() if scans else read_bytes
        send(answers, frame(b'{"status":"ready"}'))
        serve(requests, answers, read)
    except BrokenPipeError:  # the owner is gone
        os._exit(0)
    except (MemoryError, ImportError):
        os._exit(OUT_OF_MEMORY)
    os._exit(0)


def made_ready_for_scans() -> Read:
    """Reads with pictures. The engine is loaded now: where it can't be, no résumé is to blame."""
    from core.reading.scans.ocr import engine, threads

    os.nice(POLITENESS)
    engine()

    def before_page() -> None:
        allow_cpu(CPU_SECONDS + CPU_SECONDS_A_PICTURE * threads())

    return lambda content: read_pictures(content, before_page=before_page)


def limit(which: int, soft: int) -> None:
    """Lowers a soft limit, as far as the hard one lets it be set."""
    _, hard = resource.getrlimit(which)
    resource.setrlimit(which, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def allow_cpu(seconds: int) -> None:
    """So much from now on: the system counts a process's whole life, so the limit moves along with what is used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime) + seconds)


def serve(requests: BinaryIO, answers: BinaryIO, read: Read) -> None:
    """Answers each request with one frame; "warm" has no answer and only loads what most files need."""
    while len(prefix := requests.read(LENGTHS.size)) == LENGTHS.size:
        head, body = lengths_of(prefix)
        request, content = json.loads(requests.read(head)), requests.read(body)
        allow_cpu(CPU_SECONDS)
        if request["op"] == "warm":
            for name in ("pdf", "office.docx"):
                importlib.import_module(f"core.reading.{name}")
        else:
            send(answers, answer_to(request, content, read))


def answer_to(request: dict[str, Any], content: bytes, read: Read) -> bytes:
    """The frame that answers a request; a picture's PNG goes after the JSON."""
    if request["op"] == "read":
        return frame(read(content).model_dump_json().encode())
    drawn = draw(content, request["page"], spans=[(start, end) for start, end in request["spans"]])
    if isinstance(drawn, Failure):
        return frame(drawn.model_dump_json().encode())
    return frame(json.dumps({"page": drawn.page, "marked": drawn.marked}).encode(), drawn.png)


def send(answers: BinaryIO, answer: bytes) -> None:
    """Writes a whole frame."""
    answers.write(answer)
    answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
