"""Where a command's answer goes: a file written whole, or standard output."""

import json
import os
import sys
import tempfile
from pathlib import Path

from core.errors import UserError


def write_bytes(path: Path, content: bytes) -> None:
    """Writes beside the target and moves it there, so that nobody ever reads half. Raises `UserError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        os.chmod(beside, 0o644)
        os.replace(beside, path)
    except OSError as error:
        raise UserError(f"{path} can't be written ({error.strerror}).") from None


def write_json(path: Path | None, value: object) -> None:
    """Readable JSON to the file, or to standard output without one."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    content = text.encode("utf-8", "backslashreplace")
    if path is not None:
        write_bytes(path, content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
