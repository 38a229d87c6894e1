"""A résumé searched for what a requirement names: where it stands, and how much that place proves."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import OSA

from core.screening.keywords import stance
from core.screening.keywords.employers import in_employers_name
from core.screening.keywords.quoting import quote_around
from core.screening.keywords.requirements import Concept, Part, Term
from core.screening.keywords.sections import Outline, Sentence, outline
from core.screening.keywords.words import Phrase, Token, Vocabulary

FULL = 0.75
"""Share of a term's weight that has to stand together to count as the term."""
HALF = 0.55
"""From here on part of the term was found."""

LITTLE = 0.3
"""The weight of one everyday word: by itself it proves nothing."""

LONG_AGO = 10
"""Years after which what was last done then is worth less."""

_LOOKS = 5
"""Times a word is looked at in one sentence; who writes it more often says no more."""

_BESIDE = 40
"""Characters around a certificate's subject in which it must be called one."""


class Grade(IntEnum):
    """How much a place proves. Everything below NEAR proves nothing, but may be worth saying."""

    NONE = 0
    WISHED = 1
    DENIED = 2
    NEAR = 3
    SOME = 4
    LISTED = 5
    STALE = 6
    SHOWN = 7


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found: a sentence of the outline and the place in the text."""

    sentence: int
    start: int
    end: int
    far: int = 0
    """How far from what was asked for: its own words, 1 others that say the same, 2 an example (React, for JavaScript)."""


@dataclass(frozen=True, slots=True)
class Match:
    """The best that was found for a term or a part, and what it was looked for."""

    grade: Grade
    hits: tuple[Hit, ...] = ()
    words: str = ""

    @property
    def by_example(self) -> bool:
        return bool(self.hits) and all(hit.far == 2 for hit in self.hits)


_PAPER = re.compile(
    r"\b(?:certif\w+|licen[cs]\w*|registration|registered|regist\w*|accredit\w+|diploma|credential\w*|zertifi\w+|qualified|holder|valid|card|führerschein|\w*schein)\b",
    re.I,
)


_COUNTING = frozenset(
    {"more", "than", "over", "about", "around", "some", "nearly", "almost", "up", "least", "at"}
)


class Searched:
    """A résumé made searchable once; every requirement is looked for in it. Linear in the text's length."""

    def __init__(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        today: date,
        dead: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self._long_ago = (today.year - LONG_AGO) * 12 + today.month
        self.outline: Outline = outline(text, today, dead=dead)
        self.tokens: list[Token] = []
        self._sentence_of: list[int] = []
        starts = [sentence.start for sentence in self.outline.sentences]
        for token in vocabulary.tokens(text):
            n = bisect_right(starts, token.start) - 1
            if n >= 0 and token.end <= self.outline.sentences[n].end:
                self.tokens.append(token)
                self._sentence_of.append(n)
        self._at: dict[str, list[int]] = defaultdict(list)
        for place, token in enumerate(self.tokens):
            self._at[token.key].append(place)
            if token.key[0] == "^":
                self._at[token.low].append(place)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for key in self._at:
            if len(key) >= 6 and key.isalpha() and key not in vocabulary.known:
                self._by_letter[key[0]].append(key)
        self._found: dict[Phrase, tuple[Hit, ...]] = {}
        self.matched: dict[Term, list[Match]] = {}
        """What a term was found to come to, so that nobody looks twice."""

    def sentence(self, n: int) -> Sentence:
        return self.outline.sentences[n]

    def count(self, key: str) -> int:
        """How often a word stands in the text."""
        return len(self._at.get(key, ()))

    def has(self, key: str) -> bool:
        return key in self._at

    def find(self, phrase: Phrase) -> tuple[Hit, ...]:
        """Where a phrase stands: its words in order, at most one word between two of them, counts apart."""
        known = self._found.get(phrase)
        if known is None:
            known = self._found[phrase] = tuple(self._search(phrase))
        return known

    def _search(self, phrase: Phrase) -> Iterable[Hit]:
        for first in self._places(phrase[0]):
            last = self._follow(phrase, first)
            if last is not None and not self._is_apart(phrase, first):
                yield Hit(self._sentence_of[first], self.tokens[first].start, self.tokens[last].end)

    def _is_apart(self, phrase: Phrase, first: int) -> bool:
        """Whether the phrase is only part of another one that means something else: teaching, of teaching assistant."""
        for whole, place in self.vocabulary.apart.get(phrase[0], ()):
            begin = first - place
            if len(whole) <= len(phrase) or begin < 0 or begin + len(whole) > len(self.tokens):
                continue
            if self._sentence_of[begin] == self._sentence_of[first] and all(
                self._is(self.tokens[begin + n], key) for n, key in enumerate(whole)
            ):
                return True
        return False

    def _follow(self, phrase: Phrase, first: int) -> int | None:
        place = first
        for key in phrase[1:]:
            after = next((n for n in self._reach(place) if self._is(self.tokens[n], key)), None)
            if after is None:
                return None
            place = after
        return place

    def _reach(self, place: int) -> Iterable[int]:
        """The next two words of the sentence, counts apart: "trained more than 20 new colleagues" is "trained new"."""
        sentence, words = self._sentence_of[place], 0
        for after in range(place + 1, min(place + 8, len(self.tokens))):
            if self._sentence_of[after] != sentence or words == 2:
                return
            yield after
            words += not (self.tokens[after].low in _COUNTING or self.tokens[after].low.isdigit())

    @staticmethod
    def _is(token: Token, key: str) -> bool:
        return token.key == key or (token.key[0] == "^" and token.low == key)

    def _places(self, key: str) -> list[int]:
        if key in self._at or len(key) < 7 or not key.isalpha():
            return self._at.get(key, [])
        slips = 2 if len(key) >= 10 else 1
        for seen in self._by_letter.get(key[0], ()):
            if abs(len(seen) - len(key)) <= slips and OSA.distance(seen, key, score_cutoff=slips) <= slips:
                return self._at[seen]
        return []

    def is_long_ago(self, hit: Hit) -> bool:
        """Whether it stands in a job that ended more than ten years ago."""
        entry = self.sentence(hit.sentence).entry
        return entry is not None and self.is_past(self.outline.entries[entry].period.end)

    def is_past(self, month: int) -> bool:
        """Whether a month lies more than ten years back."""
        return month < self._long_ago

    def clause_before(self, hit: Hit) -> str:
        """What stands before a hit in its clause."""
        begin = max(self.sentence(hit.sentence).start, hit.start - stance.REACH)
        return stance.clause(self.text[begin : hit.start])

    def after(self, hit: Hit) -> str:
        """What follows a hit in its sentence."""
        return self.text[hit.end : min(self.sentence(hit.sentence).end, hit.end + stance.BEHIND)]

    def is_denied(self, hit: Hit) -> bool:
        """Whether the sentence says that this is *not* so."""
        return stance.is_denied(self.clause_before(hit), self.after(hit))

    def is_wished(self, hit: Hit) -> bool:
        """Whether the sentence only says that somebody would like to, or is about to learn it."""
        return stance.is_wished(self.clause_before(hit), self.after(hit))

    def is_another(self, hit: Hit, *, role: bool) -> bool:
        """Whether somebody else is meant. An employer's name in a job's heading is no occupation."""
        place = self.sentence(hit.sentence)
        if place.header:
            heading = self.text[place.start : place.end]
            return role and in_employers_name(heading, hit.start - place.start, hit.end - place.start)
        before = self.clause_before(hit)
        if stance.is_anothers(before, self.after(hit)):
            return True
        return role and stance.is_another_person(before, self.text[hit.start : hit.end])

    def quote(self, hit: Hit) -> tuple[str, int]:
        """The hit's sentence, or the piece of it around the hit where it is long; verbatim, with its offset."""
        sentence = self.sentence(hit.sentence)
        return quote_around(self.text, (sentence.start, sentence.end), (hit.start, hit.end))


def match_part(searched: Searched, part: Part) -> Match:
    """The best of a part's alternatives."""
    matches = [match_term(searched, term) for term in part]
    best = max(matches, key=lambda match: _worth(searched, match))
    if best.grade == Grade.NONE:
        names = list(dict.fromkeys(term.words for term in part))[:3]
        return Match(
            Grade.NONE, words=" or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
        )
    return best


def match_term(searched: Searched, term: Term) -> Match:
    """Where a term stands best."""
    matches = all_matches(searched, term)
    best = max(matches, key=lambda match: _worth(searched, match), default=Match(Grade.NONE))
    if best.grade < Grade.STALE:  # nothing done: then a plain no is believed
        best = next((match for match in matches if match.grade == Grade.DENIED), best)
    if best.grade >= Grade.SOME or best.grade == Grade.DENIED:
        return best
    for concept in term.concepts:
        for phrase in concept.hints:
            for hit in searched.find(phrase):
                if searched.sentence(hit.sentence).shown and not (
                    searched.is_denied(hit) or searched.is_wished(hit) or searched.is_another(hit, role=True)
                ):
                    return Match(Grade.NEAR, (hit,), term.words)
    return best if best.grade else Match(Grade.NONE, words=term.words)


def _worth(searched: Searched, match: Match) -> tuple[int, int, int]:
    """What makes one match better evidence than another: its grade, then the very words, then a job's line."""
    if not match.hits:
        return match.grade, 0, 0
    place = searched.sentence(match.hits[0].sentence)
    return (
        match.grade,
        -max(hit.far for hit in match.hits),
        (place.entry is not None) + (place.section == "work"),
    )


def all_matches(searched: Searched, term: Term) -> list[Match]:
    """Every place a term stands at, one match a sentence, in the text's order. Its words must
    share a sentence, or stand in the heading of the sentence's job."""
    known = searched.matched.get(term)
    if known is None:
        known = searched.matched[term] = _look_for(searched, term)
    return known


def _look_for(searched: Searched, term: Term) -> list[Match]:
    total = sum(concept.weight for concept in term.concepts)
    here: dict[int, dict[int, Hit]] = defaultdict(dict)
    doubtful: dict[tuple[Grade, int], dict[int, Hit]] = defaultdict(dict)
    for n, concept in enumerate(term.concepts):
        looked: Counter[int] = Counter()
        for hit in _hits(searched, concept):
            looked[hit.sentence] += 1
            if n in here.get(hit.sentence, ()) or looked[hit.sentence] > _LOOKS:
                continue
            if searched.is_another(hit, role=term.role):
                continue
            if searched.is_denied(hit):
                doubtful[Grade.DENIED, hit.sentence].setdefault(n, hit)
            elif not term.willing and searched.is_wished(hit):
                doubtful[Grade.WISHED, hit.sentence].setdefault(n, hit)
            else:
                here[hit.sentence].setdefault(n, hit)
    weighed = [
        _weigh(searched, term, sentence, found, total)
        for sentence, found in sorted(_with_jobs(searched, here).items())
    ]
    if len(term.concepts) > 1 and all(match.grade < Grade.SHOWN for match in weighed):
        weighed += _across_jobs(searched, term, here)
    said_otherwise = [
        Match(grade, tuple(found.values()), term.words)
        for (grade, _), found in doubtful.items()
        if sum(term.concepts[n].weight for n in found) >= HALF * total  # one word of several isn't the thing
    ]
    return [match for match in weighed if match.grade] + said_otherwise


def _across_jobs(searched: Searched, term: Term, here: dict[int, dict[int, Hit]]) -> list[Match]:
    """Jobs whose lines hold all of a term between them."""
    jobs: dict[int, dict[int, Hit]] = defaultdict(dict)
    for sentence, found in sorted(here.items()):
        entry = searched.sentence(sentence).entry
        if entry is not None:
            for n, hit in found.items():
                jobs[entry].setdefault(n, hit)
    return [
        Match(Grade.SHOWN, tuple(sorted(found.values(), key=lambda hit: hit.start)), term.words)
        for found in jobs.values()
        if len(found) == len(term.concepts) and not term.credential
    ]


def _hits(searched: Searched, concept: Concept) -> Iterable[Hit]:
    for n, way in enumerate(concept.ways):
        if n >= concept.own and not searched.has(way[0]):
            continue  # typing errors are forgiven in the thing's own names only
        for hit in searched.find(way):
            yield replace(hit, far=0 if n == 0 else 1 if n < concept.own else 2)


def _with_jobs(searched: Searched, here: dict[int, dict[int, Hit]]) -> dict[int, dict[int, Hit]]:
    """Adds to each sentence what its job's heading says: "Paediatric nurse" holds for every line below it."""
    headers: dict[int, dict[int, Hit]] = defaultdict(dict)
    for sentence, found in here.items():
        place = searched.sentence(sentence)
        if place.header and place.entry is not None:
            headers[place.entry].update(found)
    if not headers:
        return here
    return {
        sentence: {**headers.get(entry, {}), **found}
        if (entry := searched.sentence(sentence).entry) is not None
        else found
        for sentence, found in here.items()
    }


def _weigh(searched: Searched, term: Term, sentence: int, found: dict[int, Hit], total: float) -> Match:
    share = sum(term.concepts[n].weight for n in found) / total
    place = searched.sentence(sentence)
    own = [hit for hit in found.values() if hit.sentence == sentence]
    hits = tuple(sorted(own or found.values(), key=lambda hit: hit.start))
    if share < HALF:
        return Match(Grade.NONE, (), term.words)
    if share < FULL:
        return Match(Grade.SOME, hits, term.words)
    if term.credential:
        around = searched.text[
            max(place.start, hits[0].start - _BESIDE) : min(place.end, hits[-1].end + _BESIDE)
        ]
        proven = place.section == "certificates" or _PAPER.search(around)
        return Match(Grade.SHOWN if proven else Grade.SOME, hits, term.words)
    if total <= LITTLE and not place.header:
        return Match(Grade.SOME, hits, term.words)
    if _is_paper(searched, term) or (term.willing and not place.listed):
        return Match(Grade.SHOWN, hits, term.words)
    if place.shown:
        return Match(Grade.STALE if searched.is_long_ago(hits[0]) else Grade.SHOWN, hits, term.words)
    return Match(Grade.LISTED, hits, term.words)


def _is_paper(searched: Searched, term: Term) -> bool:
    """A certificate proves itself wherever it is listed."""
    return any(
        way in searched.vocabulary.credentials for concept in term.concepts for way in concept.ways[:1]
    )
