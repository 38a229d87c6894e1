"""What a job text asks for that nobody may be judged by: told apart from what may count, with the reason."""

import re
from collections.abc import Iterable, Iterator

from core.domain.job import Job, Refused
from core.screening.clauses import clauses
from core.screening.critique import protected, vague, welcomes
from core.screening.keywords.advert import Statement, read_advert
from core.screening.keywords.wording import word_criterion

LONGEST_ADVERT = 30_000
"""Characters; an advert's requirements come before this."""

MOST = 12
"""Told of one job; an advert that asks for more of it is told by these."""

_OF_THEMSELVES = re.compile(r"^(?:we|our|the\s+(?:company|team)|wir|unser\w*|join)\b", re.I)
_ASKS = re.compile(
    r"\b(?:ask|asks|expect|require|requires|need|prefer|looking|seek|want|accept|hire|suchen|erwarten|wünschen|bevorzugen|nehmen)\b",
    re.I,
)
_TO_APPLY = re.compile(
    r"\b(?:must|only|required|includ\w+|attach\w*|enclos\w*|send|state|please|with\s+(?:an?|your|recent)|mit|bitte|nur|angabe)\b",
    re.I,
)
_WORD = re.compile(r"[^\W_]+")
_JOINTS = re.compile(
    r"\s*[,;]\s*|\s+(?:with|and|plus|who\s+(?:has|have|is|can)|mit|und|sowie)\s+(?:an?\s+)?", re.I
)


def refused_in(job: Job) -> tuple[Refused, ...]:
    """In the text's order, each thing once. What a company says of itself, and that everybody may apply, isn't asked for."""
    statements = read_advert(job.text[:LONGEST_ADVERT])
    return distinct(
        refused
        for statement in statements
        if _asked_for(statement)
        for clause, _ in clauses(statement.text)
        for refused in _refused(clause, whole=statement.place == "noise")
    )


def distinct(refused: Iterable[Refused]) -> tuple[Refused, ...]:
    """Without those that an earlier one says, in more or in fewer words; a dozen at most."""
    kept: dict[str, Refused] = {}
    for one in refused:
        words = " ".join(["", *_WORD.findall(one.text.casefold()), ""])
        if len(kept) < MOST and not any(words in known or known in words for known in kept):
            kept[words] = one
    return tuple(kept.values())


def allowed_parts(clause: str) -> Iterator[str]:
    """What may count of a clause: all of it, or what stands beside that which nobody may be judged by."""
    if protected(clause) is None:
        yield clause
        return
    for part in _JOINTS.split(clause):
        if part.strip() and protected(part) is None and not vague(part):
            yield part


def _asked_for(statement: Statement) -> bool:
    if welcomes(statement.text):
        return False
    if statement.place == "noise":
        return bool(_TO_APPLY.search(statement.text))
    return not _OF_THEMSELVES.match(statement.text) or bool(_ASKS.search(statement.text))


def _refused(clause: str, *, whole: bool) -> Iterator[Refused]:
    """The parts that nobody may be judged by; the whole clause where it is wanted or only the whole says it."""
    reason = protected(clause)
    if reason is None:
        return
    parts = [(part, why) for part in _JOINTS.split(clause) if not whole and (why := protected(part))]
    for part, why in parts or [(clause, reason)]:
        yield Refused(text=word_criterion(part) or part, reason=why)
