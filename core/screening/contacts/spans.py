"""Where e-mail addresses, phone numbers and links stand in a text, by their shape.

Shape, not validity: a number that no exchange would connect is still somebody's, and what is taken out of a
text must not depend on it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.screening.contacts.whole_words import lowered, places_of


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, by code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


_DOMAIN = r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.)+[^\W\d_]{2,24}"
_LOCAL = r"[\w.+%'’&~=-]{0,63}[\w+]"
_PROVIDER = (
    r"(?:gmail|googlemail|yahoo|ymail|outlook|hotmail|live|icloud|me|aol|gmx|web|mail|email|protonmail|proton|zoho|"
    r"yandex|qq|163|126|naver|rediffmail|free|orange|wanadoo|t-online|libero)(?:\.[a-z]{2,3}){1,2}"
)
_EMAILS = (
    re.compile(rf"(?:mailto:\s?)?(?<![\w.+%-]){_LOCAL}@\n?{_DOMAIN}", re.IGNORECASE),
    # Broken by spaces around the @: only where it can't be "Engineer @ booking.com".
    re.compile(rf"(?<![\w.+%-]){_LOCAL}[ ]?@[ ]?{_PROVIDER}(?![\w-])", re.IGNORECASE),
    re.compile(rf"(?<![\w.+%-])[a-z][\w-]*[._\d][\w.-]*[ ]@[ ]?{_DOMAIN}"),
    re.compile(rf"(?:(?i:(?<=mail:)|(?<=mail: ))){_LOCAL}[ ]?@[ ]?{_DOMAIN}"),
    re.compile(
        rf"(?<![\w.+%-]){_LOCAL}\s?[\[({{]\s?at\s?[\])}}]\s?[\w-]+"
        rf"(?:(?:\.|\s?[\[({{]\s?dot\s?[\])}}]\s?)[\w-]+)+",
        re.IGNORECASE,
    ),
)

_EMAIL_SIGN = re.compile(r"@|[\[({]\s?at\s?[\])}]", re.IGNORECASE)

_SITES = (
    r"linkedin\.com|github\.com|gitlab\.com|bitbucket\.org|stackoverflow\.com|medium\.com|twitter\.com|x\.com|"
    r"facebook\.com|fb\.com|instagram\.com|behance\.net|dribbble\.com|kaggle\.com|xing\.com|leetcode\.com|"
    r"hackerrank\.com|hackerearth\.com|codepen\.io|dev\.to|t\.me|wa\.me|youtube\.com|orcid\.org|researchgate\.net|"
    r"scholar\.google\.[a-z.]+|about\.me|linktr\.ee"
)
_PATH = r"[^\s|•·,;<>\"'“”()\[\]]*"
_LINKS = (
    re.compile(rf"\b(?:https?|ftp)://[^\s|•·<>\"“”]+|(?<![\w.@])www\.[\w-]+\.{_PATH}", re.IGNORECASE),
    # A profile's address that a line end broke before the last part belongs together.
    re.compile(rf"(?<![\w.@-])(?:[a-z]{{2,3}}\.)?linkedin\.com/(?:in|pub)/\s?{_PATH}", re.IGNORECASE),
    re.compile(rf"(?<![\w.@-])(?:[\w-]+\.)*?(?:{_SITES})/{_PATH}", re.IGNORECASE),
    re.compile(rf"(?<![\w.@-])(?:[\w-]+\.)+(?:github|gitlab)\.io{_PATH}", re.IGNORECASE),
    re.compile(rf"(?<![\w.@/-])(?:[a-z\d-]+\.)+[a-z]{{2,12}}/{_PATH}"),
    re.compile(r"(?<![\w/])/in/[\w%-]{3,}(?![\w/])"),
)
_LINK_SIGN = re.compile(r"/|www\.|\.io\b", re.IGNORECASE)
_BARE_DOMAIN = re.compile(
    r"(?<![\w.@/-])(?:[a-z\d-]+\.)+"
    r"(?:com|org|net|edu|info|biz|io|me|dev|app|ai|co|tech|design|online|site|website|page|blog|xyz|name|pro|work|studio|"
    r"art|uk|us|eu|de|at|ch|fr|be|nl|es|pt|it|dk|se|no|fi|pl|cz|hu|ro|gr|ie|in|cn|jp|kr|sg|au|nz|ca|mx|br|ar|za|ng|ke|"
    r"ma|tr|il|ru|ua)(?![\w@-])",
    re.IGNORECASE,
)
_DOTTED_TECHNOLOGY = re.compile(
    r"(?i:(?:asp|vb|ado|f#|c#)\.net)|[A-Z]\.[A-Za-z]{2,4}\b|(?i:socket\.io|e\.g|i\.e)"
)
_HANDLE = re.compile(r"(?<![\w.@])@[\w.]{3,30}(?<!\.)(?![\w@])")

_PHONE = re.compile(
    r"(?<![\w@/.,*+$€£₹-])(?:\+ ?|\(\+|00)?\(?\d[\d*X]*(?:(?: |[ ]?[-.–‐‑()]{1,2}[ ]?|/)[\d*X]+)*"
    r"(?![\w@*%]|[-–]\d|[.,]\d)"
)
_EXTENSION = re.compile(r"[ ,;]*(?:ext|extension|x|durchwahl|poste)[. :]*\d{1,6}\b", re.IGNORECASE)
_SURE_PHONE = re.compile(
    r"\(?\+\(?\d|\(\d{2,5}\)[ .-]?\d|\(?\d{3}\)?[-. –‐‑]\d{3}[-. –‐‑]\d{4}$|0\d(?:[ .-]\d\d){4}$|0\d{2,4}[ /-]\d{5,}"
)
_PHONE_LABEL = re.compile(
    r"(?i:\b(?:phone|telephone|tel|telefon|téléphone|teléfono|telefone|telefono|mobile|mob|mobil|móvil|cell|cellular|"
    r"handy|contact(?: no| number)?|ph|whatsapp|fax|call|portable)|电话|手机|電話|携帯|전화|☎|✆|📞|📱)"
    r"[ \t]*(?i:no|number|nr|#)?[ \t.:#|)]*$"
)
_TEL = re.compile(r"(?i:\btel):\s?$")
_NOT_PHONE_LABEL = re.compile(
    r"(?i:\b(?:licen[cs]e|registration|reg|certificate|cert|credential|id|passport|ssn|nhs|nmc|npi|isbn|issn|doi|iban|"
    r"account|member(?:ship)?|order|ticket|patent|visa|born|birth|dob))[ \t]*(?i:no|number|nr|#)?[ \t.:#-]*$"
)
_MONEY = re.compile(r"[$€£₹][\d ,.]*$")
_DATES = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?[-–/.]\s?(?:(?:19|20)\d\d|\d{1,2})(?!\d)|"
    r"(?<!\d)\d{1,2}[/.-](?:\d{1,2}[/.-])?(?:19|20)\d\d(?!\d)|"
    r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$|^(?:(?:19|20)\d\d\W+)+(?:19|20)\d\d$"
)


def email_spans(text: str) -> tuple[Span, ...]:
    """Every e-mail address, with "mailto:" before it, also "jane @ gmail.com" and "jane [at] x [dot] org"."""
    return _without_overlaps(
        Span(*m.span())
        for a, b in _around(_EMAIL_SIGN, text)
        for shape in _EMAILS
        for m in shape.finditer(text, a, b)
    )


def link_spans(text: str, known: Sequence[str] = ()) -> tuple[Span, ...]:
    """Every link that is one by its own shape, or is among the document's `known` targets written without scheme."""
    found = [
        Span(m.start(), m.start() + len(trim_link(m.group())))
        for a, b in _around(_LINK_SIGN, text)
        for shape in _LINKS
        for m in shape.finditer(text, a, b)
    ]
    small = lowered(text) if known else ""
    for target in known:
        bare = bare_link(target)
        if "." in bare and "@" not in bare:
            places = places_of(small, lowered(bare), before="@.-", after="@-")
            found += [Span(start, start + len(bare)) for start in places]
    return _without_overlaps(found)


