"""E-mail and web addresses that go over a line's end, made whole."""

import re
from collections.abc import Collection, Iterable, Iterator

from core.reading.pdf.traced import Traced

_LONGEST = 200
"""Characters of an address on one line."""

_AROUND = "()[]<>{},;\"'“”"
_MAIL_OPEN = re.compile(r"[\w.+-]+@[\w-]*(?:\.[\w-]+)*[.@-]?\Z")
_MAIL_NAME = re.compile(r"[\w+-]+(?:\.[\w+-]+)*\.?\Z")
_MAIL_REST = re.compile(r"@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\Z", re.IGNORECASE)
_WEB = re.compile(r"(?:https?://|www\.)\S*\Z|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,10}/\S*\Z", re.IGNORECASE)
_WEB_REST = re.compile(r"[\w%./?=&#~+-]*[/\d_%?=&#~+-][\w%./?=&#~+-]*\Z")
# Both begin with one set of characters, so that the others are passed over quickly.
_OPEN_END = re.compile(r"\n(?:(?<=[@.\-/_=?&%#]\n)|(?=[@/]))")
_ANY_END = re.compile(r"[./@_\n-](?:(?<!\n)[^ \n]*\n|(?<=\n)(?=@))")
_DOMAIN_REST = re.compile(
    r"(?:[\w-]+\.)*(?:com|org|net|edu|gov|io|ai|dev|me|app|tech|info|eu|uk|de|fr|it|es|nl|in|ca|au|ch|at|pl|se|us)"
    r"(?:/\S*)?\Z",
    re.IGNORECASE,
)


def whole_addresses(traced: Traced, links: Collection[str]) -> Traced:
    """The text without the line ends that stand inside addresses.

    A target in `links` proves that two lines belong together. Without one, the first has to end as no address
    does ("ada@", "example.org/people/"), or the second has to begin as nothing else does ("@example.org").
    """
    text = traced.text
    folded = text.casefold() if links else ""
    targets = [target for target in map(str.casefold, links) if _bare(target) not in folded]
    inside: list[int] = []
    begun = ""
    for end in _line_ends(text, everywhere=bool(targets)):
        low = max(0, end - _LONGEST)
        start = max(low, text.rfind(" ", low, end) + 1, text.rfind("\n", low, end) + 1)
        before = text[start:end]
        if inside and inside[-1] == start - 1:
            before = (begun + before)[-_LONGEST:]
        if "." in before or "/" in before or "@" in before or text.startswith("@", end + 1):
            line = text[end + 1 : end + 1 + _LONGEST].partition("\n")[0]
            if _one_address(before.lstrip(_AROUND), line, targets):
                inside.append(end)
                begun = before
    if not inside:
        return traced
    keep = [True] * len(text)
    for end in inside:
        keep[end] = False
    return traced.kept(keep)


def _bare(address: str) -> str:
    """As people write it: without what a browser puts before it."""
    for start in ("https://", "http://", "mailto:", "www."):
        address = address.removeprefix(start)
    return address.rstrip("/")


def _line_ends(text: str, *, everywhere: bool) -> Iterator[int]:
    """Where lines end, or only those ends at which an address may go on by itself."""
    ends = _ANY_END if everywhere else _OPEN_END
    yield from (match.end() - 1 for match in ends.finditer(text))


def _one_address(before: str, line: str, targets: Iterable[str]) -> bool:
    after = line.partition(" ")[0].rstrip(_AROUND + ".")
    if len(before) < 2 or not after:
        return False
    joined = _bare((before + after).casefold())
    if len(before) > 3 and any(joined in target for target in targets):
        return True
    if _MAIL_REST.match(after):
        return bool(_MAIL_NAME.match(before))
    if _MAIL_OPEN.match(before):
        return before[-1] in "@.-" and bool(_DOMAIN_REST.match(after))
    if not _WEB.match(before):
        return False
    if before[-1] == ".":
        return bool(_DOMAIN_REST.match(after))
    if after[0] == "/":
        return "//" not in after and len(after) > 1
    alone = after == line.rstrip(_AROUND + ".")
    return before[-1] in "/_=?&%#" and (bool(_WEB_REST.match(after)) or (alone and after.islower()))
