"""What an evaluation took: answers, tokens, dollars, or processor time."""

from collections.abc import Callable, Sequence
from statistics import median

from core.domain.value import Value
from core.domain.verdict import Usage
from core.evaluation.judged import Judged

Price = Callable[[Usage], float | None]


class Cost(Value):
    answers: int
    """Judgements that were paid for now. Where an answer had to be mended, both calls are in its tokens."""
    kept: int
    """Judgements that the reply cache had, or that an equal question at the same time brought along."""
    usage: Usage
    """Tokens of the paid ones. What a failed résumé cost isn't known."""
    dollars: float | None
    """None where the price isn't known."""
    engine_ms: float | None
    """Processor time of the engine for a résumé: the median. None where several are judged at a time."""
    whole_ms: float | None
    """The same with contacts, redaction and checking the evidence; reading the file isn't in it."""


def cost(judged: Sequence[Judged], *, price: Price, alone: bool) -> Cost:
    """`alone`: only one résumé was judged at a time, so that processor time can be told apart."""
    answers = [answer for one in judged for answer in one.answers]
    paid = [answer.usage for answer in answers if not answer.cached]
    usage = Usage(
        input_tokens=sum(one.input_tokens for one in paid),
        cached_tokens=sum(one.cached_tokens for one in paid),
        output_tokens=sum(one.output_tokens for one in paid),
    )
    timed = judged if alone else ()
    return Cost(
        answers=len(paid),
        kept=len(answers) - len(paid),
        usage=usage,
        dollars=price(usage),
        engine_ms=median(one.engine_ms for one in timed) if timed else None,
        whole_ms=median(one.whole_ms for one in timed) if timed else None,
    )
