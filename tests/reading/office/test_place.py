"""Where paragraphs stand."""

import pytest

from core.reading.office.place import ANYWHERE, Frame, Place
from core.reading.office.unseen import NO_ROOM, OFF_THE_PAGE

PAGE = (600.0, 800.0)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (ANYWHERE, ""),
        (Place(left=600.0), OFF_THE_PAGE),
        (Place(left=-600.0, right=600.0), OFF_THE_PAGE),
        (Place(left=-600.0), ""),
        (Place(frame=Frame(-700.0, 0.0, 500.0, 0.0)), OFF_THE_PAGE),
        (Place(frame=Frame(0.0, 900.0, 500.0, 20.0)), OFF_THE_PAGE),
        (Place(frame=Frame(-50.0, 0.0, 500.0, 0.0)), ""),
        (Place(line=1.0, rule="exact"), NO_ROOM),
        (Place(line=1.0, rule="auto"), ""),
    ],
)
def test_a_place_off_the_page_or_without_room_is_unseen(place: Place, why: str) -> None:
    assert place.why_unseen(PAGE) == why


def test_a_paragraph_has_from_its_style_what_it_does_not_say() -> None:
    style = Place(line=1.0, rule="exact", left=700.0)
    assert Place(left=0.0).over(style).why_unseen(PAGE) == NO_ROOM
    assert Place(left=0.0, rule="auto").over(style).why_unseen(PAGE) == ""
