"""What the API answers, as the OpenAPI document describes it."""

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse

from core.domain.run import Row, Run, RunSnapshot, RunState
from core.errors import (
    ConfigurationError,
    IntakePaused,
    NotAllowed,
    NotEnoughCredits,
    OperatorError,
    PartUnavailable,
    ShortlistError,
    TooMany,
    UserError,
)
from core.shortlist import run_document

Code = Literal[
    "invalid",
    "unauthorized",
    "no_credits",
    "not_allowed",
    "not_found",
    "method_not_allowed",
    "under_way",
    "too_large",
    "unsupported",
    "too_many",
    "unavailable",
]
PROGRESS: dict[RunState, Literal["progress", "success", "failure"]] = {
    "running": "progress",
    "paused": "progress",
    "finished": "success",
    "stopped": "failure",
    "halted": "failure",
}
PAUSED = 300
"""Seconds after which it is worth asking whether screenings may be begun again."""
LATER = 10
"""Seconds after which a part that was out of reach is worth asking for again."""


def again_in(seconds: float) -> Mapping[str, str]:
    """The header that says when it is worth asking again."""
    return {"Retry-After": str(max(1, math.ceil(seconds)))}


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Trouble(_Answer):
    """Why there is no answer."""

    code: Code = Field(description="for programs; it doesn't change")
    message: str = Field(description="for people: what is wrong and what to do")
    missing: int | None = Field(default=None, description="no_credits: how many more it takes")


class ErrorAnswer(_Answer):
    error: Trouble


class Counts(_Answer):
    total: int
    done: int = Field(description="scored or failed")
    scored: int
    failed: int
    cached: int = Field(description="of the scored: by an answer that was paid for before")


class RunError(_Answer):
    """Why a screening ended early. What is done is kept."""

    code: Literal["stopped", "halted"]
    message: str


class RunAnswer(_Answer):
    """A screening and how far it is."""

    id: str
    url: str = Field(description="where to ask again")
    state: Literal["pending", "progress", "success", "failure"] = Field(
        description="pending: nothing is done yet; success: every file has an outcome, be it a failed one"
    )
    run_state: RunState
    job_title: str
    engine: Literal["openai", "local"]
    model: str
    created: str = Field(description="UTC, ISO 8601")
    counts: Counts
    eta_seconds: float | None = Field(description="null until there is something to go by")
    cost: float | None = Field(description="US dollars so far; null where the price isn't known")
    budget: float | None
    message: str = Field(description="what it waits for, or why it ended early")
    error: RunError | None
    results: dict[str, Any] | None = Field(
        description="once it has ended: the document that `screen --out` writes (docs/command-line.md)"
    )


def run_answer(run: Run, snapshot: RunSnapshot, rows: tuple[Row, ...] | None, *, url: str) -> RunAnswer:
    """`rows` of a run that has ended, None before."""
    state = "pending" if snapshot.state == "running" and not snapshot.done else PROGRESS[snapshot.state]
    told = run.model_copy(update={"state": snapshot.state, "message": snapshot.message})
    results = None
    if rows is not None:
        results = run_document(told, rows, cost=snapshot.cost, saved_cost=snapshot.saved_cost)
    error = None
    if snapshot.state in ("stopped", "halted"):
        message = snapshot.message or "The screening was stopped. What is done is kept."
        error = RunError(code="stopped" if snapshot.state == "stopped" else "halted", message=message)
    return RunAnswer(
        id=run.id,
        url=url,
        state=state,
        run_state=snapshot.state,
        job_title=run.job_title,
        engine=run.engine,
        model=run.model,
        created=run.created,
        counts=Counts(
            total=snapshot.total,
            done=snapshot.done,
            scored=snapshot.done - snapshot.failed,
            failed=snapshot.failed,
            cached=snapshot.cached,
        ),
        eta_seconds=snapshot.eta_seconds,
        cost=snapshot.cost,
        budget=run.budget,
        message=snapshot.message,
        error=error,
        results=results,
    )


class Refusal(Exception):
    """A request that isn't answered as it wished."""

    def __init__(
        self,
        status: int,
        code: Code,
        message: str,
        *,
        missing: int | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(message)
        self.status = status
        self.trouble = Trouble(code=code, message=message, missing=missing)
        self.headers = headers

    @property
    def answer(self) -> JSONResponse:
        body = ErrorAnswer(error=self.trouble).model_dump(exclude_none=True)
        return JSONResponse(body, self.status, dict(self.headers))


def refusal_of(error: ShortlistError) -> Refusal:
    """The core's errors by who must act, in HTTP's words."""
    said = str(error)
    if isinstance(error, NotEnoughCredits):
        return Refusal(402, "no_credits", said, missing=error.missing)
    if isinstance(error, TooMany):
        return Refusal(429, "too_many", said, headers=again_in(error.retry_after))
    if isinstance(error, IntakePaused):
        return Refusal(503, "unavailable", said, headers=again_in(PAUSED))
    if isinstance(error, NotAllowed):
        return Refusal(403, "not_allowed", said)
    if isinstance(error, UserError):
        return Refusal(422, "invalid", said)
    if isinstance(error, PartUnavailable):
        part = f"{error.part} can't be reached just now. Try again in a moment."
        return Refusal(503, "unavailable", part, headers=again_in(LATER))
    if isinstance(error, ConfigurationError | OperatorError):
        return Refusal(
            503,
            "unavailable",
            "This installation can't serve you. Whoever runs it finds why with: python -m core doctor",
            headers=again_in(LATER),
        )
    raise error
