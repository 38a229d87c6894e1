"""How much memory a process and its children take at most while something happens, and processor time. Where there is no /proc: nought."""

import os
import threading
from collections import defaultdict
from pathlib import Path
from types import TracebackType
from typing import Self

MIB = 1 << 20
EVERY = 0.1
"""Seconds between two looks."""
PROC = Path("/proc")


class Memory:
    """Watches from entry to exit. `own` and `children` are peaks in MiB, the children's together."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.own = self.children = self.now = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(EVERY):
            self.now = resident(self._pid)
            self.own = max(self.own, self.now)
            self.children = max(self.children, sum(map(resident, _descendants(self._pid))))


def resident(pid: int) -> float:
    """MiB in memory; nought for a process that is gone."""
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / MIB
    except (OSError, IndexError):
        return 0.0


def busy_seconds(pid: int) -> float:
    """Processor time a process has used; nought for one that is gone."""
    try:
        told = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, IndexError):
        return 0.0


def _descendants(pid: int) -> list[int]:
    below: defaultdict[int, list[int]] = defaultdict(list)
    for entry in PROC.glob("[0-9]*/stat") if PROC.is_dir() else ():
        try:
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        below[parent].append(int(entry.parent.name))
    found, open_ones = [], [pid]
    while open_ones:
        here = below[open_ones.pop()]
        found += here
        open_ones += here
    return found
