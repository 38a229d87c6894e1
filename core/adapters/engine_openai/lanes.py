"""A queue whose lanes take turns: nobody's few calls stand behind somebody else's many."""

from collections import deque
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Lanes(Generic[T]):
    """First come, first served within a lane; each lane that waits sends one, then it is the next one's turn."""

    def __init__(self) -> None:
        self._lanes: dict[str | None, deque[T]] = {}  # the first one's turn it is

    def __iter__(self) -> Iterator[T]:
        for lane in self._lanes.values():
            yield from lane

    def __len__(self) -> int:
        return sum(map(len, self._lanes.values()))

    def add(self, lane: str | None, one: T) -> None:
        self._lanes.setdefault(lane, deque()).append(one)

    def first(self) -> T:
        """Whose turn it is; it stays in the queue. Raises `StopIteration` where nobody waits."""
        return next(iter(self))

    def take(self) -> T:
        """Whose turn it is, taken out; its lane goes to the end."""
        name, lane = next(iter(self._lanes.items()))
        one = lane.popleft()
        del self._lanes[name]
        if lane:
            self._lanes[name] = lane
        return one

    def drop(self, lane: str | None, one: T) -> None:
        """Takes one out that no longer waits; one that isn't in the queue is no error."""
        waiting = self._lanes.get(lane)
        if waiting is None or one not in waiting:
            return
        waiting.remove(one)
        if not waiting:
            del self._lanes[lane]

    def clear(self) -> None:
        self._lanes.clear()
