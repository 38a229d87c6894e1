"""A job's sentence, worded as a manager would write the criterion: short, no preamble, at most 90 characters."""

import re

from core.screening.keywords.words import NUMBER, number

LONGEST = 90
"""Characters of a suggested criterion."""

_WHO = r"(?:(?:the|our|an?|any)\s+)?(?:ideal|successful|right|suitable|strong|qualified)?\s*(?:candidates?|applicants?|person|hire|nurse|teacher|chef|colleague)"
_GENDERS = re.compile(r"\s*[(\[](?:[mwfdx]|all genders)(?:\s?[/|]\s?(?:[mwfdx]|div(?:ers)?))*[)\]]", re.I)
"""(m/f/d) says who may apply, which is everybody."""

_LEAD_IN = re.compile(
    r"^(?:(?:and|also|but|plus|in addition,?|additionally,?|furthermore,?|ideally,?|preferably,?|finally,?|oh,?)\s+)*(?:"
    rf"(?:{_WHO}|you|he or she|they)(?:['’](?:ll|d|ve|re))?\s+(?:(?:will|should|must|would|can|also|already|ideally|preferably|need\s+to|needs\s+to|have\s+to)\s+)*"
    r"(?:have\s+got|has|have|hold|holds|bring|brings|possess|possesses|need|needs|are|is|be|show|demonstrate|offer|know)\b(?:\s+(?:to\s+(?:have|be|hold)|also|already|able\s+to|with\s+you))?"
    r"|(?:we|this\s+(?:role|position|job)|the\s+(?:role|position|job))(?:['’]re|\s+are|\s+is)?\s+(?:also\s+)?(?:looking|searching|asking|require|requires|expect|expects|need|needs|ask|asks|want|wants|seeking|seek|calls)"
    r"(?:\s+(?:for|you\s+to\s+(?:have|be|bring|hold)))?(?:\s+(?:someone|somebody|people|a\s+(?:person|candidate|colleague)|candidates|applicants)\s+(?:with|who\s+(?:has|have|is|are|can|brings)))?"
    r"|someone\s+(?:with|who\s+(?:has|is|can|brings))|(?:you\s+)?must\s+(?:also\s+)?(?:have|be|hold|possess|be\s+able\s+to|know)|must(?:-|\s)haves?:|(?:candidates?\s+)?should\s+(?:have|be)"
    r"|(?:is\s+|are\s+)?required?:|requires?|required\s+(?:is|are)|needs?\s+(?:to\s+have)|have|has|hold|holds|be|being|having|holding|possess(?:es)?|bring"
    r"|(?:sie|du|er|wir)\s+(?:verfügen|verfügst|haben|hast|bringen|bringst|erwarten|besitzen|besitzt|sind|bist|suchen|sprechen|sprichst)(?:\s+über)?|vorausgesetzt\s+(?:wird|werden)|voraussetzung\s+ist"
    r")(?=\s|:)\s*:?\s+",
    re.I,
)
_ADJECTIVES = (
    r"(?:(?:very|a|an|the|your|our)\s+)*(?:(?:strong|solid|proven|excellent|good|great|deep|demonstrated|demonstrable|extensive|significant|thorough|outstanding|hands[- ]on|previous|prior|relevant|working|work|practical|"
    r"expert|advanced|in-depth|sound|some|basic|exceptional|professional|broad|first|real|confident|commercial|industry|overall|successful|recent|current)(?:\s*,\s*|\s+and\s+|\s+))*"
)
_IS_A = re.compile(r"^an?\s+[A-Z]\w+(?:\s+\w+){0,3}?\s+is\s+an?\s+(?=\w)", re.I)
_YOU = re.compile(
    r"^(?:or\s+|ideally,?\s+)?(?:to\s+)?(?:(?:you|we)(?:['’](?:ll|d|re)|\s+(?:will|would|can|do))?\s+(?:like\s+you\s+to\s+|be\s+|enjoy\s+|able\s+to\s+)?)?"
    r"(?:(?:be|have|can|work(?:ed)?\s+with)\s+(?=\w))?(?:(?:know\s+)?your\s+way\s+around\s+|way\s+around\s+)?",
    re.I,
)
_KNOWING = re.compile(
    rf"^{_ADJECTIVES}(?:experience|expertise|knowledge|understanding|proficiency|familiarity|competen\w+|command|grasp|proficient|experienced|familiar|skilled|knowledgeable|versed|comfortable|confident|track\s+record)"
    r"\s+(?:working\s+)?(?:in|with|of|using|on)\s+(?:using\s+|working\s+with\s+|working\s+in\s+|the\s+use\s+of\s+)?(?=\S)",
    re.I,
)
_ABILITY = re.compile(rf"^{_ADJECTIVES}(?:the\s+)?(?:ability|capacity|capability)\s+to\s+", re.I)
_WORTHLESS = re.compile(
    r"^(?:(?:very|strong|solid|proven|excellent|good|great|deep|demonstrated|extensive|outstanding|exceptional|sound|a|an|the|your)\s+)+(?=\S+\s+\S|\S+$)",
    re.I,
)
_YEARS = re.compile(
    rf"^(?:(?:worked|spent|for|at\s+least|a?\s*minimum(?:\s+of)?|over|more\s+than|min\.?|with)\s+)*(?P<count>{NUMBER})(?:\s*(?:-|–|to)\s*{NUMBER})?\s*(?:\(\w+\)\s*)?(?:\+|plus|or\s+more)?\s*(?P<unit>years?|yrs?|months?)\b['’]?"
    r"(?:\s+or\s+more)?(?P<rest>.*)$",
    re.I | re.S,
)
_OF_EXPERIENCE = re.compile(
    r"^\s*(?:of\s+)?(?:(?:proven|relevant|professional|hands[- ]on|practical|solid|recent|prior|previous|working|work|full[- ]time|progressive|successful|post-qualification|direct|commercial|overall|total)[,\s]+(?:and\s+)?)*"
    r"(?:experience|expertise)\s*(?P<prep>in|with|of|as|using|working\s+(?:in|with|as|on)|on|at|leading|managing|building)?\b\s*",
    re.I,
)
_EXPERIENCE_LAST = re.compile(r"^\s*(?:of\s+)?(?P<what>[^,;]{3,40}?)\s+experience$", re.I)
_IS_ASKED = re.compile(
    r"\s*[,(–-]?\s*\b(?:(?:is|are|will\s+be|would\s+be)\s+)?(?:an?\s+|strong\s+|big\s+|clear\s+|real\s+|definite\s+|but\s+not\s+|absolutely\s+|strictly\s+|strongly\s+|highly\s+|also\s+|considered\s+|very\s+)*"
    r"(?:required|essential|must(?:-have)?|mandatory|needed|expected|necessary|plus|preferred|desirable|desired|advantage|advantageous|bonus|welcome|nice[- ]to[- ]have|optional|beneficial|helpful|prerequisite|ideal|important(?:\s+(?:to|for)\s+us)?|fine(?:\s+(?:with|for|by)\s+you)?|no\s+problem(?:\s+for\s+you)?|ok(?:ay)?(?:\s+(?:with|for)\s+you)?|"
    r"erforderlich|von\s+vorteil|wünschenswert|vorausgesetzt|zwingend)(?:\s+for\s+this\s+(?:role|position|job))?\)?[.!]*$",
    re.I,
)
_GERMAN_TAIL = re.compile(r",?\s+(?:mit|voraus)$", re.I)
_PURPOSE = re.compile(
    r"[,;]?\s+(?:in\s+order\s+to|so\s+that|so\s+you\s+can|to\s+ensure|because|as\s+(?:you|we|our)\b|which\b|who\s+(?:will|can)|that\s+(?:will|you)|to\s+be\s+considered|at\s+all\s+times|for\s+this\s+role).*$",
    re.I,
)
_ARTICLE = re.compile(r"^(?:an?|the|be|to|with|for|of|in|also|some|eine?n?|über|mit)\s+(?=\S)", re.I)
_SOFT_BREAK = re.compile(
    r"\s*[,;–(]\s*|\s+(?:and|or|with|for|including|such\s+as|to|in|und|oder|mit)\s+", re.I
)


