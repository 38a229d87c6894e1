"""Which judgements an evaluation will ask for, laid down before the first one: what it costs is known then."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from core.domain.resume import ReadResume
from core.evaluation.identities import IDENTITIES, under
from core.evaluation.labelled import LabelledJob, LabelledSet, read_text
from core.evaluation.steered import draw_cases, put_into
from core.screening.suspicion import instruction_spans

FIRST_REPEAT = 100
"""Looks from here on are this evaluation's own; the lower ones belong to the screening's second looks."""


class Effort(NamedTuple):
    """How much is tried. Every labelled résumé is judged once in any case."""

    quotes: int
    """Sentences of a résumé that are falsified."""
    steered: int
    """Résumés that each steering text is put into."""
    swapped: int
    """Résumés of a job that are given to four people."""
    repeated: int
    """Résumés of a job that are judged again."""
    repeats: int
    """How often; fewer than two: not at all."""


FULL = Effort(quotes=8, steered=6, swapped=2, repeated=2, repeats=3)
QUICK = Effort(quotes=3, steered=1, swapped=1, repeated=1, repeats=2)


class Case(NamedTuple):
    """One judgement to ask for. A `look` of its own keeps it from an answer that is kept for another."""

    job: LabelledJob
    resume: ReadResume
    look: int = 0


class Steered(NamedTuple):
    """A case with a steering text in it: the text's number (from 1), and that of the plain case behind it."""

    text: int
    plain: int
    case: Case


class Plan(NamedTuple):
    labelled: LabelledSet
    effort: Effort
    plain: tuple[Case, ...]
    """Each résumé as it is, job by job."""
    steered: tuple[Steered, ...]
    swapped: tuple[tuple[Case, ...], ...]
    """Groups of one résumé under each identity."""
    repeated: tuple[tuple[Case, ...], ...]
    """Groups of one résumé again and again."""

    def cases(self) -> Iterator[Case]:
        """All of them, in the order of the fields."""
        yield from self.plain
        yield from (one.case for one in self.steered)
        for group in (*self.swapped, *self.repeated):
            yield from group

    def asked(self) -> Iterator[Case]:
        """Those that an answer has to be paid for, if none is kept: one text under four names is one question,
        one that addresses the software is asked about twice."""
        once = (*self.plain, *(one.case for one in self.steered), *(group[0] for group in self.swapped))
        again = (case for group in self.repeated for case in group)
        for case in (*once, *again):
            yield case
            if instruction_spans(case.resume.text):
                yield case


def plan(labelled: LabelledSet, injections: tuple[str, ...], effort: Effort) -> Plan:
    """Drawn by the set's name: the same set gives the same plan."""
    plain = tuple(Case(job, one.resume) for job in labelled.jobs for one in job.resumes)
    repeats = effort.repeats if effort.repeats > 1 else 0
    return Plan(
        labelled=labelled,
        effort=effort,
        plain=plain,
        steered=tuple(_steered(plain, injections, effort, labelled.name)),
        swapped=tuple(_swapped(case) for case in _some(labelled, effort.swapped, "names")),
        repeated=tuple(
            tuple(case._replace(look=FIRST_REPEAT + number) for number in range(repeats))
            for case in _some(labelled, effort.repeated, "repeats")
            if repeats
        ),
    )


def _steered(
    plain: tuple[Case, ...], injections: tuple[str, ...], effort: Effort, seed: str
) -> Iterator[Steered]:
    for injection, number, place in draw_cases(len(injections), len(plain), each=effort.steered, seed=seed):
        case = plain[number]
        text = put_into(case.resume.text, injections[injection], place)
        resume = read_text(text, source=f"steering text {injection + 1}")
        yield Steered(injection + 1, number, case._replace(resume=resume))


def _swapped(case: Case) -> tuple[Case, ...]:
    texts = (under(identity, case.resume.text) for identity in IDENTITIES)
    return tuple(
        case._replace(resume=read_text(text, source="a résumé under another name")) for text in texts
    )


def _some(labelled: LabelledSet, each: int, seed: str) -> Iterator[Case]:
    """So many résumés of each job."""
    draw = Random(f"{labelled.name} {seed}")
    for job in labelled.jobs:
        for one in draw.sample(job.resumes, min(each, len(job.resumes))):
            yield Case(job, one.resume)
