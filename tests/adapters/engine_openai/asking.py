"""What the tests of the engine share: a job, a rubric, quick limits, an engine at a fake endpoint."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from core.adapters.engine_openai import Limits, OpenAIEngine
from core.domain.job import Criterion, Job, Rubric
from core.domain.verdict import NO_USAGE, Usage
from core.ports import ReplyCache
from core.screening.caller import CALLER, Caller
from core.settings import Settings
from tests.fakes.openai_endpoint import FakeEndpoint

T = TypeVar("T")

JOB = Job.from_text("Support lead\n- Led a support team\n- Three years of Zendesk\n- German at B2 or better")
RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Led a support team", kind="must", weight=5),
        Criterion(id="c2", text="Zendesk experience", kind="must", weight=4),
        Criterion(id="c3", text="German at B2 or better", kind="nice", weight=1),
    )
)
RESUME = "Experience\nLed the support team of a hospital\nUsed Zendesk every day\nHobbies: chess"
QUICK = Limits(
    connect=1,
    call=0.6,
    between_probes=0.01,
    calls_total=2,
    waiting_total=3,
    shut=0.3,
    backoff=0.01,
    longest_backoff=0.05,
)

PATIENT = replace(QUICK, call=10, calls_total=30, waiting_total=60)
"""For answers of ten million bytes, and for crowds, on a busy machine."""


class DictCache:
    """A cache in memory that shows what it was given."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, int]] = {}
        self.asked: list[str] = []
        self.claims: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        self.asked.append(key)
        return self.kept[key][0] if key in self.kept else None

    async def set(self, key: str, value: str, *, seconds: int) -> None:
        self.kept[key] = (value, seconds)

    async def claim(self, key: str, who: str, *, seconds: int) -> bool:
        return self.claims.setdefault(key, who) == who

    async def let_go(self, key: str, who: str) -> None:
        if self.claims.get(key) == who:
            del self.claims[key]

    async def values(self) -> AsyncIterator[tuple[str, str]]:
        for key, (value, _) in list(self.kept.items()):
            yield key, value

    async def drop(self, keys: Sequence[str]) -> None:
        for key in keys:
            self.kept.pop(key, None)

    async def ping(self) -> str:
        return "ok"

    async def aclose(self) -> None:
        return None


@dataclass
class Telling:
    """A caller that notes what it is asked and told, and may forbid."""

    lane: str = "run"
    item: str = "item"
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    rests: Callable[[float], None] = lambda seconds: None
    forbid: Exception | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """Set once a call was let through."""
    asked: list[Usage] = field(default_factory=list)
    told: list[tuple[Usage, Usage]] = field(default_factory=list)
    found: list[Usage] = field(default_factory=list)

    def calls(self) -> None:
        """From here on this task calls on its behalf."""
        CALLER.set(
            Caller(
                lane=self.lane,
                item=self.item,
                stop=self.stop,
                before=self._before,
                after=self._after,
                own=self.found.append,
                rests=self.rests,
            )
        )

    async def _before(self, expected: Usage) -> None:
        if self.forbid:
            raise self.forbid
        self.asked.append(expected)
        self.begun.set()

    def _after(self, expected: Usage, used: Usage) -> None:
        self.told.append((expected, used))

    @property
    def paid(self) -> Usage:
        return sum((used for _, used in self.told), NO_USAGE)


def with_engine(
    endpoint: FakeEndpoint,
    work: Callable[[OpenAIEngine], Awaitable[T]],
    *,
    cache: ReplyCache | None = None,
    limits: Limits = QUICK,
    **settings: Any,
) -> T:
    """Runs `work` with an engine at the endpoint, on a loop of its own, and closes the engine."""

    async def whole() -> T:
        made = Settings(openai_base_url=endpoint.url, **settings)
        engine = OpenAIEngine(made, cache, limits=limits)
        try:
            return await work(engine)
        finally:
            await engine.aclose()

    return asyncio.run(whole())
