"""The job and what counts for it."""

import hashlib
from typing import Literal

from pydantic import Field, computed_field, field_validator

from core.domain.person import LOCAL_USER
from core.domain.value import Value

Kind = Literal["must", "nice"]
RubricSource = Literal["model", "local", "given"]

MAX_CRITERIA = 12
"""A judge loses accuracy beyond a dozen criteria in one call (docs/decisions)."""


class Job(Value):
    """A job description as the person gave it. Equal texts of one owner are the same job, whoever pastes them when."""

    title: str
    text: str
    owner: str = LOCAL_USER
    """One person, or a team: decisions and saved criteria hang on the job, and are theirs alone."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def id(self) -> str:
        """Stable: decisions hang on it. 128 bits of the text's SHA-256, white space folded."""
        told = " ".join(self.text.split())
        if self.owner != LOCAL_USER:
            told = f"{self.owner}\0{told}"
        return hashlib.sha256(told.encode()).hexdigest()[:32]

    @classmethod
    def from_text(cls, text: str, *, owner: str = LOCAL_USER) -> "Job":
        """The title is the first line that has letters, cut at 120 characters."""
        lines = (line.strip(" \t#*-=_:") for line in text.splitlines())
        title = next((line for line in lines if any(c.isalpha() for c in line)), "Untitled job")
        return cls(title=title[:120], text=text, owner=owner)


class Criterion(Value):
    """One thing the job asks for. `source` is the job's own sentence it came from, if any."""

    id: str = Field(pattern=r"^c[1-9]\d*$")
    text: str = Field(min_length=1, max_length=300)
    kind: Kind
    weight: int = Field(ge=1, le=5)
    source: str = ""

    @field_validator("text")
    @classmethod
    def _one_line(cls, text: str) -> str:
        folded = " ".join(text.split())
        if not folded:
            raise ValueError("a criterion needs words")
        return folded


class Refused(Value):
    """Something a job asks for that nobody may be judged by, and why."""

    text: str
    reason: str


class Rubric(Value):
    """The criteria of a job in order; ids are c1…cn, so that equal rubrics give equal requests."""

    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=40)
    source: RubricSource = "given"
    refused: tuple[Refused, ...] = ()
    """What the job asks for and is left out."""

    @field_validator("criteria")
    @classmethod
    def _ids_in_order(cls, criteria: tuple[Criterion, ...]) -> tuple[Criterion, ...]:
        if [c.id for c in criteria] != [f"c{n}" for n in range(1, len(criteria) + 1)]:
            raise ValueError("criterion ids must be c1…cn in order")
        return criteria

    @property
    def version(self) -> str:
        """What a judgement depends on: the criteria's texts in order. Kinds and weights only move the score."""
        return hashlib.sha256("\n".join(c.text for c in self.criteria).encode()).hexdigest()[:16]

    @property
    def weights_version(self) -> str:
        """What a score depends on besides the judgement: texts, kinds and weights in order."""
        told = "\n".join(f"{c.kind} {c.weight} {c.text}" for c in self.criteria)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class SavedRubric(Value):
    """Criteria as they were once used for a job, to be looked up and used again."""

    id: int
    job_id: str
    job_title: str
    number: int
    """1 for the first version of this job's criteria."""
    rubric: Rubric
    at: str
    """UTC, ISO 8601."""
