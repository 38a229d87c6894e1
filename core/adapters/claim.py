"""Who uses a data folder: OS locks, shared by its users, that die with the processes that hold them."""

import fcntl
from pathlib import Path

from core.errors import PartUnavailable, UserError


class Claim:
    """Held while the folder is used, or, `alone`, while nobody else may use it.

    Raises `UserError` where others don't allow that, `PartUnavailable` where the folder can't be written.
    """

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / "in-use.lock").open("ab")
        except OSError as error:
            raise PartUnavailable(
                "Data folder", f"The folder {folder} can't be written ({error.strerror}). Check DATA_DIR."
            ) from error
        try:
            fcntl.flock(self._file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise UserError(
                f"The data folder {folder} is in use. Stop Shortlist, its workers and commands first."
                if alone
                else f"The data folder {folder} is being restored from a backup. Try again once that is done."
            ) from None

    @property
    def held(self) -> bool:
        return not self._file.closed

    def give_back(self) -> None:
        self._file.close()
