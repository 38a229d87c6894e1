"""How far a run under way is: what it counts, and the snapshot it shows."""

import asyncio
import time
from concurrent.futures import Future
from dataclasses import dataclass, field

from core.adapters.lease import Lease
from core.domain.candidate import Candidate, Failure
from core.domain.run import Item, Progress, Run, RunSnapshot, Standing
from core.shortlist.words import shown_name

BEST = 5
"""How many names the live list shows."""

ETA_FROM = 5
"""An estimate out of fewer items jumps about."""


@dataclass
class Live:
    """A run under way here."""

    lease: Lease
    stop: asyncio.Event
    snapshot: RunSnapshot
    began: float = field(default_factory=time.monotonic)
    done_at_start: int = 0
    scans_began: float | None = None
    scans_done: int = 0
    by_person: bool = False
    ended: "Future[None] | None" = None


def begin(live: Live) -> None:
    """The files that read quickly have their turn."""
    live.scans_began, live.scans_done = None, 0
    live.snapshot = live.snapshot.model_copy(update={"scans": 0, "reading_scans": False})


def begin_scans(live: Live) -> None:
    """The scans have their turn."""
    live.scans_began = time.monotonic()
    live.snapshot = live.snapshot.model_copy(update={"reading_scans": True, "eta_seconds": None})


def put_off(live: Live, more: int) -> None:
    """So many files wait for the scans' turn."""
    live.snapshot = live.snapshot.model_copy(update={"scans": live.snapshot.scans + more})


def after(live: Live, item: Item, outcome: Candidate | Failure) -> RunSnapshot:
    """The snapshot with one more outcome."""
    old = live.snapshot
    now = time.monotonic()
    done, scans = old.done + 1, old.scans
    if live.scans_began is None:
        here = done - live.done_at_start
        left = old.total - done - scans
        eta = (now - live.began) / here * left if here >= ETA_FROM else None
    else:
        live.scans_done += 1
        scans -= 1
        eta = (now - live.scans_began) / live.scans_done * scans
    best, failed, cached = old.best, old.failed, old.cached
    if outcome.status == "scored":
        best = tuple(sorted((*best, _standing(item, outcome)), key=lambda s: -s.score)[:BEST])
        cached += outcome.cached
    else:
        failed += 1
    return old.model_copy(
        update={
            "done": done,
            "failed": failed,
            "cached": cached,
            "scans": scans,
            "seconds": now - live.began,
            "eta_seconds": eta,
            "best": best,
        }
    )


def _standing(item: Item, candidate: Candidate) -> Standing:
    return Standing(
        item_id=item.id,
        name=shown_name(candidate, item.file),
        score=candidate.score,
        category=candidate.category,
    )


def snapshot_of(run: Run, progress: Progress) -> RunSnapshot:
    """How far the store says a run is."""
    return RunSnapshot(
        run_id=run.id,
        state=run.state,
        total=progress.total,
        done=progress.done,
        failed=progress.failed,
        cached=progress.cached,
        per_minute=float(progress.recent) if run.state == "running" and progress.recent else None,
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
