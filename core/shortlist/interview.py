"""The questions to ask one candidate, made from what was found and what wasn't. No model, the same every time."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.domain.candidate import Candidate
from core.domain.job import Criterion, Rubric
from core.domain.value import Value
from core.domain.verdict import Finding, Verdict
from core.screening.critique import protected
from core.shortlist import question_words as words
from core.shortlist.asked_for import AskedFor, asked_for, mid_sentence
from core.shortlist.words import plain

FEWEST, MOST = 5, 9
STRENGTHS = 2
"""Questions that test what was found."""

_LONGEST_QUOTE = 110
_PRIVATE = re.compile(
    r"\b(?:pregnan\w*|maternity|paternity|parental leave|child(?:ren)?|kids?|sons?|daughters?|wife|husband|spouse"
    r"|(?:career|family|the) break|time off|(?:un)?married|divorced|widowed|church|mosque|synagogue|temple|parish|religio\w*|faith|muslim|christian|jewish"
    r"|hindu|catholic|illness|cancer|disab\w*|wheelchair|surgery|therapy|depress\w*|born|birth|aged? \d|nationality"
    r"|citizen\w*|gay|lesbian|trade union|elternzeit|schwanger\w*|kinder|verheiratet)\b",
    re.IGNORECASE,
)
"""What a résumé may tell of a private life, and nobody asks about."""


class Question(Value):
    """A question with the criterion it is tied to, how that stands, and what a good answer shows."""

    criterion_id: str
    criterion: str
    must: bool
    verdict: Verdict
    denied: bool = False
    text: str
    quote: str = ""
    """The résumé's own words it rests on."""
    page: int | None = None
    why: str = ""
    """What was found or lacks, as the finding says it."""
    good: str


@dataclass
class _Asker:
    """Puts questions so that none is put the same way twice."""

    said: Counter[str] = field(default_factory=Counter)

    def put(
        self, ways: Sequence[str], about: AskedFor, *, quote: str = "", part: str = "", other: str = ""
    ) -> str | None:
        """The first of these ways that hasn't been used; None once all have."""
        way = next((way for way in ways if not self.said[way] and ("{q}" not in way or quote)), None)
        if way is None:
            return None
        self.said[way] += 1
        within = mid_sentence(about.words)
        said = way.format(
            s=within,
            S=_begun(about.words),
            q=f"“{quote}”",
            x=part or within,
            X=_begun(part or about.words),
            y=other,
            L=about.tongue,
            do=about.do,
            did=about.did,
            done=about.done,
        )
        return re.sub(r"([.!?…])(”?)[.]", r"\1\2", said)


def questions(candidate: Candidate, rubric: Rubric) -> tuple[Question, ...]:
    """Five to nine: must-haves not found first, then what is partly found or denied, then what was found.

    Nothing is asked about a criterion that nobody may be judged by.
    """
    told = {finding.criterion_id: finding for finding in candidate.findings}
    pairs = [(c, told[c.id]) for c in rubric.criteria if c.id in told and protected(c.text) is None]
    pairs.sort(key=lambda pair: (pair[0].kind != "must", -pair[0].weight))
    gaps = sorted((pair for pair in pairs if pair[1].verdict != "met"), key=_urgency)
    found = sorted((pair for pair in pairs if pair[1].verdict == "met"), key=lambda pair: not _quote(pair[1]))
    asker = _Asker()
    tested = found[: max(STRENGTHS, FEWEST - len(gaps))]
    room = MOST - min(len(tested), STRENGTHS)
    asked = [_about_gap(c, finding, asker) for c, finding in gaps[: room - 1]]
    asked += list(_about_flags(candidate, pairs, asker))[: room - len(asked)]
    asked += [_about_gap(c, finding, asker) for c, finding in gaps[room - 1 :]][: room - len(asked)]
    asked += [_about_strength(c, finding, asker) for c, finding in tested][: MOST - len(asked)]
    return (*asked, *_further([*found, *gaps], asker, FEWEST - len(asked)))


def as_text(asked: Sequence[Question]) -> str:
    """Numbered, to be copied into a letter or a calendar."""
    return "\n".join(f"{n}. {question.text}" for n, question in enumerate(asked, 1))


def _urgency(pair: tuple[Criterion, Finding]) -> tuple[bool, int]:
    """Must-haves first: not stated or unclear, then partly found, then denied."""
    criterion, finding = pair
    stands = 2 if finding.denied else 1 if finding.verdict == "partial" else 0
    return criterion.kind != "must", stands


_AMOUNT = re.compile(r"(?:Says|add up to) (\d+(?:\.\d+)? (?:years?|months?))")
"""Years that a reason says were stated or counted."""


class _Way(NamedTuple):
    """Ways to put a question, what they are filled with, and what a good answer shows."""

    ways: Sequence[str]
    good: str
    quote: str = ""
    part: str = ""
    other: str = ""


def _about_gap(criterion: Criterion, finding: Finding, asker: _Asker) -> Question:
    about = asked_for(criterion.text)
    for way in _ways(about, criterion, finding):
        if text := asker.put(way.ways, about, quote=way.quote, part=way.part, other=way.other):
            return _question(criterion, finding, text, way.good)
    return _question(criterion, finding, _plainly(about), words.GOOD[about.shape])


def _ways(about: AskedFor, criterion: Criterion, finding: Finding) -> Iterator[_Way]:
    """The ways that fit how a criterion stands, the closest first."""
    shape, quote, good = about.shape, _quote(finding), words.GOOD[about.shape]
    if finding.denied:
        yield _Way(words.DENIED, words.GOOD_DENIED, quote)
    elif finding.verdict == "partial":
        yield from _ways_to_the_rest(about, criterion, finding)
    yield _Way(words.OPEN[shape], good)
    yield _Way(words.OPEN["skill"], good)


