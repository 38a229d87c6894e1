"""Which contents were erased and when, so that restoring an older backup doesn't bring them back.

SHA-256 of files, nothing else. It is no part of a backup and stays when one is restored.
"""

import json
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from core.errors import PartUnavailable

NAME = "erased.jsonl"


def note(folder: Path, contents: Iterable[str]) -> None:
    """Raises `PartUnavailable` where it can't be kept."""
    now = datetime.now(UTC).isoformat()
    lines = "".join(json.dumps({"sha256": sha256, "at": now}) + "\n" for sha256 in contents)
    try:
        with (folder / NAME).open("a", encoding="ascii") as stream:
            stream.write(lines)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise PartUnavailable(
            "Data folder", f"{folder / NAME} can't be written ({error.strerror}). Nothing was erased."
        ) from error


def since(folder: Path, moment: datetime) -> tuple[str, ...]:
    """Those erased after `moment`. A line that was broken off is passed over: nothing was erased after it."""
    found: dict[str, None] = {}
    try:
        lines = (folder / NAME).read_text("ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise PartUnavailable("Data folder", f"{folder / NAME} can't be read ({error.strerror}).") from error
    for line in lines:
        try:
            told = json.loads(line)
            if datetime.fromisoformat(told["at"]) > moment:
                found[str(told["sha256"])] = None
        except (ValueError, KeyError, TypeError):
            continue
    return tuple(found)
