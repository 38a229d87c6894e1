"""Words as the keyword match compares them: tokens with offsets, stems, and our own small vocabulary."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal

import snowballstemmer

Language = Literal["english", "german"]
Phrase = tuple[str, ...]
"""Keys of words that stand beside each other."""

_COUNTING = (
    "one a ein eine einem einer|two zwei|three drei|four vier|five fünf|six sechs|seven sieben|eight acht"
    "|nine neun|ten zehn|eleven elf|twelve zwölf|thirteen|fourteen|fifteen fünfzehn|sixteen|seventeen|eighteen"
    "|nineteen|twenty zwanzig"
)
NUMBERS = {word: value for value, words in enumerate(_COUNTING.split("|"), 1) for word in words.split()}
NUMBER = r"(?:\d{1,3}(?:[.,]\d)?|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"

_OF_PHRASES = ("same", "kind", "near")
_VOCABULARY = Path(__file__).with_name("vocabulary.tsv")
_TOKEN = re.compile(
    r"\[(?:name|e-mail|they|link|address|phone|personal details|contact details withheld)\]"  # what redaction leaves behind is no word
    r"|\.net\b|[^\W_]+(?:\.(?:js|net|io|py)\b)?(?:[’'&][^\W_]+)*(?:(?<=[^\W\d])(?:\+\+|#|\+(?!\w)))?",
    re.I,
)
_GERMAN = frozenset(
    ["und", "der", "die", "das", "mit", "für", "von", "im", "ein", "eine", "zu", "sie", "auf"]
)
_ENGLISH = frozenset(["and", "the", "with", "for", "of", "in", "a", "an", "to", "you", "on", "at"])


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text. `key` is what is compared: the stem, or ^word for a name that needs its capital."""

    key: str
    low: str
    start: int
    end: int


def number(word: str) -> float:
    """The value of a digit string or a number word that `NUMBER` matched."""
    low = word.lower()
    return float(NUMBERS[low]) if low in NUMBERS else float(low.replace(",", "."))


def language_of(text: str) -> Language:
    """German or not: which language's little words are more frequent. All that the stemmer needs to know."""
    words = re.findall(r"[^\W\d_]+", text[:20_000].lower())
    return "german" if sum(w in _GERMAN for w in words) > sum(w in _ENGLISH for w in words) else "english"


_STEMMING = Lock()
"""A stemmer keeps the word it works at in itself: two threads at once would mix theirs up."""


@lru_cache(maxsize=2)
def _stemmer(language: Language) -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer(language)


@lru_cache(maxsize=1)
def _wholes() -> dict[str, str]:
    """Words a stemmer would throw together with others (accounting, account), each with what stands for it."""
    return {form: forms[0] for relation, forms in _rows() if relation == "whole" for form in forms}


@lru_cache(maxsize=100_000)
def stem(word: str, language: Language) -> str:
    """The stem of a lower-case word; words with digits or signs, and very short ones, stay as they are."""
    whole = _wholes().get(word)
    if whole is not None:
        return whole
    if len(word) <= 3 or not word.isalpha():
        return word
    with _STEMMING:
        return str(_stemmer(language).stemWord(word))


