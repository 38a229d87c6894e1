"""Every place where a text calls the candidate by name: in full, by one part, by initials, in capitals."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.screening.contacts.headings import is_heading_word, squash
from core.screening.contacts.name_shape import PARTICLES, proper_case
from core.screening.contacts.place_names import REGIONS
from core.screening.contacts.spans import Span
from core.screening.contacts.word_lists import words

_ALSO_WORDS = words("also words") | words("no name")
_MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
)
_SUFFIX = r"(?:,?[ ](?:Jr|Sr|II|III|IV)\b\.?)?"
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_TITLE = r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Mme|Mlle|Madame|Monsieur|M|Sra?|Sir)\b\.?[ \t]+)?"
_UPPER = r"[^\W\d_a-zß-öø-ÿа-яёα-ωά-ώ]"
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
    family: bool


def name_spans(text: str, name: str, block: Sequence[Span] = ()) -> Iterator[Span]:
    """Where `text` names the candidate, with the title before and the 's behind.

    A part that is a word as well ("May", "Grace", "Will") counts by itself only where the sentence treats it as a
    person, or inside `block`, the spans of the contact details.
    """
    parts, text, name = _prepared(text, name)
    if not parts:
        return
    for match in _in_sequences(parts, name).finditer(text):
        yield Span(*match.span())
    for part in parts:
        yield from _alone(part, text, block)


def stands_in(text: str, name: str) -> bool:
    """Whether the text holds two parts of the name together, or all of a name that has one."""
    parts, text, name = _prepared(text, name)
    return bool(parts) and bool(
        _in_sequences(parts, name).search(text) if len(parts) > 1 else parts[0].word in text
    )


def _prepared(text: str, name: str) -> tuple[tuple[_Part, ...], str, str]:
    """The name's parts, with the text and the name without accents: capitals and addresses often lose them."""
    text, plain = text.translate(_PLAIN), name.translate(_PLAIN)
    spelled = name.translate(_UMLAUTS).translate(_PLAIN)
    words = dict.fromkeys((*_words(plain), *_words(spelled)))
    family = (
        {word for form in (plain, spelled) for word in _words(form.split()[-1])} if plain.split() else set()
    )
    return tuple(_part(word, text, family=word in family) for word in words), text, plain


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})


def _words(name: str) -> tuple[str, ...]:
    """The parts of two letters and more, also those of double names; no "Jr.", no particles but in the first place,
    where "Ben" and "Van" are first names."""
    found: list[str] = []
    for place, whole in enumerate(re.findall(r"[^\W\d_](?:[\w'’-]*[^\W\d_])?", name)):
        none = _SUFFIXES | PARTICLES if place else _SUFFIXES
        pieces = [whole, *(whole.split("-") if "-" in whole else ())]
        found += [p for p in pieces if len(squash(p)) >= 2 and squash(p) not in none]
    return tuple(dict.fromkeys(found))


def _part(word: str, text: str, *, family: bool) -> _Part:
    """`word` and `text` are plain already."""
    shown = proper_case(word) if word.isupper() else word
    forms = {word, shown, shown.replace("ß", "ss"), shown.replace("ss", "ß"), shown.replace("ss", "ß", 1)}
    folded = squash(word)
    ambiguous = (
        folded in _ALSO_WORDS
        or folded in PARTICLES
        or is_heading_word(folded)
        or word in REGIONS
        or bool(
            re.search(rf"(?<![\w@./:-]){re.escape(word.lower())}(?![\w@./-]*[@/.]\w)(?!\w)", text)
            and word.lower() != word
        )
    )
    return _Part(
        word,
        frozenset(forms),
        frozenset(form.upper() for form in forms) | {word.replace("ss", "ß").upper()},
        ambiguous,
        family,
    )


