"""What a résumé says of a person that no employer may weigh: birth, age, sex, family, origin, belief, health."""

import re
from collections.abc import Iterator

from core.screening.contacts.spans import Span, lines_with

_BIRTH = (
    r"date of birth|birth\s?date|birthday|d\.?o\.?b\.?|born(?: on)?|age"
    r"|geburtsdatum|geboren(?: am)?|geb\.(?: am)?|alter|date de naissance|né(?:e)? le|âge|fecha de nacimiento|edad"
    r"|data di nascita|età|data de nascimento|idade|geboortedatum|leeftijd"
)
_ALWAYS = (
    r"place of birth|birth\s?place|born in|gender|sex|marital status|civil status"
    r"|family status|nationality|citizenship|religion|denomination|ethnicity|ethnic origin|race|caste|(?:no\.? of |number of )?children"
    r"|father['’]?s name|mother['’]?s name|husband['’]?s name|spouse(?:['’]?s)?(?: name)?|blood group|height|weight|health status|state of health|disability"
    r"|photo(?:graph)?|picture|foto|lichtbild|bewerbungsfoto|passbild"
    r"|geburtsort|geboren in|geschlecht|familienstand|staatsangehörigkeit|nationalität|staatsbürgerschaft|religion|konfession|kinder"
    r"|lieu de naissance|sexe|situation familiale|état civil|nationalité"
    r"|lugar de nacimiento|sexo|estado civil|nacionalidad"
    r"|luogo di nascita|sesso|stato civile|nazionalità|nacionalidade"
    r"|geboorteplaats|geslacht|burgerlijke staat|nationaliteit"
)


def _labelled(labels: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[|·•▪;,/])|(?<=\t)(?=\S))[ \t]{{0,8}}(?:[-–*•][ \t]{{0,3}})?(?P<all>(?:{labels})[ \t]{{0,3}}[:：][ \t]{{0,8}}[^\n|·•▪;]{{1,80}})",
        re.IGNORECASE | re.MULTILINE,
    )


_LABELLED, _LABELLED_BIRTH = _labelled(_ALWAYS), _labelled(_BIRTH)
_COLON = re.compile(r"[:：]")
_BORN_SIGN = re.compile(r"born|geb|née? |\*")
_BORN = re.compile(
    r"(?:^|(?<=[|·•▪;,/(])|(?<=\t)(?=\S))[ \t]{0,8}(?P<all>(?:born|geboren|geb\.|née? le|\*)[ \t]{0,3}(?:on |in |am )?[ \t]{0,3}(?:\d|(?:Jan|Feb|Mar|Mär|Apr|Ma[yi]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]))"
    r"[^\n|·•▪;)]{3,40})",
    re.MULTILINE,
)
_AGED = re.compile(r"(?<!\w)(?P<all>aged \d\d|\d\d[- ]years?[- ]old)(?!\w)", re.IGNORECASE)
_FAMILY = re.compile(
    r"(?<!\w)(?P<all>(?:happily )?married(?:,| with| and)[^\n.|·•;]{0,40}\bchild(?:ren)?)(?!\w)",
    re.IGNORECASE,
)
_BIRTHPLACE = re.compile(r"(?<=\d)[ ,]{1,3}(?P<all>(?:in|à|en|a|at)[ ]{1,2}[^\W\d_a-zß-ÿ][^\n|·•▪;)]{1,40})")
_PICTURED = re.compile(
    r"^[ \t]*(?P<all>[\[(<]?(?:insert |passport |profile )?(?:photo(?:graph)?|picture|foto|lichtbild)(?: here)?[\])>]?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_STATES = ("married", "single", "divorced", "widowed", "ledig", "verheiratet", "geschieden")
_ALONE = re.compile(
    rf"(?:^|(?<=[|·•▪;,/])|(?<=\t)(?=\S))[ \t]{{0,8}}(?P<all>(?:un)?{'|'.join(_STATES)})[ \t]*(?=$|[|·•▪;,/\t])",
    re.IGNORECASE | re.MULTILINE,
)
_TOP = 1_200
"""Characters in which a word like "single" can only be about the person."""


def personal_spans(text: str, *, ages: bool = True) -> Iterator[Span]:
    """Labels with what they say ("Date of birth: …", "Familienstand: …"), and such words among contact details.

    Without `ages`, dates of birth and ages are left, and only where somebody was born is taken out of them.
    """
    small = text.lower()
    yield from map(_trimmed, _in_lines(_LABELLED, _COLON, text))
    if "married" in small:
        yield from map(_trimmed, _FAMILY.finditer(text))
    births = [*_in_lines(_LABELLED_BIRTH, _COLON, text), *_in_lines(_BORN, _BORN_SIGN, text)]
    if "old" in small or "aged" in small:
        births += _AGED.finditer(text)
    if ages:
        yield from map(_trimmed, births)
    else:
        for birth in births:
            yield from map(_trimmed, _BIRTHPLACE.finditer(text, *birth.span("all")))
    if any(word in small for word in _STATES):
        yield from (Span(*match.span("all")) for match in _ALONE.finditer(text, 0, _TOP))
    yield from (Span(*match.span("all")) for match in _PICTURED.finditer(text, 0, _TOP))


def _in_lines(pattern: re.Pattern[str], sign: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    for start, end in lines_with(sign, text):
        yield from pattern.finditer(text, start, end)


def _trimmed(match: re.Match[str]) -> Span:
    start, end = match.span("all")
    return Span(start, end - (len(match["all"]) - len(match["all"].rstrip(" \t,;|"))))
