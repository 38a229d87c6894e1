"""What a criterion asks for, taken apart: years, people led, languages, a degree, and words that must be shown."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from core.screening.keywords.credentials import (
    Degree,
    Tongue,
    asked_degree,
    asked_tongues,
    names_degree,
)
from core.screening.keywords.experience import find_stated
from core.screening.keywords.framing import (
    IN_CHARGE,
    spent_on,
    unframed,
    without_circumstances,
    without_first_verb,
    without_related,
)
from core.screening.keywords.people import BOUND, asked_people
from core.screening.keywords.words import Phrase, Token, Vocabulary


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing to find: the ways to say it, hints that only point at it, and how much it says (0.3–1.9)."""

    ways: tuple[Phrase, ...]
    hints: tuple[Phrase, ...]
    weight: float
    own: int = 1
    """How many of the ways, from the first, say the thing itself; the others are examples of it."""
    known: bool = False
    """Whether the vocabulary has it."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Words that belong together, as the criterion has them: their concepts must stand near one another.

    Two are the same only where they are one: a résumé remembers by it what it was searched for.
    """

    words: str
    concepts: tuple[Concept, ...]
    credential: bool = False
    """Asks for a paper: the word alone doesn't prove it."""
    role: bool = False
    """An occupation: one line that mentions it doesn't make a job of it."""
    willing: bool = False
    """Being ready for it is enough (weekend shifts)."""


Part = tuple[Term, ...]
"""Alternatives: any one of them will do."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """A criterion taken apart. Everything in it is asked for; empty fields ask for nothing."""

    parts: tuple[Part, ...] = ()
    years: float | None = None
    people: int | None = None
    tongues: tuple[Tongue, ...] = ()
    degree: Degree | None = None
    fields: Part = ()
    or_experience: bool = False
    or_paper: Part = ()
    """Papers that will do instead of the degree: a law degree or CILEX."""


_OTHER_YEARS = re.compile(r"\b(?:past|last|next|every|letzten|aged)\s+$", re.I)
"""Before "three years": a span that is spoken of, not a length of experience."""

_SIMILAR = re.compile(
    r"\b(?:or|and|oder|und)\s+(?:(?:an?|any|some|other)\s+)*"
    r"(?:similar|equivalent|comparable|related|the\s+like|other|vergleichbar\w*|ähnlich\w*)\b(?:\s+(?:one|ones|ones?))?",
    re.I,
)
_SAME_ROLE = re.compile(
    r"\b(?:(?:similar|comparable|equivalent|same|this|such an?|related)\s+(?:role|position|job|capacity)|vergleichbaren?\s+position)\b",
    re.I,
)
_AFTERWARDS = re.compile(
    r"\b(?:after|following|since|post)[\s-]+(?:\w+\s+)?(?:apprenticeship|qualification|qualifying|graduation|training|registration)\b",
    re.I,
)
_ADVERBIAL = re.compile(r"\b(?:across|during|throughout|within|under|per|among|between|outside|at)\s", re.I)
_EXAMPLES = re.compile(
    r",?\s*\b(?:such as|e\.g\.,?|like|for example|for instance|z\.\s?b\.|zum beispiel|wie|namely|i\.e\.)\s+",
    re.I,
)
_COLON = re.compile(r"(?<=\w\w\w):\s+")
"""What stands behind it are cases of what stands before it."""
_INCLUDING = re.compile(r"^[^,]*?\b(?:including|incl\.?|inklusive|einschließlich)\s+(?=.)", re.I)
_INCLUDED = re.compile(r",\s*\b(?:including|incl\.|inklusive)\s.*$", re.I)
_ABOVE_ALL = re.compile(
    r"\s*,?\s+(?:insbesondere|vor allem|especially|particularly|in particular|above all)\s+", re.I
)
_PARENS = re.compile(r"\(([^()]*)\)")
_MARK = re.compile(r"⟦(\d+)⟧")
_AND = re.compile(r"\s*,?\s+(?:and|&|\+|as well as|plus|und|sowie)\s+|\s*;\s*", re.I)
_OR = re.compile(r"\s*,?\s+(?:or|and/or|oder|und/oder|bzw\.)\s+|\s*/\s*", re.I)
_COMMA = re.compile(r"\s*,\s+")
_PAPER = re.compile(
    r"\b(?:certif\w+|licen[cs]\w*|registration|registered|accredit\w+|diploma|credential\w*|zertifi\w+|führerschein|\w*schein)\b|\w\scard$",
    re.I,
)
_VERB = re.compile(r"[A-Za-z]+(?:s|ed|ing)\s")
"""A word that could be a verb, with its object behind it."""
_FIELD_LAST = re.compile(r"\s+(?:in|im)\s+[^,()]+$", re.I)
_PRODUCTS = frozenset(("system", "systems", "software", "platform", "app"))
_PRODUCT_WAYS: tuple[Phrase, ...] = (("system",), ("softwar",), ("platform",), ("app",))
_OBJECTS = re.compile(
    r"^(?P<head>[^,;()⟦]+?)\s+(?:on|for|with|at|across|using|in)\s+(?P<objects>[^()⟦]*\b(?:and|or|und|oder)\b[^()⟦]*)$",
    re.I,
)
_OBJECT_WEIGHT = 0.5
_COMMON_WEIGHT = 0.3

_SHORT = 3
"""Words of an alternative that leaves its noun to the last one."""


def parse_requirement(text: str, vocabulary: Vocabulary, *, title: str = "") -> Requirement:
    """Takes a criterion apart. `title` is the job's: "in a similar role" means it."""
    text = " ".join(text.split())
    rest, beside = _beside_degree(unframed(text), vocabulary)
    degree, field_text, rest, or_experience = asked_degree(rest)
    tongues, rest = asked_tongues(without_related(rest))
    years, rest = _asked_years(rest)
    people, rest = asked_people(rest)
    if years is not None:
        rest = _AFTERWARDS.sub(title, spent_on(rest))
        rest = _SAME_ROLE.sub(title, rest)
        bare = without_circumstances(rest)
        rest = bare if _parts(bare, vocabulary) else rest
    rest = without_first_verb(rest.strip(), vocabulary.words)
    parts = _parts(rest, vocabulary, of_years=years is not None)
    instead = bool(beside) and bool(re.search(r"\b(?:or|oder)\b|/", text))
    if beside and not instead:
        parts = (*parts, *((term,) for term in beside))
    if not parts and years is None and people is None and not tongues and degree is None:
        parts = _last_resort(text, vocabulary)
    return Requirement(
        parts=parts,
        years=years,
        people=people,
        tongues=tongues,
        degree=degree,
        fields=tuple(term for part in _parts(field_text, vocabulary) for term in part),
        or_experience=or_experience,
        or_paper=beside if instead else (),
    )


