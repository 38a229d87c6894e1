"""One engine, one labelled set: judge all that was planned, then measure."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from statistics import fmean

from core.domain.candidate import FlagKind
from core.domain.verdict import Verdict
from core.evaluation.agreement import agreement
from core.evaluation.auc import auc
from core.evaluation.cost import Price, cost
from core.evaluation.falsified import check_quotes
from core.evaluation.identities import NameSwap, name_swap
from core.evaluation.judged import Judged, Tell, judge_all
from core.evaluation.labelled import CLEAR_FIT, CLEAR_MISFIT, LabelledJob, LabelledResume
from core.evaluation.ndcg import ndcg
from core.evaluation.plan import Plan
from core.evaluation.report import (
    Difference,
    Flagged,
    JobReport,
    Ranking,
    Rankings,
    ResumeReport,
    SetReport,
)
from core.evaluation.spearman import spearman
from core.evaluation.stability import Stability, stability
from core.evaluation.steered import Steering, Tried, steering
from core.evaluation.tfidf import cosines, inverse_document_frequencies
from core.ports import Engine

FITTING = 2
"""From this label on somebody fits, gaps or not."""

BELOW_ANY_SCORE = 1e-3
"""What a whole tie-break (0–1) adds: less than the hundredths that scores are rounded to."""


async def evaluate(plan: Plan, engine: Engine, *, window: int, price: Price, tell: Tell) -> SetReport:
    """Judges what was planned, `window` at a time, and measures. Raises `AccountError` as `judge_all` does."""
    all_judged = await judge_all(list(plan.cases()), engine, window=window, tell=tell)
    coming = iter(all_judged)
    plain = list(islice(coming, len(plan.plain)))
    steered = list(islice(coming, len(plan.steered)))
    swapped = [list(islice(coming, len(group))) for group in plan.swapped]
    repeated = [list(islice(coming, len(group))) for group in plan.repeated]

    labelled = [one for job in plan.labelled.jobs for one in job.resumes]
    texts = [one.resume.text for one in labelled]
    jobs = tuple(_job_reports(plan, plain, inverse_document_frequencies(texts)))
    verdicts = [pair for one, judged in zip(labelled, plain, strict=True) for pair in _verdicts(one, judged)]
    return SetReport(
        name=plan.labelled.name,
        resumes=len(labelled),
        fits=sum(one.fit >= FITTING for one in labelled),
        failures=dict(
            Counter(judged.outcome.reason for judged in plain if judged.outcome.status == "failed")
        ),
        rankings=_mean_rankings([job.rankings for job in jobs]),
        agreement=agreement([label for label, _ in verdicts], [given for _, given in verdicts]),
        quotes=check_quotes(texts, each=plan.effort.quotes, seed=plan.labelled.name),
        steering=_steering(plan, plain, steered),
        flags=_flags(labelled, plain),
        names=_names(swapped),
        stability=_stability(plan, repeated),
        cost=cost(all_judged, price=price, alone=window == 1),
        jobs=jobs,
    )


def _job_reports(plan: Plan, plain: Sequence[Judged], idf: dict[str, float]) -> Iterator[JobReport]:
    coming = iter(plain)
    for job in plan.labelled.jobs:
        judged = list(islice(coming, len(job.resumes)))
        alike = cosines(job.job.text, [one.resume.text for one in job.resumes], idf)
        pairs = [pair for one, this in zip(job.resumes, judged, strict=True) for pair in _verdicts(one, this)]
        yield JobReport(
            name=job.name,
            rankings=_rankings(job, judged, alike),
            agreement=fmean(label == given for label, given in pairs) if pairs else None,
            resumes=tuple(
                _resume_report(one, this, round(cosine, 4))
                for one, this, cosine in zip(job.resumes, judged, alike, strict=True)
            ),
        )


def _resume_report(one: LabelledResume, judged: Judged, alike: float) -> ResumeReport:
    candidate, outcome = judged.candidate, judged.outcome
    return ResumeReport(
        name=one.name,
        fit=one.fit,
        score=candidate.score if candidate else None,
        tfidf=alike,
        failure=outcome.reason if outcome.status == "failed" else None,
        differences=tuple(
            Difference(criterion_id=f"c{number}", label=label, given=given)
            for number, (label, given) in enumerate(_verdicts(one, judged), 1)
            if label != given
        ),
        flags=tuple(dict.fromkeys(flag.kind for flag in candidate.flags)) if candidate else (),
    )


def _verdicts(one: LabelledResume, judged: Judged) -> list[tuple[Verdict, Verdict]]:
    """The label's and the engine's verdict on each criterion; none where the résumé failed."""
    if judged.candidate is None:
        return []
    return [
        (label, finding.verdict)
        for label, finding in zip(one.verdicts, judged.candidate.findings, strict=True)
    ]


def _rankings(job: LabelledJob, judged: Sequence[Judged], alike: Sequence[float]) -> Rankings:
    """All three orders over the same résumés: those that have a score."""
    scored = [
        (one.fit, this.candidate, cosine)
        for one, this, cosine in zip(job.resumes, judged, alike, strict=True)
        if this.candidate is not None
    ]
    fits = [fit for fit, _, _ in scored]
    return Rankings(
        shown=_ranking([c.score + BELOW_ANY_SCORE * c.tie_break for _, c, _ in scored], fits),
        score=_ranking([c.score for _, c, _ in scored], fits),
        tfidf=_ranking([cosine for _, _, cosine in scored], fits),
    )


def _ranking(scores: Sequence[float], fits: Sequence[int]) -> Ranking:
    def of(wanted: int) -> list[float]:
        return [score for score, fit in zip(scores, fits, strict=True) if fit == wanted]

    return Ranking(
        auc=auc(of(CLEAR_FIT), of(CLEAR_MISFIT)), ndcg=ndcg(scores, fits), spearman=spearman(scores, fits)
    )


def _mean_rankings(jobs: Sequence[Rankings]) -> Rankings:
    def mean(of: Callable[[Rankings], Ranking]) -> Ranking:
        each = [of(rankings) for rankings in jobs]
        return Ranking(
            auc=_mean(one.auc for one in each),
            ndcg=_mean(one.ndcg for one in each),
            spearman=_mean(one.spearman for one in each),
        )

    return Rankings(
        shown=mean(lambda one: one.shown),
        score=mean(lambda one: one.score),
        tfidf=mean(lambda one: one.tfidf),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    """Of the jobs that have one."""
    known = [value for value in values if value is not None]
    return fmean(known) if known else None


def _steering(plan: Plan, plain: Sequence[Judged], steered: Sequence[Judged]) -> Steering:
    names = [f"{job.name}/{one.name}" for job in plan.labelled.jobs for one in job.resumes]
    tried = []
    for one, after in zip(plan.steered, steered, strict=True):
        before = plain[one.plain].candidate
        if before is not None and after.candidate is not None:
            tried.append(Tried(one.text, names[one.plain], before, after.candidate))
    return steering(tried, failed=len(steered) - len(tried))


def _flags(labelled: Sequence[LabelledResume], plain: Sequence[Judged]) -> dict[FlagKind, Flagged]:
    seen = Counter(
        (kind, one.fit >= FITTING)
        for one, judged in zip(labelled, plain, strict=True)
        if judged.candidate is not None
        for kind in {flag.kind for flag in judged.candidate.flags}
    )
    return {
        kind: Flagged(fits=seen[kind, True], others=seen[kind, False])
        for kind in sorted({kind for kind, _ in seen})
    }


def _names(swapped: Sequence[Sequence[Judged]]) -> NameSwap:
    groups = [
        [(one.candidate.score, one.sent) for one in group if one.candidate is not None] for group in swapped
    ]
    whole = [group for group, all_ in zip(groups, swapped, strict=True) if len(group) == len(all_)]
    return name_swap(whole, failed=len(swapped) - len(whole))


def _stability(plan: Plan, repeated: Sequence[Sequence[Judged]]) -> Stability:
    groups = [[one.candidate for one in group if one.candidate is not None] for group in repeated]
    whole = [group for group in groups if len(group) == plan.effort.repeats]
    failed = sum(one.candidate is None for group in repeated for one in group)
    return stability(whole, repeats=plan.effort.repeats, failed=failed)
