"""Who stands where in a run, under the weights, cuts and decisions in force."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from core.domain.candidate import Candidate, Category, Decision
from core.domain.job import Rubric
from core.domain.run import DecisionRecord, Item, Row, Run
from core.domain.value import Value
from core.shortlist.retold import retold_kinds, retold_looks
from core.shortlist.scale import Scale
from core.shortlist.versions import duplicate_flags
from core.shortlist.words import shown_name


class Ranked(Value):
    """A candidate's place. The candidate's score, category and words are those under the run's weights and cuts."""

    rank: int
    item: Item
    candidate: Candidate
    decision: Decision | None = None
    decided_reason: str = ""
    new: bool = False
    """Came with the last batch of files added to the run."""


def rank(run: Run, rows: Sequence[Row], decisions: Mapping[str, DecisionRecord]) -> tuple[Ranked, ...]:
    """Best first: score, then settled ties, then tie break, then name, then as given. Rows without a score are
    not in it."""
    return reweighed(_gathered(rows, decisions), run)


class Move(NamedTuple):
    """Where a candidate would stand; `before` says where it stands."""

    before: Ranked
    rank: int
    score: float
    category: Category

    @property
    def up(self) -> int:
        """Places gained; lost ones are negative."""
        return self.before.rank - self.rank

    @property
    def crosses(self) -> bool:
        """Whether the suggested category changes."""
        return self.category != self.before.candidate.category


def moves(ranked: Sequence[Ranked], run: Run) -> tuple[Move, ...]:
    """Where everybody stands under the run's weights and cuts, best first, worked out from the findings alone."""
    scale = Scale(run.rubric, run.cuts)
    stands = []
    for one in ranked:
        score, category = scale.place(one.candidate)
        stands.append((_order(one, run, score), one, score, category))
    stands.sort(key=lambda stand: stand[0])
    return tuple(
        Move(one, place, score, category) for place, (_, one, score, category) in enumerate(stands, 1)
    )


def reweighed(ranked: Sequence[Ranked], run: Run) -> tuple[Ranked, ...]:
    """The same candidates under the run's weights and cuts, with the words that go with them.

    Why not as they were kept: what was judged while other weights were in force carries the score of these.
    """
    scale = Scale(run.rubric, run.cuts)
    kinds_changed = _kinds(run.rubric) != _kinds(run.began_with)
    there = []
    for move in moves(ranked, run):
        candidate = retold_looks(move.before.candidate, move.score, run.rubric, run.cuts)
        category, reason = scale.explained(candidate, move.score)
        changes: dict[str, object] = {"score": move.score, "category": category, "reason": reason}
        if kinds_changed:
            changes["explanation"] = retold_kinds(candidate, run.began_with, run.rubric)
        there.append(
            move.before.model_copy(
                update={"rank": move.rank, "candidate": candidate.model_copy(update=changes)}
            )
        )
    return tuple(there)


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


def _gathered(rows: Sequence[Row], decisions: Mapping[str, DecisionRecord]) -> list[Ranked]:
    """The scored rows as given, with what is known of them besides their outcome: copies, decisions, batch."""
    last = max((row.item.batch for row in rows), default=1)
    duplicates = duplicate_flags(rows)
    gathered = []
    for row in rows:
        if row.outcome is None or row.outcome.status == "failed":
            continue
        candidate, record = row.outcome, decisions.get(row.item.sha256)
        if found := duplicates.get(row.item.id):
            candidate = candidate.model_copy(update={"flags": (*candidate.flags, *found)})
        gathered.append(
            Ranked.model_construct(  # checked when they were made; after a hot reload by classes as they were
                rank=1,
                item=row.item,
                candidate=candidate,
                decision=record.decision if record else None,
                decided_reason=record.reason if record else "",
                new=row.item.batch == last > 1,
            )
        )
    return gathered


def _order(one: Ranked, run: Run, score: float) -> tuple[float, int, float, int, str]:
    """What candidates of a run are sorted by. In a blind one names are numbered labels, and stand by number."""
    name = shown_name(one.candidate, one.item.file)
    return (
        -score,
        -run.settled.get(one.item.id, 0),
        -one.candidate.tie_break,
        len(name) if run.blind else 0,
        name.casefold(),
    )


def _kinds(rubric: Rubric) -> list[str]:
    return [criterion.kind for criterion in rubric.criteria]
