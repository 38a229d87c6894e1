"""Time in a résumé: dated jobs, months worked, years as somebody states them."""

import math
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.screening.keywords.words import NUMBER, number

LONGEST = 60
"""Nobody has worked for longer; "401 years" is something else."""

_MONTHS = (
    "jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|f[ée]vr?(?:ier)?|mar(?:ch|s)?|m[äa]r?z|apr(?:il)?|avr(?:il)?|may|mai|june?|juni?|juin"
    "|july?|juli|juil(?:let)?|aug(?:ust)?|ao[uû]t|sept?(?:ember|embre)?|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember|embre)?"
    "|d[ée]c(?:embre)?|spring|summer|autumn|fall|winter"
)
_FIRST_LETTERS = (
    ("jan", 1), ("feb", 2), ("fév", 2), ("fev", 2), ("mar", 3), ("mär", 3), ("maz", 3), ("mrz", 3), ("apr", 4), ("avr", 4),
    ("may", 5), ("mai", 5), ("jun", 6), ("juin", 6), ("jul", 7), ("juil", 7), ("aug", 8), ("aou", 8), ("aoû", 8),
    ("sep", 9), ("oct", 10), ("okt", 10), ("nov", 11), ("dec", 12), ("dez", 12), ("déc", 12),
    ("spr", 3), ("sum", 6), ("aut", 9), ("fal", 9), ("win", 12),
)  # fmt: skip
_YEAR = r"(?:19[5-9]\d|20\d\d)"
_POINT = (
    rf"(?:(?:(?P<{{0}}name>{_MONTHS})\.?,?\s*(?:\d{{{{1,2}}}}(?:st|nd|rd|th)?,?\s+)?(?P<{{0}}named>{_YEAR}|['’]\d\d))"
    rf"|(?:(?:\d{{{{1,2}}}}[./])?(?P<{{0}}month>0?[1-9]|1[0-2])\s?[./-]\s?(?P<{{0}}numbered>{_YEAR}))"
    rf"|(?:(?P<{{0}}isoyear>{_YEAR})[-/.](?P<{{0}}iso>0[1-9]|1[0-2]))"
    rf"|(?P<{{0}}year>{_YEAR}))"
)
_NOW = (
    r"(?P<now>(?:to\s+|till?\s+|until\s+|up\s+to\s+)?(?:present|current(?:ly)?|now|today|date|ongoing|on-going|heute|jetzt|aktuell|dato"
    r"|laufend|aujourd['’]hui|actual(?:idad)?))"
)
_TO = r"\s*(?:-{1,2}|–|—|‒|−|→|\xad|to|until|till?|through|thru|bis(?:\s+zum)?|à|au)\s*"
_RANGE = re.compile(
    rf"(?<![\w/.])(?:{_POINT.format('a')}{_TO}(?:{_NOW}|{_POINT.format('b')}|(?P<short>\d\d)(?!\d))"
    rf"|(?P<openname>{_MONTHS})\.?{_TO}{_POINT.format('c')})(?!\w)",
    re.I,
)
_SEASON = re.compile(rf"\b(?P<name>spring|summer|autumn|fall|winter)\s+(?P<year>{_YEAR})\b", re.I)
_SEASON_MONTHS = 3
_SINCE = re.compile(rf"\b(?:since|seit|depuis)\s+{_POINT.format('a')}(?!\w)", re.I)
_STATED = re.compile(
    rf"(?<![\w.,€$£-])(?P<count>{NUMBER})(?:\s{{0,3}}(?:-|–|to|bis)\s{{0,3}}{NUMBER})?(?:\s{{0,3}}\(\w+\))?\s{{0,3}}\+?(?:\s{{0,3}}(?:or|and)?\s{{0,3}}(?:more|plus|over|half))?[\s-]{{0,3}}"
    r"(?:full\s+|solid\s+|volle\s+)?(?P<unit>years?|yrs?|months?|mos?\b|jahren?|jahre|monate?n?)\b(?![\s-]{0,3}(?:ago|old|round|end|plan|warranty)\b)",
    re.I,
)


