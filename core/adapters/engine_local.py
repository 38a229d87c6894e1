"""The engine without a model: looks for a criterion's words and years. It finds evidence, it doesn't judge."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from core.domain.job import Job, Rubric
from core.domain.run import EngineName
from core.domain.verdict import Judgement, Preference
from core.screening.keywords.claims import make_claim
from core.screening.keywords.matching import Searched
from core.screening.keywords.requirements import Requirement, parse_requirement
from core.screening.keywords.words import Language, Vocabulary, language_of, vocabulary
from core.screening.rubric import suggest_rubric
from core.screening.scoring import explain, strengths, weaknesses
from core.screening.stuffing import list_spans, repeated_spans
from core.screening.suspicion import copied_spans, instruction_spans

MODEL = "keyword-match-2"


class LocalEngine:
    """Deterministic: equal texts and criteria give equal claims on the same day. `today` ends jobs that go on."""

    name: EngineName = "local"
    model = MODEL

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    async def suggest(self, job: Job) -> Rubric:
        return suggest_rubric(job)

    async def judge(self, sent_text: str, job: Job, rubric: Rubric, *, look: int = 0) -> Judgement:
        """Never fails: what it can't find is missing. Every look sees the same. Lines copied from the job and those that steer the
        reader prove nothing."""
        language, requirements, terms = _parsed(tuple(c.text for c in rubric.criteria), job.title, job.text)
        searched = self._searched(sent_text, job, rubric, requirements, language)
        written_in = language_of(sent_text)
        claims = tuple(
            make_claim(criterion, requirement, searched, written_in=written_in)
            for criterion, requirement in zip(rubric.criteria, requirements, strict=True)
        )
        return Judgement(
            claims=claims,
            strengths=strengths(claims, rubric),
            weaknesses=weaknesses(claims, rubric),
            summary=f"Keyword match: {explain(claims, rubric)}",
            tie_break=_coverage(searched, terms),
            model=self.model,
        )

    def _searched(
        self,
        text: str,
        job: Job,
        rubric: Rubric,
        requirements: tuple[Requirement, ...],
        language: Language,
    ) -> Searched:
        """The text without what proves nothing: copied from the job, addressed to the reader, stuffed."""
        dead = (
            *copied_spans(text, job.text),
            *instruction_spans(text),
            *repeated_spans(text, [criterion.text for criterion in rubric.criteria]),
        )
        words, today = vocabulary(language), self._today()
        searched = Searched(text, words, today=today, dead=dead)
        listed = list_spans(searched, requirements)
        return Searched(text, words, today=today, dead=(*dead, *listed)) if listed else searched

    async def prefer(self, one: str, other: str, job: Job, rubric: Rubric) -> Preference:
        """Neither: counting words decides no tie that its findings leave open."""
        return "neither"

    async def ping(self) -> str:
        return "Ready. Nothing leaves this computer."

    async def aclose(self) -> None:
        return None


@lru_cache(maxsize=32)
def _parsed(
    criteria: tuple[str, ...], title: str, job_text: str
) -> tuple[Language, tuple[Requirement, ...], tuple[tuple[str, float], ...]]:
    """The criteria taken apart, and the job's words with their weights: the same for every résumé of a run."""
    language = language_of("\n".join((*criteria, job_text)))
    words = vocabulary(language)
    requirements = tuple(parse_requirement(text, words, title=title) for text in criteria)
    return language, requirements, _job_terms("\n".join((*criteria, job_text)), words)


def _job_terms(text: str, words: Vocabulary) -> tuple[tuple[str, float], ...]:
    keys = dict.fromkeys(t.key for t in words.tokens(text[:50_000]) if len(t.low) > 1 and not t.low.isdigit())
    return tuple((key, 0.3 if key in words.common else 1.0) for key in keys if key not in words.generic)


def _coverage(searched: Searched, terms: tuple[tuple[str, float], ...]) -> float:
    """How much of the job's wording the résumé has, 0–1; a word said again and again adds ever less."""
    total = sum(weight for _, weight in terms)
    found = sum(weight * (n := searched.count(key)) / (n + 1) for key, weight in terms)
    return round(found / total, 6) if total else 0.0
