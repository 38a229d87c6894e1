"""Fits above misfits."""

from random import Random

import pytest

from core.evaluation.auc import auc


def test_a_perfect_order_is_1_and_the_reversed_one_0() -> None:
    assert auc([9, 8], [2, 1]) == 1.0
    assert auc([2, 1], [9, 8]) == 0.0


def test_a_tie_counts_half() -> None:
    assert auc([5], [5]) == 0.5
    assert auc([5, 5], [5, 1]) == 0.75


def test_scores_by_lot_come_to_a_half() -> None:
    draw = Random(1)
    assert auc([draw.random() for _ in range(300)], [draw.random() for _ in range(300)]) == pytest.approx(
        0.5, abs=0.05
    )


def test_without_fits_or_misfits_there_is_nothing_to_tell() -> None:
    assert auc([], [1]) is None
    assert auc([1], []) is None