def _beside_degree(text: str, vocabulary: Vocabulary) -> tuple[str, Part]:
    """A criterion that asks for a degree, without the other papers it names, and these."""
    if not names_degree(text):
        return text, ()
    pieces = re.split(r"(\s*,?\s+(?:and|or|und|oder)\s+|\s*/\s*|\s*,\s+)", text)
    papers: list[Term] = []
    kept: list[str] = []
    for n in range(0, len(pieces), 2):
        term = _paper(pieces[n], vocabulary)
        if term is not None:
            papers.append(term)
        else:
            kept += [*pieces[max(0, n - 1) : n], pieces[n]] if kept else [pieces[n]]
    field = _FIELD_LAST.search(text)
    if papers and field and not _FIELD_LAST.search("".join(kept)):
        kept.append(field.group())  # "degree or HND in surveying"
    return "".join(kept), tuple(papers)


def _paper(piece: str, vocabulary: Vocabulary) -> Term | None:
    """The certificate a piece of a criterion names besides a degree."""
    tokens = vocabulary.tokens(piece)
    phrases = (_longest(tokens, at, vocabulary) for at in range(len(tokens)))
    if names_degree(piece) or not any(phrase in vocabulary.credentials for phrase in phrases if phrase):
        return None
    return _term(piece, vocabulary, similar=False)


def _asked_years(text: str) -> tuple[float | None, str]:
    stated = [s for s in find_stated(text) if not _OTHER_YEARS.search(text, 0, s.at[0])]
    if not stated:
        return None, text
    first = stated[0]
    before = re.sub(BOUND + r"$", "", text[: first.at[0]] + " ", flags=re.I)
    return first.years, f"{before.rstrip(' (')} {text[first.at[1] :].lstrip(' )+’')}"


