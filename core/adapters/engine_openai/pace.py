"""How fast a server takes calls that doesn't say so: learnt from its refusals."""

LAG = 0.25
"""Seconds by which calls may make up for going out late."""
SOON = 0.2
"""Share of a window within which a pace has hardly grown: who is refused then isn't refused for it."""
CHANCES = 3
"""So many refusals in a row that came too soon, and pace isn't what the server minds."""


class Pace:
    """Even steps once the server has refused: as many calls a second as it took until then, its pause included.

    Why: a server that counts by the minute refuses after a burst and takes the rest of the minute off; one that
    counts the last minute, or fills a bucket, refuses again and again. At an even pace each of them takes all that it
    allows. The pace grows from its last refusal on, slowly at first, twice as much after a window, so that a pace
    learnt from a storm doesn't stay.
    """

    def __init__(self, window: float, *, enough: int) -> None:
        """`enough`: so many calls have to have been taken before a refusal tells anything."""
        self._window = window
        self._enough = enough
        self._rate: float | None = None
        self._learnt = 0.0
        self._next = 0.0
        self._since: float | None = None
        self._taken = 0
        self._too_soon = 0
        self._deaf_until = 0.0

    def delay(self, now: float) -> float:
        """Seconds until the next call may begin."""
        return 0.0 if self._rate is None else max(0.0, self._next - now)

    def take(self, now: float) -> None:
        """A call begins."""
        self._since = now if self._since is None else self._since
        self._taken += 1
        if self._rate is not None:
            grown = self._rate * (1 + (max(0.0, now - self._learnt) / self._window) ** 2)
            self._next = max(self._next, now - LAG) + 1 / grown

    def give_back(self) -> None:
        """A call that was let begin never did."""
        self._taken -= 1

    def refused(self, began: float, *, until: float) -> None:
        """A call that began then was refused, and nobody is to call for a while."""
        self._taken -= 1
        if self._rate is not None and began >= self._learnt:
            self._too_soon = self._too_soon + 1 if began < self._learnt + SOON * self._window else 0
        if self._too_soon >= CHANCES:
            self.forget(until=until + self._window)
        elif self._since is not None and self._taken >= self._enough and began >= self._deaf_until:
            self._rate = self._taken / min(self._window, until - self._since)
            self._learnt = self._next = until

    def forget(self, *, until: float = 0.0) -> None:
        """The server refuses without regard to how fast it is asked; nothing is learnt until then."""
        self._rate, self._since, self._taken, self._too_soon = None, None, 0, 0
        self._deaf_until = until

    def answered(self, began: float) -> None:
        """The first good answer after a pause begins a new count."""
        if self._rate is not None and self._since is not None and self._since < self._learnt <= began:
            self._since, self._taken = began, 1
