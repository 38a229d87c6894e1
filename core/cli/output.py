"""Where a command's answer goes: a file written whole, or standard output."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import UserError


def check_writable(path: Path) -> None:
    """Raises `UserError` where `write_bytes` would fail, so that nothing is paid for an answer that can't be kept."""
    with _said_by_name(path):
        if _is_special(path):
            return
        if path.is_dir():
            raise UserError(f"{path} is a folder. Name a file.")
        handle, beside = _beside(path)
        os.close(handle)
        os.unlink(beside)


def write_bytes(path: Path, content: bytes) -> None:
    """Writes beside the target and moves it there, so that nobody ever reads half. Raises `UserError`.

    A link is followed. A device or a pipe (/dev/null, /dev/stdout) is written to, never replaced.
    """
    with _said_by_name(path):
        if _is_special(path):
            path.write_bytes(content)
            return
        handle, beside = _beside(path)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            os.chmod(beside, 0o644)
            os.replace(beside, path.resolve())
        except BaseException:
            os.unlink(beside)
            raise


def write_json(path: Path | None, value: object) -> None:
    """Readable JSON to the file, or to standard output without one."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    content = text.encode("utf-8", "backslashreplace")
    if path is not None:
        write_bytes(path, content)
        return
    sys.stdout.buffer.write(content)
    sys.stdout.flush()


def _is_special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


def _beside(path: Path) -> tuple[int, str]:
    """A new file in the target's folder, which is made where it lacks."""
    target = path.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    return tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")


@contextmanager
def _said_by_name(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead in a circle
        why = error.strerror if isinstance(error, OSError) else "its links lead in a circle"
        raise UserError(f"{path} can't be written ({why}). Name another file for --out.") from None
