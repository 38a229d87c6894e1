"""The candidate's name: what stands on top, says so itself, or agrees with the e-mail address. Or nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from core.screening.contacts.block import Layout, is_prose
from core.screening.contacts.headings import squash
from core.screening.contacts.name_shape import (
    PARTICLES,
    is_labelled,
    is_name_shaped,
    proper_case,
    spellings,
    undress,
)
from core.screening.contacts.place_names import DEGREES_LIKE_STATES, REGIONS
from core.screening.contacts.spans import Span, bare_link
from core.screening.contacts.word_lists import words

SURE = 4
"""Points from which a name is given. A wrong name is worse than none."""

POSSIBLE = 2
"""Points from which a line may hold a name: enough to keep it from a model, too little to show it."""

_LINES = 300
_LONGEST = 300
_LONGEST_ELSEWHERE = 60
"""Beyond so many lines, and in lines of more characters, nobody introduces himself."""

_NO_NAME = words("no name")
_FIELD_ENDS = re.compile(r"\s*[|·•▪■◆●♦∙⋅‖¦;]\s*|\t+|\s+[-–—/~]\s+|\s{3,}|,\s+|\s[○◦]\s")
_DATED = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name that may be the candidate's, and where it stands (`None`: made from the e-mail address)."""

    name: str
    points: int
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Field:
    text: str
    span: Span
    line: int
    alone: bool
    first: bool


def find_name(layout: Layout, email: str | None) -> str | None:
    """The candidate's name in proper case, or None where we aren't sure."""
    best = max(name_candidates(layout, email), key=lambda c: c.points, default=None)
    return best.name if best is not None and best.points >= SURE else None


def name_candidates(layout: Layout, email: str | None) -> tuple[NameCandidate, ...]:
    """Everything that may be the candidate's name, in the order of the text."""
    handles = own_handles(layout, email)
    found = [c for field in _fields(layout) if (c := _weigh(field, layout, handles)) is not None]
    found += _over_two_lines(layout, handles)
    if not any(c.points >= SURE for c in found):
        found += _between_the_columns(layout, email)
    if not any(c.points >= SURE for c in found) and (spelled := _from_email(email)) is not None:
        found.append(NameCandidate(spelled, SURE, None))
    return tuple(found)


def _fields(layout: Layout) -> Iterator[_Field]:
    """The parts of lines that could be a name: lines of the top and the block, and short lines anywhere before
    the referees, in pieces between separators and contact data."""
    for n, line in enumerate(layout.lines[: min(layout.referees, _LINES)]):
        longest = _LONGEST if n < layout.top or n in layout.block else _LONGEST_ELSEWHERE
        if n in layout.headings or len(line.text) > longest or (n and is_prose(line.text)):
            continue
        masked = layout.masked(n)
        yield from _pieces(masked, line.start, n, masked != line.text)


def _pieces(masked: str, offset: int, line: int, marked: bool) -> Iterator[_Field]:
    whole = masked.strip("| ")
    if re.fullmatch(r"[^|,]*", whole) or re.fullmatch(r"[^|,]+, [^|,]+", whole):
        yield _Field(whole, _at(masked, whole, offset), line, alone=not marked, first=True)
    cuts = [m.span() for m in _FIELD_ENDS.finditer(masked)]
    pieces = zip([0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(masked)], strict=True)
    texts = [(masked[a:b].strip("| "), a) for a, b in pieces]
    texts = [(text, a) for text, a in texts if text]
    if len(texts) == 1 and texts[0][0] == whole:
        return
    for n, (text, a) in enumerate(texts):
        following = texts[n + 1][0] if n + 1 < len(texts) else ""
        if following.split(" ")[0] in REGIONS and following.split(" ")[0] not in DEGREES_LIKE_STATES:
            continue  # "Salt Lake, UT"
        yield _Field(
            text,
            _at(masked, text, offset, a),
            line,
            alone=False,
            first=all(_is_preamble(t) for t, _ in texts[:n]),
        )


def _at(masked: str, piece: str, offset: int, begin: int = 0) -> Span:
    start = masked.index(piece, begin) + offset if piece else offset
    return Span(start, start + len(piece))


