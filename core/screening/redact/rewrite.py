"""What is sent of a résumé: its text without whoever wrote it, and the way back to the whole text.

Swapping name, pronouns, e-mail, phone, address and links for others of their kind leaves the sent text the same,
byte for byte, so that no engine can tell the candidates apart by them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

from core.domain.candidate import Contact
from core.domain.run import USUALLY_WITHHELD, Withheld
from core.domain.value import Value
from core.screening.contacts.block import Layout, covering, masked
from core.screening.contacts.name_marks import name_spans, stands_in
from core.screening.contacts.names import name_candidates, own_handles
from core.screening.contacts.places import address_spans
from core.screening.contacts.spans import Span
from core.screening.contacts.whole_words import lowered, places_of
from core.screening.redact.personal import personal_spans
from core.screening.redact.pronouns import pronoun_spans
from core.screening.redact.schools import school_spans
from core.screening.redact.withheld import withheld_lines

Token = Literal[
    "[personal details]",
    "[address]",
    "[they]",
    "[link]",
    "[name]",
    "[school]",
    "[phone]",
    "[e-mail]",
    "[contact details withheld]",
    "",
]

TOKENS: tuple[Token, ...] = (
    "[personal details]",
    "[address]",
    "[they]",
    "[link]",
    "[name]",
    "[school]",
    "[phone]",
    "[e-mail]",
    "[contact details withheld]",
    "",
)
"""From the weakest to the strongest: where two overlap, the later one stands."""

MAX_REPLACED = 120
"""Characters of the whole text that one token inside a quote may stand for."""

_OVER_LINES = ("[personal details]", "[name]", "[address]", "[contact details withheld]")
_JOINT = re.compile(r"[ \t]*(?:[|·•▪,;/&–-][ \t]*)?")
_JOINT_OVER_LINES = re.compile(r"[ \t]*(?:[|·•▪,;/–-][ \t]*)?\n?[ \t]*")


class Segment(Value):
    """A piece that is sent as it stands: `length` characters, from `sent` and from `original` on."""

    sent: int
    original: int
    length: int

    def between(self, start: int, end: int) -> "Segment | None":
        """The part of it from `start` to `end` of the sent text, if there is one."""
        begin, stop = max(self.sent, start), min(self.sent + self.length, end)
        if begin >= stop:
            return None
        return Segment(sent=begin, original=self.original + begin - self.sent, length=stop - begin)


class Redacted(Value):
    """The text that is sent, with the map of what is kept."""

    text: str
    segments: tuple[Segment, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int] | None:
        """Where `text[start:end]` stands in the whole text: from its first kept character to its last.

        Words replaced in between are in it again. None where no letter of it was kept, or where a token in
        between stands for more than a contact line: it would show what nobody quoted.
        """
        touched = [s for s in self.segments if s.sent < end and start < s.sent + s.length]
        kept = "".join(self.text[max(s.sent, start) : min(s.sent + s.length, end)] for s in touched)
        if end > len(self.text) or not any(char.isalnum() for char in kept):
            return None
        if any(b.original - (a.original + a.length) > MAX_REPLACED for a, b in pairwise(touched)):
            return None
        first, last = touched[0], touched[-1]
        begin = first.original + max(start - first.sent, 0)
        return begin, last.original + min(end - last.sent, last.length)

    def to_sent(self, start: int, end: int) -> tuple[int, int] | None:
        """Where the whole text's `[start:end]` stands in what is sent; None when part of it was replaced."""
        segment = _covering(self.segments, [s.original for s in self.segments], start)
        if segment is None or not start <= end <= segment.original + segment.length:
            return None
        shift = segment.sent - segment.original
        return start + shift, end + shift

    def without(self, spans: Sequence[tuple[int, int]]) -> "Redacted":
        """The same with these spans (of the whole text) cut out, tokens in them too, and lines that become empty.

        What is left keeps its place in the whole text. A span of which nothing was sent changes nothing.
        """
        cuts = sorted(
            _tidied(self.text, *cut) for span in spans if (cut := self._sent_part(*span)) is not None
        )
        sent: list[str] = []
        segments: list[Segment] = []
        rest = deque(self.segments)
        position = length = 0
        for start, end in (*cuts, (len(self.text), len(self.text))):
            while rest and rest[0].sent < start:
                part = rest[0].between(position, start)
                if part is not None:
                    segments.append(part.model_copy(update={"sent": part.sent - position + length}))
                if rest[0].sent + rest[0].length > start:
                    break  # it goes on beyond the cut
                rest.popleft()
            sent.append(self.text[position:start])
            length += max(start - position, 0)
            position = max(end, position)
        return Redacted(text="".join(sent), segments=tuple(segments))

    def _sent_part(self, start: int, end: int) -> tuple[int, int] | None:
        """Where a span of the whole text stands in what is sent, with the tokens at its edges; None for one of
        which no letter was sent."""
        first = bisect_right(self.segments, start, key=lambda s: s.original + s.length)
        last = bisect_left(self.segments, end, key=lambda s: s.original) - 1
        if first > last:
            return None
        one, other = self.segments[first], self.segments[last]
        if start >= one.original:
            begin = one.sent + start - one.original
        else:
            begin = self.segments[first - 1].sent + self.segments[first - 1].length if first else 0
        if end <= other.original + other.length:
            stop = other.sent + end - other.original
        else:
            stop = self.segments[last + 1].sent if last + 1 < len(self.segments) else len(self.text)
        return (begin, stop) if any(char.isalnum() for char in self.text[begin:stop]) else None


