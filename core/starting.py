"""Screenings begun, given more files and gone on with: what may not be is refused before anything is created."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.domain.job import Job, Rubric
from core.domain.person import Person
from core.domain.run import USUALLY_WITHHELD, EngineName, Run, SecondLooks, Withheld
from core.errors import FailureReason, IntakePaused, NotEnoughCredits, TooMany, UserError
from core.intake import Kept, add_files, make_items, open_run
from core.ports import Limiter, Runner, Store

log = logging.getLogger(__name__)

LATER = 60.0
"""Seconds after which a full queue is worth another look."""


@dataclass(frozen=True)
class Starts:
    """How one person begins screenings."""

    person: Person
    store: Store
    runner: Runner
    limiter: Limiter
    most_queued: int
    charges: bool
    """Whether résumés that an AI judges take credits."""
    priced: bool
    """Whether anybody knows what the AI costs: without that no budget can be kept to."""

    def begin(
        self,
        job: Job,
        rubric: Rubric,
        given: Sequence[Kept],
        *,
        engine: EngineName,
        model: str,
        second_look: SecondLooks = "flagged",
        withheld: Withheld = USUALLY_WITHHELD,
        budget: float | None = None,
        run_id: str | None = None,
    ) -> Run:
        """A new run, under way; its criteria are kept for another time. `run_id`: a new one without it.

        Raises `TooMany`, `NotEnoughCredits` or another `UserError`, and then there is no run. Where somebody else
        took the credits in between there is one, halted, that says so itself.
        """
        if engine == "local":
            budget = None
        if budget is not None and not self.priced:
            raise UserError(
                f"Nobody here knows what {model} costs, so it can't be held to a budget. "
                "Set MODEL_PRICES, or leave RUN_BUDGET out."
            )
        self._check(self.takes(given, engine))
        run = open_run(
            job,
            rubric,
            given,
            store=self.store,
            engine=engine,
            model=model,
            second_look=second_look,
            withheld=withheld,
            budget=budget,
            user=self.person.id,
            run_id=run_id,
        )
        self.store.save_rubric(job, rubric)
        self._set_off(run.id)
        return run

    def begin_samples(self, job: Job, rubric: Rubric, given: Sequence[Kept], *, model: str) -> Run:
        """A run of the samples: by the keyword match, free, and not limited."""
        run = open_run(
            job,
            rubric,
            given,
            store=self.store,
            engine="local",
            model=model,
            sample=True,
            user=self.person.id,
        )
        self.runner.start(run.id)
        return run

    def add(self, run: Run, given: Sequence[Kept]) -> None:
        """More files for a run, which goes on. Raises as `begin` does, and then nothing is added."""
        have = {row.item.id for row in self.store.rows(run.id)}
        if all(item.id in have for item in make_items(given)):
            raise UserError("This job has all of these files already.")
        self._check(self.takes_more(run, given))
        add_files(run.id, given, store=self.store)
        self._set_off(run.id)

    def retry(self, run: Run, *, reason: FailureReason | None = None) -> None:
        """Tries again what failed and may succeed, for one reason or all. Raises `NotEnoughCredits`, and then the
        failures stay as they are."""
        if self.charges and run.engine != "local" and not run.sample:
            again = {
                row.item.sha256
                for row in self.store.rows(run.id)
                if row.outcome is None
                or (
                    row.outcome.status == "failed"
                    and row.outcome.retryable
                    and reason in (None, row.outcome.reason)
                )
            }
            self._check_credits(len(again))
        self.store.forget_failures(run.id, reason=reason)
        self._set_off(run.id)

    def go_on(self, run_id: str, *, budget: float | None = None) -> None:
        """Takes a run up where it stands still, with another budget if one is given. Raises as `Runner.start` does,
        but a run whose credits don't reach says so itself."""
        if budget is not None:
            self.store.set_budget(run_id, budget)
        self.store.forget_failures(run_id, reason="not_started")
        self._set_off(run_id)

    def takes(self, given: Iterable[Kept], engine: EngineName) -> int:
        """Credits at most: one for each different content. Of those judged before, each is given back."""
        if not self.charges or engine == "local":
            return 0
        return len({kept.sha256 for kept in given if kept.failure is None})

    def takes_more(self, run: Run, given: Iterable[Kept]) -> int:
        """Credits at most for a run that is given more files, beyond what it holds already."""
        if not self.charges or run.sample or run.engine == "local":
            return 0
        rows = self.store.rows(run.id)
        have = {row.item.id for row in rows}
        waiting = {row.item.sha256 for row in rows if row.outcome is None}
        given = tuple(given)
        new = {
            kept.sha256
            for item, kept in zip(make_items(given), given, strict=True)
            if item.id not in have and kept.failure is None
        }
        return len(new - waiting if run.state == "paused" else new | waiting)

    def _check(self, credits: int) -> None:
        """What is refused doesn't count as a start."""
        why = self.store.intake_paused()
        if why is not None:
            raise IntakePaused(why)
        mine = sum(run.user == self.person.id for run in self.store.unfinished())
        if mine >= self.most_queued:
            under_way = "1 screening is" if mine == 1 else f"{mine:,} screenings are"
            raise TooMany(
                f"{under_way} under way already, and no more are allowed at once. Wait until one has finished.",
                retry_after=LATER,
            )
        self._check_credits(credits)
        self.limiter.take("run_starts", self.person.id)

    def _check_credits(self, credits: int) -> None:
        free = self.store.balance(self.person.id).free if credits else 0
        if free < credits:
            raise NotEnoughCredits(credits, free)

    def _set_off(self, run_id: str) -> None:
        try:
            self.runner.start(run_id)
        except NotEnoughCredits:
            log.info("run %s waits for credits that another run took", run_id)
