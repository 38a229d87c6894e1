"""Whose a thing is, and how real: what a sentence says of what it names — done, denied, only wished for, another's.

`before` is what stands before it in its clause, `after` what follows it in its sentence.
"""

import re

REACH = 300
"""Characters before a thing in which a "no" or a wish can speak of it."""
BEHIND = 100
"""Characters after it that can take it back."""

_CLAUSE = re.compile(r"[.;:()–—]|\b(?:but|however|although|though|whereas|aber|jedoch|sondern)\b", re.I)
_NO = (
    r"\b(?:no|not|never|without|lack(?:s|ing|ed)?|unfamiliar|cannot|neither|nor|none|yet\s+to|(?:do|does|did|have|has|had|is|are|was|were|can|could|would)n['’]t"
    r"|kein\w*|nicht|ohne|nie|niemals)\b(?!\s+(?:only|just|less|fewer|later|limited))"
)
_NO_NEAR = re.compile(_NO + r"(?P<between>.*)$", re.I | re.S)
_NO_WIDE = re.compile(
    r"\b(?:no|without|lack(?:s|ing)?|little|limited|kein\w*|keinerlei)\s+(?:\w+[\s-]+){0,3}(?:experience|knowledge|exposure|familiarity|background|training|use|contact|erfahrung\w*|kenntnisse)\b"
    r"|\b(?:not|never|haven['’]t|hasn['’]t|have\s+yet\s+to)\s+(?:yet\s+|been\s+|ever\s+)?(?:familiar|used|use|worked|work|had|experienced|trained|certified|touched|handled|learned|tried|held|led|managed|done|run|taught|registered|qualified)\b"
    r"|\b(?:(?:do|does|did)(?:\s+not|n['’]t))\s+(?:yet\s+)?(?:have|hold|speak|know|use|own|possess)\b"
    r"|\b(?:new\s+to|unfamiliar\s+with|have\s+yet\s+to|nicht\s+vertraut|nothing\s+to\s+do\s+with)\b",
    re.I,
)
_NO_AFTER = re.compile(
    r"^['’\")\]]*\s*(?:[:(–—-]+\s*)?(?:none\b|no\s+(?:experience|knowledge)|not\s+(?:yet|used|known|held)|never\s+used|keine\b|0\s+years|is\s+(?:new|not)|n/a)",
    re.I,
)
_WISH = re.compile(
    r"\b(?:want(?:s|ed|ing)?|wish\w*|hop(?:e|es|ing)|eager|keen|willing|happy|ready|interested|looking|plan(?:s|ning)?|aspir\w+|would\s+(?:like|love)|to\s+gain|open|seeking"
    r"|beginning|excited|passion(?:ate)?|curious|fascinated|enthusias\w+|dream\w*|möchte|gerne|interessiert)\b(?:\s+[\w'’/-]+){0,7}\s*$"
    r"|\b(?:learning|studying|self-study|reading\s+about|enrolled|lerne)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_AIM = re.compile(
    r"(?:\b(?:want(?:s|ing)?|wish(?:es|ing)?|hop(?:e|es|ing)|eager|keen|ready|excited|interested|look(?:s|ing)|plan(?:s|ning)?|aim(?:s|ing)?|aspir\w+|would\s+(?:like|love)|goal|dream\w*|ambition|objective)\b"
    r"[^.]{0,60}?\b|^\s*to\s+)(?:learn|train|retrain|qualify|become|gain|stud(?:y|ying)|move|start|begin|develop|grow|enter|break|obtain|secure)(?:ing)?\b"
    r"|\bI(?:['’]ll|\s+will|['’]d\s+(?:like|love))\b",
    re.I,
)
"""From here on a clause speaks of what is to come …"""
_OWN = re.compile(
    r"\b(?:my|I\s+(?:have|am|was|did)|ha(?:ve|s|d)|having|after|since|building\s+on|using)\b", re.I
)
"""… unless it comes back to what there is."""
_WISH_AFTER = re.compile(
    r"^\s*\(?\s*[-–:(]?\s*(?:currently\s+)?(?:learning|in\s+progress|beginner|planned|lernend|next\s+year|starting)\b",
    re.I,
)
_ONLY_A_DREAM = re.compile(
    r"^[^,;:.()–—]{0,40}?\s(?:(?:is|are|remains?|would\s+be)\s+(?:my|an?)\s+(?:\w+\s+){0,2}(?:dream|goal|aim|wish|ambition|hope)\b"
    r"|(?:is|are)\s+(?:something|what|one\s+thing)\s+(?:that\s+)?I\s+(?:may|might|could|would|will|hope|want|plan|wish)\b"
    r"|I\s+(?:may|might)\b|would\s+(?:suit|interest|appeal\s+to)\s+me\b)",
    re.I,
)
"""Behind a thing: it is dreamt of."""
_NEVER_FINISHED = re.compile(
    r"\b(?:(?:left|ended|finished|stopped|withdrew)\s+(?:[\w-]+\s+){0,3}?without\s+(?:[\w-]+\s+){0,2}?(?:awards?|degree|qualification|diploma|certificate|finishing|completing)"
    r"|(?:did\s+not|didn['’]t|never)\s+(?:finish|complet)\w*|dropped\s+out|not\s+(?:completed|finished))\b",
    re.I,
)
"""What was begun and given up was not got."""
_NOT_A_WISH = re.compile(
    r"\b(?:machine|deep|e-?|reinforcement|active|blended|distance)[\s-]*learning\s+(?:[\w-]+\s+){0,2}$", re.I
)

