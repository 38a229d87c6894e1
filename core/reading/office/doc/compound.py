"""The container of old Office files (OLE compound file): small file system, streams by name."""

import struct

from core.errors import CannotScreen

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA
"""Numbers from here on are marks (end of chain, free), not sectors."""
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
"""A directory entry: name, its length, kind, left and right sibling, child, first sector, size."""


class Compound:
    """The streams at the top of the container. Raises `CannotScreen("damaged")` where it doesn't hang together."""

    def __init__(self, content: bytes) -> None:
        try:
            self._open(content)
        except (struct.error, IndexError, ValueError):
            raise CannotScreen("damaged") from None

    def _open(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if not (7 <= shift <= 16 and 2 <= mini_shift <= shift):
            raise ValueError("sizes of sectors")
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        first_directory, self._cutoff = struct.unpack_from("<I4xI", content, 48)
        first_mini, _, difat, _ = struct.unpack_from("<IIII", content, 60)
        fat_sectors = list(struct.unpack_from("<109I", content, 76))
        for _ in range(len(content) // self._size):
            if difat >= _LAST_SECTOR:
                break
            if len(fat_sectors) > len(content) // self._size + 109:
                raise ValueError("more tables than sectors")
            *more, difat = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            fat_sectors += more
        self._fat = self._numbers(b"".join(self._sector(n) for n in fat_sectors if n < _LAST_SECTOR))
        self._mini_fat = self._numbers(self._chain(first_mini))
        directory = self._chain(first_directory)
        entries = list(_ENTRY.iter_unpack(directory[: len(directory) // _ENTRY.size * _ENTRY.size]))
        root = entries[0]
        self._mini_stream = self._chain(root[6])
        self._streams = dict(_siblings(entries, root[5]))

    @property
    def names(self) -> frozenset[str]:
        """The names at the top of the container, of streams and folders."""
        return frozenset(self._streams)

    def stream(self, name: str) -> bytes | None:
        """A stream's bytes, or None where there is no such stream."""
        if name not in self._streams:
            return None
        first, size = self._streams[name]
        try:
            if size >= self._cutoff:
                return self._chain(first)[:size]
            step = self._mini_size
            sectors = _follow(first, self._mini_fat)
            return b"".join(self._mini_stream[n * step : (n + 1) * step] for n in sectors)[:size]
        except (struct.error, IndexError, ValueError):
            raise CannotScreen("damaged") from None

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        sector = self._content[at : at + self._size]
        if not sector:
            raise ValueError("a sector beyond the end")
        return sector.ljust(self._size, b"\0")

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(first, self._fat))

    def _numbers(self, table: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(table) // 4}I", table)


def _follow(sector: int, table: tuple[int, ...]) -> list[int]:
    """The sectors of a chain. Raises `ValueError` for one that bites its tail."""
    found: list[int] = []
    while sector < _LAST_SECTOR:
        found.append(sector)
        if len(found) > len(table):
            raise ValueError("a chain without end")
        sector = table[sector]
    return found


def _siblings(
    entries: list[tuple[bytes, int, int, int, int, int, int, int]], first: int
) -> list[tuple[str, tuple[int, int]]]:
    """Name, first sector and size of an entry and of those beside it in its folder."""
    found = []
    seen: set[int] = set()
    waiting = [first]
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        name, length, _, left, right, _, sector, size = entries[number]
        waiting += (left, right)
        found.append((name[: max(length - 2, 0)].decode("utf-16-le", "replace"), (sector, size & 0xFFFFFFFF)))
    return found