def domain_spans(text: str) -> tuple[Span, ...]:
    """Bare domains and @handles. Only among contact details are they the candidate's: elsewhere "booking.com" is
    an employer and "@Transactional" a skill."""
    domains = [m for m in _BARE_DOMAIN.finditer(text) if not _DOTTED_TECHNOLOGY.fullmatch(m.group())]
    return _without_overlaps(Span(*m.span()) for m in (*domains, *_HANDLE.finditer(text)))


def phone_spans(text: str, *, strict: bool) -> tuple[Span, ...]:
    """Numbers shaped like a phone's, never dates, years or labelled ids.

    `strict` asks for a sign that it is one (a plus, brackets, groups of 3-3-4, a label); among contact details a
    row of nine digits will do.
    """
    found = []
    for match in _PHONE.finditer(text):
        if (span := _phone_in(match, text, strict=strict)) is not None:
            found.append(span)
    return tuple(found)


def _phone_in(match: re.Match[str], text: str, *, strict: bool) -> Span | None:
    number = match.group().rstrip(" \t.-/–")
    before = text[max(0, match.start() - 30) : match.start()].rsplit("\n", 1)[-1]
    places = sum(c.isdigit() or c in "*X" for c in number)
    digits = sum(c.isdigit() for c in number)
    if not (7 <= places <= 16) or digits < 4 or _NOT_PHONE_LABEL.search(before) or _MONEY.search(before):
        return None
    sure = bool(_SURE_PHONE.match(number)) or bool(_PHONE_LABEL.search(before))
    if not sure and (strict or digits < 9 or re.search(r"[X*]", number)):
        return None
    if _DATES.search(number) and not number.startswith(("+", "(+")):
        return None
    end = match.start() + len(number)
    if (extension := _EXTENSION.match(text, end)) is not None:
        end = extension.end()
    label = _TEL.search(before)
    start = match.start() - (len(label.group()) if label else 0)
    return Span(start, end)


