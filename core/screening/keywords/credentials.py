"""Languages with their levels, and degrees: what a criterion asks for and what a sentence states."""

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice


class Degree(IntEnum):
    """Higher includes lower."""

    SCHOOL = 1
    BACHELOR = 2
    MASTER = 3
    DOCTOR = 4


DEGREE_WORDS = {
    Degree.SCHOOL: "school certificate",
    Degree.BACHELOR: "bachelor's degree",
    Degree.MASTER: "master's degree",
    Degree.DOCTOR: "doctorate",
}

_DEGREES: tuple[tuple[Degree, str], ...] = (
    (Degree.DOCTOR, r"ph\.?\s?d\b\.?|doctorate|doctoral|dr\.\s?(?:rer|phil|med|ing)\b|promotion zum|d\.phil\b|promoviert\w*"),
    (
        Degree.MASTER,
        r"ll\.?m\b|(?-i:\bMSci\b)|m\.?pharm\b|m\.?phil\b|(?-i:\bMArch\b)|master['’]?s?\s+(?:degree|of|in)\b|master['’]s\b|(?<=['’]s or )master|masters\b|m\.?\s?sc\b\.?|m\.?b\.?a\b\.?|m\.a\.|(?-i:(?<!,\s)\bMA\b(?=\s+(?:in\b|\(|[A-Z][a-z])))|m\.s\.|(?-i:\bMS\b)(?=\s+(?:in|degree)\b|\s*[/,(]|$)"
        r"|m\.?\s?eng\b\.?|m\.?\s?tech\b|m\.?\s?ed\b|m\.com\b|mca\b|diplom\b|diplom-\w+|magister|staatsexamen|masterabschluss|masterstudium|master\b(?=\s*(?:of|in|degree|program|thesis|studies|,|\(|$|-|–|:|/))",
    ),
    (
        Degree.BACHELOR,
        r"bachelor\w*(?:['’]s)?|ll\.?b\b|(?-i:\bBN\b|\bBDS\b|\bBFA\b|\bBArch\b|\bBNurs\b|\bBMus\b|\bMBBS\b|\bMBChB\b|\bBVSc\b|\bBPharm\b)|b\.?\s?sc\b\.?|b\.a\.|(?-i:\bBA\b(?=\s+(?:in\b|\(|[A-Z])))|b\.s\.?(?=[\s,]|$)(?!\s*\d)|(?-i:\bBS\b)(?!\s*(?:EN\s*)?\d)|b\.?\s?eng\b\.?|b\.?\s?tech\b|b\.e\.?(?=\s)|b\.?\s?ed\b|bba\b|bsn\b|b\.?com\b"
        r"|bca\b|undergraduate degree|university degree|college degree|(?<!associate['’]s )(?<!associate )(?<!foundation )degree\b(?!s?\s+of\b)|university graduate\b|hochschulabschluss|studium|hochschulstudium|fachhochschule",
    ),
    (Degree.SCHOOL, r"high school|ged\b|a-levels?|gcse\w*|secondary school|associate['’]?s?\s+degree|abitur|matura|school leaving"),
)  # fmt: skip
_DEGREE_RE = tuple((level, re.compile(rf"(?<![\w.])(?:{pattern})", re.I)) for level, pattern in _DEGREES)
_ASKS_DEGREE = re.compile(
    r"(?<![\w.])(?:bachelor\w*|ll\.?[bm]\b|master['’]?s?\b(?=\s*(?:['’]|degree|of|in|or|,|/|$))|ph\.?\s?d\b|b\.?s\.?c?\b\.?(?=[\s/])(?!\s*\d)|m\.?sc\b|mba\b|doctorate|degree\b(?!\s+of\b)|b\.?tech\b"
    r"|diploma\b(?=\s+in\b)|abgeschlossenes?\s+\w*studium|\w*studium\b|hochschulabschluss|university education|high school|ged\b|abitur)",
    re.I,
)
_NO_DEGREE = re.compile(
    r"\b(?:high|certain|large|some)\s+degree\b|\b360[- ]degree|\b(?:scrum|web)\s?master|master\s+data", re.I
)
_OR_EXPERIENCE = re.compile(
    r",?\s*\b(?:or|oder)\b\s+(?:an?\s+)?(?:(?:\d+\+?|\w+)\s+years?\b.*|(?:equivalent|comparable|relevant|vergleichbare?\w*)\s+"
    r"(?:\w+\s+){0,3}(?:experience|training|qualification\w*|education|erfahrung|ausbildung|work)\b.*|equivalent\b.*|experience\b.*)$",
    re.I,
)
_FIELD_BEFORE = re.compile(r"(?P<field>(?:[^\W\d]+\s+(?:&\s+)?){1,3})(?:degree|studium)\b", re.I)
_NO_FIELD = re.compile(
    r"\b(?:an?|the|any|your|bachelor\w*|master\w*|university|college|relevant|good|recogni[sz]ed|completed|academic|related|undergraduate|graduate|postgraduate|hono[u]?rs"
    r"|higher|suitable|equivalent|associate\w*|doctoral|first|strong|with|hold\w*|have|s|or|and|minimum|least|at|finished|abgeschlossenes?)\b",
    re.I,
)
_FIELD = re.compile(r"\b(?:in|im|der|of)\s+(?!science\b|arts\b|engineering\b|technology\b)(.+)$", re.I)

