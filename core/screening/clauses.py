"""A sentence of an advert taken apart: one clause for each thing that it asks for."""

import re

_CLAUSE_START = (
    r"(?:an?\s+|your\s+)?(?:at\s+least|a?\s*minimum|(?:\d+|two|three|four|five|six|seven|eight|ten)\+?\s+(?:or\s+more\s+)?years|fluent|fluency|(?:good\s+|excellent\s+|strong\s+|basic\s+)?(?:English|German|French|Spanish|Dutch|Italian)\b"
    r"|(?:valid|full|clean|current)\s|(?:bachelor|master|phd|degree|diploma|university)|(?:you\s+)?(?:have|has|hold|speak|know|led|are|can|must|should|bring|enjoy|want|need)\s|experience\b|knowledge\b|familiarity\b|proficien\w+\b|understanding\b"
    r"|willing\w*\b|to\s+(?:be|have|write|speak|work|hold)\s|you\s+\w+|available\b|availability\b|ability\b|able\s+to|ideally\b|preferably\b|confident\b|comfortable\b|good\s|strong\s|excellent\s|proven\s|solid\s|first\s+aid|level\s+\d|[A-Z]\w+\s+(?:certificat\w+|licen[cs]e)"
    r"|sehr\s+gute|gute|mindestens|idealerweise|eine\s+abgeschlossene|führerschein)"
)
_BETWEEN_CLAUSES = re.compile(
    rf"\s*(?:,\s*(?:and\s+|und\s+|plus\s+|as\s+well\s+as\s+)?|\s+(?:and|und|&|as\s+well\s+as|plus)\s+)(?={_CLAUSE_START})",
    re.I,
)
_BETWEEN_WISHES = re.compile(
    r"\s*;\s+|\.\s+(?=[A-ZÄÖÜ])|,\s+so\s+(?=an?\s)|,\s+as\s+would\s+(?:be\s+)?(?=\S)|(?:(?<=\bplus)|(?<=\bbonus)|(?<=\basset)|(?<=\brequired)|(?<=\bessential)|(?<=\bpreferred)|(?<=\bdesirable))"
    r"\s*,\s*(?:and\s+|but\s+)?(?!not\b)"
)
_ASIDE = re.compile(
    r"\s*(?:and\s+|as\s+|since\s+|because\s+)?(?:(?:an?\s+)?(?:third|quarter|half|most|many|some|all|two|\d+\s?%)\b.*\bour\b|(?:we|our|they|it|this|that)\b)",
    re.I,
)
_SEEKING = re.compile(
    r"\b(?:looking for|seeking|searching for|in search of|need|want|ideal candidate is)\b", re.I
)
_WHO_HAS = re.compile(
    r",?\s+(?:and\s+)?who\s+(?:(?:has|have|is|are|can|will)\s+(?:also\s+)?(?:been\s+)?(?:able\s+to\s+)?|(?=(?:speaks?|knows?|holds?)\s))",
    re.I,
)
"""Where somebody is looked for: what she has is a thing of its own."""

_HANGS_ON = re.compile(r"[^,]*\b(?:of (?:them|which|those|whom)|davon)\b", re.I)
"""At the beginning of a piece; behind a comma it belongs to what stands before."""

_WISH_BEGINS = re.compile(r"[,;–(]?\s*\b(?:ideally|preferably|idealerweise|vorzugsweise)\b[\s,]*(?=\S)", re.I)


def clauses(sentence: str) -> list[tuple[str, bool]]:
    """One statement per thing asked for, and whether it is only wished: "three years in sales and fluent German"."""
    atoms: list[tuple[str, bool]] = []
    halves = _BETWEEN_WISHES.split(sentence)
    if _SEEKING.search(sentence):
        halves = [piece for half in halves for piece in _WHO_HAS.split(half)]
    for half in halves:
        pieces = [p for p in _BETWEEN_CLAUSES.split(half) if not _HANGS_ON.match(p)] or [half]
        for n, piece in enumerate(pieces):
            wished = bool(_WISH_BEGINS.match(piece)) and n > 0
            found = None if wished else _WISH_BEGINS.search(piece)
            if found and found.start() > 8 and len(piece[found.end() :].split()) >= 1:
                atoms.append((piece[: found.start()], False))
                tail = piece[found.end() :].strip(" )")
                if not re.match(r"(?:in|on|at|from|within|with|gained|also|more)\b", tail, re.I):
                    atoms.append((tail, True))
            else:
                atoms.append((_WISH_BEGINS.sub("", piece) if wished else piece, wished))
    return [
        (atom, wished)
        for n, (atom, wished) in enumerate(atoms)
        if atom.strip(" ,.;") and not (n and _ASIDE.match(atom))
    ]
