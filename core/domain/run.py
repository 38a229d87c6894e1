"""A screening run: the files given, how far it is, who stands where."""

from collections.abc import Mapping
from typing import Literal

from core.domain.candidate import Candidate, Category, Cuts, Decision, Failure
from core.domain.job import Rubric
from core.domain.person import LOCAL_USER
from core.domain.value import Value
from core.domain.verdict import Usage

EngineName = Literal["openai", "local"]
RunState = Literal["running", "paused", "stopped", "halted", "finished"]
"""running · paused by a person, who keeps what is reserved for it · stopped by a person · halted because it couldn't
go on (no quota, budget spent, store full) · finished"""


SecondLooks = Literal["none", "flagged", "borderline"]
"""Whom an engine judges again: nobody · texts that address the software · these, and scores near a cut."""


class Withheld(Value):
    """What is kept from the engine besides names and contact details, which always are."""

    schools: bool = False
    ages: bool = True
    """Dates of birth and ages; what else no employer may weigh (family, religion, origin) is always out."""


USUALLY_WITHHELD = Withheld()


class Run(Value):
    """One screening of files against a job with fixed criteria and engine."""

    id: str
    job_id: str
    job_title: str
    rubric: Rubric
    """The criteria under the kinds and weights in force."""
    first_rubric: Rubric | None = None
    """The criteria as the run began, where they have been weighed anew since."""
    engine: EngineName
    model: str
    second_look: SecondLooks = "none"
    withheld: Withheld = Withheld()
    cuts: Cuts = Cuts()
    blind: bool = False
    """Whether names, contacts and files are kept from whoever reviews it."""
    settled: Mapping[str, int] = {}
    """Of candidates with equal scores that were compared in pairs: how much more often each won than lost, by item."""
    sample: bool = False
    user: str = LOCAL_USER
    """Whose credits it takes."""
    owner: str = LOCAL_USER
    """Who sees it: one person, or a team."""
    budget: float | None = None
    """US dollars it may spend; None: as much as it takes."""
    created: str
    """UTC, ISO 8601."""
    state: RunState = "running"
    message: str = ""
    """Why a halted run halted, and what to do."""

    @property
    def began_with(self) -> Rubric:
        return self.first_rubric or self.rubric


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
    attempts: int = 0
    """How many outcomes it has had, failures that were tried again included."""
    paid: Usage = Usage()
    """Tokens of every answer that was paid for on its behalf in this run, the bad ones included."""
    taken: int = 0
    """How many workers took it up and neither ended it nor let go of it, the present one included."""


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


class Progress(Value):
    """What the store knows of how far a run is: figures that need no outcome to be loaded."""

    total: int
    done: int = 0
    failed: int = 0
    cached: int = 0
    recent: int = 0
    """Outcomes put within the last minute."""
    paid: Usage = Usage()
    saved: Usage = Usage()
    """Tokens of answers that stood in a cache or came from an earlier run."""
    best: tuple[Row, ...] = ()
    """The five highest scores, best first."""


class RunSnapshot(Value):
    """How far a run is. The runner replaces it whole; readers never see half of one."""

    run_id: str
    state: RunState
    total: int
    done: int = 0
    failed: int = 0
    cached: int = 0
    judging: int = 0
    """How many are with the engine just now, those waiting for its allowance included."""
    per_minute: float | None = None
    """Outcomes a minute, of late. None until there is something to go by."""
    paid: Usage = Usage()
    saved: Usage = Usage()
    cost: float | None = None
    """US dollars for what was paid. None where the price isn't known."""
    saved_cost: float | None = None
    budget: float | None = None
    resting_seconds: float = 0.0
    """How long the provider still wants nobody to call; 0 when it doesn't."""
    seconds: float = 0.0
    scans: int = 0
    """Files put off until the others are done, since they have to be read from pictures."""
    reading_scans: bool = False
    """Whether their turn has come."""
    eta_seconds: float | None = None
    """For the scans once their turn has come, else for the others. None until there is something to go by."""
    best: tuple[Standing, ...] = ()
    message: str = ""
    """Why it halted; or, of a run under way, what it waits for."""
