"""A job advert read as statements: what each line says, and under which kind of heading it stands."""

import re
from dataclasses import dataclass
from typing import Literal

Place = Literal["must", "preferred", "nice", "duties", "noise", "open"]

_HEADINGS: tuple[tuple[Place, str], ...] = (
    (
        "noise",
        r"benefits?|perks|in return.*|you(?:['’]ll| will) (?:receive|get|enjoy).*|our promise.*|(?:what )?we (?:can )?offer(?: you)?|what(?:['’]s| is) in it for you|what you(?:['’]ll| will)? (?:get|receive)|about us|about (?:the )?(?:company|team|organi[sz]ation)|who we are|our (?:company|story|values|mission|culture|team|offer)"
        r"|why (?:join|work|us|you).*|compensation.*|salary.*|pay.*|how to apply|to apply|apply.*|application.*|equal .*|diversity.*|eeo.*|contact.*|location.*|company.*|working hours|hours|schedule|contract.*|start date|closing date.*"
        r"|leadership principles|the package|(?:das )?wir bieten.*|über uns|unser angebot|das bieten wir.*|deine vorteile|ihre vorteile|bewerbung.*|kontakt.*|wer wir sind|interview.*|disclaimer|reports to|department|job (?:type|id|reference)|posted.*|travel|remote.*",
    ),
    ("open", r"physical (?:requirements|demands|conditions).*|work(?:ing)? (?:environment|conditions).*|travel requirements.*"),
    ("preferred", r"(?:what |it |this )?(?:also |would )?helps?(?: too| but.*)?|(?:also )?helpful.*|what would help.*|we(?:['’]d| would) love.*|good if.*|(?:.*\b)?preferred(?:\b.*)?|(?:.*\b)?desirable(?:\b.*)?|.*wünschenswert.*"),
    (
        "nice",
        r"nice[- ]to[- ]haves?.*|bonus(?: points| skills)?.*|plus(?:es)?|good to have.*|(?:it would be |would be )?great if.*|extra points.*|.*advantage.*|optional.*|.*von vorteil.*|pluspunkte|ideally.*|.*a plus"
        r"|brownie points.*|even better.*",
    ),
    (
        "must",
        r"(?:.*\b)?requirements?(?:\b.*)?|required(?:\b.*)?|(?:.*\b)?qualifications?(?:\b.*)?|must[- ]haves?.*|who you are|who we(?:['’]re| are) looking for|what (?:you(?:['’]ll| will)?|we(?:['’]d| would)?) (?:bring|need|should have|must have|offer us|expect|ask|want|wish|require|hope).*|what you(?:['’]ll| will)? (?:bring|need|have).*|you(?:['’]ll| will)? (?:have|bring|need|should have|must have).*"
        r"|your (?:profile|skills|background|experience|qualifications|strengths).*|about you|what we(?:['’]re| are)? look(?:ing)? for.*|we(?:['’]re| are) looking for.*|(?:(?:key|core|technical|required|professional|essential|your|soft|hard|other) )*(?:skills|competenc\w+|criteria|expertise|knowledge)(?: (?:and|&) \w+)*(?: required)?"
        r"|essential.*|minimum.*|(?:the )?(?:ideal|successful|right) (?:candidate|applicant|person).*|candidate profile|person specification|profile|experience(?: (?:and|&) \w+)*(?: required)?|education(?: (?:and|&) \w+)*|to (?:succeed|be successful).*|licen[cs]es?.*|certifications?.*"
        r"|anforderungen.*|(?:ihr|dein|euer) profil|das bringst du mit.*|das bringen sie mit.*|.*qualifikation(?:en)?|voraussetzungen.*|was du mitbringst.*|was sie mitbringen.*|was wir (?:uns )?(?:erwarten|wünschen).*|wir erwarten.*|das solltest du mitbringen.*|damit (?:überzeugst|begeistern).*",
    ),
    (
        "duties",
        r"(?:.*\b)?responsibilit(?:y|ies)(?:\b.*)?|(?:.*\b)?duties(?:\b.*)?|what you(?:['’]ll| will) (?:do|be doing).*|you(?:['’]ll| will) (?:be|do).*|you will|(?:about )?(?:the|your|this) (?:role|job|position|opportunity|work).*|job (?:description|summary|purpose|overview).*|role (?:summary|overview|purpose|description).*|(?:a )?day[- ]to[- ]day.*|day in the life.*"
        r"|.*accountabilit.*|(?:your |key |main )?tasks|(?:ihre|deine) aufgaben.*|aufgaben.*|das erwartet (?:dich|sie).*|tätigkeiten.*|what the job involves|position summary|overview|summary|purpose",
    ),
)  # fmt: skip
_HEADING_RES = tuple((place, re.compile(rf"(?:{pattern})", re.I)) for place, pattern in _HEADINGS)
_BULLET = re.compile(r"^\s*(?:[-*•·▪◦●■►▶➢✓✔‣–—○❖»]+|\(?\d{1,2}[.)]|[a-z]\)|o(?=\s{2,}))\s+")
_ADORNMENT = re.compile(r"^[\s#*_>=-]+|[\s*_#=]+$")
_LABEL = re.compile(r"^([^:.!?]{3,45}):\s+(\S.*)$")
_SENTENCE = re.compile(
    r"(?<=[^\W\d_][.!?])\s+(?=[\"'(]?[A-ZÄÖÜ0-9])|(?<=[)%\d][.!?])\s+(?=[A-ZÄÖÜ])|(?<=[a-zäöüß]{4}[.!])\s+(?=[a-zäöüß£$€])"
)
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|incl|z\.B|bzw|Dr|Mr|Mrs|Ms|Inc|Ltd|Co|No|St|approx|ca|min)\.$")


