"""Scores that rise with fit."""

from random import Random

import pytest

from core.evaluation.spearman import spearman


def test_the_same_order_is_1_and_the_reversed_one_minus_1() -> None:
    assert spearman([1, 20, 300], [0, 1, 2]) == pytest.approx(1.0)
    assert spearman([300, 20, 1], [0, 1, 2]) == pytest.approx(-1.0)


def test_ties_share_their_rank() -> None:
    # ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: r = 4.5 / √(4.5 · 5)
    assert spearman([1, 2, 2, 3], [1, 2, 3, 4]) == pytest.approx(0.9487, abs=1e-4)


def test_scores_by_lot_come_to_nothing() -> None:
    draw = Random(2)
    assert spearman([draw.random() for _ in range(400)], [n % 4 for n in range(400)]) == pytest.approx(
        0.0, abs=0.12
    )


@pytest.mark.parametrize(("scores", "fits"), [([], []), ([1, 1], [0, 3]), ([1, 2], [3, 3])])
def test_what_never_varies_says_nothing(scores: list[float], fits: list[float]) -> None:
    assert spearman(scores, fits) is None
