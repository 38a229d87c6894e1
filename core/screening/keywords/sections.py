"""A résumé's outline: which section a sentence stands in, which dated job it belongs to, what is a mere list."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.screening.keywords.credentials import Degree, find_degree
from core.screening.keywords.experience import Period, find_periods
from core.screening.keywords.section_titles import AHEAD, MAY_END, Section, heading_kind, own_heading
from core.screening.keywords.stance import tells_of_others

_INLINE = re.compile(r"\s*[•*–-]?\s*([^\W\d_]+(?:\s(?:&\s|and\s)?[^\W\d_]+){0,2})\s*:\s+\S")
_LABELLED = re.compile(r"[^,:]{2,40}:\s")
"""A line with a label of its own: "Frameworks: React, Vue"."""

_BULLET = re.compile(r"\s*(?:[•▪◦●·■□►▶➢✓✔*‣⁃◆◇❖○◉➤→]|[-–—](?=\s)|o(?=\s{2,}))\s*")
_BREAK = re.compile(r"(?<=[^\W\d_][.!?])\s+(?=[\"'(]?[^\W_])|[•▪◦●■►▶➢✓✔‣⁃◆◇❖○◉➤]|;\s+")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|incl|z\.B|bzw|St|Dr|Mr|Mrs|Ms|Inc|Ltd|Pvt|Co|Corp|No|vs|approx|ca|Sc|Tech|Eng|Ed|Ph\.D|[A-Z]\.[A-Z]|[A-Z]\.[A-Z]\.[A-Z]"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mio|Std|inkl|ggf)\.$"
)
_ITEM_BREAK = re.compile(r"[,;|/·\t]|\s{3,}")
_JOINING = "and or of the a an to for in on with by from as at using than into und oder mit von für im der die das zu"
_LITTLE = frozenset(_JOINING.split())
_DEGREE = re.compile(
    r"\b(?:bachelor|master['’]?s?\s+(?:of|in|degree)|b\.?sc|m\.?sc|ph\.?d(?!\s+(?:researcher|candidate|student))|degree)\b",
    re.I,
)
_SCHOOL = re.compile(r"\b(?:university|college|universität|hochschule)\b", re.I)
"""A school's name: beside dates it is education, except under a heading that says work."""
_DURATION = re.compile(
    r"\(?\b\d{1,2}\s*(?:years?|yrs?|months?|mos?)\b(?:\s*,?\s*\d{1,2}\s*(?:months?|mos?)\b)?\)?", re.I
)
"""How long a job went on, beside its dates."""
_DOING = re.compile(
    r"[A-Z]\w+(?:ed|ing)\s+[a-z\d]|(?:Led|Ran|Built|Made|Took|Sold|Taught|Kept|Wrote|Gave|Held|Won|Set|Met|Dealt|Drove)\s"
)
_TELLING = re.compile(
    r"(?:I\s+)?(?!(?:Experienced|Skilled|Certified|Detailed|Advanced|Interested|Organi[sz]ed|Motivated|Dedicated|Accomplished|Qualified|Licensed|Registered|Talented|Gifted"
    r"|Well-versed|Versed|Need|Speed)\b)"
    r"(?:[A-Z]\w+ed|[Bb]uil[dt]|[Ss]et|[Rr]an|[Rr]un|[Ll]ed|[Ll]ead|Manage|Write|Wrote|Train|Answer|Plan|Take|Took|Keep|Kept|[Uu]se|Introduce|Handle|Teach|Taught|Sell|Sold|Drive|Drove|Make|Made"
    r"|Create|Develop|Design|Maintain|Coordinate|Prepare|Gave|Give|Automate|Deliver|Operate|Repair|Install)\s"
)
_SHORTEST_FULL, _FULL = 60, 0.85
"""A full line has at least so many characters, and this share of the longest line's."""