@dataclass(frozen=True, slots=True)
class Statement:
    """One line item or sentence: `text` without bullet, `source` as it stands in the job, white space folded."""

    text: str
    source: str
    place: Place
    bullet: bool
    heading: bool = False


def read_advert(text: str) -> list[Statement]:
    """The statements of a job text in order, headings left out."""
    statements: list[Statement] = []
    place: Place = "open"
    for line, bullet in _lines(text):
        bare = _ADORNMENT.sub("", line).strip()
        found = None if bullet and not line.rstrip(" *").endswith(":") else heading_place(bare)
        if found is not None:
            place = found
            continue
        here = place
        label = _LABEL.match(bare)
        if label:
            of_label = heading_place(label.group(1) + ":")
            if of_label is not None and of_label != "open":
                here, bare = of_label, label.group(2)
        for sentence in _sentences(bare):
            statements.append(Statement(sentence, sentence, here, bullet))
    return statements


def heading_place(line: str) -> Place | None:
    """The kind of section a line opens; None where it is no heading. Unknown headings open an "open" section."""
    colon = line.rstrip(" *").endswith(":")
    bare = line.strip(" :*_#-–—?!.…").strip()
    words = bare.split()
    if (
        not words
        or len(words) > (9 if colon else 6)
        or (not colon and line.rstrip().endswith((".", ",", ";")))
    ):
        return None
    for place, pattern in _HEADING_RES:
        if pattern.fullmatch(bare):
            return place
    if re.fullmatch(r"about\s+\S+(?:\s+\S+){0,2}", bare, re.I):
        return "noise"
    if (colon and len(words) <= 5) or (bare.isupper() and len(words) <= 6 and len(bare) > 5):
        return "open"
    return None


def _lines(text: str) -> list[tuple[str, bool]]:
    """Lines with those put together that a page broke, and whether each is a bullet."""
    lines: list[tuple[str, bool]] = []
    fresh = True
    for raw in text.splitlines():
        stripped = raw.strip()
        if not stripped:
            fresh = True
            continue
        mark = _BULLET.match(raw)
        line = raw[mark.end() :].strip() if mark else stripped
        if not line:
            continue
        if not mark and not fresh and lines and _goes_on(lines[-1][0], line):
            lines[-1] = (f"{lines[-1][0]} {line}", lines[-1][1])
        else:
            lines.append((line, mark is not None))
        fresh = False
    return lines


def _goes_on(before: str, line: str) -> bool:
    if before.endswith((".", "!", "?", ":", ";")):
        return False
    return (
        line[0].islower()
        or before.endswith(",")
        or (len(before) >= 60 and heading_place(line) is None and len(before.split()) > 8)
    )


def _sentences(line: str) -> list[str]:
    pieces: list[str] = []
    begin = 0
    for match in _SENTENCE.finditer(line):
        if _ABBREVIATED.search(line, max(0, match.start() - 10), match.start()):
            continue
        pieces.append(line[begin : match.start()].strip())
        begin = match.end()
    pieces.append(line[begin:].strip())
    return [piece for piece in pieces if piece]
