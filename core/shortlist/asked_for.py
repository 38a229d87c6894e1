"""What a criterion asks for, as an interviewer reads it: its shape, and its words bent to stand in a question."""

import re
from typing import Literal, NamedTuple

from core.screening.keywords.credentials import asked_tongues
from core.shortlist.words import plain

Shape = Literal["availability", "language", "degree", "licence", "years", "people", "soft", "task", "skill"]


class AskedFor(NamedTuple):
    """`words` as the criterion has them; `tongue` names the language; a task is told in three forms of its verb."""

    shape: Shape
    words: str
    tongue: str = ""
    do: str = ""
    did: str = ""
    done: str = ""


_AVAILABILITY = re.compile(
    r"\b(?:shifts?|weekends?|nights?|on[- ]call|overtime|travel(?:s|ling|ing)?|relocat\w+|full[- ]time|part[- ]time"
    r"|on[- ]site|remote(?:ly)?|hybrid|available|availability|start(?:ing)? (?:date|in)|notice period"
    r"|schichtdienst|schicht\w*|wochenend\w*|nachtdienst|reisebereit\w*)\b",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"\b(?:degree|bachelor\w*|master['’]?s|ph\.?d|doctorate|diploma|apprenticeship|studium|abschluss|ausbildung)\b",
    re.IGNORECASE,
)
_LICENCE = re.compile(
    r"\b(?:licen[cs]e\w*|certifi\w+|registered|registration|accredit\w+|permit|(?:\w+ )?card\b|qualified .{0,20}status|nvq|cpa|qts"
    r"|right to work|\w*führerschein|\w+schein|zertifikat)\b|\(BS \d+\)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|ten)\s*(?:\+|or more|plus)?\s*(?:years?|jahren?)\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:led|leads?|leading|lead|managed?|manages|managing|supervis\w+|headed|in charge of|direct reports)\b"
    r".{0,40}\b(?:teams?|people|staff|employees|agents|nurses|chefs|engineers|reports|crew)\b",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"\b(?:team player|communicat\w+|calm|patien(?:t|ce)|friendly|reliab\w+|flexib\w+|motivat\w+|empath\w+|organis\w+|organiz\w+"
    r"|detail|initiative|resilien\w+|proactive|self-\w+|problem[- ]solv\w+|attitude|teamwork|stress|pressure|curious"
    r"|customer[- ]focus\w*|hands-on mentality|teamfähig\w*|belastbar\w*)\b",
    re.IGNORECASE,
)
_HAS = re.compile(r"(?:(?:you|they) )?(?:has|have) (?=\w+(?:ed|n|t|un|ng|ne|ld|de|id|ught) )", re.IGNORECASE)

_EXPERIENCE = re.compile(
    r"^(?:(?:own|hands-on|practical|proven|solid|good|strong|working|first|some|professional|relevant|prior|previous"
    r"|advanced|basic|in-depth)\s+)*(?:experience|knowledge|understanding|skills?|familiarity|command)\s+(?:with|of|in)\s+",
    re.IGNORECASE,
)
_DESCRIBING = frozenset(
    ("automated", "planned", "documented", "measured", "tested", "managed", "organised", "organized")
)
"""At a criterion's beginning these say what kind of thing, not what somebody did."""

_IRREGULAR = """
be was been|begin began begun|bring brought brought|build built built|buy bought bought|deal dealt dealt|do did done
draw drew drawn|drive drove driven|find found found|get got got|give gave given|go went gone|grow grew grown
have had had|hold held held|keep kept kept|lead led led|make made made|meet met met|oversee oversaw overseen
run ran run|see saw seen|sell sold sold|set set set|speak spoke spoken|stand stood stood|take took taken
teach taught taught|understand understood understood|win won won|write wrote written|beat beat beaten
reach reached reached|cut cut cut|fix fixed fixed|plan planned planned|ship shipped shipped|program programmed programmed
"""
_REGULAR = """
achieve adapt administer advise analyse analyze answer apply arrange assess assist audit automate care carry chair
check clean close coach collect conduct configure contribute convert cook coordinate create deliver deploy design
develop diagnose document edit enforce engage ensure escalate establish evaluate execute explain facilitate file
follow gather guide handle help hire identify implement improve install interview introduce investigate invoice
launch maintain manage market measure mentor moderate monitor motivate negotiate offer open operate optimise
optimize organise organize participate perform pick prepare present process produce promote propose prove provide
publish raise recognise recognize reconcile record recruit reduce repair report research resolve review schedule
serve set solve supervise supply support test track train translate treat troubleshoot tune turn update use
visit weld welcome work
"""