_FIRMS = ("Inc.", "Ltd.", "Co.", "Corp.", "S.A.", "e.V.")
_OTHERS = re.compile(
    r"\bmy\s+(?:(?:\w+)\s+)?(?:brother|sister|father|mother|wife|husband|partner|son|daughter|friends?|uncle|aunt|parents?|cousin|neighbou?r|colleagues?|boss)\b|\b(?:brother|sister|father|mother|wife|husband|aunt|uncle|friend|cousin)['’]s\b",
    re.I,
)
_SINCE = re.compile(r"since|seit|depuis", re.I)
"""In a bullet: since when something was so in the job, not another job."""
_QUOTED = re.compile(r"[\"“„«](?=(?:[^\s\"“”»]+\s+){4})[^\"“”»\n]{20,400}[\"”“»]")
"""Five words and more in quotation marks: somebody said them."""
_TO_READER = re.compile(
    r"\b(?:you|your|yours|dear)\b|\b(?:notes?|attention|message|to|for)\s+(?:the\s+|any\s+|all\s+)?(?:recruiters?|reviewers?|screeners?|readers?|hiring\s+managers?)\b\s*[:,]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated job (or project): its heading lines and how long it went on."""

    header: tuple[int, int]
    period: Period
    section: Section


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text[start:end]` with its place. `shown`: it tells of something done. Otherwise it is a list or a claim."""

    start: int
    end: int
    section: Section
    entry: int | None
    header: bool
    listed: bool
    tells: bool = False
    """Says what somebody did, wherever it stands: "Set up Zendesk in 2021" under Tools."""

    @property
    def shown(self) -> bool:
        if self.entry is not None or self.header or self.tells:
            return True
        return self.section in ("work", "projects", "other") and not self.listed


@dataclass(frozen=True, slots=True)
class Outline:
    """Sentences in order and the dated entries they point at."""

    sentences: tuple[Sentence, ...]
    entries: tuple[Entry, ...]
    periods: tuple[Period, ...]


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    section: Section
    bullet: bool
    heading: bool = False
    inline: bool = False
    entry: int | None = None
    header: bool = False


def outline(text: str, today: date, *, dead: Sequence[tuple[int, int]] = ()) -> Outline:
    """Sentences of a text without those that lie by a third and more in `dead` spans and those that speak to the reader or of other people: they prove nothing."""
    mute = bytearray(len(text))
    for a, b in dead:
        mute[a:b] = b"\1" * (b - a)
    for quoted in _QUOTED.finditer(text):
        mute[quoted.start() : quoted.end()] = b"\1" * len(quoted.group())
    lines = _lines(text)
    periods = find_periods(text, today)
    entries = _find_entries(text, lines, periods)
    has_jobs = any(line.section == "work" for line in lines)
    sentences: list[Sentence] = []
    for start, end, line in _paragraphs(text, lines):
        section = line.section
        if section == "referees":
            continue
        if section == "top":
            section = "profile" if has_jobs or entries else "work"
        for whole in [(start, end)] if line.header else _split(text, start, end):
            a, b = _spoken(text, whole, mute)
            piece = text[a:b]
            if mute.count(1, a, b) * 3 >= max(1, b - a) or _TO_READER.search(piece) or _OTHERS.search(piece):
                continue
            if not line.header and tells_of_others(piece):
                continue
            sentences.append(
                Sentence(
                    a,
                    b,
                    section,
                    line.entry,
                    line.header,
                    not line.header and _is_list(piece),
                    section in ("skills", "languages", "certificates") and _tells(piece),
                )
            )
    return Outline(tuple(sentences), tuple(entries), tuple(periods))


def _spoken(text: str, sentence: tuple[int, int], mute: bytearray) -> tuple[int, int]:
    """A sentence without mute ends; whole where nothing would be left of it."""
    a, b = sentence
    while a < b and (mute[a] or text[a].isspace()):
        a += 1
    while b > a and (mute[b - 1] or text[b - 1].isspace()):
        b -= 1
    return (a, b) if a < b else sentence


def _lines(text: str) -> list[_Line]:
    lines, at = [], 0
    section: Section = "top"
    for raw in text.splitlines(keepends=True):
        start, end = at, at + len(raw.rstrip())
        at += len(raw)
        stripped = raw.strip()
        if not stripped:
            lines.append(_Line(start, start, section, False))
            continue
        start += len(raw) - len(raw.lstrip())
        kind = heading_kind(stripped) if len(stripped) <= 60 else None
        if kind is None and section in MAY_END and (not lines or lines[-1].start == lines[-1].end):
            kind = own_heading(stripped, text[at : at + AHEAD])
        elif kind is None and section == "skills" and lines[-1].start == lines[-1].end:
            kind = "work" if own_heading(stripped, text[at : at + AHEAD]) == "work" else None
        if kind:
            section = kind
            lines.append(_Line(start, end, section, False, heading=True))
            continue
        here, inline = section, False
        label = _INLINE.match(stripped)
        if label and section not in ("work", "projects"):
            kind = heading_kind(label.group(1).capitalize())
            if kind and not (
                section == "skills" and kind == "languages" and "," in stripped and _codes(stripped)
            ):
                here, inline = kind, True
        lines.append(_Line(start, end, here, bool(_BULLET.match(stripped)), inline=inline))
    return lines


def _codes(line: str) -> bool:
    """Whether "Languages:" in a skill list means programming languages."""
    return bool(
        re.search(
            r"\b(?:python|java|javascript|sql|html|php|ruby|typescript|swift|kotlin)\b|c\+\+|c#", line, re.I
        )
    )


def _find_entries(text: str, lines: list[_Line], periods: Sequence[Period]) -> list[Entry]:
    """Gives each line of a job its entry. A job begins at the heading lines around its dates."""
    starts = [line.start for line in lines]
    untitled = all(line.section != "work" for line in lines)
    dated: dict[int, Period] = {}
    for period in periods:
        row = bisect_left(starts, period.at[0] + 1) - 1
        if row >= 0:
            dated.setdefault(row, period)
    entries: list[Entry] = []
    claimed = -1
    for row in sorted(dated):
        line, period = lines[row], dated[row]
        if untitled and line.section == "profile":
            _end_profile(text, lines, row, _header_rows(text, lines, row, period, claimed, dated)[0])
        if line.heading or row <= claimed or line.section not in ("top", "work", "projects"):
            continue
        words = text[line.start : line.end].split()
        if (
            (line.bullet and (len(words) > 12 or _SINCE.match(text, period.at[0])))
            or len(words) > 25
            or _DEGREE.search(text[line.start : line.end])
            or (line.section == "top" and _SCHOOL.search(text[line.start : line.end]))
        ):
            continue
        first, last = _header_rows(text, lines, row, period, claimed, dated)
        entry = len(entries)
        entries.append(Entry((lines[first].start, lines[last].end), period, line.section))
        for n in range(first, last + 1):
            lines[n].entry, lines[n].header = entry, True
        claimed = last
    current: int | None = None
    for line in lines:
        if line.entry is None and line.section in ("top", "work") and _names_degree(text, line):
            line.section = "education"
        if line.heading or line.inline or line.section not in ("top", "work", "projects"):
            current = None
        elif line.entry is not None:
            current = line.entry
        else:
            line.entry = current
    return entries


def _end_profile(text: str, lines: list[_Line], row: int, first: int) -> None:
    """Jobs below a summary need no heading of their own: the first title with dates, `first` to `row`, ends it."""
    above = text[lines[first - 1].start : lines[first - 1].end] if first else ""
    if not _may_head(text, lines[row]) or not (
        _begins_block(lines, first) or above.endswith((".", "!", "?"))
    ):
        return
    for n in range(first, len(lines)):
        if lines[n].heading or lines[n].section != "profile":
            return
        lines[n].section = "top"


def _names_degree(text: str, line: _Line) -> bool:
    """A short line that begins with a degree: education, wherever it stands."""
    piece = text[line.start : line.end]
    if line.bullet or line.heading or len(piece.split()) > 14:
        return False
    return (find_degree(piece[:40]) or 0) >= Degree.BACHELOR and not _DOING.match(piece)


def _header_rows(
    text: str, lines: list[_Line], row: int, period: Period, claimed: int, dated: dict[int, Period]
) -> tuple[int, int]:
    """First and last line of a job's heading: the dates' line, short lines above it, or below where it stands alone."""
    first = last = row
    line = lines[row]
    rest = _DURATION.sub("", text[line.start : period.at[0]] + text[period.at[1] : line.end])
    rest = rest.strip(" ,|()–—-/\t•·")
    alone, bare = len(rest.split()) <= 3, len(rest.split()) <= 1
    while first - 1 > claimed and row - first < 2:
        above = lines[first - 1]
        if not _may_head(text, above) or (
            row - first >= 1 and len(text[above.start : above.end].split()) > 7
        ):
            break
        if not alone and (row - first >= 1 or not _begins_block(lines, first - 1)):
            break
        first -= 1
    if bare and first == row:
        while last + 1 < len(lines) and last - row < 2 and _may_head(text, lines[last + 1]):
            below = text[lines[last + 1].start : lines[last + 1].end].split()
            if last + 1 in dated or len(below) > 9:
                break
            last += 1
    return first, last


def _begins_block(lines: list[_Line], row: int) -> bool:
    """Whether a line comes first after a gap or a heading."""
    return row == 0 or lines[row - 1].heading or lines[row - 1].start == lines[row - 1].end


def _may_head(text: str, line: _Line) -> bool:
    """Whether a line could be a job's title or employer: short, capitalised, neither bullet nor sentence."""
    piece = text[line.start : line.end]
    return (
        bool(piece)
        and not line.heading
        and not line.bullet
        and len(piece) <= 90
        and len(piece.split()) <= 12
        and not _DOING.match(piece)
        and (piece[0].isupper() or piece[0].isdigit())
        and (not piece.endswith((".", ":", ";")) or piece.endswith(_FIRMS))
    )


def _paragraphs(text: str, lines: list[_Line]) -> list[tuple[int, int, _Line]]:
    """Lines that a page broke put together again, each with the line it begins with."""
    joined: list[tuple[int, int, _Line]] = []
    open_line: _Line | None = None
    full = _full_width(lines)
    for line in lines:
        if line.start == line.end or line.heading:
            open_line = None
            continue
        if joined and line.header and joined[-1][2].header and joined[-1][2].entry == line.entry:
            joined[-1] = (joined[-1][0], line.end, joined[-1][2])  # a job's heading is one piece
        elif open_line is not None and joined and _goes_on(text, joined[-1], line, open_line, full=full):
            joined[-1] = (joined[-1][0], line.end, joined[-1][2])
        else:
            joined.append((line.start, line.end, line))
        open_line = line
    return joined


def _full_width(lines: Sequence[_Line]) -> float:
    """From how many characters on a line of this text was broken by the page, not by its writer."""
    return max(_SHORTEST_FULL, _FULL * max((line.end - line.start for line in lines), default=0))


def _goes_on(text: str, before: tuple[int, int, _Line], line: _Line, last: _Line, *, full: float) -> bool:
    """Whether a line only goes on with what the one above it began."""
    first = before[2]
    if line.bullet or line.header or first.header or line.inline or line.entry != first.entry:
        return False
    upper, lower = text[last.start : last.end], text[line.start : line.end]
    if upper.endswith((".", "!", "?", ":")) or line.end - before[0] > 1_000:
        return False
    last_word = upper.rsplit(None, 1)[-1].lower()
    if lower[0].islower() or upper.endswith((",", "&")):
        return True
    if last_word in _LITTLE and not _DOING.match(lower):
        return True
    if first.section == "skills" and "," in upper and "," in lower and not _LABELLED.match(lower):
        return True  # "…, Machine" above "Learning, SQL, …"
    return first.bullet and last.end - last.start >= full


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a paragraph, bullets and white space off."""
    pieces, a = [], start
    for match in _BREAK.finditer(text, start, end):
        if match.group().strip() == "" and _ABBREVIATION.search(
            text, max(start, match.start() - 12), match.start()
        ):
            continue
        pieces.append((a, match.start()))
        a = match.end()
    pieces.append((a, end))
    trimmed = []
    for a, b in pieces:
        mark = _BULLET.match(text, a, b)
        a = mark.end() if mark else a
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if a < b:
            trimmed.append((a, b))
    return trimmed


def _tells(piece: str) -> bool:
    """A sentence of six words and more that begins with what was done."""
    return len(piece.split()) >= 6 and not _is_list(piece) and bool(_TELLING.match(piece))


def _is_list(piece: str) -> bool:
    """Four and more short items side by side, or a couple of words: a list, not a sentence."""
    items = [item for item in _ITEM_BREAK.split(piece) if item.strip()]
    return len(items) >= 4 and len(piece.split()) / len(items) <= 3
