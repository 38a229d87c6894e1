"""What judging résumés will cost, before anything is sent. Works offline."""

import json
from collections.abc import Sequence

from core.adapters.engine_openai.parts import Part, in_parts
from core.adapters.engine_openai.prompt import judge_messages
from core.adapters.engine_openai.schema import judge_schema
from core.adapters.engine_openai.sizes import answer_tokens
from core.adapters.prices import Price, estimate_tokens, model_named
from core.domain.job import Criterion, Job, Rubric
from core.domain.run import SecondLooks
from core.domain.verdict import NO_USAGE, Usage
from core.settings import Settings

REMEMBERED_FROM = 1024
REMEMBERED_STEP = 128
"""Tokens: providers remember beginnings that are at least so long, and count them in such steps."""

FRAMING = 20
"""Tokens that tell the turns of a conversation and the answer's shape apart."""

CLOSE = 0.25
"""Share of candidates whose score is near a cut: the two half points around each cut are a fifth of the scale, and
its middle is where most scores are."""


def estimate_cost(
    texts: Sequence[str],
    job: Job,
    criteria: int | Sequence[Criterion],
    *,
    price: Price,
    settings: Settings,
    second_look: SecondLooks = "flagged",
) -> float:
    """US dollars for judging these résumés, as if no answer were kept.

    The requests are counted as they will be made, with one difference: names and contact details are still in the
    texts. `criteria`: those of the job, or how many there will be.
    """
    if not texts:
        return 0.0
    rubric = Rubric(
        criteria=_stand_ins(criteria) if isinstance(criteria, int) else tuple(criteria), source="given"
    )
    effort = settings.openai_reasoning_effort if model_named(settings.openai_model).reasons else "none"
    parts = in_parts(rubric)
    sent = sum(map(estimate_tokens, texts))
    whole = NO_USAGE
    for part in parts:
        shared, framed = _shared_tokens(job, part)
        once = Usage(
            input_tokens=sent + (shared + framed) * len(texts),
            cached_tokens=_remembered(shared) * max(0, len(texts) - -(-settings.max_in_flight // len(parts))),
            output_tokens=answer_tokens(len(part), effort) * len(texts),
        )
        whole += once
        if second_look == "borderline":
            whole += _looked_again(once, len(texts))
    return price.of(whole)


def _shared_tokens(job: Job, part: Part) -> tuple[int, int]:
    """Of what all requests of a part begin with, and of what stands around each text."""
    system, user = judge_messages("", job, part, fence_key=b"")
    schema = json.dumps(judge_schema(part), separators=(",", ":"))
    shared = estimate_tokens(schema) + estimate_tokens(system.content) + FRAMING
    return shared, estimate_tokens(user.content)


def _remembered(tokens: int) -> int:
    return tokens // REMEMBERED_STEP * REMEMBERED_STEP if tokens >= REMEMBERED_FROM else 0


def _looked_again(once: Usage, resumes: int) -> Usage:
    """The close ones twice more: the same request, so that the provider remembers all of it."""
    looks = round(2 * CLOSE * resumes)
    each = once.input_tokens // resumes
    return Usage(
        input_tokens=each * looks,
        cached_tokens=_remembered(each) * looks,
        output_tokens=once.output_tokens * looks // resumes,
    )


def _stand_ins(count: int) -> tuple[Criterion, ...]:
    """Criteria as long as people write them, where only their number is known; a rubric has 1 to 40."""
    text = "Three years of experience with what the job asks for"
    return tuple(
        Criterion(id=f"c{n}", text=text, kind="nice", weight=1) for n in range(1, min(max(count, 1), 40) + 1)
    )
