"""What the keyword match says of one criterion: verdict, quotes and a plain reason. When in doubt, less."""

from collections.abc import Sequence

from core.domain.job import Criterion
from core.domain.verdict import Claim, Verdict
from core.screening.keywords.facets import WRITTEN_IN, judge_degree, judge_people, judge_tongue
from core.screening.keywords.finding import Finding
from core.screening.keywords.matching import Grade, Hit, Match, Searched, match_part
from core.screening.keywords.requirements import Requirement
from core.screening.keywords.years import judge_years

MOST_QUOTES = 2
_VALUES = {Grade.SHOWN: 1.0, Grade.STALE: 0.6, Grade.LISTED: 0.6, Grade.SOME: 0.5, Grade.NEAR: 0.4}
_ENOUGH = 0.3
"""Share of a criterion's parts below which little is nothing."""

NOT_MENTIONED = "The résumé doesn't mention this."


def make_claim(
    criterion: Criterion, requirement: Requirement, searched: Searched, *, written_in: str
) -> Claim:
    """Looks for one criterion in a résumé. `written_in` is the résumé's language, in English and lower case."""
    findings = _findings(requirement, searched, written_in)
    if not findings:
        return Claim(
            criterion_id=criterion.id, verdict="unclear", reason="There is no word in it to look for."
        )
    verdict = _together([finding.verdict for finding in findings])
    told = [f for f in findings if f.verdict != "met"] or findings
    quotes, at = _quotes(searched, findings)
    return Claim(
        criterion_id=criterion.id,
        quotes=quotes,
        at=at,
        reason=_short(" ".join(dict.fromkeys(f.reason for f in told if f.reason))),
        verdict=verdict,
        denied=verdict == "missing" and any(finding.denied for finding in findings),
    )


def _findings(requirement: Requirement, searched: Searched, written_in: str) -> list[Finding]:
    findings = []
    if requirement.years is not None:
        findings.append(judge_years(searched, requirement))
    if requirement.people is not None:
        findings.append(judge_people(searched, requirement.people))
    tongues = [judge_tongue(searched, tongue, written_in=written_in) for tongue in requirement.tongues]
    if any(finding.verdict == "missing" for finding in tongues):  # who writes in one doesn't half speak two
        tongues = [f for f in tongues if not f.reason.startswith(WRITTEN_IN)]
    findings += tongues
    if requirement.degree is not None:
        findings.append(judge_degree(searched, requirement))
    if requirement.parts and requirement.years is None:
        findings.append(_judge_words(requirement, searched))
    return findings


def _together(verdicts: Sequence[Verdict]) -> Verdict:
    """All met is met; anything found is partial."""
    if all(verdict == "met" for verdict in verdicts):
        return "met"
    if any(verdict in ("met", "partial") for verdict in verdicts):
        return "partial"
    return "unclear" if all(verdict == "unclear" for verdict in verdicts) else "missing"


def _judge_words(requirement: Requirement, searched: Searched) -> Finding:
    """Every part must be shown by something done."""
    matches = [match_part(searched, part) for part in requirement.parts]
    positive = [match for match in matches if match.grade >= Grade.NEAR]
    ordered = sorted(positive, key=lambda m: -m.grade)
    hits = (*(m.hits[0] for m in ordered), *(hit for m in ordered for hit in m.hits[1:]))
    if not positive:
        return _nothing(matches, searched)
    if all(match.grade == Grade.SHOWN for match in matches):
        return Finding("met", hits, _where(matches, searched))
    value = sum(_VALUES.get(match.grade, 0.0) for match in matches) / len(matches)
    if value >= _ENOUGH:
        return Finding("partial", hits, _partly(matches, searched))
    if all(match.grade < Grade.LISTED for match in positive):
        return Finding("missing", (), NOT_MENTIONED)  # a word of it somewhere else is no trace of it
    return Finding("missing", hits, _partly(matches, searched))


def _nothing(matches: Sequence[Match], searched: Searched) -> Finding:
    denied = next((match for match in matches if match.grade == Grade.DENIED), None)
    if denied is not None:
        hit = denied.hits[0]
        return Finding(
            "missing", (hit,), f"The résumé says it isn't so: {_named(searched, hit)}.", denied=True
        )
    wished = next((match for match in matches if match.grade == Grade.WISHED), None)
    if wished is not None:
        return Finding(
            "missing", wished.hits[:1], f"Only a wish or a plan: {_named(searched, wished.hits[0])}."
        )
    return Finding("missing", (), NOT_MENTIONED)


