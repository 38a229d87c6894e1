"""The parts of a criterion that are more than words: people led, languages, degrees."""

import re

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
from core.screening.keywords.experience import years_words
from core.screening.keywords.finding import Finding
from core.screening.keywords.matching import Grade, Hit, Match, Searched, all_matches, match_part
from core.screening.keywords.people import people_stated
from core.screening.keywords.requirements import Part, Requirement
from core.screening.keywords.years import years_at_work

WRITTEN_IN = "Written in"
"""How a finding begins that rests on nothing but the résumé's own language."""

_SENTENCE = 4
"""Words that show in which language they were written."""

_UNFINISHED = re.compile(
    r"\b(?:(?:phd|doctoral|master['’]?s?|bachelor['’]?s?) (?:student|candidate)|expected|pursuing|in progress|anticipated|ongoing|currently (?:studying|enrolled)|candidate for|not completed|unfinished|dropped out"
    r"|voraussichtlich|abgebrochen)\b",
    re.I,
)


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
    worked = years_at_work(searched)
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
        if match.grade
        >= (Grade.LISTED if len(term.concepts) > 1 else Grade.SOME)  # "design" is a field of its own
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
