"""How long answers are, in tokens: what they get at most, and what they mostly take."""

from typing import Final

ROOM_PER_CRITERION = 80
ROOM_BESIDES = 400
ROOM_TO_THINK = {"none": 0, "low": 2_000, "medium": 8_000, "high": 16_000}
"""Tokens of thought count as tokens of the answer."""

PER_CRITERION = 52
"""A claim as the instructions ask for it, without blanks between the JSON's parts: counted with o200k it comes to 30
where nothing is quoted, 45 to 55 with one quote of a dozen words, 70 to 90 with two."""
BESIDES = 100
"""Two or three strengths, one or two weaknesses, a summary, and the JSON around them: 60 to 140."""
THOUGHT: Final = {"none": 0, "low": 300, "medium": 1_500, "high": 5_000}
"""Nobody can tell beforehand how long a model thinks; these are orders of magnitude."""

SPREAD = 1.5
"""Hardly any answer takes so many times what is usual."""


def answer_tokens(criteria: int, effort: str = "none") -> int:
    """What a judgement of so many criteria usually takes."""
    return PER_CRITERION * criteria + BESIDES + THOUGHT.get(effort, 0)


def answer_room(criteria: int, effort: str) -> int:
    """What it may take at most."""
    return ROOM_PER_CRITERION * criteria + ROOM_BESIDES + ROOM_TO_THINK[effort]


def likely_at_most(criteria: int, effort: str) -> int:
    """What it stays below but for once in a while."""
    return min(answer_room(criteria, effort), round(SPREAD * answer_tokens(criteria, effort)))
