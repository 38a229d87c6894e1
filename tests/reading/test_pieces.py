"""A paragraph as it is put together."""

from core.reading.pieces import Pieces
from core.reading.unseen import SAME_COLOUR, VANISHED


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
