"""Verdicts beside the labels."""

import pytest

from core.domain.verdict import Verdict
from core.evaluation.agreement import agreement, kappa

LABELS: list[Verdict] = ["met", "met", "partial", "missing"]


def test_the_labels_themselves_agree_wholly() -> None:
    found = agreement(LABELS, LABELS)
    assert (found.share, found.kappa) == (1.0, 1.0)


def test_always_the_commonest_is_no_better_than_chance() -> None:
    always: list[Verdict] = ["met"] * 4
    found = agreement(LABELS, always)
    assert (found.share, found.kappa) == (0.5, 0.0)
    assert (found.commonest, found.commonest_share) == ("met", 0.5)


def test_kappa_is_as_cohen_has_it() -> None:
    # 20 both yes, 15 both no, 5 and 10 apart: p = .7, e = .5
    yes, no = list[Verdict](["met"]), list[Verdict](["missing"])
    labels = yes * 25 + no * 25
    given = yes * 20 + no * 5 + yes * 10 + no * 15
    assert kappa(labels, given) == pytest.approx(0.4)


def test_the_wrong_way_round_is_below_zero() -> None:
    assert kappa(["met", "missing"], ["missing", "met"]) == pytest.approx(-1.0)


def test_the_table_says_what_was_given_for_which_label() -> None:
    found = agreement(["met", "met"], ["unclear", "met"])
    assert found.confusion["met"] == {"met": 1, "partial": 0, "missing": 0, "unclear": 1}
    assert sum(found.confusion["missing"].values()) == 0


def test_without_findings_nothing_is_claimed() -> None:
    found = agreement([], [])
    assert (found.findings, found.share, found.kappa) == (0, None, None)
    assert kappa(["met"], ["met"]) is None