def _tidied(text: str, start: int, end: int) -> tuple[int, int]:
    """What to cut so that no empty line and no doubled blank is left where `text[start:end]` stood."""
    before, after = start, end
    while before and text[before - 1] in " \t":
        before -= 1
    while after < len(text) and text[after] in " \t":
        after += 1
    at_begin, at_end = before == 0 or text[before - 1] == "\n", after == len(text) or text[after] == "\n"
    if at_begin and at_end:
        return (before, after + 1) if after < len(text) else (max(before - 1, 0), after)
    return (before, after) if at_end else (start, after)


def _covering(segments: Sequence[Segment], begins: Sequence[int], position: int) -> Segment | None:
    at = bisect_right(begins, position) - 1
    return segments[at] if at >= 0 else None


def redact(
    text: str, contact: Contact, *, links: Sequence[str] = (), withheld: Withheld = USUALLY_WITHHELD
) -> Redacted:
    """Takes out whoever wrote the text. Where no name is known, what stands above the first section is withheld."""
    return redact_layout(Layout(text, tuple(links)), contact, withheld=withheld)


def redact_layout(layout: Layout, contact: Contact, *, withheld: Withheld = USUALLY_WITHHELD) -> Redacted:
    """`redact` for a text whose contact data were looked for already."""
    text, layout = layout.text, layout.with_links((*layout.known_links, *contact.links))
    paint = bytearray(len(text))
    for token, span in _findings(layout, contact, withheld):
        paint[span.start : span.end] = bytes([TOKENS.index(token) + 1]) * (span.end - span.start)
    body = _body_end(text)
    paint[body:] = bytes([len(TOKENS)]) * (len(text) - body)
    return _rewrite(text, list(_replacements(text, paint)))


def _body_end(text: str) -> int:
    """Where the text ends without the last field "Links: …" that reading adds, and without white space."""
    body = text.rstrip()
    start = body.rfind("\n") + 1
    return len(body[:start].rstrip()) if body.startswith("Links: ", start) else len(body)


