"""A résumé searched for what a requirement names: where it stands, and how much that place proves."""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum

from rapidfuzz.distance import OSA

from core.screening.keywords.requirements import Concept, Part, Term
from core.screening.keywords.sections import Outline, Sentence, outline
from core.screening.keywords.words import Phrase, Token, Vocabulary

FULL = 0.75
"""Share of a term's weight that has to stand together to count as the term."""
HALF = 0.55
"""From here on part of the term was found."""

LITTLE = 0.3
"""The weight of one everyday word: by itself it proves nothing."""

_CLAUSE_REACH = 300
"""Characters before a hit in which a "no" can deny it."""

_LOOKS = 5
"""Times a word is looked at in one sentence; who writes it more often says no more."""

_BESIDE = 40
"""Characters around a certificate's subject in which it must be called one."""

LONGEST_QUOTE = 25
"""Words of a quote."""


class Grade(IntEnum):
    """How much a place proves. Everything below NEAR proves nothing, but may be worth saying."""

    NONE = 0
    WISHED = 1
    DENIED = 2
    NEAR = 3
    SOME = 4
    LISTED = 5
    SHOWN = 6


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


_CLAUSE = re.compile(r"[.;:()–—]|\b(?:but|however|although|though|whereas|aber|jedoch|sondern)\b", re.I)
_NO = (
    r"\b(?:no|not|never|without|lack(?:s|ing|ed)?|unfamiliar|cannot|neither|nor|none|yet\s+to|(?:do|does|did|have|has|had|is|are|was|were|can|could|would)n['’]t"
    r"|kein\w*|nicht|ohne|nie|niemals)\b(?!\s+(?:only|just|less|fewer|later|limited))"
)
_NO_NEAR = re.compile(_NO + r"(?P<between>.*)$", re.I | re.S)
_NO_WIDE = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?|little|limited|kein\w*|keinerlei)\s+(?:\w+[\s-]+){0,3}(?:experience|knowledge|exposure|familiarity|background|training|use|erfahrung\w*|kenntnisse)\b"
    r"|\b(?:not|never|haven['’]t|hasn['’]t|have\s+yet\s+to)\s+(?:yet\s+|been\s+|ever\s+)?(?:familiar|used|use|worked|work|had|experienced|trained|certified|touched|handled|learned|tried)\b"
    r"|\b(?:new\s+to|unfamiliar\s+with|have\s+yet\s+to|nicht\s+vertraut)\b",
    re.I,
)
_NO_AFTER = re.compile(
    r"^['’\")\]]*\s*(?:[:(–—-]+\s*)?(?:none\b|no\s+(?:experience|knowledge)|not\s+(?:yet|used|known)|never\s+used|keine\b|0\s+years|is\s+(?:new|not)|n/a)",
    re.I,
)
_WISH = re.compile(
    r"\b(?:want(?:s|ed|ing)?|wish\w*|hop(?:e|es|ing)|eager|keen|willing|happy|ready|interested|looking|plan(?:s|ning)?|aspir\w+|would\s+(?:like|love)|to\s+gain|open|seeking"
    r"|beginning|excited|möchte|gerne|interessiert)\b(?:\s+[\w'’-]+){0,7}\s*$|\b(?:learning|studying|self-study|lerne)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_WISH_AFTER = re.compile(
    r"^\s*\(?\s*[-–:(]?\s*(?:currently\s+)?(?:learning|in progress|beginner|planned|lernend)\b", re.I
)
_NOT_A_WISH = re.compile(
    r"\b(?:machine|deep|e-?|reinforcement|active|blended|distance)[\s-]*learning\s+(?:[\w-]+\s+){0,2}$", re.I
)
_PERSON = re.compile(
    r"(?:ers?|ors?|ists?|ians?|nurses?|chefs?|cooks?|agents?|ants?|attorneys?|leads?)$", re.I
)
_BESIDE_OTHERS = re.compile(
    r"\b(?:alongside|beside|with|for|to|by|every|between|from|assist(?:ed|ing)?|support(?:ed|ing)?)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_PAPER = re.compile(
    r"\b(?:certif\w+|licen[cs]\w*|registration|registered|regist\w*|accredit\w+|diploma|credential\w*|zertifi\w+|qualified|holder|valid|führerschein|\w*schein)\b",
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

    def sentence(self, n: int) -> Sentence:
        return self.outline.sentences[n]

    def count(self, key: str) -> int:
        """How often a word stands in the text."""
        return len(self._at.get(key, ()))

    def find(self, phrase: Phrase) -> tuple[Hit, ...]:
        """Where a phrase stands: its words in order, at most one word between two of them, counts apart."""
        known = self._found.get(phrase)
        if known is None:
            known = self._found[phrase] = tuple(self._search(phrase))
        return known

    def _search(self, phrase: Phrase) -> Iterable[Hit]:
        for first in self._places(phrase[0]):
            last = self._follow(phrase, first)
            if last is not None:
                yield Hit(self._sentence_of[first], self.tokens[first].start, self.tokens[last].end)

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

    def clause_before(self, hit: Hit) -> str:
        """What stands before a hit in its clause."""
        before = self.text[max(self.sentence(hit.sentence).start, hit.start - _CLAUSE_REACH) : hit.start]
        return _CLAUSE.split(before)[-1]

    def is_denied(self, hit: Hit) -> bool:
        """Whether the sentence says that this is *not* so."""
        before = self.clause_before(hit)
        if _NO_WIDE.search(before):
            return True
        near = _NO_NEAR.search(before)
        if near and "," not in near["between"] and len(near["between"].split()) <= 5:
            return True
        return bool(_NO_AFTER.match(self.text[hit.end : hit.end + 40]))

    def is_wished(self, hit: Hit) -> bool:
        """Whether the sentence only says that somebody would like to, or is about to learn it."""
        before = self.clause_before(hit)
        if _WISH.search(before) and not _NOT_A_WISH.search(before):
            return True
        return bool(_WISH_AFTER.match(self.text[hit.end : hit.end + 30]))

    def is_another(self, hit: Hit) -> bool:
        """Whether somebody else is meant: "worked alongside registered nurses", "sold cable to electricians"."""
        if self.sentence(hit.sentence).header or not _PERSON.search(self.text, hit.start, hit.end):
            return False
        return bool(_BESIDE_OTHERS.search(self.text, max(0, hit.start - 40), hit.start))

    def quote(self, hit: Hit) -> tuple[str, int]:
        """The hit's sentence, or the piece of it around the hit where it is long; verbatim, with its offset."""
        sentence = self.sentence(hit.sentence)
        start, end = sentence.start, sentence.end
        words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", self.text[start:end])]
        if len(words) > LONGEST_QUOTE:
            words = self._clipped(words, hit)
        quote = self.text[words[0][0] : words[-1][1]]
        return quote.rstrip(" ,;:–—-") or quote, words[0][0]

    def _clipped(self, words: list[tuple[int, int]], hit: Hit) -> list[tuple[int, int]]:
        """At most LONGEST_QUOTE words around a hit, begun and ended where a thought begins and ends."""
        at = next((n for n, (_, b) in enumerate(words) if b > hit.start), 0)
        till = next((n for n, (_, b) in enumerate(words) if b >= hit.end), at)
        first = max(0, min(at - 8, len(words) - LONGEST_QUOTE))
        last = min(len(words), first + LONGEST_QUOTE)
        breaks = [n + 1 for n, (_, b) in enumerate(words) if self.text[b - 1] in ",;:–—"]
        if first:
            first = next((n for n in breaks if first <= n <= at), first)
        if last < len(words):
            last = next((n for n in reversed(breaks) if max(till + 1, first + 7) <= n <= last), last)
        return words[first:last]


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
    best = max(
        all_matches(searched, term), key=lambda match: _worth(searched, match), default=Match(Grade.NONE)
    )
    if best.grade >= Grade.SOME:
        return best
    for concept in term.concepts:
        for phrase in concept.hints:
            for hit in searched.find(phrase):
                if searched.sentence(hit.sentence).shown and not searched.is_denied(hit):
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
    total = sum(concept.weight for concept in term.concepts)
    here: dict[int, dict[int, Hit]] = defaultdict(dict)
    doubtful: dict[tuple[Grade, int], dict[int, Hit]] = defaultdict(dict)
    for n, concept in enumerate(term.concepts):
        looked: Counter[int] = Counter()
        for hit in _hits(searched, concept):
            looked[hit.sentence] += 1
            if n in here.get(hit.sentence, ()) or looked[hit.sentence] > _LOOKS:
                continue
            if term.role and searched.is_another(hit):
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
    if place.shown or _is_paper(searched, term, place) or (term.willing and not place.listed):
        return Match(Grade.SHOWN, hits, term.words)
    return Match(Grade.LISTED, hits, term.words)


def _is_paper(searched: Searched, term: Term, place: Sentence) -> bool:
    """A certificate proves itself wherever it is listed."""
    return any(
        way in searched.vocabulary.credentials for concept in term.concepts for way in concept.ways[:1]
    )
