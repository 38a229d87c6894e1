"""Trying other weights out: the run as it would be, and how the order would move, before anything is kept."""

from collections import Counter
from collections.abc import Sequence

from core.domain.candidate import Category, Cuts
from core.domain.job import Criterion, Rubric
from core.domain.run import Run
from core.shortlist.ranking import Move

_CATEGORIES: tuple[tuple[Category, str], ...] = (
    ("selected", "Selected"),
    ("considered", "Considered"),
    ("rejected", "Rejected"),
)


def weighed(run: Run, rubric: Rubric, cuts: Cuts) -> Run:
    """The run as it is once these weights and cuts are kept."""
    return run.model_copy(
        update={
            "rubric": rubric,
            "first_rubric": None if same_weights(rubric, run.began_with) else run.began_with,
            "cuts": cuts,
            "settled": run.settled if same_weights(rubric, run.rubric) else {},
        }
    )


def crossing_words(moved: Sequence[Move]) -> str:
    """For example "2 move into Selected, 1 leaves. 1 moves into Rejected."; who changes category, in one line."""
    into = Counter(move.category for move in moved if move.crosses)
    out_of = Counter(move.before.candidate.category for move in moved if move.crosses)
    said = []
    for category, word in _CATEGORIES:
        comes, goes = into[category], out_of[category]
        if category == "considered" or not (
            comes or goes
        ):  # whoever comes or goes there is told at the others
            continue
        parts = [f"{comes:,} {'moves' if comes == 1 else 'move'} into {word}"] if comes else []
        if goes:
            parts.append(f"{goes:,} {'leaves' if goes == 1 else 'leave'}{'' if comes else f' {word}'}")
        said.append(", ".join(parts) + ".")
    return " ".join(said)


def change_words(before: Run, after: Run) -> tuple[str, ...]:
    """What was changed, one line each: "German B2: must-have 5 → nice to have 1", "Selected from 7 → 6.5"."""
    pairs = zip(before.rubric.criteria, after.rubric.criteria, strict=True)
    lines = [
        f"{old.text}: {_weight(old)} → {_weight(new)}"
        for old, new in pairs
        if (old.kind, old.weight) != (new.kind, new.weight)
    ]
    for word, old_cut, new_cut in (
        ("Selected", before.cuts.selected, after.cuts.selected),
        ("Considered", before.cuts.considered, after.cuts.considered),
    ):
        if old_cut != new_cut:
            lines.append(f"{word} from {old_cut:g} → {new_cut:g}")
    return tuple(lines)


def same_weights(one: Rubric, other: Rubric) -> bool:
    return one.weights_version == other.weights_version


def _weight(criterion: Criterion) -> str:
    return f"{'must-have' if criterion.kind == 'must' else 'nice to have'} {criterion.weight}"
