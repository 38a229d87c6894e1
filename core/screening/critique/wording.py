"""The words that criteria on a person's traits are built with, in English and German, as parts of patterns."""

import re
import unicodedata

LONGEST = 600
"""Characters that are looked at; a criterion has at most 300."""

LANGUAGE = (
    "english|german|french|spanish|italian|portuguese|dutch|polish|czech|russian|ukrainian|turkish|arabic|chinese"
    "|mandarin|cantonese|japanese|korean|hindi|urdu|swedish|danish|norwegian|finnish|greek|hungarian|romanian"
    "|englisch|deutsch|französisch|spanisch|italienisch|portugiesisch|niederländisch|polnisch|tschechisch|russisch"
    "|ukrainisch|türkisch|arabisch|chinesisch|japanisch"
)
NATION = (
    "german|austrian|swiss|british|english|scottish|irish|welsh|french|italian|spanish|portuguese|dutch|belgian"
    "|danish|swedish|norwegian|finnish|polish|czech|slovak|hungarian|romanian|bulgarian|greek|turkish|russian"
    "|ukrainian|american|u\\.?s\\.?|u\\.?k\\.?|e\\.?u\\.?|european|western|eastern european|canadian|australian|indian"
    "|pakistani|bangladeshi|chinese|japanese|korean|filipino|vietnamese|thai|arab|israeli|iranian|egyptian|nigerian"
    "|kenyan|african|asian|latino|hispanic|mexican|brazilian|deutsche[rnsm]?|österreichische[rnsm]?"
    "|schweizer(?:ische[rnsm]?)?|europäische[rnsm]?|eu-"
)
NATION_PLURAL = (
    "germans|indians|asians|africans|europeans|americans|russians|arabs|italians|mexicans|latinos|hispanics"
    "|nigerians|pakistanis|deutsche[nr]?|türken|polen|araber|afrikaner|europäer|russen"
)

PERSON = (
    "candidates?|applicants?|persons?|individuals?|employees?|colleagues?|m[ae]n|wom[ae]n|males?|females?|lad(?:y|ies)"
    "|gentlem[ae]n|bewerber(?:in|innen)?|kandidat(?:en|in|innen)?|person(?:en)?|mann|männer|frau(?:en)?|dame(?:n)?"
    "|leute|mitarbeiter(?:in|innen)?|kolleg(?:e|en|in|innen)|kraft|kräfte"
)
WORKER = (
    "people|nurses?|teachers?|assistants?|secretar(?:y|ies)|receptionists?|drivers?|cleaners?|carers?|caregivers?"
    "|sales(?:person|people|man| assistants?| staff)|managers?|engineers?|developers?|chefs?|cooks?|waiters?"
    "|waitress(?:es)?|workers?|doctors?|tutors?|therapists?|trainers?|instructors?|guards?|cashiers?|host(?:ess)?"
    "|accountants?|technicians?|operators?|nann(?:y|ies)|graduates?|professionals?|team members?|staff|talents?"
    "|verkäufer(?:in)?|sekretär(?:in)?|fahrer(?:in)?|pfleger(?:in)?|kellner(?:in)?|menschen|fachkr(?:aft|äfte)|aushilfe"
)
ADJECTIVE = (
    "energetic|dynamic|regular|committed|devout|practi[sc]ing|active|convinced|motivated|ambitious|attractive|healthy|fit|fresh|strong|flexible|hungry|enthusiastic|smart"
    "|friendly|reliable|single|married|unmarried|male|female|white|local|experienced|qualified|registered|young|slim"
    "|good-looking|fashionable|dynamische?[rnsm]?|motivierte?[rnsm]?|engagierte?[rnsm]?|gesunde?[rnsm]?|gesund|fit|belastbar|dynamisch"
    "|attraktive?[rnsm]?|flexible[rnsm]?|ungebundene?[rnsm]?|junge[rnsm]?"
)
ONLY = "only|preferred|preferably|wanted|required|desired|desirable|a plus|an advantage|welcome|accepted|need not apply|(?:will )?not (?:be )?(?:considered|hired|accepted)|bevorzugt|erwünscht|gesucht"