def _in_sequences(parts: Sequence[_Part], name: str) -> re.Pattern[str]:
    """Two parts together (whatever stands between a first and a last name), or a part with initials."""
    one = "(?i:" + _any({form for part in parts for form in part.forms}) + ")"
    exact = _any({form for part in parts for form in part.forms | part.capitals})
    last = _any({form for part in parts if part.family for form in part.forms | part.capitals})
    initials = "".join(
        sorted(
            {part.word[0].upper() for part in parts} | {w[0].upper() for w in name.split() if w[0].isalpha()}
        )
    )
    initials = re.escape(initials)
    particle = "(?i:" + _any(PARTICLES) + ")"
    middle = rf"(?:(?:{particle}|{_UPPER}\.?|[(\"“'‘]?{_UPPER}[\w'’-]+[)\"”'’]?)[ ]){{0,3}}"
    edge = r"(?<![\w@])"
    return re.compile(
        rf"{_TITLE}{edge}(?:(?:{_UPPER}\.{_APART}){{0,2}}{one}(?:{_APART}{middle}{one})+"
        rf"|{last},[ ]{exact}(?:[ ]{_UPPER}\.)?"
        rf"|(?:{_UPPER}\.[ ]?-?){{1,3}}(?:{particle}[ ]){{0,2}}{exact}"
        rf"|[{initials}][ ](?:{particle}[ ]){{0,2}}{exact}"
        rf"|{exact},?[ ](?:[{initials}]\.[ ]?-?){{1,2}}(?<=\.))(?!\w){_SUFFIX}{_OWN}"
        if len(name.split()) > 1
        else rf"{_TITLE}{edge}{exact}(?!\w){_OWN}"
    )


def _any(forms: Iterable[str]) -> str:
    return "(?:" + "|".join(re.escape(form) for form in sorted(forms, key=lambda f: (-len(f), f))) + ")"


def _without_accents() -> dict[int, int | str]:
    """Every accented Latin letter to its plain one: one for one, so that places in the text stay."""
    plain: dict[int, int | str] = {ord("’"): "'", ord("‘"): "'"}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii() and base.isalpha():
            plain[code] = base
    return plain | str.maketrans("øØłŁđĐðı", "oOlLdDdi")


_PLAIN = _without_accents()


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
            or _means_a_person(text, match.start(), match.end(), part, owns=bool(match["own"]))
        ):
            yield span


def _means_a_person(text: str, start: int, end: int, part: _Part, *, owns: bool) -> bool:
    """Whether a capitalised word that is also a common one is a person here, by its neighbours in the line."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    before = re.search(r"([\w'’-]+) $", line)
    after = re.match(r" ([\w'’-]+)", text[end : end + 40])
    word = part.word.casefold()
    if owns:
        return word != "dean" and not (after and after[1][0].isupper())
    acts = after is not None and _is_deed(after[1].casefold(), given=not part.family and word not in _MONTHS)
    if before is None and acts:  # also where every word has a capital
        return True
    if before is not None and before[1].casefold() in _SAID_TO_A_PERSON:
        return after is None or after[1].casefold() in _AFTER_A_PERSON
    if any(near is not None and (near[1][0].isupper() or near[1][0].isdigit()) for near in (before, after)):
        return False
    if word in _MONTHS or before is None:
        return acts
    return acts or (after is not None and after[1][0].islower() and after[1] != "of")


_SAID_TO_A_PERSON = frozenset(
    (
        "contact",
        "call",
        "ask",
        "thank",
        "thanked",
        "praised",
        "named",
        "promoted",
        "nominated",
        "hire",
        "meet",
    )
)
_AFTER_A_PERSON = frozenset(("for", "at", "in", "on", "to", "by", "and", "as", "when", "who", "directly"))
_AUXILIARIES = frozenset(("will", "is", "was", "has", "had", "can", "would", "also", "never", "always"))
_NO_DEEDS = (
    "limited united associated incorporated certified registered advanced applied allied federated integrated "
    "unlimited need speed based related weighted"
)
_IN_FIRMS = frozenset(_NO_DEEDS.split())


def _is_deed(word: str, *, given: bool) -> bool:
    """Whether a word after a name tells what the person did; an auxiliary only after a given name."""
    if word in _DONE or (given and word in _AUXILIARIES):
        return True
    return word.endswith("ed") and len(word) > 4 and word not in _IN_FIRMS
