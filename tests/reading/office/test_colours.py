"""Colours."""

import pytest

from core.reading.office.colours import BLACK, WHITE, Paint, hex_colour, mixed, relit, same


def test_a_colour_is_six_hexadecimal_digits() -> None:
    assert hex_colour("#FF8000") == hex_colour(" ff8000") == (255, 128, 0)
    assert hex_colour("fff") is hex_colour("auto") is hex_colour("GG0000") is None


@pytest.mark.parametrize(
    ("ink", "ground", "unseen"),
    [
        ((255, 255, 255), WHITE, True),
        ((231, 231, 231), WHITE, True),
        ((255, 255, 230), WHITE, False),
        ((217, 217, 217), WHITE, False),
        ("auto", WHITE, False),
        (WHITE, "unknown", False),
        ("auto", "auto", False),
    ],
)
def test_letters_are_unseen_only_close_to_a_ground_that_is_known(
    ink: Paint, ground: Paint, unseen: bool
) -> None:
    assert same(ink, ground) is unseen


def test_light_and_shares() -> None:
    assert relit((0, 0, 200), times=0.0) == BLACK
    assert relit((0, 0, 200), times=0.5, plus=0.9) == WHITE
    assert relit((255, 0, 0)) == (255, 0, 0)
    assert mixed(WHITE, BLACK, share=0.5) == (128, 128, 128)
