"""What is told of a candidate, without who it is: name, ways to reach them, pronouns and personal details replaced.

The same finders and the same tokens as in the text an engine gets (core/screening/redact), but for short texts,
which have no layout to go by.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from pathlib import PurePosixPath

from core.domain.candidate import Contact
from core.screening.contacts.block import covering, masked
from core.screening.contacts.name_marks import name_spans
from core.screening.contacts.spans import Span, bare_link, email_spans, link_spans, phone_spans
from core.screening.redact.personal import personal_spans
from core.screening.redact.pronouns import pronoun_spans
from core.screening.redact.rewrite import TOKENS, Token

_SEAM = "\n\x1f\n"
"""Between the texts: nothing a finder could read over."""

_DIGITS = re.compile(r"\d(?:[ ().\/+–‐‑-]{0,3}[\dX*]){6}")
"""So many digits together that they may be a phone number's."""

_ABOUT_PERSON = (
    "he she him his her hers himself herself they xe ze mr mrs ms mx miss herr herrn frau mme mlle madame "
    "monsieur senor senora signora gender sex sexe sexo sesso geschlecht born birth birthday dob age aged old "
    "married unmarried single divorced widowed ledig verheiratet geschieden status nationality citizenship "
    "religion denomination ethnicity race caste children father mother husband spouse blood height weight "
    "health disability geburtsdatum geboren geb geburtsort alter familienstand staatsangehorigkeit "
    "nationalitat staatsburgerschaft konfession kinder naissance ne nee situation nationalite nacimiento edad "
    "civil nacionalidad nascita eta civile nazionalita nascimento idade nacionalidade geboortedatum "
    "geboorteplaats leeftijd geslacht staat nationaliteit "
)
"""Without one of these, accents aside, there is neither a pronoun nor a personal detail."""
_PERSONAL = frozenset(_ABOUT_PERSON.split())

_NO_NAME = re.compile(
    r"(?:cv|resume|lebenslauf|bewerbung|application|vitae|curriculum|final|draft|copy|version|updated|scan|document"
    r"|profile|neu|new|english|german|senior|junior|lead|manager|engineer|developer|assistant|analyst)",
    re.IGNORECASE,
)
_PHONE_TAIL = 7
"""Last digits by which a number is known again, however it is written."""


@lru_cache(maxsize=10_000)  # every new result of a run has all the others told again
def without_person(
    texts: tuple[str, ...], contact: Contact, *, file: str = "", keep: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The texts in order; `texts` itself where nothing in it had to go. `keep` are our own words in them (the criteria), which stand even where a name is like them.

    Where no name is known, the words that the address and the file's name are made of count as one.
    """
    whole = _SEAM.join(text.replace("\x1f", " ") for text in texts)
    paint = bytearray(len(whole))
    for token, span in _findings(whole, contact, file):
        paint[span.start : span.end] = bytes([TOKENS.index(token) + 1]) * (span.end - span.start)
    if not any(paint):
        return texts
    for words in keep:
        _unpaint(whole, paint, words.strip().rstrip(".")[:60])
    return tuple(_painted_over(whole, paint).split(_SEAM))


def _findings(text: str, contact: Contact, file: str) -> Iterator[tuple[Token, Span]]:
    """From the weakest to the strongest token, as in TOKENS: where two overlap, the later one stands.

    Each finder runs only where a glance says that it may find something: most texts hold nothing of it, and a run
    has thousands.
    """
    words = frozenset(re.findall(r"[^\W\d_]+", _folded(text)))
    if not words.isdisjoint(_PERSONAL):
        yield from (("[personal details]", span) for span in personal_spans(text))
        yield from (("[they]", span) for span in pronoun_spans(text))
    low = text.casefold()
    emails = email_spans(text)
    links = link_spans(text, [link for link in contact.links if bare_link(link).casefold() in low])
    bare = masked(text, covering((*emails, *links), len(text))) if emails or links else text
    for name in [contact.name] if contact.name else _likely_names(contact, file):
        if _may_stand_in(words, low, name):
            yield from (("[name]", span) for span in name_spans(bare, name))
    yield from (("[phone]", span) for span in _phones(text, contact.phone))
    yield from (("[link]", span) for span in links)
    yield from (("[e-mail]", span) for span in emails)


def _likely_names(contact: Contact, file: str) -> list[str]:
    """The words of address, profiles and file name, where no name was found."""
    address = (contact.email or "").partition("@")[0]
    profiles = [bare_link(link).rpartition("/")[2] for link in contact.links]
    told = (address, *profiles, PurePosixPath(file).stem)
    parts = (part for words in told for part in re.split(r"[\W\d_]+", words))
    return sorted({p.capitalize() for p in parts if len(p) >= 3 and not _NO_NAME.fullmatch(p)})


def _may_stand_in(words: frozenset[str], low: str, name: str) -> bool:
    """Whether a part of the name is among the words, accents aside; in a script without letters case, in the text."""
    parts = re.findall(r"[^\W\d_]{2,}", name)
    spelled = (part.casefold().translate(_SPELLED) for part in parts)
    return any(_folded(part) in words or part.casefold() in low for part in (*parts, *spelled))


_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_STRUCK = tuple(zip("øłđðı", "olddi", strict=True))


def _folded(text: str) -> str:
    """Small letters without accents; letters of other scripts are gone."""
    plain = text.casefold()
    if plain.isascii():
        return plain
    for struck, letter in _STRUCK:
        plain = plain.replace(struck, letter)
    return unicodedata.normalize("NFD", plain).encode("ascii", "ignore").decode()


def _phones(text: str, known: str | None) -> Iterator[Span]:
    digits = "".join(filter(str.isdigit, known or ""))[-_PHONE_TAIL:]
    shape = r"[ ().\/–-]{0,3}".join(digits) if len(digits) == _PHONE_TAIL else ""
    done = 0
    for digits_there in _DIGITS.finditer(text):
        if digits_there.start() < done:
            continue
        start = text.rfind("\n", 0, digits_there.start()) + 1
        end = text.find("\n", digits_there.end())
        done = len(text) if end < 0 else end
        for span in phone_spans(text[start:done], strict=True):
            yield Span(start + span.start, start + span.end)
        if shape:
            for match in re.finditer(rf"(?:[+(\d][\d ().\/–-]{{0,14}})?{shape}", text[start:done]):
                yield Span(start + match.start(), start + match.end())


def _unpaint(text: str, paint: bytearray, words: str) -> None:
    at = text.find(words) if words else -1
    while at >= 0:
        paint[at : at + len(words)] = bytes(len(words))
        at = text.find(words, at + len(words))


def _painted_over(text: str, paint: bytearray) -> str:
    """Each painted run replaced by its token; two of one kind with only blanks between them are one."""
    said: list[str] = []
    last, gap = 0, ""
    at = 0
    for mark, run in groupby(paint):
        length = sum(1 for _ in run)
        piece = text[at : at + length]
        at += length
        if not mark:
            gap = piece
            continue
        if mark != last or gap.strip(" ,") or not gap:
            said += (gap, TOKENS[mark - 1])
        last, gap = mark, ""
    said.append(gap)
    return "".join(said)
