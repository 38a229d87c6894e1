"""Years compared in code: those a criterion asks for, and those that dated jobs and sentences show."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.screening.keywords.experience import Period, find_stated, months_covered, years_words
from core.screening.keywords.finding import Finding
from core.screening.keywords.matching import Grade, Hit, Match, Searched, all_matches, match_part
from core.screening.keywords.requirements import Part, Requirement
from core.screening.keywords.sections import Sentence

_FROM_YEAR = re.compile(
    r"\b(?:in|from|introduced|started|since|began|moved|switched|migrated)\s(?:[^.;]{0,30}\s)?(20\d\d)\b",
    re.I,
)
"""When a line of a job says that something began."""

TOO_FAR = 0.2
"""Less than this share of the years asked for is nothing."""

_WORKING = re.compile(
    r"\b(?:experience|work\w*|career|professional\w*|industry|profession|erfahrung|berufs\w*)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Years:
    """Years shown for a subject: by dated jobs, by jobs titled with it, by what a sentence states."""

    dated: float = 0.0
    titled: float = 0.0
    stated: float = 0.0
    until: int = 0
    """The month in which the last of these jobs ended."""
    dated_hits: tuple[Hit, ...] = ()
    stated_hits: tuple[Hit, ...] = ()


def judge_years(searched: Searched, requirement: Requirement) -> Finding:
    """Compares years in code. Stated years count unless the dated jobs contradict them."""
    asked = requirement.years or 0.0
    counted = [_years_of(searched, part) for part in requirement.parts] or [years_at_work(searched)]
    got = min(counted, key=lambda years: max(years.dated, years.stated))
    wanted = years_words(asked).removesuffix(" years")
    wanted += " is asked for" if asked == 1 or wanted == "1 month" else " are asked for"
    shown = f"Dated jobs that show it add up to {years_words(got.dated)}"
    if got.stated:
        worked = _worked(searched)
        said = f"Says {years_words(got.stated)}"
        if got.stated >= asked:
            if searched.outline.entries and worked < min(asked, got.stated - 1):
                return Finding(
                    "partial", got.stated_hits, f"{said}; the dated jobs add up to {years_words(worked)}."
                )
            if searched.outline.entries and requirement.parts and not got.dated:
                return Finding("partial", got.stated_hits, f"{said}; no dated job clearly shows it.")
            return Finding("met", got.stated_hits, f"{said}; {wanted}.")
        if got.titled < asked:
            return _too_short(got.stated / asked, got.stated_hits, f"{said}; {wanted}.")
    if got.dated >= asked:
        if searched.is_past(got.until):
            return Finding("partial", got.dated_hits, f"{shown}, the last of them until {_year(got.until)}.")
        return Finding("met", got.dated_hits, f"{shown}; {wanted}.")
    if got.dated:
        return _too_short(got.dated / asked, got.dated_hits, f"{shown}; {wanted}.")
    return _undated(searched, requirement.parts)


def _year(month: int) -> int:
    """The calendar year of the month before this one: periods end with the first month not worked."""
    return (month - 1) // 12


def _too_short(share: float, hits: tuple[Hit, ...], reason: str) -> Finding:
    return Finding("partial" if share >= TOO_FAR else "missing", hits, reason)


def _undated(searched: Searched, parts: tuple[Part, ...]) -> Finding:
    matches = [match_part(searched, part) for part in parts]
    worst = min(matches, key=lambda match: match.grade, default=Match(Grade.NONE))
    if worst.grade == Grade.NEAR:
        return Finding("partial", worst.hits, f"Only related work; {_quoted(worst.words)} isn't named.")
    if worst.grade == Grade.LISTED and searched.outline.entries and _is_role(parts):
        return Finding("missing", worst.hits, "Only listed; the dated jobs are of another kind.")
    if worst.grade >= Grade.SOME and _is_role(parts) and _in_passing(searched, worst):
        return Finding("missing", worst.hits, "Mentioned; the dated jobs are of another kind.")
    if worst.grade >= Grade.SOME:
        return Finding("partial", worst.hits, "Mentioned, but no dated job clearly shows it.")
    if worst.grade == Grade.DENIED:
        return Finding("missing", worst.hits, "The résumé says it isn't so.", denied=True)
    return Finding("missing", (), "The résumé doesn't mention this.")


def _in_passing(searched: Searched, match: Match) -> bool:
    """Whether only a line of a job says so, and in other words or by half: the job is of another kind."""
    place = searched.sentence(match.hits[0].sentence)
    half = match.grade == Grade.SOME or match.by_example
    return bool(searched.outline.entries) and not place.header and half


def _is_role(parts: tuple[Part, ...]) -> bool:
    """Whether every alternative is an occupation: who has had one would have a job of that name."""
    return all(term.role for part in parts for term in part)


def _years_of(searched: Searched, part: Part) -> _Years:
    found = [
        match
        for term in part
        for match in _worth_counting(searched, all_matches(searched, term), role=term.role)
    ]
    jobs: dict[int, Hit] = {}
    periods: list[Period] = []
    titled: set[int] = set()
    stated: list[tuple[float, Hit]] = []
    for match in found:
        hit = match.hits[0]
        place = searched.sentence(hit.sentence)
        if place.entry is not None and searched.outline.entries[place.entry].section != "projects":
            jobs.setdefault(place.entry, hit)
            periods.append(_told_period(searched, place, place.entry))
            if place.header:
                titled.add(place.entry)
                jobs[place.entry] = hit
        if not place.header and place.section != "education":
            stated += [(years, hit) for years in _stated_beside(searched, place, hit)]
    return _sum_up(searched, jobs, periods, titled, stated)


def _told_period(searched: Searched, place: Sentence, entry: int) -> Period:
    """How long a line of a job speaks of: the whole job, unless it says "since 2023", "in 2023" or "for nine months"."""
    job = searched.outline.entries[entry].period
    if place.header:
        return job
    text = searched.text[place.start : place.end]
    for period in searched.outline.periods:
        if place.start <= period.at[0] < place.end:
            return replace(job, begin=max(job.begin, period.begin), end=min(job.end, period.end))
    lengths = [round(one.years * 12) for one in find_stated(text)]
    if lengths:
        return replace(job, begin=max(job.begin, job.end - max(lengths)))
    year = _FROM_YEAR.search(text)
    if year:
        return replace(job, begin=min(job.end, max(job.begin, int(year[1]) * 12 + 6)))
    return job


def _worth_counting(searched: Searched, matches: list[Match], *, role: bool) -> list[Match]:
    """Matches that count as time spent. An occupation needs the job's heading or two of its lines."""
    clear = [match for match in matches if match.grade >= Grade.LISTED]
    if not role:
        return clear
    lines = Counter(searched.sentence(match.hits[0].sentence).entry for match in clear)
    headed = {place.entry for match in clear if (place := searched.sentence(match.hits[0].sentence)).header}
    return [
        match
        for match in clear
        if (entry := searched.sentence(match.hits[0].sentence).entry) is None
        or entry in headed
        or lines[entry] > 1
    ]


