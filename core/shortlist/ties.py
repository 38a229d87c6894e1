"""Which candidates of a run stand level where it matters, and what settling that takes and gives."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from core.screening.ties import Prefer as Prefer
from core.screening.ties import calls_needed, settle
from core.shortlist.ranking import Ranked

AMONG = 10
"""Places from the top in which a tie is worth asking about."""


class Settled(NamedTuple):
    """What came of it. `ties` were looked at, `settled` of them now have an order, by `calls` to the engine."""

    ties: int
    settled: int
    calls: int
    standing: Mapping[str, int]


def tied(ranked: Sequence[Ranked], *, among: int = AMONG) -> tuple[tuple[Ranked, ...], ...]:
    """Groups of exactly equal scores among the first places, best first."""
    groups = (tuple(group) for _, group in groupby(ranked[:among], key=lambda one: one.candidate.score))
    return tuple(group for group in groups if len(group) > 1)


def calls_to_settle(groups: Sequence[Sequence[Ranked]], sent: Mapping[str, str]) -> int:
    """How many calls settling them takes at most: two a pair. `sent` are the texts by item id."""
    return sum(calls_needed(_texts(group, sent)) for group in groups)


async def settle_groups(
    ranked: Sequence[Ranked], groups: Sequence[Sequence[Ranked]], sent: Mapping[str, str], prefer: Prefer
) -> Settled:
    """Compares within each group; raises as `prefer` does. A candidate without a text keeps its place.

    `standing` is by item id. In a group that goes on below the places asked about it is raised above nought: who
    wasn't compared must not pass who was.
    """
    standing: dict[str, int] = {}
    settled = 0
    for group in groups:
        texts = _texts(group, sent)
        came = await settle(texts, prefer)
        score = group[0].candidate.score
        goes_on = sum(one.candidate.score == score for one in ranked) > len(group)
        raised = len(texts) if goes_on else 0
        standing |= {item_id: difference + raised for item_id, difference in came.items()}
        settled += len(set(came.values())) > 1
    return Settled(len(groups), settled, calls_to_settle(groups, sent), standing)


def _texts(group: Sequence[Ranked], sent: Mapping[str, str]) -> dict[str, str]:
    return {one.item.id: sent[one.item.id] for one in group if one.item.id in sent}
