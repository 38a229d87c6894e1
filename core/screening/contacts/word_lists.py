"""The lists in contact_words.txt, by their titles."""

from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("contact_words.txt")


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {}
    title = ""
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("["):
            title = line.strip("[]")
            lists[title] = ()
        elif line and not line.startswith("#"):
            lists[title] += (line,)
    return lists


def words(title: str) -> frozenset[str]:
    """The words of a list. Raises `KeyError` for a title the file doesn't have."""
    return frozenset(word for line in _lists()[title] for word in line.split())


def coded(title: str) -> dict[str, str]:
    """A list of lines "code:name,name" as name → code; of equal names the first counts."""
    names: dict[str, str] = {}
    for line in _lists()[title]:
        code, _, rest = line.partition(":")
        for name in rest.split(","):
            names.setdefault(name, code)
    return names