def _weigh(field: _Field, layout: Layout, handles: Sequence[str]) -> NameCandidate | None:
    name = undress(field.text)
    name = _split_by_handle(name, handles) or name
    agreement = 0
    if is_name_shaped(name):
        agreement = _agreement(name, handles)
    else:
        shorter = _leading_name(name, handles) if field.line < layout.top else None
        if shorter is None:
            return None
        name, agreement = shorter, 3
    points = 6 if is_labelled(field.text) and field.line < layout.top + 3 else 0
    points += {0: 0, 1: 2, 2: 3, 3: 5}[agreement]
    if field.line < layout.top or field.line == 0:
        points += _for_position(field, layout)
    elif not agreement and not points:
        return None
    if not agreement and _all_words_common(name, layout.text):
        points -= 2
    return NameCandidate(proper_case(name), points, field.span) if points >= POSSIBLE else None


def _for_position(field: _Field, layout: Layout) -> int:
    """The nearer to the top the likelier; lines without letters or with only a document's title don't count."""
    before = sum(1 for line in layout.lines[: field.line] if not _is_preamble(line.text))
    points = {0: 3, 1: 2, 2: 1, 3: 1}.get(before, 0)
    if before == 0 and field.first:
        points += 1
    near = any(layout.marks(n) for n in range(field.line, min(field.line + 4, layout.top)))
    if not near and any(_DATED.search(line.text) for line in layout.lines[field.line : field.line + 2]):
        points -= 3  # an employer, or a school
    return points + (1 if near and field.alone else 0) - (0 if field.first else 2)


_PREAMBLE = re.compile(
    r"(?i)^(?:curriculum vit\w+|r[eé]sum[eé]|cv|lebenslauf|bio-?data|last updated.*|updated.*|page \d+.*|confidential.*|"
    r"personal (?:details|information|data)|contact.*|application.*|bewerbung.*|europass.*|简历|个人简历|履歴書|職務経歴書|이력서|"
    r"السيرة الذاتية|резюме|[\W\d_]*)$"
)


def _is_preamble(text: str) -> bool:
    return bool(_PREAMBLE.match(text.strip()))


def _agreement(name: str, handles: Sequence[str]) -> int:
    """How far the e-mail address or a profile's address bears the name out: 3 first and last name (one of them
    may be an initial), 2 one of them, 1 initials, 0 not at all."""
    parts = [p for p in re.split(r"[\s-]+", name) if squash(p) and squash(p) not in PARTICLES]
    if not parts or not handles:
        return 0
    forms = [spellings(part) for part in parts]
    return max((_agrees(forms, _letters(handle)) for handle in handles), default=0)


def _agrees(forms: Sequence[frozenset[str]], handle: str) -> int:
    """`_agreement` of the spellings of a name's parts with the letters of one handle."""
    whole = [n for n, form in enumerate(forms) if any(len(f) >= 2 and f in handle for f in form)]
    long = [n for n in whole if max(map(len, forms[n])) >= 3]
    initials = "".join(min(form)[:1] for form in forms)
    if len(whole) >= 2 and long:
        return 3
    for n in long:
        rest = next(handle.replace(f, " ", 1) for f in sorted(forms[n], key=len, reverse=True) if f in handle)
        if (
            any(f.startswith(rest.strip()) for m, form in enumerate(forms) if m != n for f in form)
            and rest.strip()
        ):
            return 3
    if not any(form and handle.find(max(form, key=len)) >= 0 for form in forms):
        return 1 if len(initials) >= 2 and handle == initials else 0
    return 2 if long else 0


def _split_by_handle(name: str, handles: Sequence[str]) -> str | None:
    """ "J A N E R O E", where an address says where the words end."""
    if len(name.split()) < 4 or any(len(part) > 1 for part in name.split()):
        return None
    for handle in handles:
        parts = [_letters(part) for part in re.split(r"[._-]", handle) if _letters(part)]
        if len(parts) > 1 and "".join(parts) == squash(name):
            return " ".join(parts).upper()
    return None


def _leading_name(field: str, handles: Sequence[str]) -> str | None:
    """ "Jane Roe Senior Nurse" without a separator: the first words, where an address bears them out."""
    parts = field.split()
    for count in range(min(5, len(parts) - 1), 1, -1):
        name = " ".join(parts[:count])
        if is_name_shaped(name) and _agreement(name, handles) == 3 and _agreement(parts[count - 1], handles):
            return name
    return None


def _all_words_common(name: str, text: str) -> bool:
    """Whether every word of it is also written small in the text: then it's a phrase, hardly a name."""
    long = [part for part in name.split() if len(part) > 2 and part.lower() != part]
    return bool(long) and all(_is_written_small(part, text) for part in long)


