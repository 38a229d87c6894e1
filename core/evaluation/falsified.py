"""Quotes made false on purpose, and true ones that only look different: how many does the check accept?"""

import re
import textwrap
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random
from typing import Literal, TypeAlias, TypeVar, get_args

from pydantic import computed_field

from core.domain.value import Value
from core.screening.evidence import find_quote

Falsehood = Literal["word swapped", "number changed", "not put in", "another résumé's"]
Disguise = Literal["as it stands", "line breaks", "bullet", "spacing", "signs", "text wrapped anew"]

Kind = TypeVar("Kind", Falsehood, Disguise)
_Tried: TypeAlias = dict[Kind, list[tuple[str, bool]]]
"""For each kind the quotes that were tried, and whether they were taken."""

FEWEST_WORDS = 5
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_NUMBER = re.compile(r"\d+")


class Accepted(Value):
    """How many of the tried quotes were taken for true."""

    tried: int
    accepted: int

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float | None:
        return self.accepted / self.tried if self.tried else None


class QuoteCheck(Value):
    """False quotes ought to be accepted never, honest ones always."""

    false: dict[Falsehood, Accepted]
    honest: dict[Disguise, Accepted]
    false_taken: tuple[str, ...]
    honest_refused: tuple[str, ...]
    """The quotes behind the mistakes, to be looked at."""

    @computed_field  # type: ignore[prop-decorator]
    @property
    def all_false(self) -> Accepted:
        return _sum(self.false.values())

    @computed_field  # type: ignore[prop-decorator]
    @property
    def all_honest(self) -> Accepted:
        return _sum(self.honest.values())


def check_quotes(texts: Sequence[str], *, each: int, seed: str) -> QuoteCheck:
    """Tries `each` sentences of every text in every way; the same seed gives the same quotes."""
    draw = Random(seed)
    said = [sentences(text) for text in texts]
    words = sorted({word for text in texts for word in _LONG_WORD.findall(text)})
    false: _Tried[Falsehood] = {kind: [] for kind in get_args(Falsehood)}
    honest: _Tried[Disguise] = {kind: [] for kind in get_args(Disguise)}
    for number, text in enumerate(texts):
        others = [one for other, them in enumerate(said) if other != number for one in them]
        for sentence in draw.sample(said[number], min(each, len(said[number]))):
            for kind, quote in falsified(sentence, words, others, draw).items():
                if _folded(quote) not in _folded(text):  # else it happens to be true
                    false[kind].append((quote, _is_taken(quote, text)))
            for disguise, change in _DISGUISES.items():
                honest[disguise].append((change(sentence), _is_taken(change(sentence), text)))
            wrapped = "\n".join(textwrap.fill(line, 50) for line in text.split("\n"))
            honest["text wrapped anew"].append((sentence, _is_taken(sentence, wrapped)))
    return QuoteCheck(
        false=_counted(false),
        honest=_counted(honest),
        false_taken=tuple(quote for tried in false.values() for quote, taken in tried if taken),
        honest_refused=tuple(quote for tried in honest.values() for quote, taken in tried if not taken),
    )


def sentences(text: str) -> list[str]:
    """The sentences and lines of a text, word for word, that say enough to be quoted."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in dict.fromkeys(parts) if len(_LONG_WORD.findall(part)) >= FEWEST_WORDS - 1]


def falsified(
    sentence: str, words: Sequence[str], others: Sequence[str], draw: Random
) -> dict[Falsehood, str]:
    """The sentence made false in each way it can be. `words` and `others` are what is put in its place."""
    made: dict[Falsehood, str] = {}
    places = list(_LONG_WORD.finditer(sentence))
    if places and words:
        place = draw.choice(places)
        other = next(
            (w for w in draw.sample(words, min(50, len(words))) if _is_other(w, place.group())), None
        )
        if other:
            made["word swapped"] = _with(sentence, place, other)
    if numbers := list(_NUMBER.finditer(sentence)):
        place = draw.choice(numbers)
        digits = list(place.group())
        at = draw.randrange(len(digits))
        digits[at] = draw.choice([digit for digit in "123456789" if digit != digits[at]])
        made["number changed"] = _with(sentence, place, "".join(digits))
    spaces = list(re.finditer(r"(?<=\w) (?=\w)", sentence))
    if spaces:
        made["not put in"] = _with(sentence, draw.choice(spaces), " not ")
    if others:
        made["another résumé's"] = draw.choice(others)
    return made


def _is_other(word: str, than: str) -> bool:
    """Another word, and not one of the two with an ending."""
    one, two = word.casefold(), than.casefold()
    return not one.startswith(two) and not two.startswith(one)


def _with(sentence: str, place: re.Match[str], instead: str) -> str:
    return sentence[: place.start()] + instead + sentence[place.end() :]


def _line_breaks(sentence: str) -> str:
    """Every fourth space is a line's end."""
    words = sentence.split(" ")
    return " ".join(f"{word}\n" if n % 4 == 0 else word for n, word in enumerate(words, 1)).replace(
        "\n ", "\n"
    )


_DISGUISES: Mapping[Disguise, Callable[[str], str]] = {
    "as it stands": lambda sentence: sentence,
    "line breaks": _line_breaks,
    "bullet": lambda sentence: f"• {sentence}",
    "spacing": lambda sentence: sentence.replace(" ", " \u00a0 "),
    "signs": lambda sentence: f"“{sentence.replace('-', '–').replace(chr(39), '’').rstrip('.;')}…”",
}


def _is_taken(quote: str, text: str) -> bool:
    return find_quote(quote, text) is not None


def _counted(tried: "_Tried[Kind]") -> dict[Kind, Accepted]:
    return {
        kind: Accepted(tried=len(all_), accepted=sum(taken for _, taken in all_))
        for kind, all_ in tried.items()
    }


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _sum(counted: Collection[Accepted]) -> Accepted:
    return Accepted(tried=sum(one.tried for one in counted), accepted=sum(one.accepted for one in counted))
