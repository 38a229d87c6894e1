"""Read files and print their text, one JSON line a file."""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path

from core.cli.paths import walk
from core.domain.candidate import Failure, failure
from core.domain.resume import ReadResume
from core.reading.pool import ReaderPool
from core.settings import load


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
        for name, path in walk(options.paths):
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
    try:
        if not path.is_file():
            return "", failure("not_a_document")
        with path.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        if path.stat().st_size > limit:
            return sha256, failure("too_large", f"Larger than {limit // 2**20} MB. Save a smaller copy.")
        return sha256, readers.read(path.read_bytes())
    except OSError as error:
        return "", failure("damaged", f"The file can't be opened ({error.strerror}).")


def _row(name: str, sha256: str, outcome: ReadResume | Failure, seconds: float) -> dict[str, object]:
    row: dict[str, object] = {
        "file": name,
        "sha256": sha256,
        "kind": None,
        "pages": None,
        "text": "",
        "hidden": [],
        "links": [],
    }
    error = None
    if outcome.status == "read":
        row |= {
            "kind": outcome.kind,
            "pages": outcome.pages,
            "text": outcome.text,
            "hidden": [span.model_dump() for span in outcome.hidden],
            "links": list(outcome.links),
        }
    else:
        error = {"reason": outcome.reason, "message": outcome.message}
    return row | {"seconds": round(seconds, 4), "error": error}


def _plain(row: dict[str, object]) -> str:
    if row["error"]:
        return f"{row['file']}: {row['error']['message']}"  # type: ignore[index]
    return f"{row['file']}: {row['kind']}, {' '.join(str(row['text']).split())[:80]}"