class Vocabulary:
    """vocabulary.tsv, stemmed for one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        rows = _rows()
        self.names = frozenset(_spread(rows, "name"))
        self.generic = frozenset(self._key(word) for word in _spread(rows, "generic"))
        self.common = frozenset(self._key(word) for word in _spread(rows, "common"))
        groups: list[tuple[Phrase, ...]] = [
            tuple(self.phrase(form) for form in forms) for relation, forms in rows if relation == "same"
        ]
        self._same: dict[Phrase, list[Phrase]] = defaultdict(list)
        for group in groups:
            for phrase in group:
                self._same[phrase].extend(group)
        self._kinds: dict[Phrase, list[Phrase]] = defaultdict(list)
        self._kind_of: dict[Phrase, list[Phrase]] = defaultdict(list)
        self._near: dict[Phrase, list[Phrase]] = defaultdict(list)
        self._shows: dict[Phrase, list[Phrase]] = defaultdict(list)
        tables = {"kind": self._kinds, "near": self._near, "shows": self._shows}
        for relation, (head, *forms) in ((r, f) for r, f in rows if r in tables):
            tables[relation][self.phrase(head)].extend(self.phrase(form) for form in forms)
        for kind, members in self._kinds.items():
            for member in members:
                self._kind_of[member].append(kind)
        self.credentials = frozenset(
            alias for form in _spread(rows, "credential") for alias in self.same(self.phrase(form))
        )
        self.willing = frozenset(
            alias for form in _spread(rows, "willing") for alias in self.same(self.phrase(form))
        )
        self.roles = frozenset(
            alias for form in _spread(rows, "role") for alias in self.same(self.phrase(form))
        )
        self.apart: dict[str, list[tuple[Phrase, int]]] = defaultdict(list)
        """By word: the phrases it means something else in, and its place in them."""
        for phrase in {self.phrase(form) for form in _spread(rows, "apart")}:
            for place, key in enumerate(phrase):
                self.apart[key].append((phrase, place))
        phrases = [*self._same, *self._kinds, *self._kind_of, *self._near, *self._shows, *self.credentials]
        self.longest = max(len(phrase) for phrase in phrases)
        self.phrases = frozenset(phrases)
        self.known = frozenset(
            [*(key for phrase in phrases for key in phrase), *map(self._key, _spread(rows, "distinct"))]
        ).union(self.generic, self.common)
        self.words = frozenset(
            word
            for relation, forms in rows
            if relation in ("same", "kind", "shows")
            for form in forms
            for word in form.split()
        )
        """The words of the phrases, as written."""
        self.joined = _joined(form for relation, forms in rows if relation in _OF_PHRASES for form in forms)
        """Phrases with an "and", a comma or a slash of their own, at which nothing may be split."""

    def tokens(self, text: str) -> list[Token]:
        """The words of a text, in order; what redaction put in (`[name]` …) is left out."""
        found = []
        for match in _TOKEN.finditer(text):
            word = match.group()
            if word[0] == "[":
                continue
            low = word.lower()
            for tail in ("'s", "’s"):
                low = low.removesuffix(tail)
            key = stem(low, self.language)
            if low in self.names and (word[0].isupper() or _listed(text, match.start(), match.end())):
                key = "^" + low
            found.append(Token(key, low, match.start(), match.end()))
        return found

    def phrase(self, form: str) -> Phrase:
        """A vocabulary form as keys; there a name counts as capitalised."""
        return tuple(self._key(match.group().lower()) for match in _TOKEN.finditer(form))

    def _key(self, low: str) -> str:
        return "^" + low if low in self.names else stem(low, self.language)

    def same(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """Every way to say a phrase, itself first."""
        return tuple(dict.fromkeys([phrase, *self._same.get(phrase, ())]))

    def proving(self, phrase: Phrase, *, similar: bool = False) -> tuple[Phrase, ...]:
        """Phrases that prove this one: its synonyms, its examples where it is a class, the other examples
        of its class where "or similar" was said, and what is told where it was done."""
        ways = list(self.same(phrase))
        heads = list(ways)
        if similar:
            heads += [head for way in ways for head in self._kind_of.get(way, ())]
            ways += heads
        for head in heads:
            for member in self._kinds.get(head, ()):
                ways += self.same(member)
        for way in self.same(phrase):
            ways += self._shows.get(way, ())
        return tuple(dict.fromkeys(ways))

    def hinting(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """Phrases that stand near this one and prove nothing."""
        return tuple(dict.fromkeys(hint for way in self.same(phrase) for hint in self._near.get(way, ())))


_one_makes = Lock()


def vocabulary(language: Language) -> Vocabulary:
    """Made once a process: half a second of stemming."""
    with _one_makes:  # a cache alone would let every thread that comes meanwhile make one of its own
        return _made(language)


@lru_cache(maxsize=2)
def _made(language: Language) -> Vocabulary:
    return Vocabulary(language)


def _rows() -> list[tuple[str, list[str]]]:
    rows = []
    for line in _VOCABULARY.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            relation, *columns = line.split("\t")
            rows.append((relation, [form.strip() for column in columns for form in column.split(" | ")]))
    return rows


def _joined(forms: Iterable[str]) -> re.Pattern[str]:
    whole = sorted({form for form in forms if re.search(r"\band\b|[/,&]", form)}, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, whole)) + r")(?!\w)", re.I)


def _spread(rows: Iterable[tuple[str, list[str]]], wanted: str) -> list[str]:
    return [form for relation, forms in rows if relation == wanted for form in forms]


def _listed(text: str, start: int, end: int) -> bool:
    """Whether a word stands between commas or bars: there a product's name is written small, too."""
    after = text[end : end + 1]
    return after in (",", ";", "|", "/") and text[max(0, start - 2) : start].strip(" ") in (
        ",",
        ";",
        "|",
        "/",
        ":",
    )
