"""One résumé's way: contacts → redact → judge → check the evidence → score → categorise."""

import asyncio
from collections.abc import Iterable
from typing import NamedTuple

from core.domain.candidate import Candidate, Contact, Cuts, Flag
from core.domain.job import Job, Rubric
from core.domain.resume import ReadResume
from core.domain.run import USUALLY_WITHHELD, EngineName, SecondLooks, Withheld
from core.domain.verdict import Finding, Judgement
from core.ports import Engine
from core.screening.contacts import Layout, contact_in
from core.screening.evidence import check_evidence, unverified_flags
from core.screening.language import language_name, language_of
from core.screening.legibility import reading_flags
from core.screening.looks import Looked, Reading, look
from core.screening.redact import Redacted, redact_layout
from core.screening.sameness import text_mark
from core.screening.scoring import categorise, explain, score_findings, strengths, weaknesses
from core.screening.stuffing import stuffed_spans
from core.screening.suspicion import Span, copied_share, copied_spans, instruction_spans

COPIED_SHARE = 0.05
"""From this share of copied words on the copying is shown; genuine pairs measured 0.0, a short advert in a long résumé 0.09."""

BETWEEN_ORDERS = 120
"""Characters between two sentences that address the software that go with them."""

STUFFED = (
    "The same keywords again and again, or lists of what is asked for that nothing else shows. Not counted."
)


class Prepared(NamedTuple):
    """What is known of a résumé before an engine sees it. `excluded` are spans that prove nothing.

    `fair` is what is sent without the sentences that address the software; None where it has none.
    """

    resume: ReadResume
    contact: Contact
    redacted: Redacted
    fair: Redacted | None
    excluded: tuple[tuple[int, int], ...]
    steering: bool
    text_mark: str
    flags: tuple[Flag, ...]


async def screen_candidate(
    resume: ReadResume,
    job: Job,
    rubric: Rubric,
    *,
    engine: Engine,
    cuts: Cuts,
    second_look: SecondLooks = "flagged",
    withheld: Withheld = USUALLY_WITHHELD,
) -> Candidate:
    """Screens one read résumé. Raises `CannotScreen` (this résumé) or `AccountError` (the whole run)."""
    prepared = await prepare_candidate(resume, job, engine=engine.name, withheld=withheld)
    return await judge_candidate(prepared, job, rubric, engine=engine, cuts=cuts, second_look=second_look)


async def prepare_candidate(
    resume: ReadResume, job: Job, *, engine: EngineName, withheld: Withheld = USUALLY_WITHHELD
) -> Prepared:
    """All that can be done before an engine is asked, on a thread: the loop has other answers to take."""
    return await asyncio.to_thread(_prepare, resume, job, engine, withheld)


async def judge_candidate(
    prepared: Prepared,
    job: Job,
    rubric: Rubric,
    *,
    engine: Engine,
    cuts: Cuts,
    second_look: SecondLooks = "flagged",
) -> Candidate:
    """Asks the engine and draws the conclusions. Raises as `screen_candidate` does."""
    prepared = await asyncio.to_thread(_without_stuffing, prepared, rubric)

    async def read(sent: Redacted, number: int) -> Reading:
        judgement = await engine.judge(sent.text, job, rubric, look=number)
        return await asyncio.to_thread(_checked, judgement, sent, prepared, rubric)

    looked = await look(
        prepared.redacted,
        prepared.fair,
        read,
        rubric=rubric,
        cuts=cuts,
        asked=second_look,
        repeats=engine.name != "local",
        steering=prepared.steering,
    )
    return _conclude(prepared, looked, rubric=rubric, engine=engine.name, cuts=cuts)


def text_to_compare(resume: ReadResume, *, withheld: Withheld = USUALLY_WITHHELD) -> str:
    """What is sent of a résumé to be set against others: without who wrote it, and without sentences that address
    the software."""
    _, redacted = _told_apart(resume, withheld)
    return redacted.without(_blocks(instruction_spans(resume.text))).text


def _prepare(resume: ReadResume, job: Job, engine: EngineName, withheld: Withheld) -> Prepared:
    contact, redacted = _told_apart(resume, withheld)
    instructions = instruction_spans(resume.text)
    fair = redacted.without(_blocks(instructions)) if instructions else redacted
    return Prepared(
        resume=resume,
        contact=contact,
        redacted=redacted,
        fair=fair if fair.text != redacted.text else None,
        excluded=(*instructions, *copied_spans(resume.text, job.text)),
        steering=bool(instructions) or any(instruction_spans(span.text) for span in resume.hidden),
        text_mark=text_mark(redacted.text),
        flags=_text_flags(resume, job, engine=engine),
    )


