"""Which files the paths on a command line name, and their contents; archives are opened."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from core.domain.candidate import failure
from core.errors import UserError
from core.intake import Given, given_in
from core.reading.bundle import passed_over
from core.shortlist import shown_file


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
            if not (passed_over(entry) or os.path.islink(below)):
                open_folders.append((f"{name.rstrip('/')}/{entry}", below))


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:  # such as a path that is too long: said when its content is asked for
        return False


def given_at(name: str, path: Path, *, limit: int) -> Iterator[Given]:
    """The file at a path, or the files in the archive that it is, one at a time. `limit` in bytes, for each."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            os.listdir(path)  # says why it can't be opened
        if not stat.S_ISREG(mode):
            yield Given(name, "", failure("not_a_document"))
            return
        with path.open("rb") as stream:
            yield from given_in(name, stream, limit=limit)
    except OSError as error:
        words = f"This can't be opened ({error.strerror}). Check it and add it again."
        yield Given(name, "", failure("damaged", words))


def given_by(named: Iterable[tuple[str, Path]], *, limit: int) -> Iterator[Given]:
    """Every file that these paths give, in their order, one at a time."""
    for name, path in named:
        yield from given_at(name, path, limit=limit)
