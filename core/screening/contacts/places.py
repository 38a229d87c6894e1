"""Where a candidate lives: the town to show, and the lines of an address to take out."""

import re
from collections.abc import Iterator

from core.screening.contacts.block import Layout, is_prose
from core.screening.contacts.headings import is_heading, squash
from core.screening.contacts.place_names import REGIONS, STATES
from core.screening.contacts.spans import Span
from core.screening.contacts.word_lists import words

_JOB_WORDS = words("no name") - words("in addresses")
_CAPITALISED = r"[^\W\d_a-zß-öø-ÿ][\w'’.-]*"
_TOWN = (
    rf"(?:(?:St\.? |São |San |Los |Las |El |La |Le )?{_CAPITALISED}(?:[ -](?:{_CAPITALISED}|am|an|de|del|do|of|upon|la|der))"
    r"{0,3})"
)
_REGION = "|".join(sorted((re.escape(name) for name in REGIONS if name), key=len, reverse=True))
_PLACE = re.compile(
    rf"(?:{_TOWN}, ?){{1,3}}(?:{_REGION})(?![\w'’])(?:, ?(?:{_REGION})(?![\w'’]))?(?: \d{{5}}(?:-\d{{4}})?)?"
)
_POSTCODE = re.compile(
    rf"\b[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b|\b(?:{'|'.join(s for s in STATES if len(s) <= 3)})\s+\d{{4,5}}(?:-\d{{4}})?\b|"
    rf"(?:^|[,\s])(?:[A-Z]{{1,2}}-\d{{4,5}}|\d{{5}}|\d{{4}} [A-Z]{{2}}|(?!19|20)\d{{4}}) {_CAPITALISED}|{_CAPITALISED} ?[-–,]? ?\d{{3}} ?\d{{3}}\b|{_CAPITALISED},? \d{{5}}\b"
)
_NUMBER = r"(?<![\d.,/-])(?!(?:19|20)\d\d\b)\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)?"
_STREET = re.compile(
    rf"{_NUMBER},? (?:(?:[NSEW]|North|South|East|West|NE|NW|SE|SW)\.? )?"
    rf"(?:(?:{_CAPITALISED}|of|de|la|the|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}?"
    r"(?i:Street|St|Avenue|Ave|Road|Rd|Drive|Dr|Lane|Ln|Boulevard|Blvd|Court|Ct|Place|Pl|Terrace|Way|Square|Sq|Close|"
    r"Crescent|Gardens|Grove|Hill|Row|Mews|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Trail|Park|Parade|Quay|Walk|Nagar|Marg)\b\.?"
    rf"|{_NUMBER},? (?:bis |ter )?(?i:rue|avenue|boulevard|bd|place|allée|chemin|impasse|quai) [^\n|•·,]+"
    rf"|\b(?:Calle|C/|Avda\.?|Avenida|Paseo|Plaza|Rua|Via|Viale|Piazza|Corso|ul\.|ulica) [^\n|•·\d]{{2,40}}?{_NUMBER}"
    r"|\b[A-ZÄÖÜ][\w.-]*?(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse|ufer|damm|straat|laan|gracht|plein|gatan|vägen|vej|gade)"
    rf" {_NUMBER}\b"
    r"|\b[A-ZÄÖÜ][\w-]+(?:er|-) (?:Straße|Str\.|Allee|Platz|Weg|Ring|Damm|Ufer) "
    rf"{_NUMBER}\b"
    rf"|\b(?:Am|An der|An den|Auf der|Im|Zum|Zur|Unter den) (?:{_CAPITALISED} ?){{1,3}} {_NUMBER}\b"
    r"|\bP\.? ?O\.? Box \d+"
    r"|\b(?:Flat|Apartment|Apt|Unit|Suite|House|Plot|Door|H\.? ?No|D\.? ?No)\.?(?: No\.?)?:? ?#?[A-Z]?-?\d+[\w/-]*"
)
_STREET_ENDS = re.compile(r"\s*(?:$|[\n,;|•·(#]|(?:Apt|Apartment|Suite|Unit|Flat|Fl|Floor)\b)", re.IGNORECASE)
_LABEL = re.compile(
    r"(?i)^\W*(?:(?:home |mailing |postal |permanent |current |present |residential |street |mail)?address|adresse|anschrift|wohnort|"
    r"location|based in|lives in|residence|residing (?:in|at)|dirección|direccion|domicilio|ubicación|endereço|indirizzo|"
    r"lieu|ville|ort|city|town|地址|住所|住址|주소|العنوان|адрес)\s*(?:[:：|–-]\s*|(?<=in)\s+|(?<=at)\s+|$)"
)
_DATED = re.compile(r"(?:19|20)\d\d ?[-–]|(?:19|20)\d\d to\b|[-–] ?(?i:present|current|now)\b")
_BESIDE_A_PLACE = 25
"""So many letters may stand beside a town on its line (a house, a postcode); with more the line tells of a job."""

_LONGEST_FIELD = 400
"""Characters. No address is longer, and looking for one takes time by the square of it."""

_CALLED_A_PLACE = re.compile(r"(?i)\b(?:location|address|city|based in|lives in)\s?:?\s*$")
_DIGIT = re.compile(r"\d")
_SEPARATORS = re.compile(r"\s*[|·•▪■◆●♦∙⋅‖¦;]\s*|\t+|\s{3,}|\s+[–—]\s+")
_NOT_A_TOWN = words("no town")


