"""From findings to a score, a suggested category, and the words that say why."""

from collections.abc import Collection, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from core.domain.candidate import Category, Cuts, Flag, FlagKind
from core.domain.job import Criterion, Rubric
from core.domain.verdict import Claim, Finding, Verdict
from core.errors import InternalError

VALUE: dict[Verdict, float] = {"met": 1.0, "partial": 0.5, "missing": 0.0, "unclear": 0.0}

_MOST_NAMED = 3
_LONGEST_NAME = 90
_CANNOT_COMPARE: dict[FlagKind, str] = {
    "other_language": "it is written in another language, which keyword match can't compare",
    "scanned": "it was read from a scan, and keyword match may have missed words",
    "low_quality_text": "its text may not be all of it",
}
_INCOMPLETE: frozenset[FlagKind] = frozenset({"low_quality_text"})
"""What no engine can judge, however well it reads."""


def score_findings(findings: Sequence[Finding], rubric: Rubric) -> float:
    """10·Σ(weight·value)/Σweight, rounded to two decimals.

    Raises `InternalError` unless the findings are exactly one per criterion: a score over fewer would lie.
    """
    verdicts = {f.criterion_id: f.verdict for f in findings}
    if len(findings) != len(verdicts) or verdicts.keys() != {c.id for c in rubric.criteria}:
        raise InternalError("The findings don't match the criteria one to one.")
    return score_verdicts([verdicts[c.id] for c in rubric.criteria], rubric)


def score_verdicts(verdicts: Sequence[Verdict], rubric: Rubric) -> float:
    """The same over verdicts in rubric order."""
    if len(verdicts) != len(rubric.criteria):
        raise InternalError("The verdicts don't match the criteria one to one.")
    total = sum(c.weight for c in rubric.criteria)
    earned = sum(c.weight * VALUE[verdict] for c, verdict in zip(rubric.criteria, verdicts, strict=True))
    return round(10 * earned / total, 2)


def categorise(
    score: float,
    findings: Sequence[Finding],
    rubric: Rubric,
    *,
    cuts: Cuts,
    flags: Sequence[Flag],
    engine: str,
) -> tuple[Category, str]:
    """The suggested category and the one line that names what decided it.

    A must-have that is missing or unclear keeps out of `selected`. Nobody is suggested `rejected` over a text
    that may not be all of it; keyword match doesn't either for one it can't compare (another language, a scan).
    """
    stand = _by_verdict(findings, rubric)
    missing, unclear, partly = (
        [c for c in stand[verdict] if c.kind == "must"] for verdict in ("missing", "unclear", "partial")
    )
    denied = _denied(findings)
    lost = _lost_words(missing, unclear, denied)
    shown = shown_against(score, cuts)
    if score >= cuts.selected:
        if lost:
            return "considered", f"Considered, although {shown}: {lost}."
        return "selected", _selected_words(shown, partly, rubric)
    if score >= cuts.considered:
        decided = f"Considered: {shown} is below the cut of {cuts.selected:g}"
        if lost:
            return "considered", f"{decided}, and {lost}."
        return "considered", f"{decided}.{_gaps(stand, denied)}"
    spared = _CANNOT_COMPARE if engine == "local" else _INCOMPLETE
    if excuse := next((_CANNOT_COMPARE[f.kind] for f in flags if f.kind in spared), ""):
        return "considered", f"Considered, although {shown}: {excuse}. Please read it."
    return "rejected", f"Rejected: {shown} is below the cut of {cuts.considered:g}.{_gaps(stand, denied)}"


def shown_score(score: float) -> str:
    """One decimal, halves up, as a browser rounds it."""
    return str(Decimal(score).quantize(Decimal("0.1"), ROUND_HALF_UP))


def explain(findings: Sequence[Finding | Claim], rubric: Rubric) -> str:
    """What was found, partly found, not found and denied, in plain sentences."""
    stand = _by_verdict(findings, rubric)
    parts = []
    for kind, one, many in (("must", "must-have", "must-haves"), ("nice", "other point", "other points")):
        asked = sum(c.kind == kind for c in rubric.criteria)
        if asked:
            met = sum(c.kind == kind for c in stand["met"])
            parts.append(f"{met} of {asked} {one if asked == 1 else many}")
    sentences = [f"Found {' and '.join(parts)}."]
    denied = _denied(findings)
    for words, named in (
        ("Partly found", stand["partial"]),
        ("Not found", [c for c in stand["missing"] if c.id not in denied]),
        ("The résumé says no", [c for c in stand["missing"] if c.id in denied]),
        ("Unclear", stand["unclear"]),
    ):
        if named:
            sentences.append(f"{words}: {_named(named, most=len(named))}.")
    return " ".join(sentences)


