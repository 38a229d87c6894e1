"""From a job description to criteria, without a model: requirement sections and sentences, noise left out."""

import re

from core.domain.job import Criterion, Job, Kind, Rubric
from core.errors import UserError

MAX_SUGGESTED = 8

_ASKS = re.compile(
    r"\b(requirements?|qualifications?|must[- ]haves?|who you are|what you bring|you have|your profile|skills)\b",
    re.I,
)
_NICE = re.compile(r"\b(nice[- ]to[- ]haves?|preferred|a plus|bonus|ideally|desirable|optional)\b", re.I)
_OTHER = re.compile(
    r"\b(benefits|we offer|about us|about the|responsibilities|equal opportunity|salary|perks|how to apply)\b",
    re.I,
)
_SENTENCE = re.compile(
    r"\b(must|required|requires?|at least|minimum|you have|\d+\+? years|experience (?:in|with))\b", re.I
)
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦–—]|\d+[.)])\s+")


def suggest_rubric(job: Job) -> Rubric:
    """At most eight criteria, in the job's order. Raises `UserError` where the text asks for nothing."""
    found: list[tuple[str, Kind, int]] = []
    section = ""
    for raw in job.text.splitlines():
        line = _BULLET.sub("", raw).strip()
        if not line:
            continue
        if len(line.split()) <= 6 and line == raw.strip().rstrip(":") + (":" if line.endswith(":") else ""):
            if _NICE.search(line):
                section = "nice"
                continue
            if _OTHER.search(line):
                section = "other"
                continue
            if _ASKS.search(line):
                section = "must"
                continue
        if section == "other":
            continue
        if section or _SENTENCE.search(line):
            nice = section == "nice" or bool(_NICE.search(line))
            found.append((line, "nice" if nice else "must", (1 if section == "nice" else 3) if nice else 5))
    if not found:
        raise UserError("We found no clear requirements. Add at least one.")
    return Rubric(
        criteria=tuple(
            Criterion(id=f"c{n}", text=line.rstrip(".;, ")[:90], kind=kind, weight=weight, source=line)
            for n, (line, kind, weight) in enumerate(found[:MAX_SUGGESTED], 1)
        ),
        source="local",
    )