_PERSON = re.compile(
    r"(?:ers?|ors?|ists?|ians?|nurses?|chefs?|cooks?|agents?|ants?|attorneys?|leads?)$", re.I
)
_PERSONS = re.compile(r"(?:ers|ors|ists|ians|nurses|chefs|cooks|agents|ants|attorneys|leads)$", re.I)
_BESIDE_OTHERS = re.compile(
    r"\b(?:alongside|beside|with|for|to|by|every|between|from|among|about|than|assist(?:ed|ing)?|support(?:ed|ing)?)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_AS_ONE = re.compile(
    r"\b(?:led|lead|leading|manag\w+|supervis\w+|coach\w*|mentor\w*|train\w*|one\s+of|team\s+of|crew\s+of|brigade\s+of|fellow|other|hired|head\w*)\b",
    re.I,
)
"""Whoever does so with people of a trade is of it."""
_THEIR = re.compile(
    r"(?<!\bwas\s)(?<!\bam\s)(?<!\bas\s)(?<!\bbeing\s)(?<!\bbecame\s)\b(?:the|my|our|their|his|her|whose|each|an?\s+\w+['’]s|\w+['’]s?)\s+(?:[\w-]+\s+)?$",
    re.I,
)
"""Before an occupation: somebody else's, unless one *was* it."""
_BOOKED = re.compile(r"\b(?:booked|scheduled)\b[^.;]*\bfor\s+(?:[\w-]+\s+){0,4}$", re.I)
"""Who booked a patient in for an x-ray didn't take it."""
_CALLED_IN = re.compile(
    r"\b(?:called|calling|booked|hired|asked|told|informed|consulted|paid)\s+(?:in\s+)?(?:an?|the|our)\s+(?:[\w-]+\s+){0,2}$",
    re.I,
)
_GROUP = (
    r"(?:teams?|departments?|dept|colleagues?|staff|crew|people|persons?|clients?|customers?|guests?|patients?|tenants?|firms?|compan(?:y|ies)"
    r"|bureau|office|agenc(?:y|ies)|providers?|suppliers?|contractors?|managers?|owners?|boss|doctors?|engineers?|lawyers?|group|unit|division|consultants?)"
)
_BESIDE_TEAM = re.compile(
    r"\b(?:alongside|beside|next\s+to|together\s+with|with|supported|supporting|assisted|assisting|helped|helping|to|for|by|from|watched|watching)"
    r"\s+(?:the|our|an?|their|its|his|her|my)\s+(?:[\w&-]+\s+){0,3}$",
    re.I,
)
_TEAM_AFTER = re.compile(rf"^\s+(?:[\w&-]+\s+){{0,2}}{_GROUP}\b", re.I)
_WHO = re.compile(
    rf"\b(?:{_GROUP}|[\w-]+(?:ers|ors|ists|ians|ants|nurses|chefs)|sister|brother|wife|husband|partner|mother|father)\s*,?\s+(?:who|whose|that|which)\b",
    re.I,
)
_PEOPLE = (
    r"(?:teams|departments|colleagues|staff|clients|customers|guests|patients|tenants|firms|companies|agencies|suppliers|groups|learners|students|pupils|candidates|visitors|users|participants|shoppers|members|parents|families|practices|clinics|surgeries|schools|hospitals|restaurants|hotels|shops"
    r"|[a-z]+(?:ers|ors|ists|ians|ants|nurses|chefs|cooks|attorneys))"
)
_THEY_DO = re.compile(
    rf"^(?:(?:the|our|their|most|many|some|all|these|those|other)\s+)?(?:(?!and\b|of\b)[\w'’-]+\s+){{0,2}}?{_PEOPLE}\s+(?:(?:on|at|in|from|with|of)\s+(?:[\w'’-]+\s+){{1,3}}?)?"
    r"(?-i:use[ds]?|do|does|did|have|has|had|are|were|is|was|post|run|ran|write|wrote|make|made|take|took|want(?:ed)?|need(?:ed)?|learn(?:ed|t)?|buil[dt]|fill|plan|prepare|keep|kept|get|got"
    r"|could|can|would|will|work|know|knew|came|come|go|went|bought|buy|ask(?:ed)?|send|sent|speak|spoke|hold|held|led|answer|sell|sold|cook|teach|see|saw|give|gave|put|find|found)\b(?!\s+by\s+me\b)",
    re.I,
)
"""A sentence about what other people do: "Learners post invoices", "The hygienists take x-rays"."""
_WHEREON = re.compile(
    r"\b(?:on|in|with|at|for|from)\s+which\s+(?!i\b|we\b)|\bhow\s+(?:they|he|she)\b",
    re.I,
)
_ONESELF = re.compile(r"\b(?:I|we|my|myself)\b")
_ONLY_SEEN = re.compile(
    r"\b(?:photograph\w*|film(?:ed|ing)|wrote\s+about|writing\s+about|reported\s+on|watch(?:ed|ing)|observ(?:ed|ing)|shadow(?:ed|ing)|drove|transported|visited)\s+(?:[\w'’-]+\s+){0,3}$"
    r"|\b(?:leaflets?|brochures?|posters?|flyers?|novels?|textbooks?|magazines?|documentar\w+|dramas?|adverts?|job\s+ads?)\s+(?:\w+\s+){0,2}(?:about|on|for|of|from|such\s+as|like)\b",
    re.I,
)
_BY_ANOTHER = re.compile(
    r"^\s*(?:\w+\s+){0,3}(?:was|were|is|are|being|been)?\s*(?:handled|done|run|prepared|outsourced|dealt\s+with|looked\s+after|taken\s+care\s+of|carried\s+out)\s+(?:by|to)\s+(?!me\b)"
    r"|^\s+(?:[\w-]+\s+)?(?:leaflets?|brochures?|posters?|flyers?|magazines?|dramas?|novels?)\b",
    re.I,
)


