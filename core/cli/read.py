"""Read files and print their text, one JSON line a file."""

import argparse
import json
import sys
import time
from pathlib import Path

from core.cli.paths import content_of, walk
from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.reading.pool import ReaderPool
from core.screening.legibility import reading_flags
from core.settings import load
from core.shortlist import shown_file


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--json", action="store_true", help="one JSON line a file (else: name, kind and first words)"
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")


def work(options: argparse.Namespace) -> int:
    """0 however bad the files are."""
    settings = load()
    readers = ReaderPool(settings.reading_children, max_bytes=settings.max_file_mb * 2**20)
    try:
        for name, path in list(walk(options.paths)):
            began = time.monotonic()
            sha256, outcome = _read(path, readers, limit=settings.max_file_mb * 2**20)
            row = _row(name, sha256, outcome, time.monotonic() - began)
            line = json.dumps(row, ensure_ascii=False) if options.json else _plain(row)
            sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
            sys.stdout.flush()
    finally:
        readers.close()
    return 0


def _read(path: Path, readers: ReaderPool, *, limit: int) -> tuple[str, ReadResume | Failure]:
    sha256, content = content_of(path, limit=limit)
    return sha256, readers.read(content) if isinstance(content, bytes) else content


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
            "hidden": [span.model_dump() for span in outcome.hidden],
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
