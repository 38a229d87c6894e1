"""Where a text calls somebody by several parts of a name, or by one with initials.

One expression, compiled once, looks at a copy of the text in which every part of the name is written in letters that
the copy has for nothing else: accented ones, which were taken out of it. Why: an expression for each name took 3 ms
to compile, and a name comes but once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.screening.contacts.spans import Span
from core.screening.contacts.whole_words import lowered, places_of
from core.screening.contacts.word_lists import words

PARTICLES = words("particles")
UPPER = r"[^\W\d_a-zß-öø-ÿа-яёα-ωά-ώ]"
TITLE = r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Mme|Mlle|Madame|Monsieur|M|Sra?|Sir)\b\.?"
OWN = r"(?:['’]s?(?!\w))?"

_FAMILY, _EXACT, _LOOSE, _INITIAL = "À", "Á", "Â", "É"
"""What a part's first letter becomes: of a family name, of any part as names are written, otherwise written, alone."""
_SMALL = {_FAMILY: "à", _EXACT: "á", _LOOSE: "â"}
"""The same where the text writes it small."""
_REST = "ä"

_TITLED = rf"(?:{TITLE}[ \t]++)?(?<![\w@])"
_APART = r"(?:[ \t]*+(?:[-.·][ \t]*+)?(?:\n[ \t]*+)?(?<=[\s.·-]))"
_SUFFIX = r"(?:,?[ ](?:Jr|Sr|II|III|IV)\b\.?)?"
_PARTICLE = rf"(?i:{'|'.join(sorted(word for word in PARTICLES if word.isascii()))})"
_MIDDLE = rf"(?:(?:{_PARTICLE}|{UPPER}\.?|[(\"“'‘]?{UPPER}[\w'’-]{{1,40}}[)\"”'’]?)[ ]){{0,3}}"
_ONE = rf"[ÀÁÂàáâ]{_REST}+"
_AS_WRITTEN = rf"[ÀÁàá]{_REST}+(?:-[ÀÁàá]{_REST}+)*"
_OF_FAMILY = rf"[Àà]{_REST}+(?:-[Àà]{_REST}+)*"
_SEVERAL = re.compile(
    rf"{_TITLED}(?:(?:{UPPER}\.{_APART}){{0,2}}{_ONE}(?:{_APART}{_MIDDLE}{_ONE})+"
    rf"|{_OF_FAMILY},[ ]{_AS_WRITTEN}(?:[ ]{UPPER}\.)?"
    rf"|(?:{UPPER}\.[ ]?-?){{1,3}}(?:{_PARTICLE}[ ]){{0,2}}{_AS_WRITTEN}"
    rf"|{_INITIAL}[ ](?:{_PARTICLE}[ ]){{0,2}}{_AS_WRITTEN}"
    rf"|{_AS_WRITTEN},?[ ](?:{_INITIAL}\.[ ]?-?){{1,2}}(?<=\.))(?!\w){_SUFFIX}{OWN}"
)
_ONLY = re.compile(rf"{_TITLED}{_AS_WRITTEN}(?!\w){OWN}")
_CAPITAL = re.compile(UPPER)


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a text may write the parts of a name, all without accents."""

    loose: frozenset[str]
    """Small and capital letters don't matter."""
    exact: frozenset[str]
    family: frozenset[str]
    """Those of `exact` that a comma may follow."""
    initials: frozenset[str]


def sequences(text: str, spellings: Spellings, *, several: bool) -> Iterator[Span]:
    """Two parts together, whatever stands between a first and a last name, or a part with initials; in order.

    `text` has no accents. A name that isn't `several` words is met wherever it stands.
    """
    copy, places = _copied(text, spellings, initials=several)
    for start, end in _near(copy, places):
        for match in (_SEVERAL if several else _ONLY).finditer(copy, start, end):
            yield Span(*match.span())


def _copied(text: str, spellings: Spellings, *, initials: bool) -> tuple[str, list[int]]:
    """The text with the name's parts in letters of their own, and where these stand."""
    small = lowered(text)
    copy = list(text)
    places: list[int] = []
    for low in _single(form.lower() for form in spellings.loose | spellings.exact):
        for start in places_of(small, low):
            end = start + len(low)
            if copy[start] != text[start] or copy[end - 1] != text[end - 1]:
                continue  # part of a longer one
            shown = text[start:end]
            first = _FAMILY if shown in spellings.family else _EXACT if shown in spellings.exact else _LOOSE
            copy[start] = first if _CAPITAL.match(shown) else _SMALL[first]
            copy[start + 1 : end] = _REST * (len(low) - 1)
            places.append(start)
    if places and initials:
        for letter in spellings.initials:
            for start in places_of(text, letter):
                copy[start] = _INITIAL if copy[start] == letter else copy[start]  # else the O of an O'Neill
    return "".join(copy), sorted(places)


def _single(forms: Iterable[str]) -> list[str]:
    """The longest first; without double names of which every part is one: they are met part by part."""
    known = set(forms)
    return sorted(
        (form for form in known if "-" not in form or not known.issuperset(form.split("-"))),
        key=lambda form: (-len(form), form),
    )


def _near(text: str, places: list[int]) -> Iterator[tuple[int, int]]:
    """The lines that hold one of the places, each with the two above it, where its initials may stand."""
    begin, end = 0, -1
    for place in places:
        if place < end:
            continue
        start = place
        for _ in range(3):
            start = max(text.rfind("\n", 0, start), 0)
        if start > end >= 0:
            yield begin, end
        if start > end:
            begin = start
        end = text.find("\n", place)
        end = len(text) if end < 0 else end
    if end >= 0:
        yield begin, end
