"""How far a run under way is: what it counts, and the snapshot it shows."""

import asyncio
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Literal, Protocol

from core.adapters.run_purse import Price, Purse, cost_of
from core.domain.candidate import Candidate, Failure
from core.domain.run import Item, Progress, Run, RunSnapshot, RunState, Standing
from core.shortlist.words import shown_name

BEST = 5
"""How many names the live list shows."""

ETA_FROM = 5
"""An estimate out of fewer items jumps about."""

PACE_SECONDS = 60
"""How far back "of late" goes."""


class Held(Protocol):
    """The right to work off a run, or a part of it."""

    def give_back(self) -> None: ...


@dataclass
class Live:
    """A run under way here. All times are the monotonic clock's: the system's may be set at any moment.

    Written on the loop's thread; any thread may ask for what is `shown`.
    """

    run: Run
    price: Price
    lease: Held
    purse: Purse
    counted: RunSnapshot
    """The figures that change with each outcome."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: Literal["stopped", "paused", "running"] | None = None
    """What it was asked to become; "running" by a process that ends. The last one who asked counts."""
    again: bool = False
    """Whether somebody started it once more meanwhile, for example since there are more files."""
    began: float = field(default_factory=time.monotonic)
    done_at_start: int = 0
    scans_began: float | None = None
    scans_done: int = 0
    judging: int = 0
    eta_at: float = 0.0
    rests_until: float = 0.0
    pace: tuple[tuple[int, int], ...] = ()
    """Outcomes by second, those of the last minute."""
    ended: "Future[None] | None" = None

    def recount(self, progress: Progress) -> None:
        """The figures as the store has them, such as after outcomes were copied from earlier runs."""
        self.counted = counted(self.run, progress)
        self.done_at_start = progress.done

    def rest(self, seconds: float) -> None:
        """The provider wants nobody to call for so long."""
        self.rests_until = max(self.rests_until, time.monotonic() + seconds)

    def begin(self) -> None:
        """The files that read quickly have their turn."""
        self.scans_began, self.scans_done = None, 0
        self._count(scans=0, reading_scans=False)

    def begin_scans(self) -> None:
        """The scans have their turn."""
        self.scans_began = time.monotonic()
        self._count(reading_scans=True, eta_seconds=None)

    def put_off(self, more: int) -> None:
        """So many files wait for the scans' turn."""
        self._count(scans=self.counted.scans + more)

    def grow(self, total: int) -> None:
        """There are more files now."""
        self._count(total=total)

    def add(self, item: Item, outcome: Candidate | Failure) -> None:
        """One more outcome is kept."""
        old, now = self.counted, time.monotonic()
        done, scans = old.done + 1, old.scans
        if self.scans_began is None:
            here = done - self.done_at_start
            left = old.total - done - scans
            eta = (now - self.began) / here * left if here >= ETA_FROM else None
        else:
            self.scans_done += 1
            scans -= 1
            eta = (now - self.scans_began) / self.scans_done * scans
        best, failed, cached, saved = old.best, old.failed, old.cached, old.saved
        if outcome.status == "scored":
            best = tuple(sorted((*best, _standing(item, outcome)), key=lambda s: -s.score)[:BEST])
            if outcome.cached:
                cached, saved = cached + 1, saved + outcome.usage
        else:
            failed += 1
        self.eta_at, self.pace = now, _with_one_more(self.pace, int(now))
        self._count(
            done=done, failed=failed, cached=cached, saved=saved, scans=scans, eta_seconds=eta, best=best
        )

    def shown(self, waits_for: str = "") -> RunSnapshot:
        """How far it is at this moment. `waits_for` says what keeps it from going on."""
        now, figures, paid = time.monotonic(), self.counted, self.purse.paid
        return figures.model_copy(
            update={
                "judging": max(0, self.judging),
                "per_minute": self._per_minute(now),
                "paid": paid,
                "cost": cost_of(self.run, paid, self.price),
                "saved_cost": cost_of(self.run, figures.saved, self.price),
                "resting_seconds": max(0.0, self.rests_until - now),
                "seconds": now - self.began,
                "eta_seconds": self._eta(figures, now),
                "message": waits_for,
            }
        )

    def ended_as(self, state: RunState, message: str) -> RunSnapshot:
        """How it stands where the store can't say."""
        nothing_more = {
            "eta_seconds": None,
            "per_minute": None,
            "resting_seconds": 0.0,
            "reading_scans": False,
        }
        return self.shown().model_copy(update={"state": state, "message": message, **nothing_more})

    def _eta(self, figures: RunSnapshot, now: float) -> float | None:
        """Counts down from one outcome to the next; None once the time has passed and nobody knows."""
        if figures.eta_seconds is None:
            return None
        left = figures.eta_seconds - (now - self.eta_at)
        rests = self.rests_until - now
        if left < 0 and rests <= 0 and figures.done < figures.total:
            return None
        return max(left, rests, 0.0)

    def _per_minute(self, now: float) -> float | None:
        recent = sum(count for second, count in self.pace if second > now - PACE_SECONDS)
        seconds = min(float(PACE_SECONDS), max(1.0, now - self.began))
        enough = self.counted.done - self.done_at_start >= ETA_FROM
        return recent * 60 / seconds if enough else None

    def _count(self, **figures: object) -> None:
        self.counted = self.counted.model_copy(update=figures)


def _with_one_more(pace: tuple[tuple[int, int], ...], second: int) -> tuple[tuple[int, int], ...]:
    if pace and pace[-1][0] == second:
        return (*pace[:-1], (second, pace[-1][1] + 1))
    return (*(one for one in pace if one[0] > second - PACE_SECONDS), (second, 1))


def _standing(item: Item, candidate: Candidate) -> Standing:
    return Standing(
        item_id=item.id,
        name=shown_name(candidate, item.file),
        score=candidate.score,
        category=candidate.category,
    )


def counted(run: Run, progress: Progress) -> RunSnapshot:
    """The store's figures of a run."""
    return RunSnapshot(
        run_id=run.id,
        state=run.state,
        total=progress.total,
        done=progress.done,
        failed=progress.failed,
        cached=progress.cached,
        paid=progress.paid,
        saved=progress.saved,
        budget=run.budget,
        best=tuple(
            _standing(row.item, row.outcome)
            for row in progress.best
            if row.outcome and row.outcome.status == "scored"
        ),
        message=run.message,
    )


def snapshot_of(run: Run, progress: Progress, price: Price) -> RunSnapshot:
    """How far the store says a run is that nobody works off here."""
    going_on = run.state == "running" and progress.recent
    return counted(run, progress).model_copy(
        update={
            "per_minute": float(progress.recent) if going_on else None,
            "cost": cost_of(run, progress.paid, price),
            "saved_cost": cost_of(run, progress.saved, price),
        }
    )
