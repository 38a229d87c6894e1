"""From a job description to criteria, without a model: what is asked for, without the benefits and the noise."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.domain.job import Criterion, Job, Kind, Rubric
from core.errors import UserError
from core.screening.clauses import clauses
from core.screening.keywords.advert import Place, Statement, read_advert
from core.screening.keywords.requirements import Requirement, parse_requirement
from core.screening.keywords.wording import word_criterion
from core.screening.keywords.words import Vocabulary, language_of, vocabulary
from core.screening.refusals import LONGEST_ADVERT, allowed_parts, refused_in

MOST = 8
FEWEST = 4
"""With fewer than this the duties help out: somebody who has done them can do them."""

MUST, IMPORTANT, NICE = 5, 3, 1

ONLY_REFUSED = "All we found in this job is what nobody may be judged by, such as age or origin. Add at least one criterion."

MOST_SOFT = 2
"""Soft skills beyond these come last: words show them least."""

HARD, LIKELY, WISHED, SOFT, LAST = 0, 1, 2, 3, 4
"""Ranks; the eight best are suggested."""

_ASKED: tuple[Place, ...] = ("must", "preferred", "nice")

_NICE_WORDS = re.compile(
    r"\b(?:nice[- ]to[- ]have|(?:a|is|big|definite|strong)\s+plus|bonus|ideally|ideal(?:erweise)|optional|von vorteil|pluspunkt|would be (?:great|nice|good|ideal)|a bonus|not (?:essential|required|necessary))\b",
    re.I,
)
_PREFERRED = re.compile(
    r"\b(?:preferred|preferably|desirable|desired|advantage(?:ous)?|beneficial|welcome|helpful|wünschenswert|vorzugsweise|strongly preferred)\b",
    re.I,
)
_MUST_WORDS = re.compile(
    r"\b(?:must|required?|requires|requirement|essential|mandatory|necessary|at least|minimum|need(?:s|ed)?|erforderlich|zwingend|vorausgesetzt|voraussetzung|mindestens|licen[cs]ed?|certified|degree|registered)\b",
    re.I,
)
_ASKS = re.compile(
    r"\b(?:must|required|requires|essential|mandatory|prerequisite|at least|minimum of|preferred|preferably|ideally|desirable|nice to have|(?:is|are|be) an? (?:\w+ )?(?:plus|must|bonus|advantage|asset)|an advantage|[ABC][12]\b|welcome\b|(?:be|is) (?:helpful|useful|great|ideal)|important to us|an? (?:\w+ )?(?:plus|bonus|must)(?=[.!]*$)|diploma"
    r"|you can (?!work from|expect|enjoy|count|choose|apply|reach|find|contact|send|call|look forward)"
    r"|you(?:['’]ll| will)? (?:also |already |must |should )?(?:have|hold|bring|need|possess|speak|know)\b|you(?:['’]re| are) (?:an? |fluent|experienced|confident|comfortable|familiar|used to|able|qualified|certified|licen[cs]ed|registered)"
    r"|(?:candidates?|applicants?) (?:must|should|will|need)|ideal candidate|successful (?:candidate|applicant)|looking for (?:someone|somebody|people|candidates|a person|an? (?:\w+ ){1,4}(?:with|who)|an? (?:experienced|registered|qualified|certified|licen[cs]ed|trained))|we (?:expect|require|ask for|need(?! (?:somebody|someone|you|an?|people) ))|we(?:['’]d| would) like you to"
    r"|(?:experience|experienced|expertise|background|proficien\w+|familiar\w*|knowledge|fluen\w+) (?:in|with|of|as|using|working)\b|\d+\+? years|years['’]? (?:of )?experience|degree in|licen[cs]e|certificat\w+|qualified"
    r"|erforderlich|vorausgesetzt|voraussetzung|wünschenswert|von vorteil|idealerweise|berufserfahrung|(?:abgeschlossene\w*)|kenntnisse|verfügst|verfügen über|bringst|bringen sie)\b",
    re.I,
)
_SOFT = re.compile(
    r"\b(?:communicat\w+|team player|teamwork|interpersonal|motivat\w+|passion\w*|attitude|attention to detail|detail[- ]oriented|problem[- ]solv\w+|organi[sz]ed|organi[sz]ational|(?:work|working) (?:independently|under pressure|autonomously|in a team)"
    r"|flexib\w+|reliab\w+|friendly|enthusias\w+|positive|self[- ]starter|adaptab\w+|time management|multi[- ]?task\w*|creativ\w+|curio\w+|proactive\w*|empath\w+|patience|work ethic|fast[- ]paced|analytical|resilien\w+"
    r"|sense of humou?r|collaborat\w+|punctual\w*|honest\w*|trustworth\w+|calm|warm|caring|can-do|hard[- ]working|presentable|timekeeping|well-groomed|physically fit|teamfähig\w*|belastbar\w*|zuverlässig\w*|kommunikat\w+|selbst(?:st)?ändig\w*|engagier\w*|freundlich\w*|flexibel)\b",
    re.I,
)
_NOISE = re.compile(
    r"\b(?:salary|compensation|401\(?k\)?|per (?:hour|annum|year)\b|£|\$\s?\d|€|bonus scheme|pension|paid (?:time|leave|holiday)|insurance|benefits|equal[- ]opportunit\w+|discriminat\w+|race|gender|sexual orientation|veteran|disability"
    r"|apply (?:now|at|by|via|today|online|here)|send (?:your|us)|cover letter|click|closing date|(?:background|dbs) check|we offer|we(?:['’]ve| have) been|we(?:['’]re| are) (?:a|an|the|proud|committed|passionate|one)\b(?! looking)|founded in|our (?:mission|values|company|story|benefits|culture)"
    r"|right to work|visas?|(?:welcome|encouraged|invited) to apply|men and women|young and old|regardless of|ethnic\w*|religio\w*|nationalit\w+|marital status|pregnan\w+|date of birth|photo(?:graph)? (?:of|with)|reference number|job (?:type|id)|wir bieten|bewerb\w+|gehalt|urlaubstage)\b",
    re.I,
)
_OUR_PAST = re.compile(
    r"\b(?:we\b(?!['’]d|\s+(?:would|ask|expect|require|need|are\s+looking))|our (?:company|firm|team|business|hotel|hospital)|the company|wir)\b[^.]{0,40}\b(?:have|has|with|haben)\b[^.]{0,20}\byears",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Draft:
    """A criterion in the making. A lower `rank` is more worth a place among the eight."""

    text: str
    source: str
    kind: Kind
    weight: int
    rank: int
    order: int
    keys: frozenset[object]


def suggest_rubric(job: Job) -> Rubric:
    """Four to eight criteria in the job's order, fewer where it asks for less, and what nobody may be judged by apart.
    Raises `UserError` where the text asks for nothing else.

    Soft skills are never musts: words can't show them, and a must keeps people out of the selection.
    """
    words = vocabulary(language_of(job.text))
    statements = read_advert(job.text[:LONGEST_ADVERT])
    drafts = _distinct(_drafts(statements, words, title=job.title))
    if len(drafts) < FEWEST:
        said = {draft.source for draft in drafts}
        duties = [d for d in _duties(statements, words, start=len(statements)) if d.source not in said]
        drafts = _distinct([*drafts, *duties])[: max(FEWEST, len(drafts))]
    refused = refused_in(job)
    if not drafts:
        raise UserError(ONLY_REFUSED if refused else "We found no clear requirements. Add at least one.")
    chosen = sorted(sorted(drafts, key=lambda d: (d.rank, d.order))[:MOST], key=lambda d: d.order)
    return Rubric(
        criteria=tuple(
            Criterion(id=f"c{n}", text=d.text, kind=d.kind, weight=d.weight, source=d.source)
            for n, d in enumerate(chosen, 1)
        ),
        source="local",
        refused=refused,
    )


def _drafts(statements: Iterable[Statement], words: Vocabulary, *, title: str) -> list[_Draft]:
    statements = tuple(statements)
    drafts: list[_Draft] = []
    soft = 0
    listed = sum(statement.place in _ASKED for statement in statements) >= FEWEST
    for statement in statements:
        if statement.place == "noise" or _is_noise(statement.text):
            continue
        asked = statement.place in _ASKED
        if not asked and (statement.text.strip() == title or not _ASKS.search(statement.text)):
            continue
        atoms = [(part, w) for clause, w in clauses(statement.text) for part in allowed_parts(clause)]
        for atom, wished in atoms:
            draft = _draft(atom, statement, words, len(drafts), wished=wished)
            if draft is None or (
                listed and not asked and (draft.rank > HARD or not _MUST_WORDS.search(atom))
            ):
                continue
            soft += draft.rank == SOFT
            drafts.append(replace(draft, rank=LAST) if soft > MOST_SOFT and draft.rank == SOFT else draft)
    return drafts


def _is_noise(text: str) -> bool:
    return bool(_NOISE.search(text) or _OUR_PAST.search(text))


def _draft(atom: str, statement: Statement, words: Vocabulary, order: int, *, wished: bool) -> _Draft | None:
    text = word_criterion(atom)
    requirement = parse_requirement(text, words) if text else None
    if requirement is None or not _asks_something(requirement, words):
        return None
    kind, weight, rank = _importance(atom, statement.place, requirement, wished=wished)
    return _Draft(text, statement.source, kind, weight, rank, order, _keys(requirement))


def _asks_something(requirement: Requirement, words: Vocabulary) -> bool:
    if requirement.years is not None or requirement.people or requirement.tongues or requirement.degree:
        return True
    keys = {key for part in requirement.parts for term in part for c in term.concepts for key in c.ways[0]}
    return bool(keys - words.generic)


def _importance(atom: str, place: Place, requirement: Requirement, *, wished: bool) -> tuple[Kind, int, int]:
    hard = bool(
        requirement.years is not None or requirement.people or requirement.tongues or requirement.degree
    )
    soft = not hard and bool(_SOFT.search(atom))
    if wished or place == "nice" or _NICE_WORDS.search(atom):
        return "nice", NICE, LAST if soft else WISHED
    if place == "preferred" or _PREFERRED.search(re.sub(r"\([^()]*\)", "", atom)):
        return "nice", IMPORTANT, LAST if soft else WISHED
    if soft:
        return "nice", IMPORTANT, SOFT
    if place == "must" or hard or _MUST_WORDS.search(atom):
        return "must", MUST, HARD if hard or place == "must" else LIKELY
    return "nice", IMPORTANT, LIKELY


def _keys(requirement: Requirement) -> frozenset[object]:
    keys: set[object] = {c.ways[0] for part in requirement.parts for term in part for c in term.concepts}
    keys |= {tongue.name for tongue in requirement.tongues}
    keys |= {term.words.lower() for term in requirement.fields}
    if requirement.degree is not None:
        keys.add(("degree", requirement.degree))
    if requirement.people is not None:
        keys.add("people")
    return frozenset(keys)


def _distinct(drafts: Iterable[_Draft]) -> list[_Draft]:
    """Without those that ask for what an earlier one asks for; the graver of two stays."""
    kept: list[_Draft] = []
    for draft in drafts:
        twin = next((n for n, other in enumerate(kept) if _alike(draft, other)), None)
        if twin is None:
            kept.append(draft)
        elif draft.rank < kept[twin].rank:
            kept[twin] = replace(draft, order=kept[twin].order)
    return kept


def _alike(one: _Draft, other: _Draft) -> bool:
    if not one.keys or not other.keys:
        return one.text.lower() == other.text.lower()
    return len(one.keys & other.keys) / len(one.keys | other.keys) >= 0.7


def _duties(statements: Iterable[Statement], words: Vocabulary, *, start: int) -> list[_Draft]:
    """What the work will be, as criteria: important, never must."""
    drafts = []
    for n, statement in enumerate(statements):
        if statement.place not in ("duties", "open") or _is_noise(statement.text) or statement.heading:
            continue
        for atom in (part for task in _tasks(statement) for part in allowed_parts(task)):
            draft = _draft(atom, statement, words, start + n, wished=False)
            if draft is not None and len(draft.text.split()) >= 2 and draft.keys:
                drafts.append(replace(draft, kind="nice", weight=IMPORTANT, rank=LAST))
    return drafts


_TASK_LEAD = re.compile(
    r"^(?:you\s+(?!will|['’]ll)|.{0,60}?\b(?:you(?:['’]ll| will)|they|he or she|the \w+ will|will)\s+(?:be\s+(?:responsible\s+for|part\s+of|working\s+(?:with|on))\s+)?)",
    re.I,
)


def _tasks(statement: Statement) -> list[str]:
    if statement.bullet:
        return [statement.text]
    lead = _TASK_LEAD.match(statement.text)
    if lead is None:
        return []
    pieces = re.split(r",\s+(?:and\s+)?|\s+and\s+(?=\w+(?:\s+\w+){2,})", statement.text[lead.end() :])
    return [piece for piece in pieces if 2 <= len(piece.split()) <= 12]
