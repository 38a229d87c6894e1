"""Every place where a text calls the candidate by name: in full, by one part, by initials, in capitals."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.screening.contact_spans import Span
from core.screening.headings import is_heading_word, squash
from core.screening.name_shape import PARTICLES, proper_case, spellings
from core.screening.place_names import REGIONS
from core.screening.word_lists import words

_ALSO_WORDS = words("also words") | words("no name")
_MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
)
_SUFFIX = r"(?:,?[ ](?:Jr|Sr|II|III|IV)\b\.?)?"
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_TITLE = r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Mme|Mlle|Madame|Monsieur|M|Sra?|Sir)\b\.?[ \t]+)?"
_OWN = r"(?:['’]s?(?!\w))?"
_APART = r"(?:[ \t]*[-.·]?[ \t]*\n?[ \t]*(?<=[\s.·-]))"
_DONE = words("deeds")


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a name in the spellings a text may use."""

    word: str
    forms: frozenset[str]
    capitals: frozenset[str]
    ambiguous: bool


def name_spans(text: str, name: str, block: Sequence[Span] = ()) -> Iterator[Span]:
    """Where `text` names the candidate, with the title before and the 's behind.

    A part that is a word as well ("May", "Grace", "Will") counts by itself only where the sentence treats it as a
    person, or inside `block`, the spans of the contact details.
    """
    parts = tuple(_part(word, text) for word in _words(name))
    if not parts:
        return
    for match in _in_sequences(parts, name).finditer(text):
        yield Span(*match.span())
    for part in parts:
        yield from _alone(part, text, block)


def stands_in(text: str, name: str) -> bool:
    """Whether the text holds two parts of the name together, or all of a name that has one."""
    parts = tuple(_part(word, text) for word in _words(name))
    return bool(parts) and bool(
        _in_sequences(parts, name).search(text) if len(parts) > 1 else parts[0].word in text
    )


def _words(name: str) -> tuple[str, ...]:
    """The parts of two letters and more, also those of double names; no particles, no "Jr."."""
    found = []
    for whole in re.findall(r"[^\W\d_](?:[\w'’-]*[^\W\d_])?", name):
        pieces = [whole, *(whole.split("-") if "-" in whole else ())]
        found += [p for p in pieces if len(squash(p)) >= 2 and squash(p) not in PARTICLES | _SUFFIXES]
    return tuple(dict.fromkeys(found))


def _part(word: str, text: str) -> _Part:
    plain = {form for form in spellings(word) if form.isascii()}
    forms = {
        word,
        proper_case(word) if word.isupper() else word,
        *(f.capitalize() for f in plain if "-" not in word),
    }
    if "'" in word or "’" in word:
        forms |= {word.replace("'", "’"), word.replace("’", "'")}
    folded = squash(word)
    ambiguous = (
        folded in _ALSO_WORDS
        or is_heading_word(folded)
        or word in REGIONS
        or bool(
            re.search(rf"(?<![\w@./:-]){re.escape(word.lower())}(?![\w@./-]*[@/.]\w)(?!\w)", text)
            and word.lower() != word
        )
    )
    return _Part(word, frozenset(forms), frozenset(form.upper() for form in forms), ambiguous)


def _in_sequences(parts: Sequence[_Part], name: str) -> re.Pattern[str]:
    """Two parts together (whatever stands between a first and a last name), or a part with initials."""
    one = "(?i:" + _any({form for part in parts for form in part.forms}) + ")"
    exact = _any({form for part in parts for form in part.forms | part.capitals})
    initials = "".join(
        sorted(
            {part.word[0].upper() for part in parts} | {w[0].upper() for w in name.split() if w[0].isalpha()}
        )
    )
    initials = re.escape(initials)
    particle = "(?i:" + _any(PARTICLES) + ")"
    middle = rf"(?:(?:{particle}|[A-Z]\.?|[(\"“'‘]?[A-Z][\w'’-]+[)\"”'’]?)[ ]){{0,3}}"
    edge = r"(?<![\w@])"
    return re.compile(
        rf"{_TITLE}{edge}(?:(?:[A-Z]\.{_APART}){{0,2}}{one}(?:{_APART}{middle}{one})+"
        rf"|{exact},[ ]{exact}(?:[ ][A-Z]\.)?"
        rf"|(?:[A-Z]\.[ ]?-?){{1,3}}(?:{particle}[ ]){{0,2}}{exact}"
        rf"|[{initials}][ ](?:{particle}[ ]){{0,2}}{exact}"
        rf"|{exact},?[ ](?:[{initials}]\.[ ]?-?){{1,2}}(?<=\.))(?!\w){_SUFFIX}{_OWN}"
        if len(parts) > 1 or name.split()[0] != parts[0].word or len(name.split()) > 1
        else rf"{_TITLE}{edge}{exact}(?!\w){_OWN}"
    )


def _any(forms: set[str] | frozenset[str]) -> str:
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f))) + ")"


def _alone(part: _Part, text: str, block: Sequence[Span]) -> Iterator[Span]:
    caseless = part.word.lower() == part.word.upper()
    forms = part.forms if part.ambiguous or len(part.word) < 4 else part.forms | part.capitals
    before, after = ("", "") if caseless else (r"(?<![\w@-])", r"(?![\w-])")
    if len(part.word) > 3 and not caseless:
        before, after = r"(?<![\w@])", r"(?!\w)"
    for match in re.finditer(rf"(?P<title>{_TITLE}){before}{_any(forms)}{after}(?P<own>{_OWN})", text):
        span = Span(*match.span())
        if (
            not part.ambiguous
            or match["title"]
            or any(b.start <= span.start < b.end for b in block)
            or _means_a_person(text, match.start(), match.end(), part.word, owns=bool(match["own"]))
        ):
            yield span


def _means_a_person(text: str, start: int, end: int, word: str, *, owns: bool) -> bool:
    """Whether a capitalised word that is also a common one is a person here, by its neighbours in the line."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    before = re.search(r"([\w'’-]+) $", line)
    after = re.match(r" ([\w'’-]+)", text[end : end + 40])
    if owns:
        return word.casefold() != "dean" and not (after and after[1][0].isupper())
    if any(near is not None and (near[1][0].isupper() or near[1][0].isdigit()) for near in (before, after)):
        return False
    acts = after is not None and (after[1] in _DONE or (after[1].endswith("ed") and len(after[1]) > 4))
    if word.casefold() in _MONTHS or before is None:
        return acts
    return acts or (after is not None and after[1][0].islower())
