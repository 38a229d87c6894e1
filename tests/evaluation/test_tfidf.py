"""The yardstick."""

import pytest

from core.evaluation.tfidf import cosines, inverse_document_frequencies


def test_the_job_itself_is_wholly_alike_and_other_words_not_at_all() -> None:
    job = "welder with steel"
    idf = inverse_document_frequencies([job, "nurse on a ward"])
    same, other = cosines(job, [job, "nurse on a ward"], idf)
    assert same == pytest.approx(1.0)
    assert other == 0.0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    pool = ["team welder", "team nurse", "team clerk"]
    rare, common = cosines("welder team", ["welder", "team"], inverse_document_frequencies(pool))
    assert rare > common > 0


def test_a_text_without_known_words_is_not_alike() -> None:
    assert cosines("welder", ["", "??"], inverse_document_frequencies(["welder"])) == [0.0, 0.0]


def test_weights_are_the_usual_ones() -> None:
    idf = inverse_document_frequencies(["aa bb", "aa"])
    assert idf == pytest.approx({"aa": 1.0, "bb": 1.405465})
