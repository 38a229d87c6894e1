"""The top of a ranking."""

from itertools import permutations
from statistics import fmean

import pytest

from core.evaluation.ndcg import ndcg

FITS = [3, 2, 1, 0]


def test_the_best_order_is_1() -> None:
    assert ndcg([4, 3, 2, 1], FITS) == pytest.approx(1.0)


def test_the_reversed_order_is_as_the_formula_says() -> None:
    # gains 0, 1, 3, 7 at 1, 1/log2(3), 1/2, 1/log2(5) over 7, 3, 1, 0 at the same places
    assert ndcg([1, 2, 3, 4], FITS) == pytest.approx(5.1456 / 9.3928, abs=1e-4)


def test_equal_scores_are_worth_the_mean_of_all_orders_and_not_the_files_order() -> None:
    every = fmean(ndcg([4, 3, 2, 1], order) or 0 for order in permutations(FITS))
    assert ndcg([1, 1, 1, 1], FITS) == pytest.approx(every)
    assert ndcg([1, 1, 1, 1], FITS[::-1]) == pytest.approx(every)


def test_a_fit_below_the_top_earns_nothing() -> None:
    assert ndcg([3, 2, 1], [0, 0, 3], top=2) == 0.0


def test_where_nobody_fits_there_is_nothing_to_tell() -> None:
    assert ndcg([1, 2], [0, 0]) is None
