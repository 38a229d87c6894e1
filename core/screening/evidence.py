"""Whether what an engine quotes really stands in the résumé, and what is left of its verdicts if not."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from core.domain.candidate import Flag
from core.domain.job import Rubric
from core.domain.resume import ReadResume
from core.domain.verdict import Claim, Finding, Judgement, Quote, Verdict
from core.errors import CannotScreen

Span = tuple[int, int]

ALIKE = 85
"""From this partial ratio on (0–100) a stretch of text is looked at; alone it accepts 70 % of falsified quotes."""
SAME_WORD = 88
"""From this ratio on two longer words are one with a typing error."""
SHORTEST_ALIKE, LONGEST_ALIKE = 4, 1000
"""Characters. A shorter quote says too little to be alike, for a longer one looking takes too long."""
LONGER_WORD = 5
"""Letters. Shorter words have to be exactly the same."""

_LOWER: dict[Verdict, Verdict] = {
    "met": "partial",
    "partial": "missing",
    "missing": "missing",
    "unclear": "unclear",
}
_SLACK = 14
"""Characters looked at beyond the stretch on both sides, for a word the quote leaves out."""

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+(?:[.,]\d+)*[+#%]*")
_NEGATION = re.compile(
    r"\b(?:not?|never|without|cannot|none|nor|neither|lacks?|lacking|nicht|keine?[nmrs]?|ohne|nie|niemals"
    r"|jamais|sans|aucune?|nunca|sin|\w{2,12}n't)\b"
)
_NEGATED_JUST_BEFORE = re.compile(rf"(?:{_NEGATION.pattern}) (?:\w{{1,8}} )?$")
_DASHES = frozenset("‐‑‒–—―−﹘﹣－")
_QUOTES = frozenset("'`´‘’‚‛“”„‟\"«»‹›′″")
_BULLETS = frozenset("•●▪■◦○◆◇►▶▸‣⁃∙·✓✔➢❖*")
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


class Redacted(Protocol):
    """The text that was sent, and where its parts stand in the résumé."""

    @property
    def text(self) -> str: ...

    def to_original(self, start: int, end: int) -> Span | None: ...


def find_quote(quote: str, sent_text: str, hint: int | None = None) -> Span | None:
    """Where a quote stands in the text, on word boundaries, or None where it doesn't.

    Case, white space, dashes, quotation marks and bullets don't matter; a typing error in a longer word or a
    word left out is forgiven; another number, another short word or another "not" never is. `hint` is where
    the engine says it stands: of equal places the nearest is taken.
    """
    return _Searched(sent_text).find(quote, hint)


class Checked(NamedTuple):
    """One finding per criterion in rubric order, and how many of a criterion's quotes aren't in the text."""

    findings: tuple[Finding, ...]
    unverified: Mapping[str, int]


def check_evidence(
    judgement: Judgement,
    redacted: Redacted,
    resume: ReadResume,
    *,
    rubric: Rubric,
    excluded: Sequence[Span],
) -> Checked:
    """The findings, with the quotes that are really there.

    `excluded` are offsets into `resume.text`; quotes that touch them don't count. Verdicts are only ever
    lowered. Raises `CannotScreen` unless the claims answer each criterion exactly once.
    """
    claims = {claim.criterion_id: claim for claim in judgement.claims}
    if len(claims) != len(judgement.claims) or claims.keys() != {c.id for c in rubric.criteria}:
        raise CannotScreen("bad_answer")
    searched = _Searched(redacted.text)
    findings: list[Finding] = []
    unverified: dict[str, int] = {}
    for criterion in rubric.criteria:
        finding, lost = _check_claim(claims[criterion.id], searched, redacted, resume, excluded)
        findings.append(finding)
        if lost:
            unverified[criterion.id] = lost
    return Checked(tuple(findings), unverified)


def unverified_flags(unverified: Mapping[str, int], rubric: Rubric) -> tuple[Flag, ...]:
    """A flag that counts the quotes that aren't in the text and names what they were for, if there are any."""
    lost = sum(unverified.values())
    if not lost:
        return ()
    said = "A quote isn't" if lost == 1 else f"{lost} quotes aren't"
    named = "; ".join(c.text for c in rubric.criteria if c.id in unverified)
    detail = f"{said} in the résumé. Removed and not counted: {named}."
    return (Flag(kind="unverified_quote", detail=detail),)