def clause(before: str) -> str:
    """The clause a piece of a sentence ends in."""
    return _CLAUSE.split(before)[-1]


def is_denied(before: str, after: str) -> bool:
    """Whether the sentence says that this is *not* so."""
    if _NO_WIDE.search(before):
        return True
    near = _NO_NEAR.search(before)
    if near and "," not in near["between"] and len(near["between"].split()) <= 5:
        return True
    unfinished = _NEVER_FINISHED.search(after)
    if unfinished and after.count(",", 0, unfinished.start()) <= 1:
        return True
    return bool(_NO_AFTER.match(after))


def is_wished(before: str, after: str) -> bool:
    """Whether the sentence only says that somebody would like to, will, or is about to learn it."""
    wish = _WISH.search(before)
    if wish and not _NOT_A_WISH.search(before) and not _OWN.search(before, wish.start()):
        return True
    aim = _AIM.search(before)
    if aim and not _OWN.search(before, aim.end()):
        return True
    return bool(_WISH_AFTER.match(after) or _ONLY_A_DREAM.match(after))


def tells_of_others(sentence: str) -> bool:
    """Whether a sentence begins with what other people do, and never comes to oneself."""
    return bool(_THEY_DO.match(sentence)) and not _ONESELF.search(sentence)


def is_anothers(before: str, after: str) -> bool:
    """Whether somebody else has it: "alongside the … team", "clients who …", "… was handled by head office"."""
    if _WHEREON.search(before):
        return True
    if _BESIDE_TEAM.search(before) and _TEAM_AFTER.match(after):
        return True
    who = _WHO.search(before)
    if who and not _AS_ONE.search(before, 0, who.start()):
        return True
    return bool(
        _ONLY_SEEN.search(before)
        or _CALLED_IN.search(before)
        or _BOOKED.search(before)
        or _BY_ANOTHER.match(after)
    )


def is_another_person(before: str, named: str) -> bool:
    """Whether an occupation is another person's: "alongside registered nurses", "sold cable to electricians"."""
    if not _PERSON.search(named):
        return False
    if _BESIDE_OTHERS.search(before) or _THEIR.search(before):
        return True
    return bool(_PERSONS.search(named)) and not _AS_ONE.search(before)