_HOW_OFTEN = re.compile(r"\b(?:once|twice|times?|days?|weeks?|hours?|shifts?|\d+)\s$", re.I)
"""Before "a month": how often, not how long."""
_HOW_LONG = re.compile(
    r"(?:^|[\n.,;:(•–-]|\b(?:for|over|about|around|nearly|almost|than|within|after|during|of|and|plus|spent|spending|worked|took|did"
    r"|lasted|have|has|had|with))\s*$",
    re.I,
)
"""Before "a year": how long; after anything else, as in "180 reports a year", it is how much."""


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time in months since year 0, the end not included; `at` is its place in the text."""

    begin: int
    end: int
    at: tuple[int, int]
    open_ended: bool = False

    def words(self) -> str:
        """The years as a person writes them: 2019–2023, 2021–today."""
        first, last = self.begin // 12, (self.end - 1) // 12
        if self.open_ended:
            return f"{first}–today"
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Stated:
    """A stated length of time, in years, and where it stands."""

    years: float
    at: tuple[int, int]


def find_periods(text: str, today: date) -> list[Period]:
    """Date ranges in order; a year alone counts as its middle, a job without an end lasts until today.

    Ranges that run backwards or begin in the future are left out: they say nothing that can be added.
    """
    now = today.year * 12 + today.month
    periods: list[Period] = []
    for match in _RANGE.finditer(text):
        if match["openname"]:
            end = _point(match, "c", closing=True)
            begin = end // 12 * 12 + _month(match["openname"]) - 1 if end is not None else None
        else:
            begin = _point(match, "a", closing=False)
            end = _point(match, "b", closing=True)
            if match["short"] and begin is not None:
                end = begin // 100 // 12 * 100 * 12 + _short_end(begin, int(match["short"]))
        open_ended = match["now"] is not None
        end = now if open_ended else end
        if begin is not None and end is not None:
            if begin == end and begin % 12 == 6:
                end = begin + 6  # "2019 – 2019": some months of one year
            if begin < end and begin < now:
                periods.append(Period(begin, min(end, now), match.span(), open_ended))
    ranges = [period.at[0] for period in periods]  # in order of the text
    for match in _SINCE.finditer(text):
        begin = _point(match, "a", closing=False)
        near = bisect_right(ranges, match.end()) - 1
        inside = near >= 0 and ranges[near] > match.start()
        if begin is not None and begin < now and not inside:
            periods.append(Period(begin, now, match.span(), True))
    for match in _SEASON.finditer(text):
        near = bisect_right(ranges, match.start()) - 1
        alone = near < 0 or periods[near].at[1] <= match.start()
        begin = int(match["year"]) * 12 + _month(match["name"]) - 1
        if alone and begin < now:
            periods.append(Period(begin, min(begin + _SEASON_MONTHS, now), match.span()))
    return sorted(periods, key=lambda period: period.at)


def months_covered(periods: Iterable[Period]) -> int:
    """Months in at least one of the periods: jobs side by side count once."""
    total, reach = 0, 0
    for period in sorted(periods, key=lambda period: period.begin):
        total += max(0, period.end - max(period.begin, reach))
        reach = max(reach, period.end)
    return total


def find_stated(text: str) -> list[Stated]:
    """Lengths of time in words or digits: "two years", "5+ yrs", "18 months", "mehr als 3 Jahre"."""
    return [
        Stated(number(m["count"]) / (12 if m["unit"].lower().startswith("mo") else 1), m.span())
        for m in _STATED.finditer(text)
        if number(m["count"]) <= LONGEST
        and not _HOW_OFTEN.search(text, max(0, m.start() - 12), m.start("count"))
        and (m["count"].lower() != "a" or _HOW_LONG.search(text[max(0, m.start() - 12) : m.start("count")]))
    ]


def years_words(years: float) -> str:
    """A length of time for a person: "two years", "2.5 years", "8 months"."""
    if years < 1:
        months = max(1, round(years * 12))
        return "1 month" if months == 1 else f"{months} months"
    shown = f"{math.floor(years * 10 + 1e-6) / 10:.1f}".removesuffix(".0")  # never more than there is
    return "1 year" if shown == "1" else f"{shown} years"


def _point(match: re.Match[str], which: str, *, closing: bool) -> int | None:
    """Months since year 0 of one end of a range. A named month is worked to its end."""
    found = match.groupdict()
    extra = 1 if closing else 0
    if found.get(which + "named"):
        year = found[which + "named"]
        full = int(year) if len(year) == 4 else _century(int(year[1:]))
        return full * 12 + _month(found[which + "name"]) - 1 + extra
    if found.get(which + "numbered"):
        return int(found[which + "numbered"]) * 12 + int(found[which + "month"]) - 1 + extra
    if found.get(which + "isoyear"):
        return int(found[which + "isoyear"]) * 12 + int(found[which + "iso"]) - 1 + extra
    if found.get(which + "year"):
        return int(found[which + "year"]) * 12 + 6
    return None


def _short_end(begin: int, two_digits: int) -> int:
    """The months that "17" of "2015–17" adds to the century the range began in."""
    return two_digits * 12 + 6 if two_digits >= begin // 12 % 100 else (two_digits + 100) * 12 + 6


def _century(two_digits: int) -> int:
    return 2000 + two_digits if two_digits < 50 else 1900 + two_digits


def _month(name: str) -> int:
    low = name.lower()
    return next(month for letters, month in _FIRST_LETTERS if low.startswith(letters))
