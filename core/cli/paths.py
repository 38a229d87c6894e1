"""Which files the paths on a command line name, and their contents."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.domain.candidate import failure
from core.errors import UserError
from core.intake import Kept
from core.ports import Files

PASSED_OVER = frozenset({"Thumbs.db", "__MACOSX"})


def walk(paths: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Each file with the name it is known by: the path given, plus the path inside a folder, with "/".

    Folders are walked sorted; dotfiles, `~$*`, `Thumbs.db`, `__MACOSX` and links inside them are passed over.
    Raises `UserError` for a path that isn't there.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from _inside(path, given.replace(os.sep, "/").rstrip("/") or "/")
        elif path.exists():
            yield given.replace(os.sep, "/"), path
        else:
            raise UserError(f"There is no file or folder {given}.")


def _inside(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise UserError(f"The folder {folder} can't be opened ({error.strerror}).") from None
    for entry in entries:
        if entry.name.startswith((".", "~$")) or entry.name in PASSED_OVER or entry.is_symlink():
            continue
        below = f"{name.rstrip('/')}/{entry.name}"
        if entry.is_dir():
            yield from _inside(entry, below)
        else:
            yield below, entry


def keep(name: str, path: Path, *, files: Files, limit: int) -> Kept:
    """The file's bytes kept under their hash; one that is larger than `limit` bytes or can't be opened is a failure."""
    try:
        if not path.is_file():
            return Kept(name, "", failure("not_a_document"))
        if path.stat().st_size > limit:
            with path.open("rb") as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
            return Kept(
                name, sha256, failure("too_large", f"Larger than {limit // 2**20} MB. Save a smaller copy.")
            )
        return Kept(name, files.put(path.read_bytes()))
    except OSError as error:
        return Kept(name, "", failure("damaged", f"The file can't be opened ({error.strerror})."))
