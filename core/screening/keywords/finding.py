"""What one part of a criterion came to."""

from dataclasses import dataclass

from core.domain.verdict import Verdict
from core.screening.keywords.matching import Hit


@dataclass(frozen=True, slots=True)
class Finding:
    """What one part of a criterion came to."""

    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    reason: str = ""
    denied: bool = False
    """The résumé itself says no."""