def find_location(layout: Layout, name: str | None) -> str | None:
    """ "City, ST" or "City, Country" among the contact details, or what a label calls the address. None when unsure."""
    labelled = None
    for n in sorted(layout.block):
        line = layout.lines[n]
        masked = _without_name(layout.masked(n), name)
        if _DATED.search(masked) and "|||" not in masked:
            continue
        for field, _ in _fields(masked):
            bare = _LABEL.sub("", field)
            if (place := _place_in(bare, whole=bare == field)) is not None:
                return place
            if bare != field and labelled is None and _is_town(bare):
                labelled = bare
        if n + 1 in layout.block and _LABEL.fullmatch(line.text) and labelled is None:
            below = layout.lines[n + 1].text
            labelled = below if _is_town(below) else None
    return labelled


def region_of(location: str | None) -> str | None:
    """The ISO code of the country a location names, or None."""
    parts = [part.strip() for part in (location or "").split(",")]
    return next((REGIONS[part] for part in reversed(parts) if part in REGIONS), None)


def address_spans(layout: Layout, masked_lines: dict[int, str]) -> Iterator[Span]:
    """Every piece of a postal address: in the contact block by any sign of one, elsewhere only streets that end
    like an address, with the line below when it holds a postcode.

    `masked_lines` are the block's lines with name, e-mail, phone and links replaced by bars of equal length.
    """
    street_above = False
    for n, line in enumerate(layout.lines):
        if n in layout.headings:
            street_above = False
            continue
        text = masked_lines.get(n, line.text)
        found = list(_in_block(text, street_above) if n in masked_lines else _elsewhere(text, street_above))
        for a, b in found:
            yield Span(line.start + a, line.start + b)
        street_above = bool(found) and (n in masked_lines or bool(_STREET.search(text)))


def _in_block(text: str, street_above: bool) -> Iterator[tuple[int, int]]:
    contact_line = "|||" in text
    if is_prose(text):
        return
    for field, a in _fields(text):
        label = _LABEL.match(field)
        begin = a + (label.end() if label else 0)
        bare = field[label.end() :] if label else field
        if not bare.strip("| ") or len(bare) > _LONGEST_FIELD:
            continue
        begin += len(bare) - len(bare.lstrip())
        end = a + len(field.rstrip())
        place = _PLACE.search(bare)
        if (
            label
            or _STREET.search(bare)
            or _POSTCODE.search(bare)
            or (place and not _DATED.search(text) and not _has_job_word(bare[: place.start()]))
            or ((street_above or contact_line) and _is_town(bare))
        ):
            yield begin, end


def _elsewhere(text: str, street_above: bool) -> Iterator[tuple[int, int]]:
    if not street_above and not _DIGIT.search(text):
        return
    if len(text) <= 120:
        for street in _STREET.finditer(text):
            if _STREET_ENDS.match(text, street.end()):
                rest = text[street.end() :]
                whole = street.end() + (len(rest) if _POSTCODE.search(rest) or len(rest) < 40 else 0)
                yield street.start(), whole
                return
    if street_above and len(text) <= 60 and (_POSTCODE.search(text) or _PLACE.fullmatch(text)):
        yield 0, len(text)


def _fields(text: str) -> Iterator[tuple[str, int]]:
    """Pieces between separators and bars, with where they begin."""
    begin = 0
    for cut in [*_SEPARATORS.finditer(text), None]:
        end = cut.start() if cut else len(text)
        piece = text[begin:end]
        if (stripped := piece.strip(" |,")) and any(c.isalnum() for c in stripped):
            yield stripped, begin + piece.index(stripped)
        begin = cut.end() if cut else end


def _place_in(field: str, *, whole: bool) -> str | None:
    if len(field) > _LONGEST_FIELD:
        return None
    field = _STREET.sub("|", field)
    match = _PLACE.search(field)
    if match is None or is_prose(field) or (whole and re.match(r"[^\W\d_]{2,}: ", field)):
        return None
    before = field[: match.start()]
    beside = len(squash(field)) - len(squash(match.group()))
    if beside > _BESIDE_A_PLACE and not _CALLED_A_PLACE.search(before):
        return None
    parts = [" ".join(part.split()) for part in re.sub(r"\s+\d{5}(?:-\d{4})?$", "", match.group()).split(",")]
    while parts and _has_job_word(parts[0]):
        del parts[0]
    if not any(part not in REGIONS for part in parts) or _has_job_word(field[: match.start()]):
        return None
    return ", ".join(parts[-3:])


def _is_town(field: str) -> bool:
    """One to five capitalised words without a job's, a firm's or a label's: on a line of contact data, a place."""
    bare = field.strip(" ,.|()")
    if not bare or len(bare) > 60 or ":" in bare or any(c.isdigit() for c in bare) or is_heading(bare):
        return False
    parts = [part for part in re.split(r"[\s,/]+", bare) if part]
    if len(squash(bare)) < 2 or len(parts) > 6 or _has_job_word(bare):
        return False
    if any(squash(part) in _NOT_A_TOWN for part in parts):
        return False
    return all(
        part[0].isupper() or part.lower() == part.upper() or part in ("am", "an", "de", "of", "upon", "la")
        for part in parts
    )


def _has_job_word(text: str) -> bool:
    return any(squash(word) in _JOB_WORDS for word in text.split())


def _without_name(text: str, name: str | None) -> str:
    if not name:
        return text
    return re.sub(re.escape(name), lambda m: "|" * len(m.group()), text, flags=re.IGNORECASE)
