"""How often an engine's verdicts are those of the labels."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from core.domain.value import Value
from core.domain.verdict import Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Agreement(Value):
    """Over all findings. `confusion[label][given]` counts them."""

    findings: int
    share: float | None
    kappa: float | None
    commonest: Verdict
    """The commonest label, …"""
    commonest_share: float | None
    """… and the agreement of somebody who always says so: what a share has to be read against."""
    confusion: dict[Verdict, dict[Verdict, int]]


def agreement(labels: Sequence[Verdict], given: Sequence[Verdict]) -> Agreement:
    """Shares are None where there is no finding."""
    pairs = Counter(zip(labels, given, strict=True))
    total = len(labels)
    often: Verdict = max(
        VERDICTS, key=lambda verdict: sum(n for (label, _), n in pairs.items() if label == verdict)
    )
    return Agreement(
        findings=total,
        share=sum(pairs[v, v] for v in VERDICTS) / total if total else None,
        kappa=kappa(labels, given),
        commonest=often,
        commonest_share=list(labels).count(often) / total if total else None,
        confusion={label: {verdict: pairs[label, verdict] for verdict in VERDICTS} for label in VERDICTS},
    )


def kappa(labels: Sequence[Verdict], given: Sequence[Verdict]) -> float | None:
    """Agreement beyond chance: (p − e)/(1 − e), 1 whole, 0 no better than chance; None where it has no meaning.

    p is the share that agrees, e what two who pick at random with these frequencies would (Cohen 1960, Educ.
    Psychol. Meas. 20). It has no meaning without findings, or where both always say the same one thing.
    """
    total = len(labels)
    if not total:
        return None
    agreed = sum(label == verdict for label, verdict in zip(labels, given, strict=True)) / total
    own, theirs = Counter(labels), Counter(given)
    chance = sum(own[verdict] * theirs[verdict] for verdict in VERDICTS) / total**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)
