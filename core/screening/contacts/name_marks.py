"""Every place where a text calls the candidate by name: in full, by one part, by initials, in capitals."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.screening.contacts.headings import is_heading_word, squash
from core.screening.contacts.name_sequences import OWN, TITLE, Spellings, sequences
from core.screening.contacts.name_shape import PARTICLES, proper_case
from core.screening.contacts.place_names import REGIONS
from core.screening.contacts.spans import Span
from core.screening.contacts.whole_words import places_of
from core.screening.contacts.word_lists import words

_ALSO_WORDS = words("also words") | words("no name")
_MONTHS = frozenset(
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_TITLE_BEFORE = re.compile(rf"{TITLE}[ \t]+\Z")
_OWN = re.compile(OWN)
_GOES_ON_AS_ADDRESS = re.compile(r"[\w@./-]*[@/.]\w")
_WORD_BEFORE = re.compile(r"([\w'’-]+) \Z")
_WORD_AFTER = re.compile(r" ([\w'’-]+)")
_WINDOW = 80
"""Characters before a name in which its title and the word before it must begin."""
_DONE = words("deeds")


@dataclass(frozen=True, slots=True)
class _Part:
    """One word of a name in the spellings a text may use."""

    word: str
    forms: frozenset[str]
    capitals: frozenset[str]
    family: bool


def name_spans(text: str, name: str, block: Sequence[Span] = ()) -> Iterator[Span]:
    """Where `text` names the candidate, with the title before and the 's behind.

    A part that is a word as well ("May", "Grace", "Will") counts by itself only where the sentence treats it as a
    person, or inside `block`, the spans of the contact details.
    """
    parts, text = _parts(name), _plain(text)
    if not parts:
        return
    yield from sequences(text, _spellings(parts, name), several=len(name.split()) > 1)
    for part in parts:
        yield from _alone(part, text, block)


def stands_in(text: str, name: str) -> bool:
    """Whether the text holds two parts of the name together, or all of a name that has one."""
    parts, text = _parts(name), _plain(text)
    if len(parts) < 2:
        return any(part.word in text for part in parts)
    return any(sequences(text, _spellings(parts, name), several=len(name.split()) > 1))


def _parts(name: str) -> tuple[_Part, ...]:
    """The name's parts without accents, which capitals and addresses often lose."""
    plain, spelled = _plain(name), _plain(name.translate(_UMLAUTS))
    words = dict.fromkeys((*_words(plain), *_words(spelled)))
    family = (
        {word for form in (plain, spelled) for word in _words(form.split()[-1])} if plain.split() else set()
    )
    return tuple(_part(word, family=word in family) for word in words)


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


def _part(word: str, *, family: bool) -> _Part:
    shown = proper_case(word) if word.isupper() else word
    forms = {word, shown, shown.replace("ß", "ss"), shown.replace("ss", "ß"), shown.replace("ss", "ß", 1)}
    return _Part(
        word,
        frozenset(forms),
        frozenset(form.upper() for form in forms) | {word.replace("ss", "ß").upper()},
        family,
    )


def _spellings(parts: Sequence[_Part], name: str) -> Spellings:
    letters = [part.word[0] for part in parts] + [
        word[0] for word in _plain(name).split() if word[0].isalpha()
    ]
    return Spellings(
        loose=frozenset[str]().union(*(part.forms for part in parts)),
        exact=frozenset[str]().union(*(part.forms | part.capitals for part in parts)),
        family=frozenset[str]().union(*(part.forms | part.capitals for part in parts if part.family)),
        initials=frozenset(letter.upper() for letter in letters),
    )


def _without_accents() -> dict[str, str]:
    """Every accented Latin letter to its plain one: one for one, so that places in the text stay."""
    plain = {"’": "'", "‘": "'"}
    for accented in map(chr, (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))):
        base = unicodedata.normalize("NFD", accented)[0]
        if base.isascii() and base.isalpha():
            plain[accented] = base
    return plain | dict(zip("øØłŁđĐðı", "oOlLdDdi", strict=True))


_PLAIN = _without_accents()
_ACCENTED = re.compile(f"[{''.join(_PLAIN)}]")


def _plain(text: str) -> str:
    """The text with accented letters as plain ones, each in its place."""
    return _ACCENTED.sub(lambda found: _PLAIN[found[0]], text)


def _alone(part: _Part, text: str, block: Sequence[Span]) -> Iterator[Span]:
    ambiguous = _is_also_a_word(part.word, text)
    forms = part.forms if ambiguous or len(part.word) < 4 else part.forms | part.capitals
    for start, end in sorted(place for form in forms for place in _places(form, text)):
        title = _TITLE_BEFORE.search(text[max(0, start - _WINDOW) : start])
        begin = start - len(title[0]) if title else start
        own = _OWN.match(text, end)
        stop = own.end() if own else end
        if (
            not ambiguous
            or title
            or any(b.start <= begin < b.end for b in block)
            or _means_a_person(text, begin, stop, part, owns=stop > end)
        ):
            yield Span(begin, stop)


def _places(form: str, text: str) -> Iterator[tuple[int, int]]:
    """Where a part stands by itself: a short one in no double name, one in a script without capitals anywhere."""
    if form.lower() == form.upper():
        yield from (found.span() for found in re.finditer(re.escape(form), text))
        return
    short = len(form) < 4
    for start in places_of(text, form, before="@-" if short else "@", after="-" if short else ""):
        yield start, start + len(form)


def _is_also_a_word(word: str, text: str) -> bool:
    """Whether it is a common word, or stands in the text in small letters, outside of addresses."""
    folded, small = squash(word), word.lower()
    return (
        folded in _ALSO_WORDS
        or folded in PARTICLES
        or is_heading_word(folded)
        or word in REGIONS
        or (
            small != word
            and any(
                not _GOES_ON_AS_ADDRESS.match(text, start + len(small))
                for start in places_of(text, small, before="@./:-")
            )
        )
    )


def _means_a_person(text: str, start: int, end: int, part: _Part, *, owns: bool) -> bool:
    """Whether a capitalised word that is also a common one is a person here, by its neighbours in the line."""
    before = _WORD_BEFORE.search(text[max(0, start - _WINDOW) : start])
    after = _WORD_AFTER.match(text, end, end + 40)
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
