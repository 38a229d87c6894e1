"""The engine without a model: finds words and years in the résumé. It finds evidence, it doesn't judge."""

import re
from collections.abc import Callable
from datetime import date

from core.domain.job import Job, Rubric
from core.domain.run import EngineName
from core.domain.verdict import Claim, Judgement, Verdict
from core.screening.rubric import suggest_rubric

MODEL = "keyword-match-1"

_WORD = re.compile(r"\w[\w+#]*")
_GENERIC = frozenset(
    [
        "a",
        "an",
        "and",
        "the",
        "of",
        "in",
        "on",
        "at",
        "or",
        "to",
        "with",
        "for",
        "from",
        "as",
        "by",
        "be",
        "is",
        "years",
        "year",
        "experience",
        "strong",
        "ability",
        "skills",
        "knowledge",
        "good",
        "excellent",
        "must",
        "have",
        "required",
        "least",
        "you",
        "our",
        "we",
        "your",
        "plus",
        "proven",
    ]
)


class LocalEngine:
    """Deterministic: equal texts and criteria give equal claims on the same day."""

    name: EngineName = "local"
    model = MODEL

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    async def suggest(self, job: Job) -> Rubric:
        return suggest_rubric(job)

    async def judge(self, sent_text: str, job: Job, rubric: Rubric) -> Judgement:
        claims = tuple(_claim(c.id, c.text, sent_text) for c in rubric.criteria)
        met = sum(claim.verdict == "met" for claim in claims)
        return Judgement(
            claims=claims,
            summary=f"Keyword match: {met} of {len(claims)} criteria found.",
            tie_break=met / len(claims),
            model=self.model,
        )

    async def aclose(self) -> None:
        return None


def _claim(criterion_id: str, text: str, sent: str) -> Claim:
    asked = {w.lower() for w in _WORD.findall(text)} - _GENERIC
    best: tuple[float, str, int] = (0.0, "", 0)
    at = 0
    for line in sent.splitlines(keepends=True):
        shown = line.strip()
        here = {w.lower() for w in _WORD.findall(shown)}
        share = len(asked & here) / len(asked) if asked else 0.0
        if share > best[0]:
            cut = " ".join(shown.split(" ")[:25])
            best = (share, cut, at + line.index(shown))
        at += len(line)
    share, quote, start = best
    verdict: Verdict = "met" if share >= 0.99 else "partial" if share >= 0.5 else "missing"
    if verdict == "missing":
        return Claim(criterion_id=criterion_id, verdict=verdict, reason="The résumé doesn't mention this.")
    return Claim(
        criterion_id=criterion_id, quotes=(quote,), at=(start,), reason="Found these words.", verdict=verdict
    )
