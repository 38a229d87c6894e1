"""The parts of a criterion that are more than words: years, people led, languages, degrees."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.domain.verdict import Verdict
from core.screening.keywords.credentials import (
    ANOTHER,
    ANY_LEVEL,
    DEGREE_WORDS,
    NATIVE,
    Degree,
    Tongue,
    find_degree,
    find_tongues,
    level_words,
)
from core.screening.keywords.experience import Period, find_stated, months_covered, years_words
from core.screening.keywords.matching import Grade, Hit, Match, Searched, all_matches, match_part
from core.screening.keywords.people import people_stated
from core.screening.keywords.requirements import Part, Requirement
from core.screening.keywords.sections import Sentence

_FROM_YEAR = re.compile(
    r"\b(?:in|from|introduced|started|since|began|moved|switched|migrated)\s(?:[^.;]{0,30}\s)?(20\d\d)\b",
    re.I,
)
"""When a line of a job says that something began."""

TOO_FAR = 0.2
"""Less than this share of the years asked for is nothing."""

WRITTEN_IN = "Written in"
"""How a finding begins that rests on nothing but the résumé's own language."""

_SENTENCE = 4
"""Words that show in which language they were written."""

_WORKING = re.compile(
    r"\b(?:experience|work\w*|career|professional\w*|industry|profession|erfahrung|berufs\w*)\b", re.I
)
_UNFINISHED = re.compile(
    r"\b(?:(?:phd|doctoral|master['’]?s?|bachelor['’]?s?) (?:student|candidate)|expected|pursuing|in progress|anticipated|ongoing|currently (?:studying|enrolled)|candidate for|not completed|unfinished|dropped out"
    r"|voraussichtlich|abgebrochen)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one part of a criterion came to."""

    verdict: Verdict
    hits: tuple[Hit, ...] = ()
    reason: str = ""
    denied: bool = False
    """The résumé itself says no."""


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
    counted = [_years_of(searched, part) for part in requirement.parts] or [_years_at_work(searched)]
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


def _years_at_work(searched: Searched) -> _Years:
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


def judge_people(searched: Searched, asked: int) -> Finding:
    """The largest number of people a sentence says somebody led."""
    best, best_hit = 0, None
    led = [
        hit
        for way in _leading(searched)
        for hit in searched.find(way)
        if not searched.is_another(hit, role=True)
    ]
    leading = {place.entry for hit in led if (place := searched.sentence(hit.sentence)).header}
    for n, place in enumerate(searched.outline.sentences):
        leads = place.entry is not None and place.entry in leading
        for count, (a, b) in people_stated(searched.text[place.start : place.end], leads=leads):
            hit = Hit(n, place.start + a, place.start + b)
            if count > best and not searched.is_denied(hit) and not searched.is_wished(hit):
                best, best_hit = count, hit
    if best_hit is not None:
        reason = f"Says {'1 person' if best == 1 else f'{best} people'}; {asked} are asked for."
        return Finding("met" if best >= asked else "partial", (best_hit,), reason)
    for hit in led:
        if searched.sentence(hit.sentence).shown and not (searched.is_denied(hit) or searched.is_wished(hit)):
            return Finding(
                "partial", (hit,), f"Led others, but how many isn't stated; {asked} are asked for."
            )
    return Finding("missing", (), "The résumé doesn't say that they led people.")


def _leading(searched: Searched) -> tuple[tuple[str, ...], ...]:
    phrase = searched.vocabulary.phrase("team leadership")
    return (*searched.vocabulary.proving(phrase), *searched.vocabulary.hinting(phrase))


def judge_tongue(searched: Searched, asked: Tongue, *, written_in: str) -> Finding:
    """The best level a résumé states for a language."""
    best: tuple[int, Hit] | None = None
    denied: Hit | None = None
    for n, place in enumerate(searched.outline.sentences):
        text = searched.text[place.start : place.end]
        for tongue, (a, b) in find_tongues(text, in_languages=place.section == "languages" or place.listed):
            hit = Hit(n, place.start + a, place.start + b)
            meant = tongue.name == asked.name or (asked.name == ANOTHER and tongue.name.lower() != written_in)
            if not meant or searched.is_another(hit, role=False):
                continue
            if searched.is_denied(hit) or searched.is_wished(hit):
                denied = denied or (hit if searched.is_denied(hit) else None)
            elif best is None or tongue.level > best[0]:
                best = (tongue.level, hit)
    if best is None and denied is not None:
        return Finding("missing", (denied,), f"The résumé says it has no {asked.name}.", denied=True)
    if best is None:
        first = next(
            (
                n
                for n, s in enumerate(searched.outline.sentences)
                if s.shown
                and not s.header
                and len((words := searched.text[s.start : s.end]).split()) >= _SENTENCE
                and "[" not in words  # nothing taken out
            ),
            None,
        )
        if asked.name.lower() == written_in and first is not None:
            place = searched.sentence(first)
            return Finding(
                "partial",
                (Hit(first, place.start, place.end),),
                f"{WRITTEN_IN} {asked.name}; no level is stated.",
            )
        return Finding("missing", (), f"The résumé doesn't mention {asked.name}.")
    level, hit = best
    wanted = level_words(asked.level).strip("()")
    if level == 0:
        met = asked.level <= ANY_LEVEL
        reason = f"{asked.name} is mentioned" + ("." if met else f", without a level; {wanted} is asked for.")
        return Finding("met" if met else "partial", (hit,), reason)
    place, named = searched.sentence(hit.sentence), level_words(level)
    literally = level >= NATIVE or named.lower() in searched.text[place.start : place.end].lower()
    said = (
        f"Says {asked.name} {named}"
        if literally
        else f"Says {asked.name} in words that stand for about {named}"
    )
    if level >= asked.level:
        return Finding("met", (hit,), f"{said}.")
    verdict: Verdict = "partial" if level == asked.level - 1 else "missing"
    return Finding(verdict, (hit,), f"{said}; {wanted} is asked for.")


def judge_degree(searched: Searched, requirement: Requirement) -> Finding:
    """The highest degree, and whether its field is one of those asked for."""
    asked = requirement.degree or Degree.BACHELOR
    found = _degrees(searched)
    enough = [one for one in found if one[0] >= asked]
    if enough:
        fitting = [
            (level, hit, field)
            for level, hit in enough
            if (field := _field_beside(searched, hit, requirement.fields)) is not None
        ]
        level, hit, field = fitting[0] if fitting else (*enough[0], ())
        if _unfinished(searched, hit):
            return Finding("partial", (hit,), f"A {DEGREE_WORDS[level]}, not finished yet.")
        if not fitting and requirement.or_paper:
            paper = match_part(searched, requirement.or_paper)
            if paper.grade == Grade.SHOWN:
                return Finding("met", paper.hits[:1], f"Found '{paper.words}'.")
        if not fitting:
            return Finding(
                "partial", (hit,), f"A {DEGREE_WORDS[level]}; not clearly in a field that is asked for."
            )
        return Finding("met", (hit, *field), f"Has a {DEGREE_WORDS[level]}.")
    instead = match_part(searched, requirement.or_paper) if requirement.or_paper else Match(Grade.NONE)
    if instead.grade == Grade.SHOWN:
        return Finding("met", instead.hits[:1], f"Found '{instead.words}'.")
    worked = _years_at_work(searched)
    if requirement.or_experience and worked.dated >= 2:
        reason = f"No such degree found, but {years_words(worked.dated)} of dated jobs. Is that equivalent? You decide."
        return Finding("partial", worked.dated_hits, reason)
    if found and found[0][0] == asked - 1 and found[0][0] > Degree.SCHOOL:
        level, hit = found[0]
        return Finding("partial", (hit,), f"A {DEGREE_WORDS[level]}; a {DEGREE_WORDS[asked]} is asked for.")
    return Finding("missing", (), f"No {DEGREE_WORDS[asked]} found.")


def _degrees(searched: Searched) -> list[tuple[Degree, Hit]]:
    """Stated degrees, highest first; in the education section where there is one."""
    sentences = list(enumerate(searched.outline.sentences))
    has_education = any(s.section == "education" for _, s in sentences)
    rooms = (
        ("education", "certificates", "profile")
        if has_education
        else ("profile", "certificates", "other", "work", "skills")
    )
    found = []
    for n, place in sentences:
        if place.section not in rooms or (place.entry is not None and not place.header):
            continue
        level = find_degree(searched.text[place.start : place.end])
        if level is not None:
            found.append((level, Hit(n, place.start, place.end)))
    return sorted(found, key=lambda one: -one[0])


def _field_beside(searched: Searched, hit: Hit, fields: Part) -> tuple[Hit, ...] | None:
    """Where a field asked for stands, if not in the degree's own line: in the line before or after it. None
    where it stands nowhere near."""
    beside = [
        other
        for term in fields
        for match in all_matches(searched, term)
        if match.grade >= Grade.LISTED
        for other in match.hits
        if abs(other.sentence - hit.sentence) <= 1
        and searched.sentence(other.sentence).section == searched.sentence(hit.sentence).section
    ]
    if not fields or any(other.sentence == hit.sentence for other in beside):
        return ()
    return tuple(beside[:1]) or None


def _unfinished(searched: Searched, hit: Hit) -> bool:
    last = min(hit.sentence + 1, len(searched.outline.sentences) - 1)
    return bool(
        _UNFINISHED.search(searched.text, searched.sentence(hit.sentence).start, searched.sentence(last).end)
    )


def _quoted(words: str) -> str:
    return f"'{words}'"
