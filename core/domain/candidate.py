"""The outcome of screening one file: a scored candidate or a failure, never something in between."""

from typing import Annotated, Literal

from pydantic import Field

from core.domain.value import Value
from core.domain.verdict import Finding, Usage, Verdict
from core.errors import FailureReason

Category = Literal["selected", "considered", "rejected"]
Decision = Literal["shortlist", "hold", "decline"]
FlagKind = Literal[
    "hidden_text",
    "instruction_like_text",
    "job_text_copied",
    "unverified_quote",
    "scanned",
    "duplicate",
    "borderline",
    "low_quality_text",
    "other_language",
]

CHECK_THIS: frozenset[FlagKind] = frozenset(
    {
        "hidden_text",
        "instruction_like_text",
        "job_text_copied",
        "low_quality_text",
        "other_language",
        "scanned",
    }
)
"""Flags a person should look at before deciding; the others are notes."""


class Contact(Value):
    """How to reach a candidate, found locally, never sent to a model. None where the résumé doesn't say."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    links: tuple[str, ...] = ()
    location: str | None = None


class Flag(Value):
    """Something a person should know before trusting the score."""

    kind: FlagKind
    detail: str = ""
    look: bool = False
    """Whether this one needs a look before deciding though its kind usually is a note."""

    @property
    def level(self) -> Literal["check", "note"]:
        return "check" if self.look or self.kind in CHECK_THIS else "note"


class Cuts(Value):
    """Where the suggestions begin, in points of 0–10; a person moves them."""

    selected: float = Field(default=7.0, ge=0, le=10)
    considered: float = Field(default=4.0, ge=0, le=10)


class SecondLook(Value):
    """A résumé that was judged more than once, and what each judgement said."""

    why: Literal["steering", "close"]
    """Without the sentences that address the software, or because the score stood near a cut."""
    verdicts: tuple[tuple[Verdict, ...], ...]
    """Of each judgement, the first one first: a verdict per criterion, in rubric order, its evidence checked."""


class Candidate(Value):
    """A screened résumé. The score is arithmetic over the findings, whatever the engine."""

    status: Literal["scored"] = "scored"
    contact: Contact
    score: float = Field(ge=0, le=10)
    category: Category
    reason: str
    """One line that names what decided the category."""
    explanation: str
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    findings: tuple[Finding, ...]
    flags: tuple[Flag, ...] = ()
    tie_break: float = 0.0
    second_look: SecondLook | None = None
    text_mark: str = ""
    """Equal for two texts with the same words, names and contacts aside; "" for a text too short to compare."""
    written: str | None = None
    """When the file says it was last changed (UTC, ISO 8601)."""
    engine: str
    model: str
    cached: bool = False
    usage: Usage = Usage()


class Failure(Value):
    """A file without a score, in words the manager understands."""

    status: Literal["failed"] = "failed"
    reason: FailureReason
    message: str
    retryable: bool = False


Outcome = Annotated[Candidate | Failure, Field(discriminator="status")]

_WORDS: dict[FailureReason, tuple[str, bool]] = {
    "locked": ("Needs a password. Save a copy without one and add it again.", False),
    "damaged": ("The file is damaged. Open it on your computer, save it again, add it again.", False),
    "empty": ("The file is empty. Ask for the real file.", False),
    "scanned": ("This is a picture of a page: no text to read. Ask for a text version.", False),
    "not_a_document": ("This isn't a document. Ask for the real file.", False),
    "unsupported": ("This kind of file can't be read. Save it as PDF or DOCX and add it again.", False),
    "too_large": ("The file is too large. Save a smaller copy.", False),
    "timeout": ("This took too long and was stopped. Try again.", True),
    "refused": ("The AI refused to read this résumé. Read it yourself, or try again.", True),
    "filtered": ("The AI provider's content filter blocked this résumé. Read it yourself.", True),
    "truncated": ("The AI's answer broke off. Try again.", True),
    "bad_answer": ("The AI gave an answer that can't be used. Try again.", True),
    "unreachable": ("The AI service couldn't be reached. Try again in a few minutes.", True),
    "not_started": ("The run ended before this résumé's turn. Continue the run.", True),
}


def failure(reason: FailureReason, message: str = "") -> Failure:
    """The failure for a reason, in its standard words unless `message` says it better."""
    words, retryable = _WORDS[reason]
    return Failure(reason=reason, message=message or words, retryable=retryable)