def _ways_to_the_rest(about: AskedFor, criterion: Criterion, finding: Finding) -> Iterator[_Way]:
    """From what is partly there to what lacks: years, a part of an "and", a job that shows a listed skill."""
    shape, good = about.shape, words.GOOD[about.shape]
    if shape in ("skill", "task"):
        if listed := _listed_only(finding.reason):
            yield _Way(words.LISTED, words.GOOD_LISTED, part=listed)
        if lost := _lacking(criterion, finding):
            rest = asked_for(lost)
            yield _Way(words.PART["task" if rest.do else "skill"], good, part=rest.do or lost)
    else:
        said = _AMOUNT.findall(finding.reason) if shape == "years" else []
        if len(said) > 1:
            yield _Way(words.DISAGREE, good, part=said[0], other=said[1])
        elif said:
            yield _Way(words.COUNTED, good, part=said[0])
        yield _Way(words.PART[shape], good)
    yield _Way(words.QUOTED, words.GOOD_SHOWN, _quote(finding))


def _about_flags(
    candidate: Candidate, pairs: Sequence[tuple[Criterion, Finding]], asker: _Asker
) -> Iterator[Question]:
    """What the flags leave to be heard from the candidate: unproven claims, and the advert's own words."""
    for flag in candidate.flags:
        if flag.kind == "unverified_quote":
            named = [pair for pair in pairs if pair[0].text in flag.detail and pair[1].verdict == "met"]
            ways: Sequence[str] = words.CLAIMED
        elif flag.kind == "job_text_copied":
            named, ways = list(pairs), words.OWN_WORDS
        else:
            continue
        for criterion, finding in named[:1]:
            if text := asker.put(ways, asked_for(criterion.text)):
                yield _question(criterion, finding, text, words.GOOD_CLAIMED)


def _about_strength(criterion: Criterion, finding: Finding, asker: _Asker) -> Question:
    about, quote = asked_for(criterion.text), _quote(finding)
    own = about.shape in ("language", "degree", "licence", "availability", "people")
    ways = (*words.SHOWN.get(about.shape, ()), *words.SHOWN["skill"], *words.FURTHER)
    text = asker.put(ways, about, quote=quote) or _plainly(about)
    return _question(criterion, finding, text, words.GOOD[about.shape] if own else words.GOOD_SHOWN)


def _further(pairs: Sequence[tuple[Criterion, Finding]], asker: _Asker, lacking: int) -> Iterator[Question]:
    """More about the weightiest criteria, where there are too few for an interview."""
    for n in range(lacking):
        if not pairs:
            return
        criterion, finding = pairs[n % len(pairs)]
        about = asked_for(criterion.text)
        if text := asker.put(words.FURTHER, about):
            yield _question(criterion, finding, text, words.GOOD[about.shape])


def _question(criterion: Criterion, finding: Finding, text: str, good: str) -> Question:
    shown = next((quote for quote in finding.quotes if not _PRIVATE.search(quote.text)), None)
    return Question(
        criterion_id=criterion.id,
        criterion=criterion.text,
        must=criterion.kind == "must",
        verdict=finding.verdict,
        denied=finding.denied,
        text=text,
        quote=shortened(shown.text) if shown else "",
        page=shown.page if shown else None,
        why=plain(finding.reason),
        good=good,
    )


def shortened(text: str, limit: int = _LONGEST_QUOTE) -> str:
    """On one line, cut between words."""
    line = plain(text)
    if len(line) <= limit:
        return line
    cut = line[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–-") + "…"


def _quote(finding: Finding) -> str:
    """The first that tells nothing private; "" where there is none."""
    public = (quote.text for quote in finding.quotes if not _PRIVATE.search(quote.text))
    said = shortened(next(public, "")).strip("“”\"'•▪*>–- .")
    return said[: said.rindex("(")].strip() if said.count("(") > said.count(")") else said


def _listed_only(reason: str) -> str:
    """What a reason says is only in a list of skills."""
    found = re.search(r"'([^']{1,80})'[^.]* only listed; no job shows it", reason) or re.search(
        r"Only listed as '([^']{1,80})'", reason
    )
    return found[1] if found else ""


def _lacking(criterion: Criterion, finding: Finding) -> str | None:
    """The part of a criterion that nothing was found for: as the reason names it, else the part of an "and" of which
    no quote has a word. None where that can't be told."""
    parts = re.split(r",? (?:and|und|as well as) |; ", criterion.text.strip(" ."))
    named = _NAMED.search(finding.reason)
    if named:
        terms = re.findall(r"'([^']+)'", named[1])
        whole = (next((part for part in parts if term in part), term) for term in terms)
        return " and ".join(dict.fromkeys(whole))
    if len(parts) < 2 or not finding.quotes:
        return None
    shown = " ".join(quote.text for quote in finding.quotes).casefold()
    lost = [part for part in parts if not any(stem in shown for stem in _stems(part))]
    return " and ".join(lost) if 0 < len(lost) < len(parts) else None


_NAMED = re.compile(r"(?:Nothing on|Part of|Only work related to) ((?:'[^']{1,80}'(?:, | and )?)+)")


def _stems(part: str) -> list[str]:
    return [word.casefold()[:5] for word in re.findall(r"[^\W\d_]{4,}", part)] or [part.casefold()]


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def _plainly(about: AskedFor) -> str:
    return f"{_begun(about.words)}: what can you tell us about this?"
