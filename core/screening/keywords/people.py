"""How many people somebody led: what a criterion asks for and what a sentence states."""

import re

from core.screening.keywords.words import NUMBER, number

BOUND = r"(?:\b(?:at\s+least|min\.?|a?\s*minimum(?:\s+of)?|more\s+than|over|mindestens|mehr\s+als)\s+)?"
_COUNT = rf"(?!(?:an?|ein\w*)\b){NUMBER}(?![^\W\d_])"
"""A number of people; "a staff" and "an employee" count nobody."""

_PEOPLE_NOUN = (
    r"(?:people|persons?|agents?|employees|staff|engineers|developers|(?:direct\s+)?reports|members?|nurses|teachers|chefs|cooks|workers|"
    r"operatives|technicians|electricians|colleagues|associates|representatives|reps|analysts|mitarbeit\w*|personen|subordinates|"
    r"apprentices|trainees|interns|volunteers|assistants|specialists|designers|consultants|coordinators|supervisors|managers|officers|"
    r"carers|cashiers|clerks|accountants|advis[eo]rs|receptionists|porters|drivers|cleaners|waiters|servers|bartenders|sales(?:people|men)|"
    r"guards|pickers|packers|mechanics|plumbers|carpenters|labou?rers|scientists|researchers|lecturers|tutors|instructors|students|azubis|auszubildenden?)"
)
_LEADING = r"\b(?:my|coordinat\w+|direct(?:ed|ing)|line[- ]?manag\w+|apprais\w+|led|leads?|leading|manag\w+|supervis\w+|oversaw|oversee\w*|head\w*|run|ran|leader\w*|leadership|führ\w+|leitung|leiten|geleitet|responsible\s+for|in\s+charge\s+of|verantwortlich\s+für)\b"
_PEOPLE = re.compile(
    rf"{BOUND}(?<!\w)(?P<count>{NUMBER})(?![^\W\d_])\s*(?:\+|or\s+more|plus)?\s*(?:or\s+more\s+)?(?:[^\W\d_]+\s+)?{_PEOPLE_NOUN}\b"
    rf"|\bteams?\s+(?:of|von)\s+{BOUND}(?P<team>{NUMBER})(?![\w.])\s*\+?(?:\s*(?:or\s+more|people|persons?))*",
    re.I,
)
_PEOPLE_LED = re.compile(
    rf"\b(?:teams?|staff|crew|squad|brigade|group)\s{{1,3}}(?:of|von)\s{{1,3}}(?:up\s{{1,3}}to\s{{1,3}}|over\s{{1,3}}|about\s{{1,3}}|around\s{{1,3}}|more\s{{1,3}}than\s{{1,3}}|bis\s{{1,3}}zu\s{{1,3}})?({NUMBER})(?!\w|[.%]\d|\s?%)"
    rf"|\b({_COUNT})\s{{0,3}}\+?[\s-]{{0,3}}(?:person|people|member|strong|man|köpfig\w*)[\s-]{{1,3}}(?:\w+\s{{1,3}})?(?:team|crew|brigade|group|department)"
    rf"|\b({_COUNT})\s{{0,3}}\+?\s{{0,3}}(?:[^\W\d_]+[\s-]{{1,3}}){{0,2}}?{_PEOPLE_NOUN}\b",
    re.I,
)
_UNDER = re.compile(
    r"^\s*(?:\w+\s+){0,2}(?:report(?:ed|ing|s)?\s+(?:directly\s+)?to\s+me|under\s+me|under\s+my\s|(?:i|o)n\s+my\s+(?:team|shift|crew))",
    re.I,
)
"""Behind a number of people: who led them."""
_AMONG = re.compile(
    r"\b(?:in|within|of|joined|part\s+of|member\s+of|for|with|from|by|to)\s+(?:an?|the|our|their)\s+(?:\w+\s+){0,2}$",
    re.I,
)
"""Before a team: that one was in it, or beside it."""
_FOR_OTHERS = re.compile(r"\b(?:for|with|to|across|by|für|under)\b", re.I)
_PLACE_WITH = re.compile(
    r"\b(?:hotel|reception|team|department|shop|store|kitchen|ward|office|branch|restaurant|caf[eé]|bar|site|shift|unit|practice|centre|center"
    r"|warehouse|school|division|company|firm|business|salon|clinic|floor|garage|farm|crew|desk|plant|depot|nursery|filiale|abteilung|küche|gruppe)"
    r"\b[^.;,]{0,20}\b(?:with|of|mit)\s+(?:up\s+to|about|over|around|more\s+than|some|bis\s+zu)?\s*$",
    re.I,
)
"""What somebody ran: "a hotel with" eleven receptionists."""

_LEADING_RE = re.compile(_LEADING, re.I)


def asked_people(text: str) -> tuple[int | None, str]:
    """How many people a criterion wants led, and what is left of it."""
    found = _PEOPLE.search(text)
    if found is None or not _LEADING_RE.search(text):
        return None, text
    count = int(number(found["count"] or found["team"]))
    rest = _LEADING_RE.sub(" ", text[: found.start()] + " " + text[found.end() :])
    return count, re.sub(r"\bteams?(?:\s+of)?\b|\bhave\b", " ", rest, flags=re.I)


def people_stated(text: str, *, leads: bool = False) -> list[tuple[int, tuple[int, int]]]:
    """How many people a sentence says somebody led, and where. A team one merely belonged to, and employees one
    did something for, don't count. `leads`: the job's title says that it leads, so that its team is meant."""
    found = []
    for match in _PEOPLE_LED.finditer(text):
        count = next(group for group in match.groups() if group)
        ends = [led.end() for led in _LEADING_RE.finditer(text, max(0, match.start() - 120), match.start())]
        between = text[ends[-1] : match.start()] if ends else ""
        near = bool(ends) and len(between.split()) <= 6 and not _FOR_OTHERS.search(between)
        near = near or (bool(ends) and len(between.split()) <= 10 and bool(_PLACE_WITH.search(between)))
        near = near or bool(_UNDER.match(text[match.end() : match.end() + 60]))
        if leads and match.group(1) is not None:
            near = near or not _AMONG.search(text[max(0, match.start() - 40) : match.start()])
        if near or re.search(r"direct\s+reports", match.group(), re.I):
            found.append((int(number(count)), match.span()))
    return found
