"""What only frames a criterion — courtesies, purposes, where and how it is done. Taken off, the thing itself is left."""

import re

LONG = 100
"""Characters from which on a typed criterion holds more than what is asked for: why, and how nice it would be."""

_COURTESY = re.compile(r"^.{0,80}?\b(?:if|that|wenn)\s+you\s+(?:had|have|could|can|were|are|bring)\s+", re.I)
_WHY = re.compile(
    r",?\s+(?:because|since|so\s+that|in\s+order\s+to|as\s+(?:we|our|you)|weil|damit)\s.*$", re.I
)
_WISH_TAIL = re.compile(
    r"\s*\([^()]*\b(?:preferred|preferably|ideally|a plus|desirable|optional|von vorteil)\b[^()]*\)"
    r"|[,;–—-]?\s*\b(?:preferably|ideally|idealerweise|vorzugsweise)\b.*$"
    r"|\s*\b(?:is|are|would be|ist|sind|wäre)?\s*(?:an?\s+)?(?:strong(?:ly)?\s+|big\s+|definite\s+)?"
    r"(?:plus|preferred|advantage|bonus|nice[- ]to[- ]have|desirable|von vorteil|wünschenswert|erforderlich|required|essential)\.?$",
    re.I,
)
_PURPOSE = re.compile(
    r"(?<!ability)(?<!able)(?<!willing)(?<!willingness)(?<!ready)(?<!capacity)(?<!how)\s+to\s+(?:raise|ensure|improve|keep|support|achieve|help|make|meet|increase|reduce"
    r"|drive|deliver|solve|protect|guarantee)\b.*$",
    re.I,
)
_FROM_TO = re.compile(r",?\s+from\s+(?:scratch\b|[\w-]+(?:\s+[\w-]+){0,3}?\s+to\s+.*$)", re.I)
_MANNER = re.compile(
    r",\s+(?:used|recorded|gained|written|spoken|based|done|kept|shown|proven|carried|held|ideally)\b.*$",
    re.I,
)
_COMPANY = re.compile(
    r"\s+in\s+(?:an?|the)\s+(?:[\w-]+,?\s+){0,6}?(?:company|companies|business|firm|organi[sz]ation|environment|setting|enterprise|sme|start-?up|agency|context)\b",
    re.I,
)
_COMPARABLE_ROLE = re.compile(
    r",?\s+(?:or|oder)\s+(?:in\s+|as\s+)?(?:an?\s+)?(?:comparable|similar|equivalent|related|adjacent)\s+(?:[\w-]+\s+){0,2}?"
    r"(?:roles?|positions?|work|jobs?|capacity|functions?)\b"
    r"|,?\s+or\s+working\s+towards?\s+(?:it|one|this|that)\b",
    re.I,
)
_ROLE_LAST = re.compile(
    r"^(?:of\s+)?(?P<what>(?:[\w-]+\s+){1,3})experience\s+as\s+(?:an?\s+)?(?P<role>.+)$", re.I
)
_TAIL_OF_YEARS = re.compile(r",?\s+(?:with|by|incl\.?|including|plus|inklusive|mit)\s.*$", re.I)
_ALTERNATIVE_TAIL = re.compile(
    r",?\s*\b(?:or|and|oder|und)\s+(?:better|more|higher|above|over|mehr|besser|höher)\b"
    r"|,?\s*\bor\s+(?:an?\s+)?equivalent\s+(?:\w+\s+){0,2}experience\b.*$",
    re.I,
)
_RELATED_FIELD = re.compile(
    r",?\s*\bor\s+(?:an?\s+|other\s+|any\s+)*(?:closely\s+)?(?:related|similar|relevant|adjacent)\s+(?:\w+\s+){0,2}(?:fields?|areas?|disciplines?|domains?|subjects?)\b",
    re.I,
)
_OR = re.compile(r"\s*,?\s+(?:or|and/or|oder|und/oder|bzw\.)\s+|\s*/\s*", re.I)
_TWO_VERBS = re.compile(
    r"^(?:(?:has|have|can)\s+)?(?P<first>[A-Za-z]+?(?P<ending>s|ed|en|ing))\s+(?:and|or)\s+(?=(?P<second>[a-z]+)\s+\S)"
)
_TEAM = re.compile(
    r"\b(?:leading|lead|led|managing|manage|managed|supervising|supervise|heading|running)\s+(?:an?|the)\s+(?P<of>(?!team)[\w-]+(?:\s(?!team)[\w-]+)?)\s+teams?\b",
    re.I,
)
_FEWEST = 2
"""Words that must be left of a long criterion."""


def unframed(text: str) -> str:
    """A criterion without wishes, reasons, purposes and places."""
    bare = text
    if len(text) > LONG:
        core = _WHY.sub("", _COURTESY.sub("", text))
        bare = core if len(core.split()) >= _FEWEST else text
    bare = _WISH_TAIL.sub("", bare)
    for frame in (_MANNER, _COMPANY, _COMPARABLE_ROLE, _FROM_TO, _PURPOSE):
        bare = frame.sub("", bare).strip(" ,") or bare
    return _TEAM.sub(r"lead a team in \g<of>", bare)


def without_related(text: str) -> str:
    """Without "or better" and "or a related field"; what the latter closed stays a list of alternatives:
    "statistics, economics, or …"."""
    text = _ALTERNATIVE_TAIL.sub("", text)
    related = _RELATED_FIELD.search(text)
    if related is None:
        return text
    head, comma, last = text[: related.start()].rpartition(",")
    listed = f"{head} or {last.strip()}" if comma and not _OR.search(last) else text[: related.start()]
    return listed + text[related.end() :]


IN_CHARGE = "in charge"
"""What the vocabulary has managers under."""
_MANAGING = re.compile(
    r"^(?:of\s+)?(?:managing|running|leading|supervising|heading)\s+(?!(?:an?\s+|the\s+)?(?:[\w-]+\s+)?(?:teams?|people|staff|employees|colleagues)\b)",
    re.I,
)


def spent_on(text: str) -> str:
    """What years were spent on, once they are taken off: "chairside experience as a dental assistant" is a dental
    assistant, at a chair."""
    role = _ROLE_LAST.match(text.strip())
    return f"{role['role']} at {role['what']}" if role else _MANAGING.sub(f"{IN_CHARGE} of ", text.strip())


def without_circumstances(text: str) -> str:
    """Years of a thing without what it was done with, by or besides."""
    return _TAIL_OF_YEARS.sub("", text)


def without_first_verb(text: str, known: frozenset[str]) -> str:
    """ "Recognises and escalates emergencies" is about emergencies that are escalated."""
    verbs = _TWO_VERBS.match(text)
    if (
        verbs is None
        or verbs["first"].lower() in known
        or not verbs["second"].endswith(_alike(verbs["ending"]))
    ):
        return text
    return text[verbs.end() :]


def _alike(ending: str) -> tuple[str, ...]:
    return ("ed", "en") if ending in ("ed", "en") else (ending,)
