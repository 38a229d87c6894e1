"""A screening run: the files given, how far it is, who stands where."""

from typing import Literal

from core.domain.candidate import Candidate, Category, Cuts, Decision, Failure
from core.domain.job import Rubric
from core.domain.value import Value

EngineName = Literal["openai", "local"]
RunState = Literal["running", "stopped", "halted", "finished"]
"""running · stopped by a person · halted because it couldn't go on (no quota, store full) · finished"""


class Run(Value):
    """One screening of files against a job with fixed criteria and engine."""

    id: str
    job_id: str
    job_title: str
    rubric: Rubric
    engine: EngineName
    model: str
    cuts: Cuts = Cuts()
    sample: bool = False
    created: str
    """UTC, ISO 8601."""
    state: RunState = "running"
    message: str = ""
    """Why a halted run halted, and what to do."""


class Item(Value):
    """One given file in a run. Equal names stay two items."""

    id: str
    file: str
    sha256: str
    batch: int = 1
    """1 for the files the run began with, then one more for each time files were added."""


class Row(Value):
    """An item and, once there is one, its outcome."""

    item: Item
    outcome: Candidate | Failure | None = None


class DecisionRecord(Value):
    """A person's decision on the content of a résumé for a job; a new one replaces the old."""

    job_id: str
    sha256: str
    decision: Decision | None
    reason: str = ""
    at: str
    """UTC, ISO 8601."""


class Standing(Value):
    """A line of the live "best so far" list."""

    item_id: str
    name: str
    score: float
    category: Category


class RunSnapshot(Value):
    """How far a run is. The runner replaces it whole; readers never see half of one."""

    run_id: str
    state: RunState
    total: int
    done: int = 0
    failed: int = 0
    cached: int = 0
    seconds: float = 0.0
    scans: int = 0
    """Files put off until the others are done, since they have to be read from pictures."""
    reading_scans: bool = False
    """Whether their turn has come."""
    eta_seconds: float | None = None
    """For the scans once their turn has come, else for the others. None until there is something to go by."""
    best: tuple[Standing, ...] = ()
    message: str = ""
