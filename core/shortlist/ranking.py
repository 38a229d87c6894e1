"""Who stands where in a run, under the cuts and decisions in force."""

from collections.abc import Mapping, Sequence

from core.domain.candidate import Candidate, Category, Decision, Flag
from core.domain.job import Rubric
from core.domain.run import DecisionRecord, Item, Row, Run
from core.domain.value import Value
from core.screening.scoring import categorise
from core.shortlist.versions import duplicate_flags
from core.shortlist.words import shown_name


class Ranked(Value):
    """A candidate's place. `candidate.category` and `.reason` are those under the run's present cuts."""

    rank: int
    item: Item
    candidate: Candidate
    decision: Decision | None = None
    decided_reason: str = ""
    new: bool = False
    """Came with the last batch of files added to the run."""


def rank(run: Run, rows: Sequence[Row], decisions: Mapping[str, DecisionRecord]) -> tuple[Ranked, ...]:
    """Best first: score, then tie break, then name, then as given. Rows without a score are not in it."""
    last = max((row.item.batch for row in rows), default=1)
    scored = [
        (row.item, row.outcome) for row in rows if row.outcome is not None and row.outcome.status == "scored"
    ]
    scored.sort(
        key=lambda pair: (-pair[1].score, -pair[1].tie_break, shown_name(pair[1], pair[0].file).casefold())
    )
    duplicates = duplicate_flags(rows)
    ranked = []
    for place, (item, candidate) in enumerate(scored, 1):
        record = decisions.get(item.sha256)
        ranked.append(
            Ranked(
                rank=place,
                item=item,
                candidate=_under_cuts(candidate, run, duplicates.get(item.id, ())),
                decision=record.decision if record else None,
                decided_reason=record.reason if record else "",
                new=item.batch == last > 1,
            )
        )
    return tuple(ranked)


def failed(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that ended without a score, in the order given."""
    return tuple(row for row in rows if row.outcome is not None and row.outcome.status == "failed")


def missing_musts(candidate: Candidate, rubric: Rubric) -> tuple[str, ...]:
    """The must-haves that are missing or unclear, in rubric order."""
    found = {f.criterion_id for f in candidate.findings if f.verdict in ("met", "partial")}
    return tuple(c.text for c in rubric.criteria if c.kind == "must" and c.id not in found)


def counts(ranked: Sequence[Ranked]) -> dict[Category, int]:
    """How many stand in each category; every category is there."""
    tally: dict[Category, int] = {"selected": 0, "considered": 0, "rejected": 0}
    for one in ranked:
        tally[one.candidate.category] += 1
    return tally


def _under_cuts(candidate: Candidate, run: Run, duplicate: Sequence[Flag]) -> Candidate:
    """With the category under the run's present cuts, and what the other rows say of it."""
    category, reason = categorise(
        candidate.score,
        candidate.findings,
        run.rubric,
        cuts=run.cuts,
        flags=candidate.flags,
        engine=candidate.engine,
    )
    return candidate.model_copy(
        update={"category": category, "reason": reason, "flags": (*candidate.flags, *duplicate)}
    )