def _parts(text: str, vocabulary: Vocabulary, *, of_years: bool = False) -> tuple[Part, ...]:
    similar = bool(_SIMILAR.search(text))
    text = _SIMILAR.sub(lambda m: " or " if m.group().lower().startswith(("or", "od")) else " and ", text)
    text = _ABOVE_ALL.sub(" and ", text)
    text = re.sub(r"\s+(?:or|and|oder|und)\s*([).,;]|$)", r"\1", text, flags=re.I)
    text = _INCLUDING.sub("", text)  # "tools including A and B" asks for A and B
    text = _INCLUDED.sub("", text)  # "drug rounds, including A" asks for drug rounds
    groups: list[str] = []

    def keep(content: str) -> str:
        groups.append(content)
        return f" ⟦{len(groups) - 1}⟧ "

    text = _PARENS.sub(lambda m: keep(_EXAMPLES.sub("", m.group(1))), text)
    examples = _EXAMPLES.search(text) or _COLON.search(text)
    if examples and examples.start() > 0 and _term(text[: examples.start()], vocabulary, similar=False):
        tail = _MARK.sub(lambda m: ", " + groups[int(m.group(1))], text[examples.end() :])
        text = text[: examples.start()] + keep(tail)
    among = _among(text, vocabulary, either=of_years)
    if among is not None:
        return ((among,),)
    parts: list[Part] = []
    for chunk in _cut(text, _AND, vocabulary):
        either = _cut(chunk, _OR, vocabulary)
        if len(either) > 1:
            items = [[i for piece in either for i in _cut(piece, _COMMA, vocabulary)]]
        else:
            items = [[i] for i in _cut(chunk, _COMMA, vocabulary)]
        for alternatives in items:
            parts.append(_alternatives(alternatives, groups, vocabulary, similar=similar))
    return tuple(part for part in _with_heads(parts, vocabulary) if part)


def _among(text: str, vocabulary: Vocabulary, *, either: bool) -> Term | None:
    """A thing done with, on or for several others: it is what is asked for, any of them says that it is meant.
    `either`: also with one or the other."""
    found = _OBJECTS.match(text)
    head = _term(found["head"], vocabulary, similar=False) if found else None
    if found is not None and not either and not _AND.search(found["objects"]):
        return None
    if found is None or head is None or not any(way.known for way in head.concepts):
        return None
    if _AND.search(found["head"]) or _OR.search(found["head"]):
        return None
    pieces = [p for chunk in _cut(found["objects"], _AND, vocabulary) for p in _cut(chunk, _OR, vocabulary)]
    objects = [
        _term(p, vocabulary, similar=False) for piece in pieces for p in _cut(piece, _COMMA, vocabulary)
    ]
    ways = [way for term in objects if term for concept in term.concepts for way in concept.ways]
    if len(objects) < 2 or not ways:
        return None
    several = Concept(tuple(dict.fromkeys(ways)), (), _OBJECT_WEIGHT, own=len(ways))
    return replace(head, words=text.strip(" ,.:"), concepts=(*head.concepts, several))


def _alternatives(items: list[str], groups: list[str], vocabulary: Vocabulary, *, similar: bool) -> Part:
    terms = []
    paper = len(items) > 1 and bool(_PAPER.search(items[-1]))  # "an Apple or CompTIA certificate"
    for item in items:
        marks = [int(m) for m in _MARK.findall(item)]
        shares = paper and len(item.split()) <= _SHORT
        terms.append(_term(_MARK.sub(" ", item), vocabulary, similar=similar, paper=shares))
        for mark in marks:
            for piece in re.split(r"\s*[,;/|]\s*|\s+(?:and|or|und|oder|and/or|&)\s+", groups[mark]):
                terms.append(_term(piece, vocabulary, similar=similar))
    found = [term for term in terms if term is not None]
    if len(found) > 1 and sum(concept.weight for concept in found[-1].concepts) <= _COMMON_WEIGHT:
        found.pop()  # "Xero or a comparable product": every product would do
    return tuple(found)


def _cut(text: str, at: re.Pattern[str], vocabulary: Vocabulary) -> list[str]:
    """Splits, but not inside a phrase that has the separator itself (health and safety, CI/CD)."""
    kept = [m.span() for m in vocabulary.joined.finditer(text)]
    pieces, begin = [], 0
    for match in at.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in kept):
            continue
        pieces.append(text[begin : match.start()])
        begin = match.end()
    pieces.append(text[begin:])
    return [piece.strip(" ,.:") for piece in pieces if piece.strip(" ,.:")]