def _is_written_small(part: str, text: str) -> bool:
    small = part.lower()
    return small in text and bool(re.search(rf"\b{re.escape(small)}\b", text))


def _over_two_lines(layout: Layout, handles: Sequence[str]) -> Iterator[NameCandidate]:
    """First name on one line, last name on the next."""
    for n in range(min(layout.top, 5) - 1):
        upper, lower = layout.lines[n], layout.lines[n + 1]
        if any(not 1 <= len(line.text.split()) <= 2 or "," in line.text for line in (upper, lower)):
            continue
        name = undress(f"{upper.text} {lower.text}")
        alike = upper.text.isupper() == lower.text.isupper()
        if (
            len(name.split()) < 2
            or not is_name_shaped(name)
            or undress(upper.text) in REGIONS
            or lower.text in REGIONS
        ):
            continue
        agreement = _agreement(name, handles)
        if agreement == 3 and not all(_agreement(undress(line.text), handles) for line in (upper, lower)):
            continue  # one of the lines is the whole name, the other something else
        points = (
            {0: 0, 1: 2, 2: 3, 3: 6}[agreement]
            + (3 if alike else 1)
            + (1 if _introduces(layout, n + 2) else 0)
        )
        if n and not all(_is_preamble(line.text) for line in layout.lines[:n]):
            points -= 2
        if len(upper.text.split()) == 2 and agreement < 3:
            points -= 3  # the first line is a name by itself
        if points >= POSSIBLE:
            yield NameCandidate(proper_case(name), points, Span(upper.start, lower.end))


def _introduces(layout: Layout, index: int) -> bool:
    """Whether a line is what stands below a name: a job's title, contact details, a section's title."""
    if (
        index >= len(layout.lines)
        or index in layout.headings
        or layout.masked(index) != layout.lines[index].text
    ):
        return True
    return any(squash(word) in _NO_NAME for word in layout.lines[index].text.split())


def _between_the_columns(layout: Layout, email: str | None) -> Iterator[NameCandidate]:
    """Drawn in columns, a name may come late in the text: in capitals on a line of its own, above a job's title
    or a section's, the only such line."""
    if email is not None:
        return
    found = []
    for n, line in enumerate(layout.lines[: min(layout.referees, 40)]):
        name = undress(line.text)
        below = layout.lines[n + 1].text if n + 1 < len(layout.lines) else ""
        if (
            not (line.text.isupper() and is_name_shaped(name) and 2 <= len(name.split()) <= 3)
            or "," in line.text
        ):
            continue
        if any(len(squash(part)) < 3 for part in name.split()) or _DATED.search(below):
            continue
        titled = any(squash(word) in _NO_NAME for word in below.split()) and not below.endswith((",", "."))
        if ((n + 1) in layout.headings or (titled and len(below.split()) <= 5)) and not _all_words_common(
            name, layout.text
        ):
            found.append(NameCandidate(proper_case(name), SURE, Span(line.start, line.end)))
    if len(found) == 1:
        yield found[0]


def own_handles(layout: Layout, email: str | None) -> tuple[str, ...]:
    """What addresses call the candidate: the e-mail's local part, the profile's last part."""
    raw = [email.rpartition("@")[0].partition("+")[0]] if email else []
    for link in (*(s.of(layout.text) for s in layout.links), *layout.known_links):
        bare = "".join(unquote(bare_link(link)).split())
        if (
            profile := re.match(
                r"(?i)(?:[a-z]{2,3}\.)?(?:linkedin\.com/in|xing\.com/profile|github\.com|gitlab\.com)/([^/?#]+)/?$",
                bare,
            )
        ) is not None:
            raw.append(profile[1])
    return tuple(dict.fromkeys(handle.casefold() for handle in raw if len(_letters(handle)) >= 2))


@lru_cache(maxsize=256)
def _letters(handle: str) -> str:
    return min(spellings(re.sub(r"[\d_]+", "", handle)), key=len)


def _from_email(email: str | None) -> str | None:
    """ "jane.roe@…" spells a name; "j.roe@…", "info@…" and "janeroe@…" don't."""
    if email is None:
        return None
    parts = re.sub(r"\d+$", "", email.rpartition("@")[0].partition("+")[0]).split(".")
    if len(parts) != 2 or not all(part.isalpha() and len(part) >= 3 for part in parts):
        return None
    name = " ".join(part.capitalize() for part in parts)
    return name if is_name_shaped(name) else None
