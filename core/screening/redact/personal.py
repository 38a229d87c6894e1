"""What a résumé says of a person that no employer may weigh: birth, age, sex, family, origin, belief, health."""

import re
from collections.abc import Iterator

from core.screening.contacts.spans import Span

_LABELS = (
    r"date of birth|birth\s?date|birthday|d\.?o\.?b\.?|born(?: on| in)?|place of birth|birth\s?place|age|gender|sex|marital status|civil status"
    r"|family status|nationality|citizenship|religion|denomination|ethnicity|ethnic origin|race|caste|(?:no\.? of |number of )?children"
    r"|father['’]?s name|mother['’]?s name|husband['’]?s name|spouse(?:['’]?s)?(?: name)?|blood group|height|weight|health status|state of health|disability"
    r"|geburtsdatum|geboren(?: am| in)?|geb\.(?: am)?|geburtsort|alter|geschlecht|familienstand|staatsangehörigkeit|nationalität|staatsbürgerschaft|religion|konfession|kinder"
    r"|date de naissance|né(?:e)? le|lieu de naissance|âge|sexe|situation familiale|état civil|nationalité"
    r"|fecha de nacimiento|lugar de nacimiento|edad|sexo|estado civil|nacionalidad"
    r"|data di nascita|luogo di nascita|età|sesso|stato civile|nazionalità|data de nascimento|idade|nacionalidade"
    r"|geboortedatum|geboorteplaats|leeftijd|geslacht|burgerlijke staat|nationaliteit"
)
_LABELLED = re.compile(
    rf"(?:^|(?<=[|·•▪;,/])|(?<=\t)(?=\S))[ \t]{{0,8}}(?:[-–*•][ \t]{{0,3}})?(?P<all>(?:{_LABELS})[ \t]{{0,3}}[:：][ \t]{{0,8}}[^\n|·•▪;]{{1,80}})",
    re.IGNORECASE | re.MULTILINE,
)
_BORN = re.compile(
    r"(?:^|(?<=[|·•▪;,/(])|(?<=\t)(?=\S))[ \t]{0,8}(?P<all>(?:born|geboren|geb\.|née? le|\*)[ \t]{0,3}(?:on |in |am )?[ \t]{0,3}(?:\d|(?:Jan|Feb|Mar|Mär|Apr|Ma[yi]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz]))"
    r"[^\n|·•▪;)]{3,40})",
    re.MULTILINE,
)
_STATED = re.compile(
    r"(?<!\w)(?P<all>(?:aged \d\d|\d\d[- ]years?[- ]old|(?:happily )?married(?:,| with| and)[^\n.|·•;]{0,40}\bchild(?:ren)?))(?!\w)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:^|(?<=[|·•▪;,/])|(?<=\t)(?=\S))[ \t]{0,8}(?P<all>(?:un)?married|single|divorced|widowed|ledig|verheiratet|geschieden)[ \t]*(?=$|[|·•▪;,/\t])",
    re.IGNORECASE | re.MULTILINE,
)
_TOP = 1_200
"""Characters in which a word like "single" can only be about the person."""


def personal_spans(text: str) -> Iterator[Span]:
    """Labels with what they say ("Date of birth: …", "Familienstand: …"), and such words among contact details."""
    for pattern in (_LABELLED, _BORN, _STATED):
        for match in pattern.finditer(text):
            start, end = match.span("all")
            yield Span(start, end - (len(match["all"]) - len(match["all"].rstrip(" \t,;|"))))
    for match in _ALONE.finditer(text, 0, _TOP):
        yield Span(*match.span("all"))