def _with_heads(parts: list[Part], vocabulary: Vocabulary) -> list[Part]:
    """Gives a lone everyday word the noun it shares with what follows: customer [support] or technical support,
    building [a shed] or painting a shed."""
    flat = [(n, term) for n, part in enumerate(parts) for term in part]
    for (n, term), (_, following) in pairwise(flat):
        lone = len(term.concepts) == 1 and term.concepts[0].weight == _COMMON_WEIGHT
        if lone and " " in following.words:
            verb, _, its_object = following.words.partition(" ")
            both_verbs = term.words.endswith("ing") and verb.endswith("ing")
            shared = its_object if both_verbs else following.words.split()[-1]
            whole = _term(f"{term.words} {shared}", vocabulary, similar=False)
            if whole is not None:
                parts[n] = tuple(whole if t is term else t for t in parts[n])
    return parts


def _term(words: str, vocabulary: Vocabulary, *, similar: bool, paper: bool = False) -> Term | None:
    words = " ".join(words.split()).strip(" ,.;:–—-•")
    tokens = vocabulary.tokens(words)
    concepts: list[Concept] = []
    first = last = -1
    adverbial = _ADVERBIAL.search(words, 1)
    aside = adverbial.start() if adverbial else len(words)
    paper = paper or bool(_PAPER.search(words))
    ready = role = False
    at = 0
    while at < len(tokens):
        phrase = _longest(tokens, at, vocabulary)
        if phrase is None and _says_something(tokens[at], vocabulary):
            phrase = (tokens[at].key,)
        if phrase is not None:
            concept = _concept(phrase, vocabulary, similar=similar)
            if tokens[at].start >= aside:
                if not concepts:
                    return None
                concept = replace(concept, weight=_COMMON_WEIGHT)
            concepts.append(concept)
            first = at if first < 0 else first
            last = at + len(phrase) - 1
            paper = paper and phrase not in vocabulary.credentials
            ready = ready or phrase in vocabulary.willing
            role = role or phrase in vocabulary.roles
        elif (
            concepts
            and last == at - 1
            and tokens[at].low in _PRODUCTS
            and concepts[-1].ways[0] in vocabulary.roles
        ):
            concepts.append(Concept(_PRODUCT_WAYS, (), _OBJECT_WEIGHT))  # a hotel is no hotel system
        at += len(phrase) if phrase is not None else 1
    if not concepts:
        return None
    strong = any(concept.weight >= 1 for concept in concepts[1:])
    if strong and not concepts[0].known and _VERB.match(words[tokens[first].start :]):
        concepts[0] = replace(concepts[0], weight=_COMMON_WEIGHT)  # what is done matters less than to what
    unique = tuple(dict.fromkeys(concepts))
    asked = words[tokens[first].start : tokens[last].end]
    return Term(asked, unique, credential=paper, role=role, willing=ready)


def _says_something(token: Token, vocabulary: Vocabulary) -> bool:
    if token.key[0] == "^":
        return True
    return not (token.key in vocabulary.generic or token.low in vocabulary.generic or token.low.isdigit())


def _longest(tokens: list[Token], at: int, vocabulary: Vocabulary) -> Phrase | None:
    for length in range(min(vocabulary.longest, len(tokens) - at), 0, -1):
        phrase = tuple(token.key for token in tokens[at : at + length])
        if phrase in vocabulary.phrases and (length > 1 or phrase[0] not in vocabulary.generic):
            return phrase
    return None


def _concept(phrase: Phrase, vocabulary: Vocabulary, *, similar: bool) -> Concept:
    weight = 1 + 0.3 * (len(phrase) - 1)
    if phrase == vocabulary.phrase(IN_CHARGE):
        weight = _OBJECT_WEIGHT
    if len(phrase) == 1 and phrase[0] in vocabulary.common and phrase not in vocabulary.phrases:
        weight = _COMMON_WEIGHT
    return Concept(
        vocabulary.proving(phrase, similar=similar),
        vocabulary.hinting(phrase),
        weight,
        own=len(vocabulary.same(phrase)),
        known=phrase in vocabulary.phrases,
    )


def _last_resort(text: str, vocabulary: Vocabulary) -> tuple[Part, ...]:
    """A criterion of everyday words only ("Systems", "Highly motivated"): all its longer words then."""
    keys = [token.key for token in vocabulary.tokens(text) if len(token.low) > 3]
    concepts = tuple(Concept(((key,),), (), 1.0) for key in dict.fromkeys(keys))
    return ((Term(text, concepts),),) if concepts else ()