def word_criterion(sentence: str) -> str:
    """The criterion a sentence holds, in few words; "" where nothing is left."""
    text = _GENDERS.sub("", " ".join(sentence.split())).strip(" \t-–—•*·.;:,!")
    for _ in range(2):
        text = _without_tail(text)
    text = _IS_A.sub("", text)
    for _ in range(2):
        text = _LEAD_IN.sub("", text)
    text = _YOU.sub("", text)
    text = _GERMAN_TAIL.sub("", text)
    text = _PURPOSE.sub("", text) if len(_PURPOSE.sub("", text).split()) >= 2 else text
    years = _YEARS.match(text)
    if years:
        text = _in_years(years)
    else:
        text = re.sub(r"^(?:or|and)\s+", "", _KNOWING.sub("", text), flags=re.I)
        text = _ABILITY.sub("able to ", text)
        text = _WORTHLESS.sub("", text)
    text = _ARTICLE.sub("", text).strip(" .;:,")
    return _capital(_cut(_balanced(text)))


def _without_tail(text: str) -> str:
    """Without "is required", "would be a plus" — but "(AWS preferred)" stays whole."""
    asked = _IS_ASKED.search(text)
    if asked is None or text[: asked.start()].count("(") != text[: asked.start()].count(")"):
        return text
    return text[: asked.start()]