def _verbs() -> dict[str, tuple[str, str, str, str]]:
    """Every form but the plain one, small, with what kind it is and its plain form, past and participle.

    Plain forms count as verbs only at a criterion's beginning, where "Report" and "Design" may be nouns: left out.
    """
    forms: dict[str, tuple[str, str, str, str]] = {}
    listed = [entry.split() for entry in re.split(r"[|\n]", _IRREGULAR.strip())]
    for base in _REGULAR.split():
        if base.endswith("e"):
            past = f"{base}d"
        elif base.endswith("y") and base[-2] not in "aeiou":
            past = f"{base[:-1]}ied"
        else:
            past = f"{base}ed"
        listed.append([base, past, past])
    for base, past, participle in listed:
        if base.endswith(("s", "sh", "ch", "x", "o")):
            third = f"{base}es"
        elif base.endswith("y") and base[-2] not in "aeiou":
            third = f"{base[:-1]}ies"
        else:
            third = {"have": "has", "be": "is"}.get(base, f"{base}s")
        forms.setdefault(participle, ("done", base, past, participle))
        forms[past] = ("did", base, past, participle)
        forms[third] = ("does", base, past, participle)
    return forms


_VERBS = _verbs()


def asked_for(text: str) -> AskedFor:
    """The first shape that fits: what is asked of a person's time and papers is asked in its own way."""
    words = plain(text).strip(" .;")
    tongues, _ = asked_tongues(words)
    task = _task(words)
    if _YEARS.search(words):
        return AskedFor("years", words)
    if tongues:
        return AskedFor("language", words, tongue=tongues[0].name.capitalize())
    if _LICENCE.search(words):
        return AskedFor("licence", words)
    if _DEGREE.search(words):
        return AskedFor("degree", words)
    if _PEOPLE.search(words):
        return AskedFor("people", words)
    if task:
        return AskedFor("task", words, "", *task)
    if _AVAILABILITY.search(words):
        return AskedFor("availability", words)
    if _SOFT.search(words):
        return AskedFor("soft", words)
    return AskedFor("skill", _EXPERIENCE.sub("", words) or words)


def _task(words: str) -> tuple[str, str, str] | None:
    """The phrase with its verbs plain, past and as participles: "write SQL and build …", "wrote …", "written …"."""
    rest = _HAS.sub("", words, count=1) if _HAS.match(words) else words
    first = re.match(r"[^\W\d_]+", rest)
    kind = _VERBS.get(first[0].lower(), ("",))[0] if first else ""
    if not kind or (first and rest is words and first[0].lower() in _DESCRIBING):
        return None
    alike = ("does",) if kind == "does" else ("did", "done")

    def bent(place: int) -> str:
        def one(match: re.Match[str]) -> str:
            entry = _VERBS.get(match["verb"].lower())
            return match["before"] + entry[place] if entry and entry[0] in alike else match[0]

        return re.sub(r"(?P<before>^|(?:\band|\bor|,) )(?P<verb>[^\W\d_]+)", one, rest)

    return bent(1), bent(2), bent(3)


def mid_sentence(words: str) -> str:
    """The words as they stand inside a sentence: a plain first word small, "Excel" and "SQL" as they are."""
    first = words.split(" ")[0]
    everyday = first.lower() in _EVERYDAY or re.fullmatch(
        r"[A-Z][a-z]+(?:ing|ment|tion|ance|ence|ity|ness|ship)", first
    )
    return words[0].lower() + words[1:] if everyday else words


_EVERYDAY = frozenset(
    """a an the at own full good strong basic advanced hands-on experience knowledge outbound inbound wound shift
    weekend night rotating registered bachelor's master's degree level team calm clear customer technical health safe
    month-end message automated fault-finding pastry data project sales driving forklift second time-served lean
    temporary valid current employee instrument digital commercial financial general public social medical legal
    quality risk time stock food people office contract cost budget planned automated working knowing
    fresh personal professional proven solid first further several any health""".split()  # noqa: SIM905
)
