"""Judging a résumé more than once: without what steers the reader, and near a cut; and what stands then.

A text with sentences that address the software is judged as it is and without them. What is judged without them
stands, since nobody could steer it; the other one only tells whether the sentences work. Hidden text is never
sent, so a résumé that has nothing but hidden text to object to needs no second judgement.

A score near a cut is, where asked, judged twice more, and each criterion gets the verdict most judgements gave.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from core.domain.candidate import Candidate, Cuts, Flag, SecondLook
from core.domain.job import Rubric
from core.domain.run import SecondLooks
from core.domain.verdict import NO_USAGE, Finding, Judgement, Usage, Verdict
from core.errors import CannotScreen
from core.screening.redact import Redacted
from core.screening.scoring import VALUE, score_findings, score_verdicts, shown_against, shown_score

NEAR_A_CUT = 0.5
"""Points on both sides of a cut in which a second look is taken, where asked."""
TOO_CLOSE = 0.25
"""Points from a cut in which no number of readings makes a decision safe."""
STEERED = 0.5
"""From this difference on, in points, sentences that address the software are said to have worked."""

STEERING = "Some sentences address the software, not you. Not counted."
NOT_CHECKED = (
    "Some sentences address the software, not you. They are no evidence, but whether they moved the score wasn't "
    "checked. Please read this résumé yourself."
)
"""Where an engine read them and nothing was cut out: it may have obeyed."""

_COUNT = {1: "one reading", 2: "two readings", 3: "three readings"}
_MIDDLE: tuple[Verdict, ...] = ("missing", "unclear", "partial", "met")


class Reading(NamedTuple):
    """One judgement with its evidence checked. `unverified` is how many quotes a criterion lost."""

    judgement: Judgement
    findings: tuple[Finding, ...]
    unverified: Mapping[str, int]
    score: float


Read = Callable[[Redacted, int], Awaitable[Reading]]
"""Judges a text; the number tells judgements of the same text apart."""


class Looked(NamedTuple):
    """What stands after all looks. `words_of` is the judgement whose own words fit it best."""

    findings: tuple[Finding, ...]
    unverified: Mapping[str, int]
    score: float
    words_of: Judgement
    flags: tuple[Flag, ...]
    note: str
    second_look: SecondLook | None
    usage: Usage
    cached: bool


async def look(
    sent: Redacted,
    fair: Redacted | None,
    read: Read,
    *,
    rubric: Rubric,
    cuts: Cuts,
    asked: SecondLooks,
    repeats: bool,
    steering: bool,
) -> Looked:
    """Judges `sent`, and again what the run asks for. `fair` is `sent` without the sentences that address the
    software, None where it has none; `repeats`: whether judging a text again can give another answer;
    `steering`: whether the file has such sentences at all, hidden ones too.

    Raises `CannotScreen` where what would stand can't be had: a reading that may be steered never stands in for
    it. Raises `AccountError` whichever reading met it.
    """
    steered: Reading | None = None
    if fair is None or asked == "none":
        text, alone = sent, await read(sent, 0)
    else:
        text = fair
        steered, alone = await _with_and_without(sent, fair, read)

    readings, failed = [alone], False
    close = asked == "borderline" and near_a_cut(alone.score, cuts)
    if close and repeats:
        more = await _tried(read(text, 1), read(text, 2))
        readings += [one for one in more if isinstance(one, Reading)]
        failed = len(readings) < 3

    findings, unverified = alone.findings, alone.unverified
    if len(readings) == 3:
        findings, unverified = majority(readings, rubric)
    score = score_findings(findings, rubric)
    flags, note = (
        close_call(score, [one.score for one in readings], cuts, failed=failed) if close else ((), "")
    )
    everything = [*([steered] if steered else []), *readings]
    if steering or any(one.judgement.instruction_like_text for one in everything):
        unchecked = repeats and text is sent and (fair is not None or not steering)
        told = (
            Flag(kind="instruction_like_text", detail=NOT_CHECKED)
            if unchecked
            else steering_flag(steered.score if steered else None, score)
        )
        flags = (told, *flags)
    return Looked(
        findings=findings,
        unverified=unverified,
        score=score,
        words_of=_nearest(readings, findings, rubric).judgement,
        flags=flags,
        note=note,
        second_look=_kept(everything, steering=steered is not None),
        usage=sum((one.judgement.usage for one in everything), NO_USAGE),
        cached=all(one.judgement.cached for one in everything),
    )


def near_a_cut(score: float, cuts: Cuts, within: float = NEAR_A_CUT) -> bool:
    return any(round(abs(score - cut), 6) <= within for cut in (cuts.selected, cuts.considered))


def readings(candidate: Candidate, rubric: Rubric) -> tuple[float, ...]:
    """What each judgement of the text that counts would score under these kinds and weights.

    Empty for a candidate judged once. The judgement with the sentences that address the software is left out:
    it tells how far they move the score, not how sure it is.
    """
    looked = candidate.second_look
    if looked is None:
        return ()
    counted = looked.verdicts[1:] if looked.why == "steering" else looked.verdicts
    return tuple(score_verdicts(verdicts, rubric) for verdicts in counted)


def spread(candidate: Candidate, rubric: Rubric) -> tuple[float, float] | None:
    """The lowest and the highest of `readings`; None for a candidate whose counting text was judged once.

    The score itself is taken in: a majority for each criterion can come out beyond every single reading.
    """
    scores = readings(candidate, rubric)
    if len(scores) < 2:
        return None
    stands = score_findings(candidate.findings, rubric)
    return min(*scores, stands), max(*scores, stands)


def judgements(candidate: Candidate) -> int:
    """How many judgements the candidate had."""
    return len(candidate.second_look.verdicts) if candidate.second_look else 1


def too_close(score: float, scores: Sequence[float], cuts: Cuts) -> str:
    """Says that the readings don't settle on which side of a cut the score is; empty where they do."""
    low, high = min(scores), max(scores)
    by_distance = sorted((cuts.selected, cuts.considered), key=lambda cut: abs(score - cut))
    over = [cut for cut in by_distance if low < cut <= high]
    if not over and not near_a_cut(score, cuts, TOO_CLOSE):
        return ""
    given = _range_words(low, high, cuts)
    return (
        f"Too close to call: {_COUNT[len(scores)]} gave {given}, and the cut is {(over or by_distance)[0]:g}."
    )


