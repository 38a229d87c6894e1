"""Where a résumé tells who it is about: the lines on top, contact sections, and lines that hold an address."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from core.screening.contacts.headings import is_contact_heading, is_heading, is_referees_heading
from core.screening.contacts.spans import Span, domain_spans, email_spans, link_spans, phone_spans

MAX_TOP_LINES = 12
_MAX_SECTION_LINES = 10
_PROSE_WORDS = 14
"""A line of so many words is a paragraph's."""

_SHORT = 60

_LINKS_FIELD = re.compile(r"links\s?:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that isn't blank: `text[start:end]`, without the white space around it."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Layout:
    """A text's lines and the contact data among them."""

    text: str
    known_links: tuple[str, ...] = ()

    def with_links(self, links: Sequence[str]) -> "Layout":
        """The same text with other known links; what doesn't depend on them isn't looked for again."""
        other = Layout(self.text, tuple(dict.fromkeys(links)))
        other.__dict__.update((name, self.__dict__[name]) for name in _WITHOUT_LINKS if name in self.__dict__)
        return other

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        found = []
        start = 0
        for raw in self.text.split("\n"):
            if stripped := raw.strip():
                begin = start + raw.index(stripped[0])
                found.append(Line(begin, begin + len(stripped), stripped))
            start += len(raw) + 1
        return tuple(found)

    @cached_property
    def headings(self) -> frozenset[int]:
        """Indexes of the lines that are section titles."""
        return frozenset(n for n, line in enumerate(self.lines) if is_heading(line.text))

    @cached_property
    def top(self) -> int:
        """How many lines stand above the first section (contact sections belong to the top)."""
        for n, line in enumerate(self.lines[:MAX_TOP_LINES]):
            if n in self.headings and not is_contact_heading(line.text):
                return n
            if n and is_prose(line.text) and not self._has_contact(line):
                return n
        return min(MAX_TOP_LINES, len(self.lines))

    @cached_property
    def emails(self) -> tuple[Span, ...]:
        return email_spans(self.text)

    @cached_property
    def links(self) -> tuple[Span, ...]:
        """Links that are no part of an e-mail address."""
        ends = [span.end for span in self.emails]

        def apart(link: Span) -> bool:
            after = bisect_right(ends, link.start)
            return after == len(ends) or self.emails[after].start >= link.end

        return tuple(link for link in link_spans(self.text, self.known_links) if apart(link))

    @cached_property
    def sure_phones(self) -> tuple[Span, ...]:
        return phone_spans(self.text, strict=True)

    @cached_property
    def block(self) -> frozenset[int]:
        """Indexes of the lines that hold contact details: the top, contact sections, what surrounds an address."""
        chosen = set(range(self.top))
        section = 0
        for n, line in enumerate(self.lines):
            if n in self.headings:
                section = _MAX_SECTION_LINES if is_contact_heading(line.text) else 0
            elif section and not is_prose(line.text):
                section -= 1
                chosen.add(n)
            elif self.top <= n < self.referees and self._has_contact(line):
                near = (
                    m
                    for m in (n - 1, n + 1)
                    if 0 <= m < len(self.lines) and self._may_belong(self.lines[m].text)
                )
                chosen |= {n, *near}
        return frozenset(chosen - self.headings)

    @cached_property
    def referees(self) -> int:
        """Index of the title after which other people are named; the number of lines where there is none."""
        return next(
            (n for n in sorted(self.headings) if n > 3 and is_referees_heading(self.lines[n].text)),
            len(self.lines),
        )

    def marks(self, index: int) -> tuple[Span, ...]:
        """E-mail addresses, phones, links, bare domains and handles on a line of the block, in order."""
        if index not in self._marks:
            self._marks[index] = self._find_marks(index)
        return self._marks[index]

    @cached_property
    def _marks(self) -> dict[int, tuple[Span, ...]]:
        return {}

    def _find_marks(self, index: int) -> tuple[Span, ...]:
        line = self.lines[index]
        marks = [*within(self.emails, line), *within(self.links, line)]
        taken = covering(marks, len(line.text), start=line.start)
        for found in (phone_spans(line.text, strict=False), domain_spans(line.text)):
            for s in found:
                if not any(taken[s.start : s.end]):
                    taken[s.start : s.end] = b"\1" * (s.end - s.start)
                    marks.append(Span(s.start + line.start, s.end + line.start))
        return tuple(sorted(marks, key=lambda s: s.start))

    def masked(self, index: int) -> str:
        """A line of the block with bars in place of the marks; every other line as it is."""
        line = self.lines[index]
        if index not in self.block:
            return line.text
        return masked(line.text, covering(self.marks(index), len(line.text), start=line.start))

    def _has_contact(self, line: Line) -> bool:
        spans = (*within(self.emails, line), *within(self.sure_phones, line))
        return bool(spans) and not _LINKS_FIELD.match(line.text)

    @staticmethod
    def _may_belong(text: str) -> bool:
        """Whether the neighbour of an address may be a part of it: short, no bullet, no field of links."""
        return (
            len(text) <= _SHORT and not _LINKS_FIELD.match(text) and (text[0].isalnum() or text[0] in "([#+@")
        )


_WITHOUT_LINKS = ("lines", "headings", "top", "emails", "sure_phones", "block", "referees")
"""The properties of a `Layout` that have nothing to do with its links."""


def covering(spans: Iterable[Span], length: int, *, start: int = 0) -> bytearray:
    """For each of `length` characters from `start` on, 1 where one of the spans covers it."""
    taken = bytearray(length)
    for span in spans:
        a, b = max(span.start - start, 0), min(span.end - start, length)
        if a < b:
            taken[a:b] = b"\1" * (b - a)
    return taken


def masked(text: str, taken: bytearray, start: int = 0) -> str:
    """The text with bars over what is taken, which begins `start` characters before it."""
    here = taken[start : start + len(text)]
    return "".join("|" if hit else char for char, hit in zip(text, here, strict=True)) if any(here) else text


def within(spans: Sequence[Span], line: Line) -> Sequence[Span]:
    """The spans (in order, none over another) that have a part on the line."""
    first = bisect_right(spans, line.start, key=lambda s: s.end)
    last = bisect_left(spans, line.end, key=lambda s: s.start)
    return spans[first:last]


def is_prose(text: str) -> bool:
    """Whether a line is a paragraph's: many words, or the signs of a sentence."""
    words = text.split()
    return len(words) >= _PROSE_WORDS and sum(w[0].islower() for w in words) >= len(words) // 3