def _in_years(match: re.Match[str]) -> str:
    count = f"{number(match['count']):g}"
    rest = match["rest"]
    unit = "month" if match["unit"].lower().startswith("m") else "year"
    head = f"{count}+ {unit}" + ("" if count == "1" else "s")
    spent = _OF_EXPERIENCE.match(rest)
    if spent:
        left = rest[spent.end() :].strip()
        if not left:
            return f"{head} of experience"
        prep = (spent["prep"] or "").lower()
        prep = prep.removeprefix("working ") if prep.startswith("working ") else prep
        prep = {"of": "in", "": "", "on": "on"}.get(prep, prep)
        return " ".join(f"{head} {prep} {left}".split())
    last = _EXPERIENCE_LAST.match(rest)
    if last:
        return f"{head} in {last['what'].strip()}"
    return f"{head} {rest.strip()}"


def _balanced(text: str) -> str:
    """Without a parenthesis that lost its partner."""
    if text.count("(") > text.count(")"):
        return text[: text.rindex("(")].rstrip(" ,;") if text.rindex("(") > 20 else text + ")"
    return text.replace(")", "") if text.count(")") > text.count("(") else text


def _cut(text: str) -> str:
    """At most 90 characters, cut where a thought ends."""
    if len(text) <= LONGEST:
        return text
    tail = _tail(text)
    head = text[: LONGEST + 1 - len(tail)]
    breaks = [m.start() for m in _SOFT_BREAK.finditer(head) if m.start() >= LONGEST // 2]
    cut = head[: breaks[-1]] if breaks else head.rsplit(" ", 1)[0][:LONGEST]
    return _balanced(cut.rstrip(" ,;:–-(")) + tail


def _tail(text: str) -> str:
    """What a long list of alternatives still says once it is cut: that there are others."""
    if re.search(r"\bor\b[^,]*\bexperience\b", text[LONGEST // 2 :], re.I):
        return " or equivalent experience"
    return " or similar" if re.search(r"\bor\b", text[LONGEST // 2 :], re.I) else ""


def _capital(text: str) -> str:
    first = text.split(" ", 1)[0]
    mixed = any(c.isupper() for c in first[1:])  # iOS, eCommerce
    return text if mixed else text[:1].upper() + text[1:]
