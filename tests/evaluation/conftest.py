"""A tiny labelled set, and engines that say of it what a test wants."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from core.domain.job import Job, Rubric
from core.domain.run import EngineName
from core.domain.verdict import Claim, Judgement, Preference, Usage, Verdict
from core.errors import CannotScreen

LABELS: Mapping[str, tuple[int, tuple[Verdict, ...]]] = {
    "alpha": (3, ("met", "met")),
    "bravo": (2, ("met", "missing")),
    "charlie": (1, ("partial", "missing")),
    "delta": (0, ("missing", "missing")),
}
"""Each résumé's fit and verdicts; its name stands in its text."""

Answer = Callable[[str, tuple[Verdict, ...], int], tuple[Verdict, ...]]
"""From the text that was sent, its labels and the look to the verdicts that are given."""


def write_set(folder: Path) -> Path:
    job = folder / "welder"
    (job / "resumes").mkdir(parents=True)
    (job / "job.txt").write_text("Welder\nWe need a welder who knows TIG welding and reads drawings.\n")
    criteria = [
        {"id": "c1", "text": "TIG welding", "kind": "must", "weight": 5},
        {"id": "c2", "text": "Reads drawings", "kind": "nice", "weight": 5},
    ]
    (job / "criteria.json").write_text(json.dumps(criteria))
    lines = ["resume,fit,c1,c2,note"]
    for number, (name, (fit, verdicts)) in enumerate(LABELS.items()):
        lines.append(f'{name},{fit},{",".join(verdicts)},"why, in short"')
        (job / "resumes" / f"{name}.txt").write_text(
            f"Maria Keller\nmaria.keller@example.com\n+1 202-555-014{number}\n\nEXPERIENCE\n"
            f"Fitter at the {name} works from March 2011 to May 2019, in a crew of 9.\n"
            "Joined steel pipes for pumps by hand and checked every seam with dye.\n\n"
            "EDUCATION\nApprenticeship in metalwork, finished 2010 with good marks.\n"
        )
    (job / "labels.csv").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """One job, four résumés: a clear fit, two between, a clear misfit."""
    return write_set(tmp_path / "tiny")


class Scripted:
    """Gives the labels, changed by `answer`; fails for the résumés named."""

    name: EngineName = "openai"
    model = "scripted"

    def __init__(self, answer: Answer | None = None, *, fails: frozenset[str] = frozenset()) -> None:
        self._answer = answer
        self._fails = fails
        self.calls = 0

    async def suggest(self, job: Job) -> Rubric:
        raise NotImplementedError

    async def judge(self, sent_text: str, job: Job, rubric: Rubric, *, look: int = 0) -> Judgement:
        self.calls += 1
        name = next(one for one in LABELS if one in sent_text)
        if name in self._fails:
            raise CannotScreen("refused")
        verdicts = LABELS[name][1]
        if self._answer:
            verdicts = self._answer(sent_text, verdicts, look)
        claims = tuple(
            Claim(criterion_id=criterion.id, quotes=(f"Fitter at the {name} works",), verdict=verdict)
            for criterion, verdict in zip(rubric.criteria, verdicts, strict=True)
        )
        usage = Usage(input_tokens=100, output_tokens=10)
        return Judgement(claims=claims, model=self.model, usage=usage)

    async def prefer(self, one: str, other: str, job: Job, rubric: Rubric) -> Preference:
        return "neither"

    async def ping(self) -> str:
        return "Ready."

    async def aclose(self) -> None:
        return None