def _findings(layout: Layout, contact: Contact, withheld: Withheld) -> Iterator[tuple[Token, Span]]:
    """What has to go, in the order of TOKENS."""
    text = layout.text
    named = contact.name is not None and stands_in(text, contact.name)
    block = tuple(Span(layout.lines[n].start, layout.lines[n].end) for n in sorted(layout.block))
    bare = masked(text, covering((*layout.emails, *layout.links), len(text)))
    names = list(_names(layout, contact, bare, block, named=named))
    named_there = covering(names, len(text))
    lines = {n: masked(layout.masked(n), named_there, layout.lines[n].start) for n in layout.block}
    yield from (("[personal details]", span) for span in personal_spans(text, ages=withheld.ages))
    yield from (("[address]", span) for span in address_spans(layout, lines))
    yield from (("[they]", span) for span in pronoun_spans(text))
    yield from (("[link]", span) for span in _called(layout, contact))
    yield from (("[name]", span) for span in names)
    if withheld.schools:
        yield from (("[school]", span) for span in school_spans(bare))
    known = {*layout.emails, *layout.links}
    for n in layout.block:
        for mark in layout.marks(n):
            shown = mark.of(text)
            if mark not in known:
                yield (
                    (
                        "[link]"
                        if not shown.lower().startswith("tel:") and re.search(r"[^\W\d_X]", shown)
                        else "[phone]"
                    ),
                    mark,
                )
    yield from (("[phone]", span) for span in layout.sure_phones)
    yield from (("[link]", span) for span in layout.links)
    yield from (("[e-mail]", span) for span in layout.emails)
    if not named and (count := withheld_lines(layout)):
        yield "[contact details withheld]", Span(0, layout.lines[count - 1].end)


def _names(
    layout: Layout, contact: Contact, bare: str, block: Sequence[Span], *, named: bool
) -> Iterator[Span]:
    """The name wherever it stands; where it doesn't stand, whatever may be one. `bare` is the text without links."""
    if contact.name is not None:
        yield from name_spans(bare, contact.name, block)
    if not named:
        for candidate in name_candidates(layout, contact.email):
            if candidate.span is not None:
                yield candidate.span
        for handle in own_handles(layout, contact.email):
            parts = [part for part in re.split(r"[\W\d_]+", handle) if len(part) >= 3]
            for part in parts:
                yield from name_spans(bare, part.capitalize())


def _called(layout: Layout, contact: Contact) -> Iterator[Span]:
    """Handles without their site, as beside an icon, among the contact details."""
    for handle in own_handles(layout, contact.email):
        if len(handle) >= 4:
            small = lowered(handle)
            for n in layout.block:
                line = layout.lines[n]
                for start in places_of(lowered(line.text), small, before=".@-", after="-"):
                    yield Span(line.start + start, line.start + start + len(small))


def _replacements(text: str, paint: bytearray) -> Iterator[tuple[Span, Token]]:
    """The painted runs; those of one kind with nothing but a separator between them are one."""
    last: tuple[Span, Token] | None = None
    for run in re.finditer(rb"([^\0])\1*", bytes(paint)):
        span, token = Span(*run.span()), TOKENS[run[1][0] - 1]
        if last is not None and last[1] == token:
            joint = _JOINT_OVER_LINES if token in _OVER_LINES else _JOINT
            if joint.fullmatch(text, last[0].end, span.start):
                last = Span(last[0].start, span.end), token
                continue
        if last is not None:
            yield last
        last = span, token
    if last is not None:
        yield last


def _rewrite(text: str, replacements: Sequence[tuple[Span, Token]]) -> Redacted:
    """Puts the tokens in. The blanks around one become a single space, none at a line's edge: a name's length
    and where it was set must not show."""
    sent: list[str] = []
    segments: list[Segment] = []
    position = length = 0
    for span, token in replacements:
        start, end = max(span.start, position), span.end
        while start > position and text[start - 1] in " \t":
            start -= 1
        while end < len(text) and text[end] in " \t":
            end += 1
        if start > position:
            segments.append(Segment(sent=length, original=position, length=start - position))
        before = " " if start < span.start and start > 0 and text[start - 1] != "\n" else ""
        after = " " if end > span.end and end < len(text) and text[end] != "\n" else ""
        piece = f"{before}{token}{after}" if token else ""
        sent.append(text[position:start] + piece)
        length += start - position + len(piece)
        position = end
    if position < len(text):
        segments.append(Segment(sent=length, original=position, length=len(text) - position))
        sent.append(text[position:])
    return Redacted(text="".join(sent), segments=tuple(segments))
