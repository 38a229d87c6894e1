"""What a judge says of one résumé, and what is left of it once the evidence is checked."""

from typing import Literal

from core.domain.value import Value

Verdict = Literal["met", "partial", "missing", "unclear"]


class Claim(Value):
    """An engine's word on one criterion: quotes first, not yet checked. Quotes are of the *sent* text.

    `at` are the quotes' offsets in the sent text where the engine knows them (the local one does), else empty.
    `denied`: the résumé itself says no, which is more than saying nothing; only ever with the verdict missing.
    """

    criterion_id: str
    quotes: tuple[str, ...] = ()
    at: tuple[int, ...] = ()
    reason: str = ""
    verdict: Verdict
    denied: bool = False


class Usage(Value):
    """Tokens of one answer, as the provider counted them."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
        )


NO_USAGE = Usage()


class Judgement(Value):
    """An engine's whole answer on one résumé: one claim per criterion, in rubric order."""

    claims: tuple[Claim, ...]
    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    summary: str = ""
    instruction_like_text: bool = False
    tie_break: float = 0.0
    """0–1; orders equal scores and nothing else."""
    model: str
    cached: bool = False
    usage: Usage = Usage()


class Quote(Value):
    """A piece of the résumé: `text[start:end] == quote.text` in `ReadResume.text`."""

    text: str
    start: int
    end: int
    page: int | None = None


class Finding(Value):
    """The verdict on one criterion with the quotes that are really there."""

    criterion_id: str
    verdict: Verdict
    quotes: tuple[Quote, ...] = ()
    reason: str = ""
    denied: bool = False
    """Whether the résumé itself says no, as the quotes then show; else a missing criterion just isn't stated."""


Preference = Literal["first", "second", "neither"]
"""Which of two résumés fits a job better."""