_ARTICLE = r"(?:(?:an?|the|eine?[nmrs]?)\s+)?"
_MUST_BE = (
    r"\b(?:(?:must|should|shall|has to|have to|needs? to)\s+be|to be|be|being|you\s+are|you['’]re|preferably|ideally"
    r"|seeking|wanted:?|gesucht:?|gesucht wird|du bist|sie sind|wir suchen|idealerweise)\s+"
)
_THEN = (
    rf"(?=\s*(?:$|[,;.:!?)(/])|\s+(?:(?:and|or|und|oder)\s+(?:{ADJECTIVE})\b|(?:(?:is|are)\s+)?(?:{ONLY})\b"
    r"|(?:with|who|to|for|aged|under|between|from|mit|für|im|zwischen|sein)\b))"
)
_SEEKS = re.compile(
    r"\b(?:(?:looking|searching|search|suitable|suited|ideal|perfect|best|open|reserved|intended|preference"
    r"|priority)\s+(?:is\s+|only\s+|given\s+)*(?:for|to)|applications?\s+(?:only\s+)?from)\b"
)
_SERVED = re.compile(
    r"\b(?:with|for|of|to|among|about|from|in|on|by|between|teach\w*|coach\w*|train\w*|mentor\w*|support\w*|treat\w*"
    r"|advis\w*|counsel\w*|caring|serv(?:e|ing)|help\w*|assist\w*|manag(?:e|ed|ing)|supervis\w*|lead(?:ing)?|led"
    r"|promot\w+|represent\w*|recruit(?:s|ed|ing)|hir(?:ed|ing)|attract(?:ed|ing)|mit|für|von|bei|zu|über)\s+(?:[\w-]+,?\s+){0,3}$"
)


def folded(text: str) -> str:
    """In lower case, with plain quotes and dashes and single spaces; "looking for" is "seeking"."""
    text = unicodedata.normalize("NFKC", text[:LONGEST]).lower().replace("’", "'")
    text = re.sub(r"[‐-―]", "-", text)
    return _SEEKS.sub("seeking", " ".join(text.split()))


def asked_of_person(words: str, *, worker: bool = False, alone: bool = True) -> str:
    """A pattern for these words where the person is to be so: "must be X", "X candidates", "X only", "no X", "X".

    `worker`: also before what people work as. `alone`: also where the text begins with it.
    """
    who = f"{PERSON}|{WORKER}" if worker else PERSON
    forms = [
        rf"{_MUST_BE}{_ARTICLE}(?:(?:{ADJECTIVE}),?\s+(?:and\s+)?){{0,2}}(?:{words}){_THEN}",
        rf"\b(?:{words})(?:(?:,|\s+and|\s+or|\s+und)?\s+(?:{ADJECTIVE})){{0,3}},?\s+(?:{who})\b(?!['-])",
        rf"\b(?:{words})\s+(?:(?:is|are|would be)\s+)?(?:{ONLY})\b",
        rf"(?:^|\b)(?:only|no|not|nur|keine?n?)\s+{_ARTICLE}(?:{words}){_THEN}",
    ]
    if alone:
        forms.append(rf"^{_ARTICLE}(?:(?:{ADJECTIVE})\s+)?(?:{words}){_THEN}")
    return "|".join(forms)


def is_served(text: str, start: int) -> bool:
    """Whether what begins there is said of those the work is for: "care for pregnant women"."""
    return bool(_SERVED.search(text, max(0, start - 80), start))


def at_level(tongue: str, level: str) -> str:
    """A language and its level, in German where the language is named in German."""
    german = tongue.lower().endswith("sch")
    return f"{tongue.capitalize()} {'auf' if german else 'at'} {level}"