def _check_claim(
    claim: Claim, searched: "_Searched", redacted: Redacted, resume: ReadResume, excluded: Sequence[Span]
) -> tuple[Finding, int]:
    """The finding, and how many of the claim's quotes aren't in the text."""
    quotes: list[Quote] = []
    unverified = uncounted = 0
    for number, words in enumerate(claim.quotes):
        found = searched.find(words, claim.at[number] if number < len(claim.at) else None)
        if found is None:
            unverified += 1
            continue
        quote = _in_resume(redacted.to_original(*found), resume)
        if quote is None or any(quote.start < end and start < quote.end for start, end in excluded):
            uncounted += 1
        elif quote not in quotes:
            quotes.append(quote)

    verdict, notes = claim.verdict, [claim.reason.strip()]
    if unverified:
        notes.append("A quote given for this isn't in the résumé.")
    if uncounted:
        notes.append("Text that this rests on isn't counted.")
    if verdict in ("met", "partial"):
        if not quotes and (uncounted or unverified):
            verdict = (
                "missing"  # half a point would still be credit for text that doesn't count or isn't there
            )
        elif unverified or uncounted or not quotes:
            verdict = _LOWER[verdict]
        if not claim.quotes:
            notes.append("No sentence of the résumé was given for it.")
    denied = claim.denied and claim.verdict == "missing" and bool(quotes)
    if denied and not claim.reason.strip():
        notes.insert(0, "The résumé says that it is lacking.")
    finding = Finding(
        criterion_id=claim.criterion_id,
        verdict=verdict,
        quotes=tuple(quotes),
        reason=" ".join(filter(None, notes)),
        denied=denied,
    )
    return finding, unverified


def _in_resume(span: Span | None, resume: ReadResume) -> Quote | None:
    """The quote as it stands in the résumé; None for what stands only in the text that was sent."""
    if span is None or not resume.text[slice(*span)].strip():
        return None
    start, end = span
    return Quote(text=resume.text[start:end], start=start, end=end, page=resume.page_of(start))


class _Folded:
    """Text with everything folded that doesn't matter; `at[i]` is where folded character i stands in it."""

    def __init__(self, source: str) -> None:
        folded: list[str] = []
        self.at: list[int] = []
        for offset, char in enumerate(source):
            if char in _UNSEEN:
                continue
            for one in _fold(char):
                if one == " " and (not folded or folded[-1] == " " or _is_broken_hyphen(folded, char)):
                    continue
                folded.append(one)
                self.at.append(offset)
        self.text = "".join(folded)


def _fold(char: str) -> str:
    if "a" <= char <= "z":
        return char
    if char.isspace() or char in _BULLETS:
        return " "
    if char in _DASHES:
        return "-"
    if char in _QUOTES:
        return "'"
    return unicodedata.normalize("NFKC", char).casefold()


def _is_broken_hyphen(folded: list[str], char: str) -> bool:
    """Whether a line break follows a hyphen that follows a letter: the word goes on."""
    return char == "\n" and len(folded) > 1 and folded[-1] == "-" and folded[-2].isalpha()