def _told_apart(resume: ReadResume, withheld: Withheld) -> tuple[Contact, Redacted]:
    """Who wrote the résumé, and what is sent of it."""
    layout = Layout(resume.text, resume.links)
    contact = contact_in(layout)
    return contact, redact_layout(layout, contact, withheld=withheld)


def _blocks(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The sentences with what little stands between them: an order and its courtesies are cut out together."""
    blocks: list[Span] = []
    for start, end in spans:
        if blocks and start - blocks[-1][1] <= BETWEEN_ORDERS:
            start, _ = blocks.pop()
        blocks.append((start, end))
    return tuple(blocks)


def _without_stuffing(prepared: Prepared, rubric: Rubric) -> Prepared:
    """With repeated keywords among what proves nothing. Only the criteria tell which words are meant to be found."""
    stuffed = stuffed_spans(prepared.resume.text, [criterion.text for criterion in rubric.criteria])
    if not stuffed:
        return prepared
    return prepared._replace(
        excluded=(*prepared.excluded, *stuffed),
        flags=(*prepared.flags, Flag(kind="job_text_copied", detail=STUFFED)),
    )


def _checked(judgement: Judgement, sent: Redacted, prepared: Prepared, rubric: Rubric) -> Reading:
    findings, unverified = check_evidence(
        judgement, sent, prepared.resume, rubric=rubric, excluded=prepared.excluded
    )
    return Reading(judgement, findings, unverified, score_findings(findings, rubric))


def _conclude(
    prepared: Prepared, looked: Looked, *, rubric: Rubric, engine: EngineName, cuts: Cuts
) -> Candidate:
    findings, judgement = looked.findings, looked.words_of
    unverified = unverified_flags(looked.unverified, rubric)
    flags = (*looked.flags, *prepared.flags, *unverified)
    category, reason = categorise(looked.score, findings, rubric, cuts=cuts, flags=flags, engine=engine)
    said = _said(judgement, findings, rubric, engine=engine, checked_out=not unverified)
    return Candidate(
        contact=prepared.contact,
        score=looked.score,
        category=category,
        reason=reason,
        explanation=" ".join(filter(None, (said.explanation, looked.note))),
        strengths=said.strengths,
        weaknesses=said.weaknesses,
        findings=findings,
        flags=flags,
        tie_break=judgement.tie_break,
        second_look=looked.second_look,
        text_mark=prepared.text_mark,
        written=prepared.resume.written,
        engine=engine,
        model=judgement.model,
        cached=looked.cached,
        usage=looked.usage,
    )


class _Said(NamedTuple):
    explanation: str
    strengths: tuple[str, ...]
    weaknesses: tuple[str, ...]


def _said(
    judgement: Judgement,
    findings: tuple[Finding, ...],
    rubric: Rubric,
    *,
    engine: EngineName,
    checked_out: bool,
) -> _Said:
    """The engine's own words where all its evidence checked out, else sentences made from what is left of it.

    Why: an engine wrote them before its quotes were checked, and may praise what turned out not to be there.
    """
    if engine != "local" and checked_out and judgement.summary:
        return _Said(
            _readable(judgement.summary),
            tuple(map(_readable, judgement.strengths)),
            tuple(map(_readable, judgement.weaknesses)),
        )
    label = "Keyword match: " if engine == "local" else ""
    return _Said(label + explain(findings, rubric), strengths(findings, rubric), weaknesses(findings, rubric))


def _text_flags(resume: ReadResume, job: Job, *, engine: EngineName) -> tuple[Flag, ...]:
    """What a person should know about the text before trusting what was found in it."""
    flags = list(reading_flags(resume))
    share = copied_share(resume.text, job.text)
    if share >= COPIED_SHARE:
        flags.append(
            Flag(
                kind="job_text_copied",
                detail=f"{share:.0%} of the text is copied from the job description. Not counted.",
            )
        )
    spoken, wanted = language_of(resume.text), language_of(job.text)
    if spoken and wanted and spoken != wanted:
        flags.append(Flag(kind="other_language", detail=_language_words(spoken, wanted, engine)))
    return tuple(flags)


def _language_words(spoken: str, wanted: str, engine: EngineName) -> str:
    written, job = language_name(spoken), language_name(wanted)
    if engine == "local":
        return (
            f"Written in {written}, the job in {job}. Keyword match may have missed things. Please read it."
        )
    return f"Written in {written}, the job in {job}."


_TOKENS = {
    "[personal details]": "personal details",
    "[name]": "the candidate",
    "[they]": "they",
    "[e-mail]": "an e-mail address",
    "[phone]": "a phone number",
    "[address]": "an address",
    "[link]": "a link",
    "[school]": "a school",
}


def _readable(words: str) -> str:
    """An engine's sentence without the tokens it saw in place of names."""
    for token, plain in _TOKENS.items():
        if words.startswith(token):
            words = plain[0].upper() + plain[1:] + words[len(token) :]
        words = words.replace(token, plain)
    return words
