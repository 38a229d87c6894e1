"""What a person's name looks like in writing, in any culture: no list of first names anywhere."""

import re
import unicodedata
from functools import lru_cache

from core.screening.contacts.headings import is_heading, squash
from core.screening.contacts.word_lists import words

PARTICLES = words("particles")
_NO_NAME = words("no name")
_HONORIFIC = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|professor|herr|frau|mme|mlle|sr|sra|ing|dipl\.?-?ing|er|shri|smt|sir|engr)\b\.?\s+)+",
    re.IGNORECASE,
)
_POST_NOMINAL = re.compile(
    r"[\s,]+(?:ph\.?\s?d|m\.?d|mba|m\.b\.a|cpa|pmp|r\.?n|bsn|msn|esq|cfa|p\.?e|dds|j\.?d|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?s|"
    r"b\.?s|m\.?eng|b\.?eng|b\.?tech|m\.?tech|mph|mpa|acca|aca|fca|cissp|phr|sphr|shrm-cp|lcsw|dvm|pharm\.?d|llm|llb|"
    r"hons|rmn|rgn|lpn|cna|csm|pe|pa-c|aprn|np|dnp|otr/l|dpt|rdn|ccna|itil)\.?(?=[\s,]|$)",
    re.IGNORECASE,
)
_PRONOUNS = re.compile(r"\s*[(\[]?\b(?:she|he|they|xe|ze)\s?/\s?\w+(?:\s?/\s?\w+)?[)\]]?", re.IGNORECASE)
_LABEL = re.compile(
    r"^(?:(?:full |candidate(?:'s)? |applicant(?:'s)? )?name|name and surname|nom(?: et prénom)?|nombre(?: completo)?|nome(?: completo)?|"
    r"vor- und nachname|naam|imię i nazwisko|фио|имя|姓名|氏名|名前|이름|성명|الاسم)\s*[:：=-]\s*",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"^(?:resume|résumé|resumé|cv|curriculum vit(?:ae|æ|a)|lebenslauf|bio-?data|résumé)\s*(?:of|for|de|von|[:–—|-])\s*",
    re.IGNORECASE,
)
_TITLE_ENDS = re.compile(
    r"^(?:resume|résumé|resumé|cv|curriculum vit(?:ae|æ|a)|lebenslauf|bio-?data)[\s:|–—-]+|"
    r"(?:['’]s?)?[\s:|–—-]+(?:resume|résumé|resumé|cv|curriculum vit(?:ae|æ|a)|lebenslauf|bio-?data|page \d+.*|\d+/\d+)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[(\"“'‘]?[^\W\d_][^\W\d_]*(?:['’.-][^\W\d_]+)*\.?[)\"”'’]?")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af·\s]+")
_JOB_ENDING = re.compile(
    r"(?:ologist|ographer|ineer|eloper|itect|ingenieur|entwickler|logue|iciens?|icienne)s?$"
    r"|.{4,}(?:berater|verkäufer|leiter|pfleger|assistent|lehrer|manager|techniker|mechaniker|arbeiter|fachkraft|kaufmann|kauffrau|fahrer)(?:in)?$"
)


def is_labelled(field: str) -> bool:
    """Whether the field says itself that it is a name: "Name: …", "Resume of …"."""
    return bool(_LABEL.match(field) or _TITLED.match(field))


def undress(field: str) -> str:
    """A field without labels, titles, degrees, pronouns and ornaments: what may be the bare name."""
    field = _PRONOUNS.sub("", field) if "/" in field else field
    field = _LABEL.sub("", _trim(field))
    field = _TITLE_ENDS.sub("", _TITLED.sub("", field).strip())
    field = _HONORIFIC.sub("", join_spaced(field).strip())
    field = _POST_NOMINAL.sub("", field)
    while (shorter := _without_title_word(field)) != field:
        field = shorter
    if (turned := re.fullmatch(r"([^\s,]+(?: [^\s,]+)?), ([^\s,]+(?: [^\s,]+)?)", field)) is not None and (
        turned[1].isupper() and not turned[2].isupper()
    ):
        field = f"{turned[2]} {turned[1]}"
    return " ".join(_trim(field).split())


def _trim(field: str) -> str:
    """Without ornaments at the ends; brackets, quotes and points that belong to names stay."""
    start, end = 0, len(field)
    while start < end and not (field[start].isalnum() or field[start] in "(\"“'‘"):
        start += 1
    while end > start and not (
        field[end - 1].isalnum() or field[end - 1] in ".)\"”'’" or _is_mark(field[end - 1])
    ):
        end -= 1
    return field[start:end]


def _is_mark(char: str) -> bool:
    """An accent or vowel sign that follows its letter: part of the word, though no letter to `re`."""
    return unicodedata.category(char)[0] == "M"


def _without_title_word(field: str) -> str:
    """Two columns put the first section's title behind the name: "Jane Roe Summary"."""
    head, _, last = field.rpartition(" ")
    return head.strip() if head.count(" ") and is_heading(last) else field


