"""Words that name figures name those of the weights in force; others stay."""

import pytest

from core.domain.candidate import Candidate, Cuts, Flag, SecondLook
from core.domain.verdict import Verdict
from core.screening.looks import STEERING, close_call, readings, steering_flag
from core.screening.scoring import score_findings
from core.shortlist.retold import retold_kinds, retold_looks
from tests.shortlist.test_ranking import RUBRIC, VERDICTS, scored, weights

LIGHT_GERMAN = weights(("must", 5), ("nice", 1), ("nice", 5))
COPY = Flag(kind="duplicate", detail="The same file as b.pdf. Judged once.")


def looks(*marks: str) -> tuple[tuple[Verdict, ...], ...]:
    return tuple(tuple(VERDICTS[mark] for mark in one) for one in marks)


def thrice(*marks: str) -> Candidate:
    """Read three times; flags and note as screening gives them."""
    one = scored(
        "Ann", marks[0], second_look=SecondLook(why="close", verdicts=looks(*marks)), engine="openai"
    )
    call, note = close_call(7.5, readings(one, RUBRIC), Cuts(), failed=False)
    return one.model_copy(update={"flags": (*call, COPY), "explanation": f"Good. {note}".strip()})


def under(candidate: Candidate, rubric: object = RUBRIC, cuts: Cuts | None = None) -> Candidate:
    return retold_looks(candidate, score_findings(candidate.findings, rubric), rubric, cuts or Cuts())  # type: ignore[arg-type]


def test_a_close_call_is_told_in_the_figures_of_the_weights_in_force() -> None:
    one = thrice("+~+", "+-+", "+~+")
    assert one.flags[0].detail == "Too close to call: three readings gave 5.5 to 7.7, and the cut is 7."
    now = under(one, LIGHT_GERMAN, Cuts(selected=9.5))
    assert [flag.kind for flag in now.flags] == ["borderline", "duplicate"]
    assert now.flags[0].detail == "Too close to call: three readings gave 9.1 to 9.6, and the cut is 9.5."


def test_what_no_longer_is_close_says_only_that_it_was_read_three_times() -> None:
    one = thrice("+~+", "+-+", "+~+")
    now = under(one, LIGHT_GERMAN)
    assert now.flags == (COPY,)
    assert now.explanation == "Good. Read three times: 9.1 to 9.6."
    again = under(now, RUBRIC)
    assert (again.flags, again.explanation) == (one.flags, one.explanation)


def test_a_close_call_without_further_readings_is_told_while_it_is_near_a_cut() -> None:
    call, _ = close_call(7.27, (7.27,), Cuts(), failed=False)
    one = scored("Ann", "++-", flags=call)
    assert under(one, RUBRIC, Cuts(selected=9)).flags[0].detail == (
        "Too close to call: the score is 9.1, and the cut is 9."
    )
    assert under(one, RUBRIC).flags == ()


def test_what_steering_moved_is_told_in_the_figures_of_the_weights_in_force() -> None:
    verdicts = looks("+++", "+-+")
    flag = steering_flag(10.0, 5.45)
    one = scored("Ann", "+-+", flags=(flag,), second_look=SecondLook(why="steering", verdicts=verdicts))
    assert under(one).flags == (flag,)
    assert "the score is 9.1 instead of 10.0" in under(one, LIGHT_GERMAN).flags[0].detail
    assert under(one, weights(("must", 5), ("nice", 1), ("nice", 5))).flags[0].detail != STEERING


@pytest.mark.parametrize("marks", ["+++", "+~?", "---"])
def test_whoever_was_judged_once_stays_as_it_is(marks: str) -> None:
    one = scored("Ann", marks, flags=(COPY,))
    assert under(one, LIGHT_GERMAN) is one


def test_a_note_beside_counted_must_haves_stays() -> None:
    one = scored(
        "Ann",
        "+-+",
        explanation="Found 1 of 2 must-haves and 1 of 1 other point. Not found: German B2. Read three times: 5.5.",
    )
    assert retold_kinds(one, RUBRIC, LIGHT_GERMAN) == (
        "Found 1 of 1 must-have and 1 of 2 other points. Not found: German B2. Read three times: 5.5."
    )


def test_under_the_weights_it_was_screened_with_nothing_changes() -> None:
    for one in (thrice("+~+", "+-+", "+~+"), thrice("+~+", "+~+", "+~+")):
        assert under(one) == one
