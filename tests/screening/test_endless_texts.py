"""Texts made to keep a reader busy: what takes time by the square would hold up every other résumé."""

import asyncio

import pytest

from core.domain.resume import ReadResume
from core.reading.limits import MAX_CHARACTERS
from core.samples import sample_job
from core.screening.screen import prepare_candidate

PIECES = [
    "A",
    "漢",
    "+44 7700 900123 ",
    "linkedin.com/in/a ",
    "a.",
    "1-",
    "Jo Park\n",
    "a@b.co ",
    "12 Main St, ",
]


@pytest.mark.timeout(40)  # each took minutes or hours where a pattern was quadratic, now two seconds at most
@pytest.mark.parametrize("piece", PIECES)
def test_the_longest_text_of_one_repeated_piece_is_prepared(piece: str) -> None:
    text = (piece * (MAX_CHARACTERS // len(piece))).strip()
    resume = ReadResume(sha256="0", kind="txt", text=text)
    prepared = asyncio.run(prepare_candidate(resume, sample_job(), engine="local"))
    assert prepared.resume.text == text
