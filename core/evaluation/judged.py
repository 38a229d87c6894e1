"""The one place in which an evaluation screens: the product's own way, watched."""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from core.domain.candidate import Candidate, Cuts, Failure, failure
from core.domain.job import Job, Rubric
from core.domain.verdict import Judgement, Preference
from core.errors import CannotScreen
from core.evaluation.plan import Case
from core.ports import Engine
from core.screening.batch import screen_all
from core.screening.screen import judge_candidate, prepare_candidate

Tell = Callable[[int, int], None]
"""Called with how many judgements are done, and of how many."""


class Judged(NamedTuple):
    """What came of a case, what was sent for it, and what it took. Processor time only means something where
    one is judged at a time."""

    outcome: Candidate | Failure
    sent: tuple[str, ...]
    answers: tuple[Judgement, ...]
    engine_ms: float
    whole_ms: float

    @property
    def candidate(self) -> Candidate | None:
        """None where it failed."""
        return self.outcome if self.outcome.status == "scored" else None


class WatchedEngine:
    """An engine for one case that remembers what was sent and what came back."""

    def __init__(self, engine: Engine, look: int) -> None:
        self.name, self.model = engine.name, engine.model
        self._engine, self._look = engine, look
        self.sent: list[str] = []
        self.answers: list[Judgement] = []
        self.seconds = 0.0

    async def suggest(self, job: Job) -> Rubric:
        return await self._engine.suggest(job)

    async def judge(self, sent_text: str, job: Job, rubric: Rubric, *, look: int = 0) -> Judgement:
        self.sent.append(sent_text)
        began = time.process_time()
        answer = await self._engine.judge(sent_text, job, rubric, look=self._look + look)
        self.seconds += time.process_time() - began
        self.answers.append(answer)
        return answer

    async def prefer(self, one: str, other: str, job: Job, rubric: Rubric) -> Preference:
        return await self._engine.prefer(one, other, job, rubric)

    async def ping(self) -> str:
        return await self._engine.ping()

    async def aclose(self) -> None:
        """The engine behind it stays open: other cases use it."""


async def judge_all(cases: Sequence[Case], engine: Engine, *, window: int, tell: Tell) -> list[Judged]:
    """Every case, in the order given, `window` at a time. A résumé's own trouble is its outcome.

    Raises `AccountError` where the whole evaluation can't go on; answers that are paid for stay in the reply cache.
    """
    judged: dict[int, Judged] = {}
    tell(0, len(cases))
    outcomes = screen_all(
        range(len(cases)),
        lambda number: _judge(cases[number], engine),
        window=window,
        stop=asyncio.Event(),
    )
    async for number, one in outcomes:
        judged[number] = one
        tell(len(judged), len(cases))
    return [judged[number] for number in range(len(cases))]


async def _judge(case: Case, engine: Engine) -> Judged:
    watched = WatchedEngine(engine, case.look)
    began = time.process_time()
    outcome: Candidate | Failure
    try:
        prepared = await prepare_candidate(case.resume, case.job.job, engine=engine.name)
        outcome = await judge_candidate(prepared, case.job.job, case.job.rubric, engine=watched, cuts=Cuts())
    except CannotScreen as no:
        outcome = failure(no.reason, no.message)
    whole = time.process_time() - began
    return Judged(outcome, tuple(watched.sent), tuple(watched.answers), 1000 * watched.seconds, 1000 * whole)