_LANGUAGES = {
    "English": "english englisch anglais inglés englischkenntnisse",
    "German": "german deutsch allemand deutschkenntnisse",
    "French": "french französisch français",
    "Spanish": "spanish spanisch español castellano",
    "Italian": "italian italienisch italiano",
    "Portuguese": "portuguese portugiesisch português",
    "Dutch": "dutch niederländisch nederlands",
    "Polish": "polnisch polski polish",
    "Russian": "russian russisch",
    "Ukrainian": "ukrainian ukrainisch",
    "Turkish": "turkish türkisch",
    "Arabic": "arabic arabisch",
    "Hindi": "hindi",
    "Urdu": "urdu",
    "Bengali": "bengali",
    "Tamil": "tamil",
    "Mandarin": "mandarin chinese chinesisch",
    "Cantonese": "cantonese",
    "Japanese": "japanese japanisch",
    "Korean": "korean koreanisch",
    "Vietnamese": "vietnamese",
    "Tagalog": "tagalog filipino",
    "Swedish": "swedish schwedisch",
    "Norwegian": "norwegian norwegisch",
    "Danish": "danish dänisch",
    "Finnish": "finnish finnisch",
    "Czech": "czech tschechisch",
    "Hungarian": "hungarian ungarisch",
    "Romanian": "romanian rumänisch",
    "Greek": "greek griechisch",
    "Hebrew": "hebrew",
    "Welsh": "welsh",
}
_TONGUE_OF = {form: name for name, forms in _LANGUAGES.items() for form in forms.split()}
_NAMES = "|".join(sorted(_TONGUE_OF, key=len, reverse=True))
_TONGUE = re.compile(rf"(?<![\w-])(?P<name>{_NAMES})(?P<level>\s*[A-C][12]\b)?(?![\w])", re.I)
NATIVE = 7
_LEVELS: tuple[tuple[int, str], ...] = (
    (NATIVE, r"native|mother\s?tongue|bilingual|first language|muttersprach\w*|langue maternelle"),
    (5, r"fluent\w*|fluency|full professional|business[- ]fluent|verhandlungssicher|fließend\w*|proficient|excellent|advanced|near-native|courant"),
    (4, r"upper[- ]intermediate|professional working|business(?:[- ]level)?|very good|sehr gut\w*|working proficiency|strong|professional|good|gute?n?"),
    (3, r"conversational\w*|intermediate|limited working|everyday"),
    (1, r"basics?|beginner|elementary|grundkenntnisse|some|school-level|rudimentary"),
)  # fmt: skip
_CEFR = re.compile(r"(?<![\w])([ABC][12])\b")
_LEVEL_RE = tuple((value, re.compile(rf"\b(?:{pattern})\b", re.I)) for value, pattern in _LEVELS)
_TONGUE_CUE = re.compile(
    r"\b(?:language|languages|speak\w*|spoken|written|writing|fluent\w*|fluency|native|bilingual|level|proficien\w+|in wort und schrift|kenntnisse"
    r"|sprach\w*|verbal|oral|conversational|[abc][12])\b",
    re.I,
)
_NOT_TONGUE = re.compile(
    r"\b(?:literature|cuisine|food|teacher|market|law|clients|customers|speaking countries|department|lessons?|class(?:es)?|gcse|degree|curriculum)\b",
    re.I,
)
_FEW = 3
"""Words beside a language's name among which "good" or "basic" can only be its level."""

MOST_TONGUES = 30
"""Languages looked at in one sentence."""

ANY_LEVEL = 3
"""Where a language is asked for without a level: enough to talk."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language and a level: 1–6 as in A1–C2, 7 native; 0 where none is stated."""

    name: str
    level: int

    def words(self) -> str:
        return f"{self.name} {level_words(self.level)}".strip()


def level_words(level: int) -> str:
    return "(native)" if level >= NATIVE else ("", "A1", "A2", "B1", "B2", "C1", "C2")[max(0, level)]


_ANOTHER = re.compile(
    r"\b(?:second|third|another|additional|foreign|further|other)\s+(?:\w+\s+)?languages?\b|\b(?:multi|bi)lingual\b|\bzweite\s+sprache|\bfremdsprache\w*",
    re.I,
)
ANOTHER = "another language"
"""Asked for where any language will do besides the one the résumé is written in."""


