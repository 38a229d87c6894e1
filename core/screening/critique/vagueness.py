"""Criteria that mean something else to everybody, and what a résumé can show in their place."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from core.screening.critique.wording import LANGUAGE, LONGEST, at_level

TRAIT = "A résumé can't show this: everybody may say it of themselves."
AMOUNT = "How much is that? Everybody would draw the line elsewhere."
LEVEL = "Levels are clearer: A1 is a beginner, C2 as good as it gets."
FIT = "Everybody sees something else in it, and it lets prejudice in."


@dataclass(frozen=True)
class Vague:
    """Why a criterion is hard to judge by, and one that a résumé can show."""

    reason: str
    proposal: str


@dataclass(frozen=True)
class _Trait:
    """`said` is how people write it; the proposals are in English and in German."""

    said: str
    english: str
    german: str
    reason: str = TRAIT


_FIGURES = (
    "Results told in figures: targets, volumes, deadlines",
    "Ergebnisse in Zahlen: Ziele, Mengen, Termine",
)

_TRAITS = (
    _Trait(
        r"cultur(?:al|e)[- ]fit|(?:good\s+)?fits?\s+(?:well\s+)?(?:in(?:to)?|with)?\s*(?:our|the)\s+(?:culture|team|company)|team[- ]fit|passt\s+(?:gut\s+)?(?:zu\s+uns|ins\s+team)",
        "Worked in a company of a similar size or trade",
        "Arbeit in einem Betrieb ähnlicher Größe oder Branche",
        FIT,
    ),
    _Trait(
        r"team[- ]?players?|team[- ]?spirit|team[- ]?work(?:ing)?|team[- ]?oriented|works?\s+well\s+(?:in|with)\s+(?:an?\s+)?(?:teams?|others)|collaborative|teamfähig\w*|teamgeist|teamorientier\w*",
        "Worked in a team, or trained or coached colleagues",
        "Arbeit im Team oder Einarbeitung von Kollegen",
    ),
    _Trait(
        r"communicators?|communicati(?:on|ve)(?:\s+(?:and|&)\s+interpersonal)?(?:\s+(?:skills?|abilit(?:y|ies)))?|interpersonal(?:\s+skills?)?|people\s+skills?|kommunikations(?:stark\w*|stärke|fähig\w*|talent)|kommunikativ\w*",
        "Presented to groups, wrote for customers or trained colleagues",
        "Vorträge, Schulungen oder Texte für Kunden",
    ),
    _Trait(
        r"dynamic|energetic|vibrant|go-getter|can-do(?:\s+attitude)?|self[- ]starter|pro-?active(?:ly)?|proactivity|takes?\s+(?:the\s+)?initiative|hands-on[- ]mentalit(?:y|ät)|dynamische?[rnsm]?|proaktive?[rnsm]?|eigeninitiative",
        "Began something themselves: a project, a process, a product",
        "Hat selbst etwas begonnen: ein Projekt, einen Ablauf, ein Produkt",
    ),
    _Trait(
        r"hard[- ]?working|(?:strong\s+)?work\s+ethic|diligent|reliab(?:le|ility)|dependable|committed|dedicat(?:ed|ion)|(?:self-|highly\s+)?motivat(?:ed|ion)|trustworthy|honest|punctual(?:ity)?|(?:good\s+)?time-?keeping|fleißige?[rnsm]?|zuverlässig(?:e[rnsm]?|keit)?|engagierte?[rnsm]?|(?:hoch)?motivierte?[rnsm]?|motivation",
        *_FIGURES,
    ),
    _Trait(
        r"ambitious|driven|results?[- ](?:driven|oriented)|goal[- ](?:driven|oriented)|smart|intelligent|talented|bright|rock\s?star|ninja|guru|top\s+performer|high\s+potential|ehrgeizige?[rnsm]?|zielorientier\w*|ergebnisorientier\w*|proven\s+track\s+record|track\s+record",
        *_FIGURES,
    ),
    _Trait(
        r"(?:fast|quick)\s+learners?|learns?\s+(?:fast|quickly)|(?:willing(?:ness)?|eager(?:ness)?|able|ability)\s+to\s+learn(?:\s+(?:fast|quickly))?|quick\s+to\s+learn|lernbereit\w*|lernwillig\w*|schnelle\s+auffassungsgabe",
        "Learnt a new tool or subject: courses, certificates, changes of task",
        "Neues gelernt: Kurse, Zertifikate, Wechsel der Aufgabe",
    ),
    _Trait(
        r"detail[- ](?:oriented|minded|focus(?:s?ed)?)|attention\s+to\s+detail|(?:an?\s+)?eye\s+for\s+detail|meticulous|accura(?:te|cy)|thorough(?:ness)?|conscientious|detailgenau\w*|sorgfältig\w*|sorgfalt|gewissenhaft\w*|genauigkeit",
        "Did work where errors count: accounts, audits, quality checks",
        "Arbeit, bei der Fehler zählen: Buchhaltung, Prüfungen, Qualitätskontrolle",
    ),
    _Trait(
        r"problem[- ]?solv(?:ers?|ing)(?:\s+skills?)?|analytical(?:\s+(?:skills?|mind|thinking|thinker))?|critical\s+think(?:er|ing)|analytische[sn]?\s+denken|analytisch\w*|lösungsorientier\w*",
        "Names a problem they solved, and what came of it",
        "Nennt ein gelöstes Problem und was daraus wurde",
    ),
    _Trait(
        r"(?:well[- ])?organi[sz]ed|organi[sz]ation(?:al)?\s+skills?|time[- ]management|multi-?task(?:er|ing)|organisationstalent|gut\s+organisiert|organisationsgeschick",
        "Planned rotas, events, projects or orders",
        "Hat Dienste, Veranstaltungen, Projekte oder Aufträge geplant",
    ),
    _Trait(
        r"flexib(?:le|ility)|adaptab(?:le|ility)|resilien(?:t|ce)|(?:works?\s+well\s+|able\s+to\s+work\s+|calm\s+)?under\s+pressure|fast[- ]paced(?:\s+environment)?|stress[- ]?resist\w+|flexible?[rnsm]?|flexibel|flexibilität|belastbar\w*|stressresistent\w*|anpassungsfähig\w*",
        "Worked shifts, peak seasons or changing tasks",
        "Schichten, Hochsaison oder wechselnde Aufgaben",
    ),
    _Trait(
        r"(?:born\s+|natural\s+|strong\s+)?leaders?|leadership(?:\s+(?:skills?|qualit(?:y|ies)|potential|abilit(?:y|ies)))?|führungs(?:stark\w*|qualitäten|persönlichkeit|kompetenz)|durchsetzungs(?:stark\w*|vermögen|fähigkeit)",
        "Led a team of 3+ people",
        "Leitung eines Teams von mindestens 3 Personen",
    ),
    _Trait(
        r"works?\s+(?:independently|autonomously|on\s+(?:their|your|his|her)\s+own)|able\s+to\s+work\s+(?:independently|autonomously)|independent\s+work(?:er|ing)?|self-?reliant|selbst(?:st)?ändig(?:e[rnsm]?|keit)?(?:\s+arbeit\w*)?|eigenverantwort\w*",
        "Had sole charge of a task, shop, ward or project",
        "Alleinige Verantwortung für eine Aufgabe, einen Bereich oder ein Projekt",
    ),
    _Trait(
        r"friendly|friendliness|(?:positive|good|right)\s+attitude|sense\s+of\s+humou?r|empath(?:y|etic)|patien(?:t|ce)|calm|caring|(?:service|customer)[- ](?:oriented|focus(?:s?ed)?|minded)|personable|outgoing|freundlich\w*|(?:kunden|service)orientier\w*|einfühlungsvermögen|empathi\w*|aufgeschlossen\w*",
        "Worked with customers, patients or guests face to face",
        "Arbeit mit Kunden, Patienten oder Gästen",
    ),
    _Trait(
        r"creativ(?:e|ity)|innovative|think(?:s|ing)?\s+outside\s+the\s+box|curious|curiosity|imaginative|kreativ\w*|neugier\w*|ideenreich\w*",
        "Shows work of their own: a portfolio, designs, ideas put into practice",
        "Zeigt eigene Arbeiten: Mappe, Entwürfe, umgesetzte Ideen",
    ),
)  # fmt: skip
_SAID = tuple((re.compile(rf"(?<![\w-])(?:{trait.said})(?![\w-])", re.I), trait) for trait in _TRAITS)

_FILLER = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "with",
        "of",
        "in",
        "to",
        "at",
        "for",
        "good",
        "great",
        "very",
        "strong",
        "excellent",
        "outstanding",
        "exceptional",
        "high",
        "highly",
        "strictly",
        "proven",
        "solid",
        "effective",
        "natural",
        "person",
        "personality",
        "individual",
        "people",
        "attitude",
        "mindset",
        "mentality",
        "manner",
        "nature",
        "skill",
        "skills",
        "ability",
        "abilities",
        "able",
        "well",
        "who",
        "is",
        "are",
        "be",
        "being",
        "has",
        "have",
        "must",
        "should",
        "you",
        "your",
        "our",
        "we",
        "they",
        "their",
        "written",
        "verbal",
        "oral",
        "spoken",
        "both",
        "truly",
        "really",
        "own",
        "work",
        "working",
        "environment",
        "approach",
        "style",
        "self",
        "level",
        "professional",
        "some",
        "but",
        "also",
        "und",
        "oder",
        "mit",
        "ein",
        "eine",
        "einen",
        "einer",
        "sehr",
        "gute",
        "guter",
        "gutes",
        "gut",
        "hohe",
        "hoher",
        "hohes",
        "starke",
        "ausgeprägte",
        "ausgeprägter",
        "person",
        "art",
        "persönlichkeit",
        "arbeitsweise",
        "arbeiten",
        "fähigkeit",
        "fähigkeiten",
        "bereitschaft",
        "zur",
        "zum",
        "du",
        "sie",
        "bist",
        "sind",
        "zeichnen",
        "sich",
        "durch",
    ]
)
_TOWARDS = re.compile(r"\b(?:with|in|to|for|at|towards|mit|im|für|gegenüber)\s+[^\W_]+", re.I)
"""What a trait is shown in. With any other word of substance beside it, the criterion asks for something."""

_GERMAN = re.compile(
    r"[äöüß]|\b(?:und|oder|mit|jahre|erfahrung|kenntnisse|teamfähig|flexibel|kreativ|sie|du)\b|\w+(?:keit|ung|initiative|fähig|stark|orientiert|kenntnisse|ierte?)\b",
    re.I,
)
_PASSION = re.compile(
    r"^(?:(?:an?|real|true|great|strong|genuine|your|eine?|große|with|you|are|is|be)\s+)*(?:passion(?:ate)?|enthusias(?:m|tic)|love|keen(?:ness)?|leidenschaft|begeisterung)(?:\s+(?P<prep>for|about|of|on|für)\s+(?P<what>\S.*))?$",
    re.I,
)
_YEARS = re.compile(
    r"\b(?:several|many|a\s+(?:few|number\s+of)|some|multiple|extensive|numerous)\s+years?\b['’]?(?:\s+of)?(?:\s+experience)?",
    re.I,
)
_JAHRE = re.compile(
    r"\b(?:mehrjährige|langjährige|vieljährige)[rnsm]?\s+(?:berufs)?erfahrung|\b(?:einige|mehrere|viele)\s+jahre",
    re.I,
)
_SOME = r"(?:(?:an?|the|your)\s+)?(?:(?:very\s+)?(?:strong|solid|extensive|significant|proven|deep|good|sound|broad|considerable|substantial|ample|thorough|in-depth|some|excellent|great|wide|demonstrated|relevant|rich)\s+)+"
_BACKGROUND = re.compile(
    rf"^{_SOME}(?:(?:professional|practical|working|work|hands-on|prior)\s+)?(?:background|experience|expertise|track\s+record|grounding)\s+(?P<prep>in|with|of|as|at|on|using)\s+(?P<what>\S.*)$",
    re.I,
)
_BACKGROUND_LAST = re.compile(
    rf"^{_SOME}(?P<what>(?!work\b|working\b)[^\d]{{3,40}}?)\s+(?:background|experience|expertise)$", re.I
)
_KNOWLEDGE = re.compile(
    rf"^{_SOME}(?:(?:working|practical)\s+)?(?:knowledge|understanding|command|grasp)\s+(?:of|in)\s+(?P<what>\S.*)$",
    re.I,
)
_ERFAHRUNG = re.compile(
    r"^(?:(?:sehr\s+)?(?:gute|umfangreiche|umfassende|fundierte|solide|tiefe|breite|einschlägige|relevante|erste)\s+)+(?:berufs|praxis)?erfahrung(?:en)?\s+(?P<rest>(?:in|im|mit|als|bei)\s+\S.*)$",
    re.I,
)
_LEVELS = {
    "basic": "A2", "conversational": "B1", "good": "B2", "decent": "B2", "solid": "B2", "working": "B2", "intermediate": "B1",
    "advanced": "C1", "very good": "C1", "business": "C1", "strong": "C1", "excellent": "C1", "proficient": "C1", "perfect": "C2",
    "gute": "B2", "gutes": "B2", "sehr gute": "C1", "sehr gutes": "C1", "verhandlungssichere": "C1", "verhandlungssicheres": "C1", "perfekte": "C2", "perfektes": "C2", "grundlegende": "A2",
}  # fmt: skip
_TONGUE = re.compile(
    rf"^(?:an?\s+)?(?P<how>{'|'.join(sorted(_LEVELS, key=len, reverse=True))})\s+(?:level\s+of\s+|command\s+of\s+|knowledge\s+of\s+)?(?P<tongue>{LANGUAGE})(?:-?\s?(?:kenntnisse|language)|\s+(?:language\s+)?skills?|\s+knowledge)?(?:\s+in\s+wort\s+und\s+schrift|,?\s+(?:written\s+and\s+spoken|spoken\s+and\s+written))?$",
    re.I,
)
_AS_NATIVE = re.compile(
    r"\bnative[- ](?:or[- ][\w-]+[- ])?(?:level|like|proficiency|fluency)\b|\bnear[- ]native\b|\b(?:fluent|bilingual)\s*(?:or|/|oder)\s*native\b|\bnative\b.{0,30}?\b(?:or|/)\s*(?:bilingual|near\S*|fluent|equivalent|comparable|similar)\b|\bmuttersprach\w*[- ](?:\w+\s+)?niveau\b|\bmuttersprachniveau\b",
    re.I,
)
_NAMED = re.compile(rf"\b({LANGUAGE})", re.I)


def vague(text: str) -> Vague | None:
    """What is unclear about a criterion; None where it names something that can be looked for."""
    text = " ".join(text[:LONGEST].split()).strip(" .;,!•-")
    for look in (_in_level, _in_years, _in_amount, _in_passion, _in_trait):
        found = look(text)
        if found is not None:
            return found
    return None


def _in_level(text: str) -> Vague | None:
    named = _NAMED.search(text)
    if named and _AS_NATIVE.search(text):
        return Vague(LEVEL, at_level(named.group(1), "C2"))
    match = _TONGUE.match(text)
    return Vague(LEVEL, at_level(match["tongue"], _LEVELS[match["how"].lower()])) if match else None


def _in_years(text: str) -> Vague | None:
    if re.search(r"\d", text):
        return None
    for pattern, instead in ((_YEARS, "3+ years"), (_JAHRE, "Mindestens 3 Jahre")):
        match = pattern.search(text)
        if match:
            of = " of experience" if text[match.end() :].strip() == "" and pattern is _YEARS else ""
            changed = text[: match.start()] + instead + of + text[match.end() :]
            return Vague(
                AMOUNT, _capital(re.sub(r"^(?:an?|the|with|have|has)\s+(?=\d)", "", changed, flags=re.I))
            )
    return None


_AMOUNTS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        _BACKGROUND,
        lambda m: f"3+ years {'in' if m['prep'].lower() == 'of' else m['prep'].lower()} {m['what']}",
    ),
    (_KNOWLEDGE, lambda m: f"Used {m['what']} at work"),
    (_BACKGROUND_LAST, lambda m: f"3+ years in {m['what']}"),
    (_ERFAHRUNG, lambda m: f"Mindestens 3 Jahre Erfahrung {m['rest']}"),
)


def _in_amount(text: str) -> Vague | None:
    if re.search(r"\d", text):
        return None
    for pattern, instead in _AMOUNTS:
        match = pattern.match(text)
        if match:
            return Vague(AMOUNT, instead(match))
    return None


def _in_passion(text: str) -> Vague | None:
    match = _PASSION.match(text)
    if match is None:
        return None
    german = bool(_GERMAN.search(text)) or match["prep"] == "für"
    if match["what"] is None:
        return Vague(TRAIT, _FIGURES[german])
    return Vague(TRAIT, f"{'Erfahrung mit' if german else 'Experience with'} {match['what']}")


def _in_trait(text: str) -> Vague | None:
    rest, first = text, None
    for pattern, trait in _SAID:
        rest, times = pattern.subn(" ", rest)
        if times and first is None:
            first = trait
    if first is None or re.search(r"\d", rest):
        return None
    besides = re.findall(r"[^\W_]+", _TOWARDS.sub(" ", rest, count=1).lower())
    if not _FILLER.issuperset(besides):
        return None
    return Vague(first.reason, first.german if _GERMAN.search(text) else first.english)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
