"""Read files and print their text, one JSON line a file."""

import argparse
import json
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from queue import SimpleQueue
from typing import TypeAlias

from core.cli.paths import given_by, walk
from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.intake import Given, read_content
from core.ports import Readers
from core.reading.readers import readers_of
from core.screening.legibility import reading_flags
from core.settings import load
from core.shortlist import shown_file

AHEAD = 4
"""Files in memory for each that is read at a time, so that one slow file doesn't hold up the others."""

_Answer: TypeAlias = "Future[dict[str, object]]"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="one JSON line a file (else: name, kind and first words)"
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")


def work(options: argparse.Namespace) -> int:
    """0 however bad the files are."""
    settings = load()
    limit = settings.max_file_mb * 2**20
    readers = readers_of(settings)
    try:
        named = list(walk(options.paths))
        for row in _rows(given_by(named, limit=limit), readers, at_once=settings.reading_children):
            line = json.dumps(row, ensure_ascii=False) if options.json else _plain(row)
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
            sys.stdout.flush()
    finally:
        readers.close()
    return 0


def _rows(files: Iterator[Given], readers: Readers, *, at_once: int) -> Iterator[dict[str, object]]:
    """What reading each file gives, in their order. A few are in memory at a time, however many there are.

    Daemon threads, no executor: when this is interrupted, Python waits for none of them.
    """
    waiting: SimpleQueue[tuple[Given, _Answer] | None] = SimpleQueue()
    for _ in range(at_once):
        threading.Thread(target=_serve, args=(waiting, readers), daemon=True).start()
    asked: deque[_Answer] = deque()
    try:
        for given in files:
            asked.append(Future())
            waiting.put((given, asked[-1]))
            while len(asked) >= AHEAD * at_once or (asked and asked[0].done()):
                yield asked.popleft().result()
        while asked:
            yield asked.popleft().result()
    finally:
        for _ in range(at_once):
            waiting.put(None)


def _serve(waiting: "SimpleQueue[tuple[Given, _Answer] | None]", readers: Readers) -> None:
    """Answers until it is told that nothing more comes."""
    while (asked := waiting.get()) is not None:
        given, answer = asked
        began = time.monotonic()
        try:
            content = given.content
            outcome = read_content(content, readers) if isinstance(content, bytes) else content
            answer.set_result(_row(given.file, given.sha256, outcome, time.monotonic() - began))
        except Exception as trouble:  # noqa: BLE001 - raised again where the rows are asked for
            answer.set_exception(trouble)


def _row(name: str, sha256: str, outcome: ReadResume | Failure, seconds: float) -> dict[str, object]:
    row: dict[str, object] = {
        "file": name,
        "sha256": sha256,
        "kind": None,
        "pages": None,
        "text": "",
        "hidden": [],
        "links": [],
        "flags": [],
    }
    error = None
    if outcome.status == "read":
        row |= {
            "kind": outcome.kind,
            "pages": outcome.pages,
            "text": outcome.text,
            "hidden": [span.model_dump(include={"text", "page", "why"}) for span in outcome.hidden],
            "links": list(outcome.links),
            "flags": [{"kind": flag.kind, "detail": flag.detail} for flag in reading_flags(outcome)],
        }
    else:
        error = {"reason": outcome.reason, "message": outcome.message}
    return row | {"seconds": round(seconds, 4), "error": error}


def _plain(row: dict[str, object]) -> str:
    name = shown_file(str(row["file"]))
    if row["error"]:
        return f"{name}: {row['error']['message']}"  # type: ignore[index]
    return f"{name}: {row['kind']}, {' '.join(str(row['text']).split())[:80]}"
