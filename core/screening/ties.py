"""Equal scores settled in pairs, each pair asked both ways round (pairwise ranking prompting, arXiv 2306.17563).

Why both ways: a model asked once prefers the text that stands first. Where its two answers disagree, or either is
"neither", the pair stays a tie.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from itertools import combinations

from core.domain.verdict import Preference
from core.errors import CannotScreen

Prefer = Callable[[str, str], Awaitable[Preference]]


def pairs(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs to ask about: equal texts have nothing to tell apart."""
    return [(one, other) for one, other in combinations(texts, 2) if texts[one] != texts[other]]


def calls_needed(texts: Mapping[str, str]) -> int:
    return 2 * len({_contest(texts[one], texts[other]) for one, other in pairs(texts)})


async def settle(texts: Mapping[str, str], prefer: Prefer) -> Mapping[str, int]:
    """How much more often each won than lost against the others.

    A pair that can't be compared (`CannotScreen`) stays a tie. Anything else that `prefer` raises ends it all, as
    soon as the other answers under way are in, since these are paid for and kept.
    """
    asked = pairs(texts)
    contests = list(dict.fromkeys(_contest(texts[one], texts[other]) for one, other in asked))
    ended = await asyncio.gather(
        *(_winner(one, other, prefer) for one, other in contests), return_exceptions=True
    )
    for result in ended:
        if isinstance(result, BaseException):
            raise result
    winners = dict(zip(contests, ended, strict=True))
    standing = dict.fromkeys(texts, 0)
    for one, other in asked:
        winner = winners[_contest(texts[one], texts[other])]
        if winner is not None:
            won, lost = (one, other) if winner == texts[one] else (other, one)
            standing[won] += 1
            standing[lost] -= 1
    return standing


def _contest(one: str, other: str) -> tuple[str, str]:
    """The same for both ways round, so that copies of a text share one."""
    return (one, other) if one <= other else (other, one)


async def _winner(one: str, other: str, prefer: Prefer) -> str | None:
    ended = await asyncio.gather(prefer(one, other), prefer(other, one), return_exceptions=True)
    for result in ended:
        if isinstance(result, BaseException) and not isinstance(result, CannotScreen):
            raise result
    return {("first", "second"): one, ("second", "first"): other}.get((str(ended[0]), str(ended[1])))
