"""Who a résumé is from and how to reach them, read from its text alone; None where it doesn't say."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from core.domain.candidate import Contact
from core.screening.contacts.block import Layout, covering, within
from core.screening.contacts.names import find_name
from core.screening.contacts.places import find_location, region_of
from core.screening.contacts.spans import (
    Span,
    bare_link,
    domain_spans,
    is_labelled_phone,
    phone_spans,
)

MAX_LINKS = 20

_MOST_NUMBERS = 100
"""Tried before giving up: each costs a parse a country."""

_DEFAULT_REGIONS = ("US", "GB", "IN", "DE", "FR")
"""Where a number without a country code is tried, in this order, when nothing in the résumé hints at a country."""

_AMERICAN = re.compile(r"(?:1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[-.– ])\d{3}[-.– ]\d{4}\b")
_AMERICAN_REGIONS = ("US", "CA", "PR")

_REGION_OF_DOMAIN = {"uk": "GB"}
_WORLDWIDE_DOMAINS = ("co", "me", "io", "ai", "tv", "cc")


def find_contact(text: str, links: Sequence[str] = ()) -> Contact:
    """Name, e-mail, phone, links and location. `links` are the document's link targets, mailto: and tel: among them.

    Prefers None to a guess: a wrong name or number is worse than none.
    """
    return contact_in(Layout(text, tuple(links)))


def contact_in(layout: Layout) -> Contact:
    """`find_contact` for a text that others look at, too."""
    email = _find_email(layout)
    name = find_name(layout, email)
    location = find_location(layout, name)
    return Contact(
        name=name,
        email=email,
        phone=_find_phone(layout, _home(location, email)),
        links=_find_links(layout),
        location=location,
    )


def _find_email(layout: Layout) -> str | None:
    """The first valid address before the referees', else the first mailto: target."""
    end = layout.lines[layout.referees].start if layout.referees < len(layout.lines) else len(layout.text)
    shown = (span.of(layout.text) for span in layout.emails if span.start < end)
    targets = (
        unquote(link[7:].partition("?")[0])
        for link in layout.known_links
        if link.lower().startswith("mailto:")
    )
    for raw in (*shown, *targets):
        if (email := _valid_email(raw)) is not None:
            return email
    return None


def _valid_email(raw: str) -> str | None:
    mended = re.sub(r"\s?[\[({]\s?at\s?[\])}]\s?", "@", raw, flags=re.IGNORECASE)
    mended = re.sub(r"\s?[\[({]\s?dot\s?[\])}]\s?", ".", mended, flags=re.IGNORECASE)
    mended = re.sub(r"^mailto:", "", "".join(mended.split()), flags=re.IGNORECASE).strip(".,;:'’")
    try:
        return validate_email(mended, check_deliverability=False).normalized
    except EmailNotValidError:
        return None


def _home(location: str | None, email: str | None) -> str | None:
    """The country whose numbers are likely meant: the location's, else that of the e-mail's domain."""
    if (region := region_of(location)) is not None or email is None:
        return region
    domain = email.rpartition(".")[2]
    code = _REGION_OF_DOMAIN.get(domain, domain.upper())
    return code if code in phonenumbers.SUPPORTED_REGIONS and domain not in _WORLDWIDE_DOMAINS else None


def _find_phone(layout: Layout, home: str | None) -> str | None:
    """The first number among the contact details, else the first that is surely one, else a tel: target."""
    spans = [mark for n in sorted(layout.block) if n < layout.referees for mark in _phones_of(layout, n)]
    end = layout.lines[layout.referees].start if layout.referees < len(layout.lines) else len(layout.text)
    spans += [span for span in layout.sure_phones if span.start < end]
    for span in list(dict.fromkeys(spans))[:_MOST_NUMBERS]:
        raw = re.sub(r"(?i)^tel:", "", span.of(layout.text))
        labelled = is_labelled_phone(layout.text, span)
        if (phone := international(raw, home, lenient=labelled)) is not None:
            return phone
    for link in layout.known_links:
        if link.lower().startswith("tel:"):
            phone = international(unquote(link[4:]), home, lenient=True)
            if phone is not None:
                return phone
    return None


def _phones_of(layout: Layout, index: int) -> Iterator[Span]:
    for mark in layout.marks(index):
        shown = mark.of(layout.text)
        if "@" not in shown and phone_spans(shown, strict=False):
            yield mark


def international(raw: str, home: str | None = None, *, lenient: bool = False) -> str | None:
    """A number in international format: by its plus, else where it is valid, `home` (an ISO code) before others.

    Numbers of fiction (555…, 123-456-7890) are possible but not valid: taken with a plus, with a leading 0 at home,
    and in groups of 3-3-4 as American. `lenient` gives what fits nowhere as it stands, else None.
    """
    number = re.sub(r"^\(\+(\d+)\)", r"+\1", raw.strip())
    if re.search(r"[X*]", number):
        return None
    if number.startswith(("+", "00")):
        parsed = _parse("+" + re.sub(r"^(?:00|\+)\s?", "", number), None)
        return _format(parsed) if parsed is not None and phonenumbers.is_possible_number(parsed) else None
    american = home in (None, *_AMERICAN_REGIONS) and _AMERICAN.match(number)
    if american and (parsed := _parse(number, "US")) and phonenumbers.is_possible_number(parsed):
        return re.sub(r"^\+1 (\d{3})(\d{3})(\d{4})", r"+1 \1-\2-\3", _format(parsed))
    if home and number.startswith("0") and (parsed := _parse(number, home)):
        return _format(parsed) if phonenumbers.is_possible_number(parsed) else None
    for region in dict.fromkeys((home or _DEFAULT_REGIONS[0], *_DEFAULT_REGIONS)):
        parsed = _parse(number, region)
        if parsed is not None and phonenumbers.is_valid_number_for_region(parsed, region):
            return _format(parsed)
    return number if lenient and len(re.sub(r"\D", "", number).strip("0")) >= 7 else None


def _parse(number: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None


def _format(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))


def _find_links(layout: Layout) -> tuple[str, ...]:
    """Links of the text, bare domains among the contact details, and the document's targets; each once."""
    found = [(span.start, span.of(layout.text)) for span in layout.links]
    for n in layout.block:
        line = layout.lines[n]
        taken = covering(
            (*within(layout.links, line), *within(layout.emails, line)), len(line.text), start=line.start
        )
        for span in domain_spans(line.text):
            start = line.start + span.start
            if not taken[span.start] and not span.of(line.text).startswith("@"):
                found.append((start, span.of(line.text)))
    ordered = [link for _, link in sorted(found)]
    ordered += [link for link in layout.known_links if re.match(r"https?:", link, re.IGNORECASE)]
    unique: dict[str, str] = {}
    for link in ordered:
        whole = "".join(link.split())
        if whole.startswith("/in/"):
            whole = "linkedin.com" + whole
        if not re.match(r"[a-z]+://", whole, re.IGNORECASE):
            whole = "https://" + whole
        unique.setdefault(bare_link(whole).casefold(), whole)
    return tuple(unique.values())[:MAX_LINKS]
