"""Words of a candidate that name scores and cuts, told again under other weights."""

import re
from collections.abc import Sequence

from core.domain.candidate import Candidate, Cuts, Flag
from core.domain.job import Rubric
from core.screening.looks import close_call, near_a_cut, readings, steering_flag
from core.screening.scoring import explain, score_verdicts

_NOTE = re.compile(r" ?Read three times: [\d.]+(?: to [\d.]+)?\.$")


def retold_looks(candidate: Candidate, score: float, rubric: Rubric, cuts: Cuts) -> Candidate:
    """What second looks gave, in the figures of this score: how close it is, and whether steering worked.

    Under the weights and cuts it was screened with the candidate stays as it is.
    """
    looked = candidate.second_look
    was_close = any(flag.kind == "borderline" for flag in candidate.flags)
    if looked is None and not was_close:
        return candidate
    flags, explanation = candidate.flags, candidate.explanation
    if looked is not None and looked.why == "steering":
        steering = steering_flag(score_verdicts(looked.verdicts[0], rubric), score)
        flags = tuple(steering if flag.kind == "instruction_like_text" else flag for flag in flags)
    scores = readings(candidate, rubric)
    if len(scores) == 3:
        call, note = close_call(score, scores, cuts, failed=False)
        flags = _called(flags, call)
        explanation = " ".join(filter(None, (_NOTE.sub("", explanation), note)))
    elif was_close:
        near = near_a_cut(score, cuts)
        failed = candidate.engine != "local"  # else there would be three readings
        flags = _called(flags, close_call(score, (score,), cuts, failed=failed)[0] if near else ())
    return candidate.model_copy(update={"flags": flags, "explanation": explanation})


def retold_kinds(candidate: Candidate, before: Rubric, now: Rubric) -> str:
    """The explanation, with must-haves counted anew where it counts them; a model's own words stay."""
    counted = explain(candidate.findings, before)
    if counted not in candidate.explanation:
        return candidate.explanation
    return candidate.explanation.replace(counted, explain(candidate.findings, now))


def _called(flags: Sequence[Flag], call: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags with `call` where the close call stood, or first."""
    at = next((n for n, flag in enumerate(flags) if flag.kind == "borderline"), 0)
    others = [flag for flag in flags if flag.kind != "borderline"]
    return (*others[:at], *call, *others[at:])
