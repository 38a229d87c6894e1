"""Where a résumé names a school, college or university: by the shape of such names, since no list holds them all."""

import re
from collections.abc import Iterator

from core.screening.contacts.headings import is_heading
from core.screening.contacts.spans import Span

_W = r"(?:[^\W\d_a-zß-öø-ÿ][\w'’&-]*\.?)"
"""A word with a capital."""
_LINK = (
    r"(?:of|for|the|and|&|at|in|de|des|du|del|della|degli|di|do|da|dos|la|le|les|el|y|e|et|für|zu|der|und|am|an|van|voor|"
    r"pour|en|à|i|OF|FOR|THE|AND|AT|IN|DE|FÜR)"
)
_SMALL_KIND = (
    r"(?:normale|supérieure?s?|nationale?|hautes|études|polytechnique|technique|catholique|autónoma|politécnica|"
    r"degli|studi|commerce|ingénieurs)"
)

_ENGLISH = re.compile(
    r"(?<![\w-])(?:Universit(?:y|ies)|Colleges?|Schools?|Academy|Institute|Polytechnic|Conservatory|Conservatoire"
    r"|Seminary|Kindergarten|UNIVERSITY|COLLEGE|SCHOOL|ACADEMY|INSTITUTE|POLYTECHNIC)(?![\w-])(?:[’']s(?!\w))?"
)
_OTHERS = re.compile(
    r"(?<![\w-])(?:(?:[\w.]{1,20}-){0,4}(?:Universität|(?:Fach|Kunst|Musik|Fern|Sport)?[Hh]ochschule|Gymnasium|Realschule"
    r"|Gesamtschule|Hauptschule|Grundschule|Oberschule|Berufsschule|Berufskolleg|Kolleg|Schule|Akademie|UNIVERSITÄT|HOCHSCHULE)"
    r"|Uni|Université|[ÉE]cole|Lycée|Collège|Faculté|Institut|Universidade?|Universitat|Universit[àa]|Universiteit"
    r"|Universite?tet|Uniwersytet|Politecnico|Politécnico|Politechnika|Escuela|Escola|Colegio|Colégio|Instituto|Istituto|Liceo|Hogeschool"
    r"|TU|FH|TH|HTW|HTWK|HAW|HWR|RWTH|UC|SUNY|CUNY|IIT|IIIT|NIT|IIM|IUT|INSA|ENS|HEC)(?![\w-])"
)
_MAY_STAND_BEFORE = re.compile(rf"{_W}|{_LINK}")
_IS_LINK = re.compile(_LINK, re.IGNORECASE)
_OF = re.compile(
    rf"(?:,?[ ](?:of|for|at|in|OF|FOR|AT|IN)(?:[ ](?:the|THE))?[ ]{_W}(?:-{_W})*"
    rf"(?:[ ](?:{_LINK}[ ]){{0,2}}{_W}|,[ ]{_W}(?=[ ](?:and|AND|&)[ ])){{0,5}})?"
)
_DIRECT = re.compile(rf"(?:[ ](?:{_LINK}[ ]|d['’]|l['’]){{0,3}}(?:{_W}|{_SMALL_KIND})(?:-{_W})*){{1,6}}")
_UNIVERSITY_COLLEGE = re.compile(rf"[ ](?:College|COLLEGE)(?:[ ]{_W}){{0,2}}")

_LEVEL_WORDS = (
    "high middle primary secondary elementary grammar junior senior business law medical graduate undergraduate "
    "night evening sunday summer winter vocational trade technical community online public private state local "
    "boarding nursery driving language music art dental nursing flight culinary cooking police military sixth form "
    "upper lower comprehensive preparatory professional a an the our this your my and of for at in old new research "
    "university college school academy institute technische freie duale hohe grande"
)
_DEGREE_WORDS = (
    "bachelor bachelors bachelor's master masters master's doctor doctorate doctoral degree degrees diploma diplom "
    "certificate certification bsc b.sc msc m.sc ba b.a ma m.a mba phd ph.d meng beng m.eng b.eng b.s m.s bs ms llb "
    "llm md mphil honours honors hons btec hnd gcse gcses a-levels a-level abitur studium ausbildung promotion licence "
    "baccalauréat licenciatura grado laurea exchange semester valedictorian from student students teacher lecturer "
    "professor tutor head director dean principal nurse librarian president graduate alumni alumnus graduated "
    "attended studied trainer coach instructor assistant coordinator manager officer counsellor counselor fees board"
)
_FIELD_WORDS = (
    "education science sciences arts engineering economics mathematics physics chemistry biology history "
    "administration management accounting finance marketing psychology philosophy informatics informatik maschinenbau bwl"
)
_LEVELS = frozenset(_LEVEL_WORDS.split())
"""Words that say what kind of school it is, not which."""
_DEGREES_AND_ROLES = frozenset(_DEGREE_WORDS.split())
"""What stands before or behind a school's name and has to stay."""
_NOT_BEFORE = _DEGREES_AND_ROLES | frozenset(_FIELD_WORDS.split())
"""A field may belong to a name behind its kind (a school of economics), never before it."""

