"""The right to work a run off: an OS lock that dies with the process that holds it."""

import fcntl
from pathlib import Path


class Lease:
    """One run's lock in a folder shared by the processes of one data folder."""

    def __init__(self, folder: Path, run_id: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / f"{run_id}.lock").open("wb")

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