def asked_tongues(text: str) -> tuple[tuple[Tongue, ...], str]:
    """The languages a criterion asks for and what is left of it. "French cuisine" asks for none."""
    found = list(_TONGUE.finditer(text))
    another = _ANOTHER.search(text) if not found else None
    if another:
        return (Tongue(ANOTHER, stated_level(text) or ANY_LEVEL),), text[: another.start()] + text[
            another.end() :
        ]
    if not found:
        return (), text
    bare = _TONGUE.sub(" ", text)
    only = not re.sub(r"\b(?:and|or|skills?|und|oder|at|on|level)\b|[^\w]", "", bare, flags=re.I)
    skilled = any(match["name"].lower().endswith("kenntnisse") for match in found)
    levelled = stated_level(text) and len(bare.split()) <= _FEW  # "good German"
    if not (only or skilled or levelled or _TONGUE_CUE.search(text)) or _NOT_TONGUE.search(bare):
        return (), text
    level = stated_level(text) or ANY_LEVEL
    names = dict.fromkeys(_TONGUE_OF[m["name"].lower()] for m in found)
    rest = _CEFR.sub(" ", bare)
    for _, pattern in _LEVEL_RE:
        rest = pattern.sub(" ", rest)
    rest = _TONGUE_CUE.sub(" ", rest)
    rest = re.sub(
        r"\b(?:communication|communicate|skills?|language|minimum|command|both)\b", " ", rest, flags=re.I
    )
    return tuple(Tongue(name, level) for name in names), rest


def stated_level(text: str) -> int:
    """The level a piece of text names, 0 for none. A CEFR level beats an adjective."""
    cefr = _CEFR.search(text)
    if cefr:
        return "ABC".index(cefr.group(1)[0].upper()) * 2 + int(cefr.group(1)[1])
    return next((value for value, pattern in _LEVEL_RE if pattern.search(text)), 0)


def find_tongues(text: str, *, in_languages: bool) -> list[tuple[Tongue, tuple[int, int]]]:
    """Languages a sentence states, with levels. Outside a list of languages a cue is needed beside the name."""
    found: list[tuple[Tongue, tuple[int, int]]] = []
    matches = list(islice(_TONGUE.finditer(text), MOST_TONGUES))
    for n, match in enumerate(matches):
        before = matches[n - 1].end() if n else 0
        after = matches[n + 1].start() if n + 1 < len(matches) else len(text)
        behind = (
            re.split(r"[,;|•\n]", text[match.end() : after])[0]
            if n + 1 < len(matches)
            else text[match.end() :]
        )
        ahead = re.split(r"[,;|•\n]|\)", text[before : match.start()])[-1]
        level = stated_level((match["level"] or "") + behind[:40]) or stated_level(ahead[-40:])
        if not level and re.search(r"\b(?:and|&|und)\s*$", ahead) and found:
            level = found[-1][0].level  # fluent in German and English
        if level or in_languages or _spoken(text, match):
            found.append((Tongue(_TONGUE_OF[match["name"].lower()], level), match.span()))
    return found


def _spoken(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 60) : match.end() + 30]
    return bool(
        _TONGUE_CUE.search(around)
        or re.search(
            r"\b(?:calls|customers|guests|e-?mails|tickets|patients|support|lessons|clients)\b[^.]{0,40}\bin\s",
            around,
            re.I,
        )
    )


def asked_degree(text: str) -> tuple[Degree | None, str, str, bool]:
    """The lowest degree that will do, the fields' text, the rest of the criterion, whether experience will do, too."""
    if not _ASKS_DEGREE.search(text) or _NO_DEGREE.search(text):
        return None, "", text, False
    alternative = _OR_EXPERIENCE.search(text)
    asked = text[: alternative.start()] if alternative else text
    levels = [level for level, pattern in _DEGREE_RE if pattern.search(asked)]
    named = [
        level
        for level in levels
        if level != Degree.BACHELOR or re.search(r"\bb(?:achelor|\.?\s?[sae])", asked, re.I)
    ]
    level = min(named or levels or [Degree.BACHELOR])
    field = _FIELD.search(
        re.sub(
            r"\b(?:bachelor|master)\w*(?:['’]s)?\s+of\s+(?:science|arts|engineering|technology)\b",
            "",
            asked,
            flags=re.I,
        )
    )
    named_field = field.group(1) if field else _field_before(asked)
    return level, named_field, "", alternative is not None


def _field_before(asked: str) -> str:
    """The field of "a law degree", "" where only the kind of degree stands before it."""
    before = _FIELD_BEFORE.search(asked)
    return " ".join(_NO_FIELD.sub(" ", before["field"]).split()) if before else ""


def names_degree(text: str) -> bool:
    """Whether a piece of a criterion asks for a degree."""
    return bool(_ASKS_DEGREE.search(text))


def find_degree(text: str) -> Degree | None:
    """The highest degree a sentence states."""
    if _NO_DEGREE.search(text):
        return None
    return next((level for level, pattern in _DEGREE_RE if pattern.search(text)), None)