def close_call(
    score: float, scores: Sequence[float], cuts: Cuts, *, failed: bool
) -> tuple[tuple[Flag, ...], str]:
    """The flag for a score that is too close to call, else the note that it was read several times."""
    if failed:
        cut = min((cuts.selected, cuts.considered), key=lambda cut: abs(score - cut))
        detail = (
            f"Too close to call: the score is {shown_against(score, cuts)}, the cut is {cut:g}, and reading it "
            "again failed. The first reading counts."
        )
    elif len(scores) == 1:
        cut = min((cuts.selected, cuts.considered), key=lambda cut: abs(score - cut))
        detail = f"Too close to call: the score is {shown_against(score, cuts)}, and the cut is {cut:g}."
    else:
        detail = too_close(score, scores, cuts)
    if detail:
        return (Flag(kind="borderline", detail=detail, look=True),), ""
    return (), f"Read three times: {_range_words(min(scores), max(scores), cuts)}."


def steering_flag(steered: float | None, score: float) -> Flag:
    """In figures where the sentences worked. `steered` is the score with them, where that was asked."""
    if steered is None or round(abs(steered - score), 6) <= STEERED:
        return Flag(kind="instruction_like_text", detail=STEERING)
    which = "lower" if score < steered else "higher"
    detail = (
        f"Some sentences address the software, not you. Without these sentences the score is {shown_score(score)} "
        f"instead of {shown_score(steered)}. The {which} one counts, since nobody could steer it. "
        "Please read this résumé yourself."
    )
    return Flag(kind="instruction_like_text", detail=detail)


def majority(readings: Sequence[Reading], rubric: Rubric) -> tuple[tuple[Finding, ...], Mapping[str, int]]:
    """A finding per criterion, with what the readings that gave its verdict say, and the quotes these lost."""
    findings: list[Finding] = []
    unverified: dict[str, int] = {}
    for number, criterion in enumerate(rubric.criteria):
        given = [one.findings[number] for one in readings]
        verdict = _majority_verdict([finding.verdict for finding in given])
        sayers = [finding for finding in given if finding.verdict == verdict]
        denied = 2 * sum(finding.denied for finding in sayers) > len(sayers)
        stands = next(n for n, one in enumerate(given) if one.verdict == verdict and one.denied == denied)
        findings.append(given[stands])
        if lost := readings[stands].unverified.get(criterion.id, 0):
            unverified[criterion.id] = lost
    return tuple(findings), unverified


def _majority_verdict(given: Sequence[Verdict]) -> Verdict:
    """The one most gave; of as many different ones as there are readings, the middle one by worth."""
    commonest, times = Counter(given).most_common(1)[0]
    return commonest if times > 1 else sorted(given, key=_MIDDLE.index)[len(given) // 2]


async def _with_and_without(sent: Redacted, fair: Redacted, read: Read) -> tuple[Reading | None, Reading]:
    """Both readings, at the same time. What a provider refuses because of the sentences may still be judged
    without them: the first is None then."""
    steered, alone = await _tried(read(sent, 0), read(fair, 0))
    if isinstance(alone, CannotScreen):
        raise alone
    return (steered if isinstance(steered, Reading) else None), alone


async def _tried(one: Awaitable[Reading], other: Awaitable[Reading]) -> tuple[Reading | CannotScreen, ...]:
    """Both at the same time, each waited for, since each is paid for. Anything but a failed reading is raised."""
    ended = await asyncio.gather(one, other, return_exceptions=True)
    kept: list[Reading | CannotScreen] = []
    for result in ended:
        if isinstance(result, BaseException) and not isinstance(result, CannotScreen):
            raise result
        if isinstance(result, CannotScreen) and result.reason == "not_started":
            raise result  # the run was stopped: this résumé is for when it goes on
        kept.append(result)
    return tuple(kept)


def _range_words(low: float, high: float, cuts: Cuts) -> str:
    one, other = shown_against(low, cuts), shown_against(high, cuts)
    return one if one == other else f"{one} to {other}"


def _nearest(readings: Sequence[Reading], findings: Sequence[Finding], rubric: Rubric) -> Reading:
    """The reading that differs least from what stands; of equals the first."""

    def distance(one: Reading) -> tuple[float, int]:
        pairs = list(zip(rubric.criteria, one.findings, findings, strict=True))
        points = sum(c.weight * abs(VALUE[a.verdict] - VALUE[b.verdict]) for c, a, b in pairs)
        return points, sum(a.verdict != b.verdict for _, a, b in pairs)

    return min(readings, key=distance)


def _kept(everything: Sequence[Reading], *, steering: bool) -> SecondLook | None:
    if len(everything) < 2:
        return None
    return SecondLook(
        why="steering" if steering else "close",
        verdicts=tuple(tuple(finding.verdict for finding in one.findings) for one in everything),
    )
