"""What can be seen of letters on a ground."""

import pytest

from core.reading.office.colours import BLACK, WHITE
from core.reading.office.look import PLAIN, Look, Setting, Sight, why_unseen
from core.reading.office.unseen import NO_ROOM, SAME_COLOUR, TINY, VANISHED

PAGE = Setting(ground=WHITE)


@pytest.mark.parametrize(
    ("look", "why"),
    [
        (PLAIN, ""),
        (Look(ink=WHITE), SAME_COLOUR),
        (Look(ink=WHITE, marker=BLACK), ""),
        (Look(ink=WHITE, marker="auto", ground=BLACK), ""),
        (Look(ink=BLACK, ground=BLACK, marker=WHITE), ""),
        (Look(ink=WHITE, drawn=True), ""),
        (Look(size=1.0), TINY),
        (Look(size=0.0), ""),
        (Look(vanish=True, ink=BLACK), VANISHED),
    ],
)
def test_letters_on_a_white_page(look: Look, why: str) -> None:
    assert why_unseen(look, WHITE) == why


def test_what_is_said_last_holds() -> None:
    assert Look(size=9.0).over(Look(size=1.0, ink=WHITE)) == Look(size=9.0, ink=WHITE)


def test_a_drawing_that_would_show_the_letters_makes_it_doubtful() -> None:
    dark, light = Sight(frozenset({BLACK})), Sight(frozenset({WHITE, "auto"}))
    assert (dark.why_unseen(Look(ink=WHITE), "x", PAGE), dark.doubtful) == ("", True)
    assert (light.why_unseen(Look(ink=WHITE), "x", PAGE), light.doubtful) == (SAME_COLOUR, False)
    assert dark.why_unseen(Look(ink=WHITE), "x", PAGE.on((250, 250, 250))) == SAME_COLOUR


def test_a_setting_out_of_sight_hides_everything_for_its_first_reason() -> None:
    setting = PAGE.unseen(NO_ROOM).unseen(VANISHED).unseen("")
    assert Sight().why_unseen(PLAIN, "x", setting) == NO_ROOM
    assert PAGE.on("auto") == PAGE.on(None) == PAGE