def years_at_work(searched: Searched) -> _Years:
    """All dated jobs, and sentences like "12 years of professional experience"."""
    jobs: dict[int, Hit] = {}
    stated: list[tuple[float, Hit]] = []
    for n, place in enumerate(searched.outline.sentences):
        if place.header and place.entry is not None:
            if searched.outline.entries[place.entry].section != "projects":
                jobs.setdefault(place.entry, Hit(n, place.start, place.end))
        elif _WORKING.search(searched.text, place.start, place.end) and place.section in (
            "profile",
            "work",
            "other",
        ):
            for found in find_stated(searched.text[place.start : place.end]):
                stated.append((found.years, Hit(n, place.start + found.at[0], place.start + found.at[1])))
    periods = [searched.outline.entries[n].period for n in jobs]
    return _sum_up(searched, jobs, periods, set(jobs), stated)


def _sum_up(
    searched: Searched,
    jobs: dict[int, Hit],
    periods: Sequence[Period],
    titled: set[int],
    stated: list[tuple[float, Hit]],
) -> _Years:
    entries = searched.outline.entries
    longest = sorted(jobs, key=lambda n: entries[n].period.begin - entries[n].period.end)
    most = max(stated, key=lambda one: one[0], default=None)
    return _Years(
        dated=months_covered(periods) / 12,
        until=max((period.end for period in periods), default=0),
        titled=months_covered(entries[n].period for n in titled) / 12,
        stated=most[0] if most else 0.0,
        dated_hits=tuple(_header_hit(searched, n) or jobs[n] for n in longest[:2]),
        stated_hits=(most[1],) if most else (),
    )


def _header_hit(searched: Searched, entry: int) -> Hit | None:
    """The heading line of a job that bears its dates."""
    period = searched.outline.entries[entry].period
    for n, place in enumerate(searched.outline.sentences):
        if place.entry == entry and place.header and place.start <= period.at[0] < place.end:
            return Hit(n, period.at[0], period.at[1])
    return None


def _worked(searched: Searched) -> float:
    return months_covered(e.period for e in searched.outline.entries if e.section != "projects") / 12


def _stated_beside(searched: Searched, place: Sentence, hit: Hit) -> Iterable[float]:
    """The length of time a sentence states for the thing at `hit`: the last one before it, else the first after."""
    text = searched.text[place.start : place.end]
    lengths = find_stated(text)
    at = hit.start - place.start
    if lengths:
        before = [one for one in lengths if one.at[1] <= at]
        yield (before[-1] if before else lengths[0]).years
        return
    for period in searched.outline.periods:
        if period.open_ended and place.start <= period.at[0] < place.end:  # "in support since 2018"
            yield (_until(searched, place, period.end) - period.begin) / 12


def _until(searched: Searched, place: Sentence, month: int) -> int:
    """What goes on in a job that ended, ended with it."""
    return month if place.entry is None else min(month, searched.outline.entries[place.entry].period.end)


def _quoted(words: str) -> str:
    return f"'{words}'"
