"""What a résumé says of a person that no employer may weigh: birth, age, sex, family, origin, belief, health."""

import re
from collections.abc import Iterator

from core.screening.contacts.spans import Span

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
_ALONE = re.compile(
    r"(?:^|(?<=[|·•▪;,/])|(?<=\t)(?=\S))[ \t]{0,8}(?P<all>(?:un)?married|single|divorced|widowed|ledig|verheiratet|geschieden)[ \t]*(?=$|[|·•▪;,/\t])",
    re.IGNORECASE | re.MULTILINE,
)
_TOP = 1_200
"""Characters in which a word like "single" can only be about the person."""


def personal_spans(text: str, *, ages: bool = True) -> Iterator[Span]:
    """Labels with what they say ("Date of birth: …", "Familienstand: …"), and such words among contact details.

    Without `ages`, dates of birth and ages are left, and only where somebody was born is taken out of them.
    """
    births = (_LABELLED_BIRTH, _BORN, _AGED)
    for pattern in (_LABELLED, _FAMILY, *(births if ages else ())):
        for match in pattern.finditer(text):
            yield _trimmed(match)
    if not ages:
        for pattern in births:
            for birth in pattern.finditer(text):
                for match in _BIRTHPLACE.finditer(text, *birth.span("all")):
                    yield _trimmed(match)
    for pattern in (_ALONE, _PICTURED):
        for match in pattern.finditer(text, 0, _TOP):
            yield Span(*match.span("all"))


def _trimmed(match: re.Match[str]) -> Span:
    start, end = match.span("all")
    return Span(start, end - (len(match["all"]) - len(match["all"].rstrip(" \t,;|"))))
