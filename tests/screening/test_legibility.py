"""What reading says of a file reaches the manager as flags, and small accidents don't."""

from core.domain.resume import HiddenSpan, ReadResume
from core.screening.legibility import reading_flags


def flags(**said: object) -> list[tuple[str, str]]:
    fields = {"sha256": "0", "kind": "pdf", "text": "A text.", "page_starts": (0, 4), **said}
    return [(flag.kind, flag.detail) for flag in reading_flags(ReadResume.model_validate(fields))]


def span(text: str, *, stays: bool = False) -> HiddenSpan:
    return HiddenSpan(text=text, why="White on white.", stays=stays)


def test_an_ordinary_text_has_no_flags() -> None:
    assert flags() == []


def test_hidden_text_is_flagged_from_twenty_characters_in_all() -> None:
    assert flags(hidden=(span("x" * 19),)) == []
    assert flags(hidden=(span("x" * 10), span("y" * 10))) == [
        ("hidden_text", "20 characters that a reader can't see. Not counted.")
    ]


def test_words_with_something_invisible_among_them_are_not_called_uncounted() -> None:
    assert flags(hidden=(span("x" * 30, stays=True),)) == [
        ("hidden_text", "Invisible characters among the words. They were taken out.")
    ]


def test_a_scan_is_told_from_a_document_with_some_scanned_pages() -> None:
    assert flags(scanned_pages=(1, 2)) == [("scanned", "Read from a picture: words may be wrong or missing.")]
    assert flags(scanned_pages=(2,)) == [
        ("scanned", "Page 2 read from a picture: words may be wrong or missing.")
    ]


def test_doubts_are_told_in_their_own_words() -> None:
    doubts = ("Page 2 is a picture.", "The text came out garbled.")
    assert flags(doubts=doubts) == [("low_quality_text", " ".join(doubts))]
