"""Blind review: who stands where in a run, as whoever reviews it may see it.

Every page, table and export takes its candidates from here, so that none of them can show a name by mistake.
What the words of a résumé tell by themselves (a women's college, a club) stays: that nobody can take out.
"""

from collections.abc import Iterator, Mapping, Sequence

from core.domain.candidate import Candidate, Contact
from core.domain.resume import HiddenSpan, ReadResume
from core.domain.run import DecisionRecord, Row, Run
from core.domain.verdict import Finding
from core.screening.contacts import find_contact
from core.screening.redact import Redacted, redact
from core.shortlist.ranking import Ranked, failed, rank, reweighed
from core.shortlist.unnamed import without_person

CANNOT_HIDE = (
    "Names, contact details, pronouns and files are hidden. What a résumé tells by itself, such as a women's "
    "college, a club or a year of graduation, is not."
)


def shown_ranked(
    run: Run, rows: Sequence[Row], decisions: Mapping[str, DecisionRecord]
) -> tuple[Ranked, ...]:
    """As `rank`; in a blind run without anything that says who is who."""
    ranked = rank(run, shown_rows(run, rows), decisions)
    if not run.blind:
        return ranked
    given = {row.item.id: row.item.file for row in rows}
    keep = tuple(criterion.text for criterion in run.rubric.criteria)
    blind = [_blinded(one, given[one.item.id], keep) for one in ranked]
    return reweighed(blind, run)  # equals stood by name, which would tell the alphabet


def shown_failed(run: Run, rows: Sequence[Row]) -> tuple[Row, ...]:
    """As `failed`; in a blind run "File 7" in place of a file's name."""
    return shown_rows(run, failed(rows), among=rows)


def shown_rows(run: Run, rows: Sequence[Row], *, among: Sequence[Row] = ()) -> tuple[Row, ...]:
    """The rows, in a blind run with labels in place of their files' names. Outcomes stay as they are.

    `among`: all rows of the run, where `rows` are only some of them.
    """
    if not run.blind:
        return tuple(rows)
    names = labels(among or rows)
    return tuple(
        row.model_copy(update={"item": row.item.model_copy(update={"file": names[row.item.id]})})
        for row in rows
    )


def labels(rows: Sequence[Row]) -> Mapping[str, str]:
    """ "Candidate 7", or "File 7" where there is no score, by item id."""
    number = numbers(rows)
    return {
        row.item.id: f"{'File' if row.outcome and row.outcome.status == 'failed' else 'Candidate'} {number[row.item.id]}"
        for row in rows
    }


def numbers(rows: Sequence[Row]) -> dict[str, int]:
    """From 1, by item id: the same whatever the order of the rows, the scores, and the files added later.

    By lot (an item's id is a hash), batch by batch: piles come sorted by name, and their order would tell.
    """
    by_lot = sorted((row.item.batch, row.item.id) for row in rows)
    return {item_id: number for number, (_, item_id) in enumerate(by_lot, 1)}


def without_whom(text: str, candidate: Candidate, file: str) -> str:
    """A text about a candidate, such as the reason a person gave for a decision, without who it is."""
    return without_person((text,), candidate.contact, file=file)[0]


def hidden_words(read: ReadResume, run: Run) -> tuple[HiddenSpan, ...]:
    """The text a person can't see in a file, as it may be shown."""
    if not run.blind:
        return read.hidden
    contact = find_contact(read.text, read.links)
    said = without_person(tuple(span.text for span in read.hidden), contact)
    return tuple(span.model_copy(update={"text": text}) for span, text in zip(read.hidden, said, strict=True))


def seen_by_engine(read: ReadResume, run: Run) -> Redacted:
    """A résumé's text as it may be read in a blind run: what the engine saw."""
    contact = find_contact(read.text, read.links)
    return redact(read.text, contact, links=read.links, withheld=run.withheld)


def place_in(seen: Redacted, start: int, end: int) -> tuple[int, int]:
    """Where the whole text's `[start:end]` stands in what was seen, with the tokens that stand for parts of it."""
    first = next((s for s in seen.segments if s.original + s.length > start), None)
    if first is None:
        return len(seen.text), len(seen.text)
    begin = first.sent + max(start - first.original, 0)
    covered = [s for s in seen.segments if s.original < end and s.original + s.length > start]
    if not covered:
        return begin, begin
    last = covered[-1]
    return begin, last.sent + min(end - last.original, last.length)


def _blinded(one: Ranked, file: str, keep: tuple[str, ...]) -> Ranked:
    """`keep`: the criteria. A quote's words are then the ones to show; its place is still that in the whole text."""
    old = one.candidate
    texts = (
        old.explanation,
        *old.strengths,
        *old.weaknesses,
        *(flag.detail for flag in old.flags),
        *(finding.reason for finding in old.findings),
        *(quote.text for finding in old.findings for quote in finding.quotes),
        one.decided_reason,
    )
    shown = without_person(texts, old.contact, file=file, keep=keep)
    update: dict[str, object] = {"contact": Contact(name=one.item.file), "text_mark": ""}
    said = iter(shown)
    if shown is not texts:
        update |= {
            "explanation": next(said),
            "strengths": tuple(next(said) for _ in old.strengths),
            "weaknesses": tuple(next(said) for _ in old.weaknesses),
            "flags": tuple(flag.model_copy(update={"detail": next(said)}) for flag in old.flags),
            "findings": _findings(old, said),
        }
    return one.model_copy(update={"candidate": old.model_copy(update=update), "decided_reason": shown[-1]})


def _findings(old: Candidate, said: Iterator[str]) -> tuple[Finding, ...]:
    """All reasons come first, then all quotes, as `_blinded` lists them."""
    reasons = [next(said) for _ in old.findings]
    return tuple(
        finding.model_copy(
            update={
                "reason": reason,
                "quotes": tuple(quote.model_copy(update={"text": next(said)}) for quote in finding.quotes),
            }
        )
        for finding, reason in zip(old.findings, reasons, strict=True)
    )
