"""Scores are arithmetic, categories follow cuts and must-haves, and the words never contradict the figures."""

import pytest

from core.domain.candidate import Cuts, Flag
from core.domain.job import Criterion, Kind, Rubric
from core.domain.verdict import Claim, Finding, Quote, Verdict
from core.errors import InternalError
from core.screening.scoring import categorise, explain, score_findings, shown_score, strengths, weaknesses


def rubric(*parts: tuple[str, Kind, int]) -> Rubric:
    return Rubric(
        criteria=tuple(
            Criterion(id=f"c{n}", text=text, kind=kind, weight=weight)
            for n, (text, kind, weight) in enumerate(parts, 1)
        )
    )


def findings(*verdicts: Verdict) -> tuple[Finding, ...]:
    return tuple(Finding(criterion_id=f"c{n}", verdict=verdict) for n, verdict in enumerate(verdicts, 1))


FOUR = rubric(("Support", "must", 5), ("German B2", "must", 5), ("Zendesk", "nice", 3), ("Excel", "nice", 1))


def suggest(
    score: float,
    *verdicts: Verdict,
    asked: Rubric = FOUR,
    cuts: Cuts | None = None,
    flags: tuple[Flag, ...] = (),
    engine: str = "openai",
) -> tuple[str, str]:
    return categorise(score, findings(*verdicts), asked, cuts=cuts or Cuts(), flags=flags, engine=engine)


@pytest.mark.parametrize(
    ("verdicts", "score"),
    [
        (("met", "met", "met", "met"), 10.0),
        (("missing", "unclear", "missing", "unclear"), 0.0),
        (("met", "missing", "missing", "missing"), 3.57),
        (("partial", "partial", "partial", "partial"), 5.0),
        (("met", "partial", "unclear", "met"), 6.07),
    ],
)
def test_the_score_is_the_weighted_share_of_what_was_found(
    verdicts: tuple[Verdict, ...], score: float
) -> None:
    assert score_findings(findings(*verdicts), FOUR) == score


def test_the_order_of_the_findings_does_not_move_the_score() -> None:
    given = findings("met", "partial", "missing", "met")
    assert score_findings(given[::-1], FOUR) == score_findings(given, FOUR)


@pytest.mark.parametrize(
    "given",
    [
        findings("met", "met", "met"),
        findings("met", "met", "met", "met", "met"),
        (*findings("met", "met", "met"), Finding(criterion_id="c1", verdict="met")),
        (*findings("met", "met", "met", "met"), Finding(criterion_id="c1", verdict="missing")),
        (),
    ],
)
def test_findings_that_are_not_one_per_criterion_get_no_score(given: tuple[Finding, ...]) -> None:
    with pytest.raises(InternalError):
        score_findings(given, FOUR)


def test_every_must_have_found_and_a_high_score_is_selected() -> None:
    assert suggest(8.3, "met", "met", "met", "missing") == (
        "selected",
        "Selected: 8.3, and every must-have was found.",
    )


def test_a_missing_must_have_keeps_out_of_selected() -> None:
    assert suggest(7.8, "met", "missing", "met", "met") == (
        "considered",
        "Considered, although 7.8: one must-have wasn't found – German B2.",
    )


def test_an_unclear_must_have_keeps_out_of_selected() -> None:
    category, reason = suggest(7.8, "met", "unclear", "met", "met")
    assert (category, reason) == (
        "considered",
        "Considered, although 7.8: one must-have is unclear – German B2.",
    )


def test_a_partly_found_must_have_does_not_keep_out_but_is_named() -> None:
    category, reason = suggest(8.2, "met", "partial", "met", "met")
    assert category == "selected"
    assert reason == "Selected: 8.2, and no must-have is missing. Only partly found: German B2."


def test_criteria_without_a_must_have_do_not_claim_that_one_was_found() -> None:
    category, reason = suggest(9, "met", asked=rubric(("Excel", "nice", 1)))
    assert (category, reason) == ("selected", "Selected: 9.0. The criteria name no must-have.")


def test_between_the_cuts_is_considered_and_names_the_missing_must_haves() -> None:
    assert suggest(5.6, "missing", "unclear", "met", "met") == (
        "considered",
        "Considered: 5.6 is below the cut of 7, and 2 must-haves weren't found or are unclear – Support, German B2.",
    )
    assert suggest(5.6, "met", "met", "missing", "partial") == (
        "considered",
        "Considered: 5.6 is below the cut of 7. Not found: Zendesk.",
    )


def test_below_both_cuts_is_rejected_with_what_was_not_found() -> None:
    assert suggest(2.1, "missing", "missing", "missing", "missing") == (
        "rejected",
        "Rejected: 2.1 is below the cut of 4. Not found: Support, German B2, Zendesk and 1 more.",
    )


@pytest.mark.parametrize(
    ("score", "cuts", "category", "shown"),
    [
        (6.96, Cuts(), "considered", "6.96"),
        (7.0, Cuts(), "selected", "7.0"),
        (6.94, Cuts(), "considered", "6.9"),
        (3.95, Cuts(), "rejected", "3.95"),
        (6.42, Cuts(selected=6.41), "selected", "6.42"),
        (6.25, Cuts(selected=6.25), "selected", "6.3"),
    ],
)
def test_a_shown_score_never_contradicts_the_cut(score: float, cuts: Cuts, category: str, shown: str) -> None:
    got, reason = suggest(score, "met", "met", "met", "missing", cuts=cuts)
    assert got == category
    assert f" {shown}" in reason
    assert f" {shown}0" not in reason


