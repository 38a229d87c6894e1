"""The reference itself, and that what we read holds to it word for word."""

from pathlib import Path

import pytest

from core.reading.pdf import read_pdf
from tests.reading.reference import Reference, Score, generated, missed, score, twins

EXACT = 0.995
"""Share of sentences that have to come out word for word."""


def test_a_sentence_in_other_words_letters_or_order_is_missed() -> None:
    sentence = "Led a team of nine"
    assert score("She led.\nLed a team\nof nine people", [sentence]) == Score(1, 1, 1)
    assert score("Led ateam of nine", [sentence]) == Score(1, 0, 1)
    assert score("Led a team 2019 of nine", [sentence]) == Score(1, 0, 0)
    assert score("of nine Led a team", [sentence]) == Score(1, 0, 0)
    assert missed("Led ateam of nine", [sentence]) == [sentence]


def test_quotes_ligatures_and_bullets_make_no_difference() -> None:
    assert score("• Ada\u2019s \ufb01rst\n1. job", ["Ada's first job"]).words == 1


@pytest.mark.parametrize("reference", generated(), ids=lambda reference: reference.name)
def test_every_layout_comes_out_word_for_word(reference: Reference) -> None:
    assert missed(read_pdf(reference.pdf).text, reference.sentences) == []


def test_real_resumes_come_out_as_their_sources_have_them(shared: Path) -> None:
    total = Score(0, 0, 0)
    for reference in twins(shared):
        total += score(read_pdf(reference.pdf).text, reference.sentences)
    assert total.sentences > 100
    assert total.words >= EXACT * total.sentences, str(total)
