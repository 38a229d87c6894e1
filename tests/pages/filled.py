"""A finished run in the store, without screening anything: whom the page tests look at."""

import hashlib
from collections.abc import Sequence

from core.domain.candidate import Candidate, Contact, Cuts, Flag, failure
from core.domain.job import Criterion, Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import EngineName, Row, Run, RunState
from core.domain.verdict import Finding, Quote, Verdict
from core.errors import FailureReason
from core.intake import Kept, open_run
from core.screening.scoring import categorise, score_findings
from core.wiring import Services

RUBRIC = Rubric(
    criteria=(
        Criterion(id="c1", text="Three years in support", kind="must", weight=5),
        Criterion(id="c2", text="German B2", kind="must", weight=5),
        Criterion(id="c3", text="Zendesk or similar", kind="nice", weight=3),
    )
)
SAID = {
    "c1": "Ran the support desk from 2015 to 2021.",
    "c2": "German at level C1.",
    "c3": "Daily work in Zendesk.",
}
MARKS: dict[str, Verdict] = {"+": "met", "~": "partial", "-": "missing", "?": "unclear"}


def text_of(name: str) -> str:
    return "\n".join((name, *SAID.values(), "The end."))


def candidate(name: str, verdicts: str, flags: Sequence[Flag] = ()) -> Candidate:
    """`verdicts` has a mark a criterion: + met, ~ partial, - missing, ? unclear."""
    text = text_of(name)
    findings = []
    for criterion, mark in zip(RUBRIC.criteria, verdicts, strict=True):
        said, at = SAID[criterion.id], text.index(SAID[criterion.id])
        quotes = (Quote(text=said, start=at, end=at + len(said)),) if mark in "+~" else ()
        findings.append(Finding(criterion_id=criterion.id, verdict=MARKS[mark], quotes=quotes))
    score = score_findings(findings, RUBRIC)
    category, reason = categorise(score, findings, RUBRIC, cuts=Cuts(), flags=flags, engine="local")
    return Candidate(
        contact=Contact(name=name, email="someone@example.com"),
        score=score,
        category=category,
        reason=reason,
        explanation="Found some of it.",
        findings=tuple(findings),
        flags=tuple(flags),
        engine="local",
        model="keyword-match-1",
    )


PEOPLE = (("Ada Best", "+++"), ("Ben Strong", "++-"), ("Cleo Nogerman", "+-+"), ("Dan Misfit", "---"))


def fill(
    room: Services,
    people: Sequence[tuple[str, str]] = PEOPLE,
    *,
    failures: Sequence[FailureReason] = (),
    state: RunState = "finished",
    message: str = "",
    job: str = "Support lead\nGerman B2.",
    engine: EngineName = "local",
) -> Run:
    """Ada (10.0) and Ben (7.7) are selected, Cleo (6.2) lacks a must, Dan (0.0) is rejected."""
    given = []
    for name, _ in people:
        sha256 = room.files.put(f"{name} as a file".encode())
        room.store.put_text(sha256, ReadResume(sha256=sha256, kind="txt", text=text_of(name)))
        given.append(Kept(f"{name}.txt", sha256))
    given += [
        Kept(f"bad {n}.pdf", hashlib.sha256(f"bad {n}".encode()).hexdigest()) for n in range(len(failures))
    ]
    run = open_run(
        Job.from_text(job), RUBRIC, given, store=room.store, engine=engine, model=room.model(engine)
    )
    rows = room.store.rows(run.id)
    for row, (name, verdicts) in zip(rows, people, strict=False):
        room.store.put_outcome(run.id, row.item.id, candidate(name, verdicts))
    for row, reason in zip(rows[len(people) :], failures, strict=True):
        room.store.put_outcome(run.id, row.item.id, failure(reason))
    room.store.set_state(run.id, state, message)
    return room.store.run(run.id) or run


def row_of(room: Services, run: Run, name: str) -> Row:
    return next(row for row in room.store.rows(run.id) if row.item.file == f"{name}.txt")