_DEGREE = re.compile(
    r"\b(?:B\.?\s?Sc|M\.?\s?Sc|B\.?A|M\.?A|B\.?S|M\.?S|B\.?Eng|M\.?Eng|B\.?Tech|M\.?Tech|MBA|LL\.?[BM]|M\.?D|Ph\.?\s?D|MPhil|"
    r"(?i:bachelor|master|doctorate|diploma|degree|diplom|licence|licenciatura|laurea|grado|abitur|promotion))\b"
)
_FROM = re.compile(
    rf"(?<!\w)(?:from|at|@)[ ](?:the[ ])?(?P<name>{_W}(?:[ ]{_W}){{0,3}})(?=[ ]?[,;.|()\n]|[ ]in[ ]|[ ]?[–-]|[ ]?\d|$)"
)
_LABELLED = re.compile(
    r"^[ \t]*(?:high school|school|college|university|institution|alma mater|hochschule|schule|universität|université|"
    r"universidad)[ \t]*[:：][ \t]*(?P<name>[^\n,|·•;()\[\]]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
_ABBREVIATION = re.compile(
    rf"(?<![^\n,;|·•(–—\t-])[ \t]*(?P<name>[A-Z][A-Z&]{{1,5}}(?:[ ]{_W})?)[ \t]*(?=[\n,;|·•()–—\t-]|$)"
)
_OTHER_CAPITALS = (
    "GPA CGPA BA BSC MA MSC MBA PHD MD BS MS BE ME JD LLB LLM MPHIL BENG MENG BTECH MTECH BCA MCA HND HNC NVQ GCSE GCSES "
    "BTEC GED SSC HSC CBSE ICSE IB IT HR AI ML UI UX SQL CAD ERP SAP CRM PMP CPA CFA ACCA CIPD CPR UK US USA EU UAE GB "
    "DE CA NY TX IL WA VA PA NJ NC GA FL OH MI II III IV GRE GMAT SAT ACT TOEFL IELTS HONS STEM EDUCATION SKILLS"
)
_NOT_A_SCHOOL = frozenset(_OTHER_CAPITALS.split())
_MOST_BEFORE = 80


def school_spans(text: str) -> Iterator[Span]:
    """Names of schools wherever they stand; abbreviations and bare names only beside a degree.

    A kind of school ("high school diploma") is no name. Spans may overlap.
    """
    for match in _ENGLISH.finditer(text):
        if (span := _english(text, match)) is not None:
            yield span
    for match in _OTHERS.finditer(text):
        if (span := _other(text, match)) is not None:
            yield span
    for match in _LABELLED.finditer(text):
        yield Span(match.start("name"), match.start("name") + len(match["name"].rstrip()))
    yield from _beside_degrees(text)


def _english(text: str, match: re.Match[str]) -> Span | None:
    start, named = _name_before(text, match.start())
    end = match.end()
    start -= 4 if text.startswith("The ", max(0, start - 4)) else 0
    college = _UNIVERSITY_COLLEGE.match(text, end) if match.group().casefold() == "university" else None
    if college is not None and not named:
        return Span(start, _without_trailing(text, match.end(), college.end()))
    of = _OF.match(text, end)
    if of is not None and of.group():
        end = _without_trailing(text, match.end(), of.end())
    return Span(start, end) if named or end > match.end() else None


def _other(text: str, match: re.Match[str]) -> Span | None:
    start, named = _name_before(text, match.start())
    direct = _DIRECT.match(text, match.end())
    end = _without_trailing(text, match.end(), direct.end()) if direct else match.end()
    if "-" in match.group() or end > match.end() or (named and len(match.group()) > 4):
        return Span(start, end)
    return None


def _name_before(text: str, end: int) -> tuple[int, bool]:
    """Where the name begins whose kind stands at `end`, and whether it is more than a kind."""
    start, named, place = end, False, end
    window = text[max(0, end - _MOST_BEFORE) : end].rsplit("\n", 1)[-1]
    for word in reversed(window.split(" ")[-8:-1] if window.endswith(" ") else ()):
        place -= len(word) + 1
        folded = word.strip(".,").casefold()
        if folded in _NOT_BEFORE or not _MAY_STAND_BEFORE.fullmatch(word):
            break
        if not _IS_LINK.fullmatch(word):
            start = place
            named = named or folded not in _LEVELS
    return start, named


def _without_trailing(text: str, start: int, end: int) -> int:
    """The end of a name that goes on from `start`, before a degree or role that follows it."""
    for word in re.finditer(r"\S+", text[start:end]):
        if word.group().strip(".,").casefold() in _DEGREES_AND_ROLES:
            end = start + word.start()
            break
    return start + len(text[start:end].rstrip(" ,"))


def _beside_degrees(text: str) -> Iterator[Span]:
    """Abbreviations that are a whole field of a line, and what "from" or "at" names."""
    start = 0
    lines = text.split("\n")
    degrees = [len(line) <= 200 and bool(_DEGREE.search(line)) for line in lines]
    for number, line in enumerate(lines):
        beside = any(degrees[max(0, number - 1) : number + 2])
        if degrees[number]:
            for match in _FROM.finditer(line):
                yield Span(start + match.start("name"), start + match.end("name"))
        if beside and len(line) <= 200 and ":" not in line:
            found = [m for m in _ABBREVIATION.finditer(line) if _may_be_school(m["name"])]
            if len(found) == 1 and not is_heading(line.strip()):
                yield Span(start + found[0].start("name"), start + found[0].end("name"))
        start += len(line) + 1


def _may_be_school(name: str) -> bool:
    first, *rest = name.split()
    return first not in _NOT_A_SCHOOL and not any(word.casefold() in _DEGREES_AND_ROLES for word in rest)
