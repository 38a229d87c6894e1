"""A job's heading line: which part names the employer and which the job."""

import re

_BETWEEN = re.compile(r"\s+[|–—·•@-]\s+|,\s|[|\n\t()]|\s{3,}|\s(?:at|with|for|bei)\s", re.I)
_ORGANISATION = re.compile(
    r"\b(?:ltd|limited|llp|llc|inc|gmbh|ag|kg|plc|corp|clinic|clinics|hospital|school|academy|college|university|hotel|restaurant|group|services|solutions|centre|center"
    r"|practice|surgery|agency|bank|home|homes|house|holdings|partners|associates|company|trust|institute|society|council|supplies|wholesale\w*|store|stores|shop|depot"
    r"|recruitment|consulting|sons|klinik|schule|praxis|solicitors|accountants|electricians|plumbers|builders|contractors|lawyers|dentists)\b",
    re.I,
)
_TITLE = re.compile(
    r"\b(?:[A-Za-z]+(?:er|or|ist|ian|yst|ant|nurse|chef|keeper|man|woman)|nurse|chef|cook|clerk|head|lead|agent|executive|apprentice|intern|operative|hand|host|aide|partner|associate"
    r"|secretary|representative|rep|trainee|student|volunteer|labourer|janitor)\b",
    re.I,
)
_ONE = re.compile(r"(?:er|or|ist|ian|ant|nurse|chef|cook|agent|attorney|lead)$", re.I)


def in_employers_name(heading: str, start: int, end: int) -> bool:
    """Whether an occupation stands only in the employer's name: a receptionist at a physiotherapy clinic.

    A heading that names no other job is believed to name this one.
    """
    if _ONE.search(heading[start:end]):
        return False
    begins = [0, *(m.end() for m in _BETWEEN.finditer(heading))]
    ends = [*(m.start() for m in _BETWEEN.finditer(heading)), len(heading)]
    parts = list(zip(begins, ends, strict=True))
    mine = next(((a, b) for a, b in parts if a <= start < b), None)
    if mine is None or not _ORGANISATION.search(heading, *mine):
        return False
    return any(_TITLE.search(heading, a, b) for a, b in parts if (a, b) != mine)