def is_labelled_phone(text: str, span: Span) -> bool:
    """Whether the words before a number say that it is a phone."""
    before = text[max(0, span.start - 30) : span.start].rsplit("\n", 1)[-1]
    return bool(_PHONE_LABEL.search(before)) or span.of(text).lower().startswith("tel:")


def trim_link(link: str) -> str:
    """A link without the punctuation of the sentence around it."""
    link = link.rstrip(".,;:!?*'’\"")
    while link.endswith((")", "]", "}")) and link.count(link[-1]) > link.count(
        {")": "(", "]": "[", "}": "{"}[link[-1]]
    ):
        link = link[:-1].rstrip(".,;:!?")
    return link


def bare_link(link: str) -> str:
    """A link as people write it: no scheme, no www, no slash at the end."""
    return re.sub(r"^(?:[a-z]+://)?(?:www\.)?", "", link.strip(), flags=re.IGNORECASE).rstrip("/")


def lines_with(sign: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a sign: careful shapes that need it and stay in a line needn't look at the rest."""
    seen = 0
    for match in sign.finditer(text):
        if match.start() >= seen:
            end = text.find("\n", match.end())
            seen = len(text) if end < 0 else end
            yield text.rfind("\n", 0, match.start()) + 1, seen


def _around(sign: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The lines that hold a sign, each with the line below: the careful shapes needn't look at the rest."""
    seen = 0
    for match in sign.finditer(text):
        if match.start() < seen:
            continue
        start = max(text.rfind("\n", 0, match.start()) + 1, seen)
        end = text.find("\n", match.end())
        below = text.find("\n", end + 1) if end >= 0 else -1
        seen = len(text) if below < 0 else below
        yield start, seen


def _without_overlaps(spans: Iterable[Span]) -> tuple[Span, ...]:
    """In order; of two that overlap the earlier, then the longer."""

    def kept() -> Iterator[Span]:
        end = 0
        for span in sorted(spans, key=lambda s: (s.start, -s.end)):
            if span.start >= end:
                yield span
                end = span.end

    return tuple(kept())