def test_cuts_decide_at_their_very_value() -> None:
    assert suggest(4.0, "met", "met", "met", "met")[0] == "considered"
    assert suggest(5.0, "met", "met", "met", "met", cuts=Cuts(selected=5))[0] == "selected"


@pytest.mark.parametrize("kind", ["other_language", "scanned", "low_quality_text"])
def test_keyword_match_never_suggests_rejecting_what_it_cannot_compare(kind: str) -> None:
    flags = (Flag.model_validate({"kind": kind}),)
    category, reason = suggest(1.0, "missing", "missing", "missing", "met", flags=flags, engine="local")
    assert category == "considered"
    assert reason.startswith("Considered, although 1.0: ")
    assert reason.endswith("Please read it.")
    by_model = suggest(1.0, "missing", "missing", "missing", "met", flags=flags)[0]
    assert by_model == ("considered" if kind == "low_quality_text" else "rejected")


def test_other_flags_do_not_move_a_category() -> None:
    flags = (Flag(kind="job_text_copied"), Flag(kind="duplicate"))
    assert suggest(1.0, "missing", "missing", "missing", "met", flags=flags, engine="local")[0] == "rejected"


def test_criteria_with_commas_stay_apart_in_a_list() -> None:
    asked = rubric(("Word, Excel", "must", 5), ("French.", "must", 5))
    assert suggest(0, "missing", "missing", asked=asked)[1].endswith("Not found: Word, Excel; French.")


def test_a_long_criterion_is_shortened_in_the_reason() -> None:
    _, reason = suggest(0, "missing", asked=rubric(("word " * 60, "must", 5)))
    assert "…" in reason
    assert len(reason) < 160


@pytest.mark.parametrize(("score", "shown"), [(6.25, "6.3"), (0, "0.0"), (10, "10.0"), (7.83, "7.8")])
def test_scores_are_shown_with_one_decimal(score: float, shown: str) -> None:
    assert shown_score(score) == shown


def test_the_explanation_names_everything_that_is_not_fully_there() -> None:
    assert explain(findings("met", "partial", "missing", "unclear"), FOUR) == (
        "Found 1 of 2 must-haves and 0 of 2 other points. "
        "Partly found: German B2. Not found: Zendesk. Unclear: Excel."
    )
    assert explain(findings("met"), rubric(("Excel", "must", 1))) == "Found 1 of 1 must-have."


def test_strengths_are_met_criteria_with_their_words() -> None:
    met = Finding(
        criterion_id="c3", verdict="met", quotes=(Quote(text="Ran Zendesk\n for years", start=0, end=23),)
    )
    assert strengths((*findings("met", "partial"), met), FOUR) == ("Zendesk: “Ran Zendesk for years”",)
    claim = Claim(criterion_id="c1", quotes=("Led support",), verdict="met")
    assert strengths((claim,), FOUR) == ("Support: “Led support”",)


def test_weaknesses_come_must_haves_first_with_the_reason() -> None:
    given = (
        Finding(criterion_id="c3", verdict="unclear"),
        Finding(criterion_id="c2", verdict="partial", reason="Says A2; B2 is asked for."),
        Finding(criterion_id="c1", verdict="met"),
        Finding(criterion_id="c4", verdict="missing"),
    )
    assert weaknesses(given, FOUR) == (
        "German B2: Says A2; B2 is asked for.",
        "Zendesk: unclear",
        "Excel: not found",
    )


def _denied(*ids: str) -> tuple[Finding, ...]:
    return tuple(Finding(criterion_id=f"c{n}", verdict="missing", denied=f"c{n}" in ids) for n in range(1, 5))


def test_what_the_resume_denies_is_told_apart_from_what_it_does_not_mention() -> None:
    assert explain(_denied("c2"), FOUR) == (
        "Found 0 of 2 must-haves and 0 of 2 other points. "
        "Not found: Support, Zendesk, Excel. The résumé says no: German B2."
    )
    assert weaknesses(_denied("c2"), FOUR)[1] == "German B2: the résumé says no"


@pytest.mark.parametrize(
    ("denied", "score", "reason"),
    [
        (("c2",), 2.1, "Rejected: 2.1 is below the cut of 4. Not found: Support, Zendesk, Excel. The résumé says no: German B2."),
        (("c1", "c2"), 7.5, "Considered, although 7.5: the résumé says no to 2 must-haves – Support, German B2."),
        (("c2",), 7.5, "Considered, although 7.5: 2 must-haves weren't found – Support, German B2."),
    ],
)  # fmt: skip
def test_the_reason_line_says_what_the_resume_denies(
    denied: tuple[str, ...], score: float, reason: str
) -> None:
    found = _denied(*denied)
    assert categorise(score, found, FOUR, cuts=Cuts(), flags=(), engine="openai")[1] == reason
