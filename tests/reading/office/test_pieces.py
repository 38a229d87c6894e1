"""A paragraph as it is put together."""

from core.reading.office.pieces import Pieces
from core.reading.office.unseen import SAME_COLOUR, VANISHED


def test_what_is_hidden_for_one_reason_is_one_text_until_something_is_seen() -> None:
    pieces = Pieces()
    for text, why in [
        ("Jane", ""),
        ("one", VANISHED),
        (" ", ""),
        ("two", VANISHED),
        ("white", SAME_COLOUR),
        (" Roe", ""),
        (" more", SAME_COLOUR),
        (".", VANISHED),
    ]:
        pieces.add(text, why=why)
    assert "".join(pieces.shown) == "Jane  Roe "
    assert [(span.text, span.why) for span in pieces.spans] == [
        ("one two", VANISHED),
        ("white", SAME_COLOUR),
        ("more", SAME_COLOUR),
    ]


def test_a_hundred_thousand_hidden_pieces_are_one_text() -> None:
    line = Pieces()
    for _ in range(100_000):
        line.add("word ", why="Hidden.")
    assert [len(span.text) for span in line.spans] == [499_999]