def _partly(matches: Sequence[Match], searched: Searched) -> str:
    shown = [_asked(m, searched) for m in matches if m.grade == Grade.SHOWN]
    stale = [match for match in matches if match.grade == Grade.STALE]
    listed = [_asked(m, searched) for m in matches if m.grade == Grade.LISTED]
    some = [f"'{m.words}'" for m in matches if m.grade == Grade.SOME]
    near = [f"'{m.words}'" for m in matches if m.grade == Grade.NEAR]
    lacking = [f"'{m.words}'" for m in matches if m.grade < Grade.NEAR]
    said = []
    if shown:
        said.append(f"Found {_listing(shown)}.")
    if stale:
        names = _listing([_asked(match, searched) for match in stale])
        said.append(f"{names} last shown in a job that ended in {max(_ended(m, searched) for m in stale)}.")
    if listed:
        said.append(
            f"{_listing(listed)} only listed; no job shows it."
            if shown or stale or lacking or some or near
            else f"Only listed{_standing_in(matches, searched)}; no job shows it."
        )
    if some:
        said.append(f"Part of {_listing(some)} found.")
    if near:
        said.append(f"Only work related to {_listing(near)}.")
    if lacking:
        said.append(f"Nothing on {_listing(lacking)}.")
    return " ".join(said)


def _where(matches: Sequence[Match], searched: Searched) -> str:
    longest = [max(match.hits, key=lambda one: one.end - one.start) for match in matches]
    found = f"Found {_listing(list(dict.fromkeys(_named(searched, one) for one in longest)))}"
    entries = {searched.sentence(match.hits[0].sentence).entry for match in matches}
    if None in entries:
        return f"{found}."
    if len(entries) > 1:
        return f"{found} in dated jobs."
    entry = searched.outline.entries[entries.pop() or 0]
    what = "a project" if entry.section == "projects" else "a job"
    return f"{found} in {what} from {entry.period.words()}."


def _ended(match: Match, searched: Searched) -> int:
    """The year in which the job ended that a match stands in."""
    entry = searched.sentence(match.hits[0].sentence).entry
    return (searched.outline.entries[entry].period.end - 1) // 12 if entry is not None else 0


def _named(searched: Searched, hit: Hit) -> str:
    return f"'{' '.join(searched.text[hit.start : hit.end].split())}'"


def _asked(match: Match, searched: Searched) -> str:
    """What was asked for, and the example of it that was found: 'Python' (as 'Django')."""
    name = f"'{match.words}'"
    return f"{name} (as {_named(searched, match.hits[0])})" if match.by_example else name


def _standing_in(matches: Sequence[Match], searched: Searched) -> str:
    """The examples where nothing stands under its own name."""
    if not all(match.by_example for match in matches):
        return ""
    return f" as {_listing(list(dict.fromkeys(_named(searched, match.hits[0]) for match in matches)))}"


def _listing(words: Sequence[str]) -> str:
    names = list(words[:3])
    if len(words) > 3:
        return ", ".join(names) + f" and {len(words) - 3} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _quotes(searched: Searched, findings: Sequence[Finding]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """At most two quotes, from different sentences, what is found before what is not."""
    ordered = sorted(findings, key=lambda f: ("met", "partial", "unclear", "missing").index(f.verdict))
    quotes: dict[int, str] = {}
    firsts = [finding.hits[0] for finding in ordered if finding.hits]
    others = [hit for finding in ordered for hit in finding.hits[1:]]
    for hit in (*firsts, *others):
        quote, at = searched.quote(hit)
        if len(quotes) < MOST_QUOTES:
            quotes.setdefault(at, quote)
    return tuple(quotes.values()), tuple(quotes)


def _short(reason: str, words: int = 25) -> str:
    """A reason is at most 25 words."""
    pieces = reason.split()
    return reason if len(pieces) <= words else " ".join(pieces[:words]).rstrip(" ,;:") + " …"