def join_spaced(field: str) -> str:
    """ "J A N E  R O E" as "JANE ROE"; letters with a single space between words stay as they are."""
    letters = field.split()
    if len(letters) < 4 or any(len(part) > 1 for part in letters):
        return field
    if not re.search(r"\S\s{2,}\S", field):
        return field
    return " ".join(part.replace(" ", "") for part in re.split(r"\s{2,}", field))


def is_name_shaped(name: str) -> bool:
    """Whether an undressed field could be a name: two to six capitalised words (or a short one in a script
    without capitals), none of them a job's, a firm's, a section's or a subject's."""
    if not name.isascii():
        name = "".join(c for c in name if not _is_mark(c))
    if not name or len(name) > 60 or any(map(str.isdigit, name)):
        return False
    if _CJK.fullmatch(name):
        return 2 <= len(squash(name)) <= 8 and not is_heading(name)
    parts = [(part, squash(part)) for part in name.split()]
    if not 2 <= len(parts) <= 6 or not all(_WORD.fullmatch(part) for part, _ in parts):
        return False
    long = [part for part, bare in parts if len(bare) >= 2 and bare not in PARTICLES]
    if not long or not all(map(_begins_like_a_name, long)) or is_heading(name):
        return False
    if any(bare in _NO_NAME or _JOB_ENDING.search(bare) for _, bare in parts):
        return False
    if any(len(bare) < 3 for _, bare in parts) and _hides_a_word(squash(name)):
        return False
    letters = [part for part, bare in parts if len(bare) == 1 and part.replace("’", "'") not in PARTICLES]
    if len(letters) > 3 or (letters and len(letters) > len(long) + 2):
        return False
    if any(part.islower() and squash(part) not in PARTICLES for part in letters):
        return False
    return not (len(letters) == len(parts) - 1 and len(squash(long[0])) < 3)


_LONG_NO_NAME = re.compile("|".join(sorted(word for word in _NO_NAME if len(word) >= 6 and word.isalpha())))


def _hides_a_word(squashed: str) -> bool:
    """ "GRA D UATE FRES H ER": letter-spaced type that lost its words' ends."""
    return squashed in _NO_NAME or is_heading(squashed) or bool(_LONG_NO_NAME.search(squashed))


_ARTICLE = re.compile(r"^(?:a[dlnrstz]|ash|el|ul|ud|ur|bin|ibn)[-‐‑](?=[^\W\d_])")
"""Written small before a name and joined to it: al-Rashid."""
_IRISH = re.compile(r"^(?:h[AEIOUÁÉÍÓÚ]|n[DG]|tS)\w")


def _begins_like_a_name(part: str) -> bool:
    bare = _ARTICLE.sub("", part)
    first = next(filter(str.isalpha, bare), None)
    if first is None:  # a fraction
        return False
    return not first.islower() or bare[:2] in ("d'", "d’", "l'", "o'") or bool(_IRISH.match(bare))


def proper_case(name: str) -> str:
    """Capitals and small letters as names are written; a name that has them already stays as it is."""
    turkish = any(c in "İĞ" for c in name)  # there, I is the capital of ı
    parts = name.split()
    mixed = any(not _all_capitals(part) and len(squash(part)) > 1 for part in parts)
    lower = not any(c.isupper() for c in name)
    return " ".join(
        _cased(part, first=n == 0, turkish=turkish)
        if lower or (_all_capitals(part) and not (mixed and len(squash(part)) < 3))
        else part
        for n, part in enumerate(parts)
    )


def _all_capitals(part: str) -> bool:
    """All capitals, or all but letters a font couldn't capitalise ("KüSTER")."""
    plain = [c for c in part if c.isascii() and c.isalpha()]
    letters = plain or [c for c in part if c.isalpha()]
    return bool(letters) and all(c.isupper() for c in letters)


def _cased(part: str, *, first: bool, turkish: bool) -> str:
    folded = _lower(part.replace("I", "ı") if turkish else part)
    if folded in PARTICLES and not first:
        return folded
    if re.fullmatch(r"ii|iii|iv|vi|vii|viii", folded) and not first:
        return folded.upper()
    if len(squash(part)) == 2 and not re.search(r"[aeiouy]", _plain(folded)) and folded.isascii():
        return part.upper()  # JP, TJ
    cased = re.sub(
        r"(^|[-'’.(\"“])(\w)", lambda m: m[1] + ("İ" if turkish and m[2] == "i" else m[2].upper()), folded
    )
    cased = re.sub(r"['’](S|T)$", lambda m: m.group().lower(), cased)
    return re.sub(r"\bMc([a-z])(?=\w{2})", lambda m: "Mc" + m[1].upper(), cased)


def _lower(part: str) -> str:
    return unicodedata.normalize("NFC", part.lower().replace("i\u0307", "i"))


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


_SPELLED = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)


@lru_cache(maxsize=8192)
def spellings(word: str) -> frozenset[str]:
    """How a word's letters may stand in an e-mail address: without accents, ü as u or ue."""
    folded = word.casefold()
    umlauts = (
        folded.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ø", "oe").replace("å", "aa")
    )
    return frozenset(squash(_plain(form.translate(_SPELLED))) for form in (folded, umlauts))
