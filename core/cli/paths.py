"""Which files the paths on a command line name, and their contents."""

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from core.domain.candidate import Failure, failure
from core.errors import UserError
from core.intake import Kept
from core.ports import Files
from core.shortlist import shown_file

PASSED_OVER = frozenset({"Thumbs.db", "__MACOSX"})


def walk(paths: Sequence[str]) -> Iterator[tuple[str, Path]]:
    """Each file with the name it is known by: the path given, plus the path inside a folder, with "/".

    Folders are walked sorted; dotfiles, `~$*`, `Thumbs.db`, `__MACOSX` and links inside them are passed over.
    A folder inside that can't be opened is given as if it were a file, so that it shows as a failure.
    Raises `UserError` for a path that isn't there.
    """
    for given in paths:
        path, name = Path(given), given.replace(os.sep, "/")
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except OSError as error:
            raise UserError(f"There is no file or folder {shown_file(given)} ({error.strerror}).") from None
        if is_folder:
            yield from _inside(path, name.rstrip("/") or "/")
        else:
            yield name, path


def _inside(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """A stack, not a recursion: a tree may be deeper than Python can call."""
    open_folders = [(name, folder)]
    while open_folders:
        name, path = open_folders.pop()
        if not _is_folder(path):
            yield name, path
            continue
        try:
            entries = sorted(os.listdir(path), reverse=True)
        except OSError:
            yield name, path
            continue
        for entry in entries:
            below = path / entry
            if not (entry.startswith((".", "~$")) or entry in PASSED_OVER or os.path.islink(below)):
                open_folders.append((f"{name.rstrip('/')}/{entry}", below))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:  # such as a path that is too long: said when its content is asked for
        return False


def content_of(path: Path, *, limit: int) -> tuple[str, bytes | Failure]:
    """A file's SHA-256 ("" where it can't be opened) and its bytes, or why there are none. `limit` in bytes."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.listdir(path)  # says why it can't be opened
        if not stat.S_ISREG(mode):
            return "", failure("not_a_document")
        with path.open("rb") as stream:
            if os.fstat(stream.fileno()).st_size > limit:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
                return sha256, failure("too_large", f"Larger than {limit // 2**20} MB. Save a smaller copy.")
            content = stream.read()
    except OSError as error:
        return "", failure("damaged", f"This can't be opened ({error.strerror}). Check it and add it again.")
    return hashlib.sha256(content).hexdigest(), content


def keep(name: str, path: Path, *, files: Files, limit: int) -> Kept:
    """The file's bytes kept under their hash; one that is larger than `limit` bytes or can't be opened is a failure."""
    sha256, content = content_of(path, limit=limit)
    if isinstance(content, bytes):
        return Kept(name, files.put(content))
    return Kept(name, sha256, content)