def strengths(findings: Sequence[Finding | Claim], rubric: Rubric, *, most: int = 5) -> tuple[str, ...]:
    """The weightiest criteria that are met, each with its first quote."""
    said = {finding.criterion_id: finding for finding in findings}
    phrases = []
    for criterion in _by_verdict(findings, rubric)["met"]:
        quotes = said[criterion.id].quotes
        if quotes:
            words = quotes[0] if isinstance(quotes[0], str) else quotes[0].text
            phrases.append(f"{_short(criterion.text)}: “{_short(' '.join(words.split()), 160)}”")
    return tuple(phrases[:most])


def weaknesses(findings: Sequence[Finding | Claim], rubric: Rubric, *, most: int = 5) -> tuple[str, ...]:
    """What isn't fully met, must-haves first, each with the reason where there is one."""
    said = {finding.criterion_id: finding for finding in findings}
    phrases = []
    for criterion in _ordered(rubric):
        finding = said.get(criterion.id)
        if finding is None or finding.verdict == "met":
            continue
        absent = "the résumé says no" if finding.denied else "not found"
        fallback = {"partial": "only partly found", "unclear": "unclear"}.get(finding.verdict, absent)
        phrases.append(f"{_short(criterion.text)}: {finding.reason.strip() or fallback}")
    return tuple(phrases[:most])


def _ordered(rubric: Rubric) -> list[Criterion]:
    """Must-haves first, then by weight, then as given."""
    return sorted(rubric.criteria, key=lambda c: (c.kind != "must", -c.weight))


def _by_verdict(findings: Sequence[Finding | Claim], rubric: Rubric) -> dict[Verdict, list[Criterion]]:
    """The criteria under each verdict, must-haves first; one without a finding counts as missing."""
    verdicts = {finding.criterion_id: finding.verdict for finding in findings}
    stand: dict[Verdict, list[Criterion]] = {"met": [], "partial": [], "missing": [], "unclear": []}
    for criterion in _ordered(rubric):
        stand[verdicts.get(criterion.id, "missing")].append(criterion)
    return stand


def shown_against(score: float, cuts: Cuts) -> str:
    """One decimal, unless rounding would carry the score over a cut: then both decimals."""
    shown = shown_score(score)
    crosses = any((float(shown) >= cut) != (score >= cut) for cut in (cuts.selected, cuts.considered))
    return f"{score:.2f}" if crosses else shown


def _selected_words(shown: str, partly: Sequence[Criterion], rubric: Rubric) -> str:
    if partly:
        return f"Selected: {shown}, and no must-have is missing. Only partly found: {_named(partly)}."
    if any(c.kind == "must" for c in rubric.criteria):
        return f"Selected: {shown}, and every must-have was found."
    return f"Selected: {shown}. The criteria name no must-have."


def _denied(findings: Sequence[Finding | Claim]) -> frozenset[str]:
    """The ids of the criteria of which the résumé itself says that they are lacking."""
    return frozenset(finding.criterion_id for finding in findings if finding.denied)


def _lost_words(missing: Sequence[Criterion], unclear: Sequence[Criterion], denied: Collection[str]) -> str:
    """The must-haves that keep out of `selected`, or nothing."""
    lost = [*missing, *unclear]
    if not lost:
        return ""
    one = len(lost) == 1
    if all(c.id in denied for c in lost):
        return (
            f"the résumé says no to {'one must-have' if one else f'{len(lost)} must-haves'} – {_named(lost)}"
        )
    if not missing:
        said = "is unclear" if one else "are unclear"
    elif unclear:
        said = "weren't found or are unclear"
    else:
        said = "wasn't found" if one else "weren't found"
    return f"{'one must-have' if one else f'{len(lost)} must-haves'} {said} – {_named(lost)}"


def _gaps(stand: Mapping[Verdict, Sequence[Criterion]], denied: Collection[str]) -> str:
    """What cost the points: what wasn't found or is denied, or else what was found only partly."""
    lost = [c for c in (*stand["missing"], *stand["unclear"]) if c.id not in denied]
    said = f" Not found: {_named(lost)}." if lost else ""
    if no := [c for c in stand["missing"] if c.id in denied]:
        said += f" The résumé says no: {_named(no)}."
    if said:
        return said
    return f" Partly found: {_named(stand['partial'])}." if stand["partial"] else ""


def _named(criteria: Sequence[Criterion], *, most: int = _MOST_NAMED) -> str:
    names = [_short(c.text) for c in criteria[:most]]
    joined = ("; " if any("," in name for name in names) else ", ").join(names)
    rest = len(criteria) - len(names)
    return f"{joined} and {rest} more" if rest else joined


def _short(text: str, limit: int = _LONGEST_NAME) -> str:
    """On a word boundary where there is one, without the full stop that would double ours."""
    text = text.strip().rstrip(".")
    if len(text) <= limit:
        return text
    cut = text[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"
