"""A long rubric in parts that a judge can hold, and their judgements made one."""

from collections.abc import Sequence
from itertools import chain, pairwise, zip_longest

from core.domain.job import MAX_CRITERIA, Criterion, Rubric
from core.domain.verdict import NO_USAGE, Judgement

Part = tuple[Criterion, ...]

_MOST_SAID = 3


def in_parts(rubric: Rubric) -> tuple[Part, ...]:
    """The criteria in order, in as few parts as hold at most `MAX_CRITERIA` each, of about equal length."""
    criteria = rubric.criteria
    parts = -(-len(criteria) // MAX_CRITERIA)
    ends = [len(criteria) * n // parts for n in range(parts + 1)]
    return tuple(criteria[start:end] for start, end in pairwise(ends))


def joined(judgements: Sequence[Judgement]) -> Judgement:
    """One judgement out of those on a rubric's parts, in order; kept only if all of them were."""
    first = judgements[0]
    return Judgement(
        claims=tuple(claim for one in judgements for claim in one.claims),
        strengths=_in_turn([one.strengths for one in judgements]),
        weaknesses=_in_turn([one.weaknesses for one in judgements]),
        summary=" ".join(one.summary for one in judgements if one.summary),
        instruction_like_text=any(one.instruction_like_text for one in judgements),
        model=first.model,
        cached=all(one.cached for one in judgements),
        usage=sum((one.usage for one in judgements), NO_USAGE),
    )


def _in_turn(said: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The first of each, then the second of each."""
    return tuple(line for line in chain.from_iterable(zip_longest(*said)) if line)[:_MOST_SAID]
