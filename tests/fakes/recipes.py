"""What a Dockerfile says, for tests that have no container engine."""

import json
import re
from typing import NamedTuple


class Line(NamedTuple):
    """One instruction of a recipe, its continued lines joined."""

    word: str
    rest: str


def stages(recipe: str) -> list[list[Line]]:
    """The instructions of each stage; those before the first FROM stand with it."""
    found: list[list[Line]] = [[]]
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"(?m)^\s*#.*\n", "", recipe))
    for line in filter(str.strip, joined.splitlines()):
        word, _, rest = line.strip().partition(" ")
        if word.upper() == "FROM" and any(one.word == "FROM" for one in found[-1]):
            found.append([])
        found[-1].append(Line(word.upper(), rest.strip()))
    return found


def copied(recipe: str) -> list[tuple[str, str]]:
    """What is copied out of the project's folder, and where to, in the last stage; else only what."""
    pairs: list[tuple[str, str]] = []
    for number, stage in enumerate(found := stages(recipe), start=1):
        for line in stage:
            words = line.rest.split()
            if line.word == "COPY" and not words[0].startswith("--from="):
                pairs += [(name, words[-1] if number == len(found) else "") for name in words[:-1]]
    return pairs


def command(recipe: str, word: str) -> list[str]:
    """An instruction of the last stage in its exec form."""
    rest = next(line.rest for line in stages(recipe)[-1] if line.word == word)
    words: list[str] = json.loads(rest[rest.index("[") :])
    return words