class _Searched:
    """A text that quotes are looked for in, folded once."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _folded(self) -> _Folded:
        return _Folded(self._text)

    def find(self, quote: str, hint: int | None = None) -> Span | None:
        """See `find_quote`."""
        wanted = _Folded(quote).text.lstrip(" ',;:!?…-").rstrip(" '.,;:!?…-")
        if sum(c.isalpha() for c in wanted) < 2:
            return None
        found = self._exact(wanted, quote, hint)
        if found is None and SHORTEST_ALIKE <= len(wanted) <= LONGEST_ALIKE:
            found = self._alike(wanted)
        if found is None:
            return None
        start, end = found
        before = _NEGATED_JUST_BEFORE.search(self._folded.text[max(0, start - 30) : start])
        if before:  # "no experience" isn't to be read as "experience"
            start -= len(before.group())
        return self._folded.at[start], self._folded.at[end - 1] + 1

    def _exact(self, wanted: str, quote: str, hint: int | None) -> Span | None:
        """The place nearest to the hint, else the first, at which the very words stand as whole words."""
        text, places = self._folded.text, []
        start = text.find(wanted)
        while start != -1:
            end = start + len(wanted)
            if _whole_words(text, start, end) and self._same_case(quote, wanted, start, end):
                places.append((start, end))
                if hint is None:
                    break
            start = text.find(wanted, start + 1)
        near = bisect_left(self._folded.at, hint) if hint is not None else 0
        return min(places, key=lambda place: abs(place[0] - near), default=None)

    def _same_case(self, quote: str, wanted: str, start: int, end: int) -> bool:
        """For two or three letters case does matter: IT isn't it."""
        return (
            len(wanted) >= SHORTEST_ALIKE
            or self._text[self._folded.at[start] : self._folded.at[end - 1] + 1] in quote
        )

    def _alike(self, wanted: str) -> Span | None:
        """A stretch much like the quote in which each of its words stands, in order, and no other negation."""
        text = self._folded.text
        stretch = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=ALIKE)
        if stretch is None:
            return None
        asked = [token.group() for token in _TOKEN.finditer(wanted)]
        for slack in (0, _SLACK):
            window = _word_span(
                text, max(0, stretch.dest_start - slack), min(len(text), stretch.dest_end + slack)
            )
            span = _in_order(asked, text, window)
            if span and _negations(wanted) == _negations(text[slice(*span)]):
                return span
        return None


def _whole_words(text: str, start: int, end: int) -> bool:
    """Whether nothing of a word or a figure goes on beyond the span: no Java in JavaScript, no 5 in 15 or 5.5."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if text[start].isalnum() and before[-1:].isalnum():
        return False
    if text[start].isdigit() and re.fullmatch(r"\d[.,]", before):
        return False
    if text[end - 1].isdigit() and re.fullmatch(r"[.,]\d", after):
        return False
    return not (text[end - 1].isalnum() and (after[:1].isalnum() or after[:1] in ("+", "#")))


def _word_span(text: str, start: int, end: int) -> Span:
    """The span widened to whole words."""
    while start and not (text[start - 1].isspace() and not text[start].isspace()):
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _in_order(asked: Sequence[str], text: str, window: Span) -> Span | None:
    """From the first to the last of the asked words, if all of them stand in the window in this order and
    hardly anything between them is left out."""
    there = list(_TOKEN.finditer(text, *window))
    allowed = max(1, len(asked) // 8)
    for first in range(len(there)):
        place, skipped, ends = first, 0, first
        for word in asked:
            took = _reads(word, there, place, text)
            while not took and skipped < allowed and place > first and place + 1 < len(there):
                place, skipped = place + 1, skipped + 1
                took = _reads(word, there, place, text)
            if not took:
                break
            place += took
            ends = place
        else:
            return there[first].start(), there[ends - 1].end()
    return None


def _reads(word: str, there: Sequence[re.Match[str]], place: int, text: str) -> int:
    """How many of the text's words, from `place` on, are the asked one: 1, 2 if a line break parted it, else 0."""
    if place >= len(there):
        return 0
    one = there[place]
    if _same_word(word, one.group()):
        return 1
    if place + 1 < len(there) and text[one.end() : there[place + 1].start()] == "-":
        return 2 if word == one.group() + there[place + 1].group() else 0
    return 0


def _same_word(asked: str, there: str) -> bool:
    """Figures and short words exactly; longer words but for a typing error, not in their first letter."""
    if asked == there:
        return True
    shorter = min(len(asked), len(there))
    if not (asked.isalpha() and there.isalpha() and shorter >= LONGER_WORD and asked[0] == there[0]):
        return False
    inside = shorter > LONGER_WORD and asked[-1] == there[-1]  # endings carry meaning: employer, employee
    return fuzz.ratio(asked, there) >= SAME_WORD or (
        inside and OSA.distance(asked, there, score_cutoff=1) <= 1
    )


def _negations(text: str) -> int:
    return sum(1 for _ in _NEGATION.finditer(text))
