"""The right to work a run off: an OS lock that dies with the process that holds it."""

import fcntl
from pathlib import Path

from core.errors import PartUnavailable


def was_held(folder: Path, run_id: str) -> bool:
    """Whether a process of this data folder has worked the run off at some time."""
    return (folder / f"{run_id}.lock").exists()


class Lease:
    """One run's lock in a folder shared by the processes of one data folder.

    Raises `PartUnavailable` where the folder can't be written.
    """

    def __init__(self, folder: Path, run_id: str) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._file = (folder / f"{run_id}.lock").open("wb")
        except OSError as error:
            raise PartUnavailable(
                "Runner", f"The folder {folder} can't be written ({error.strerror}). Check DATA_DIR."
            ) from error

    def take(self) -> bool:
        """True if it is ours now; False where another process works this run off."""
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            return False
        return True

    def give_back(self) -> None:
        self._file.close()
