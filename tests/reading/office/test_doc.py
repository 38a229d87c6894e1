"""Word 97–2003 documents."""

import struct

import pytest

from core.errors import CannotScreen
from core.reading.office.doc import looks as doc_looks
from core.reading.office.doc import read_doc
from core.reading.office.unseen import NO_ROOM, OFF_THE_PAGE, PERHAPS, SAME_COLOUR, SQUEEZED, TINY, VANISHED
from tests.reading.documents import compound, word_97

VANISH, DELETED, PLAIN_STYLE = b"\x3c\x08\x01", b"\x00\x08\x01", b"\0\0"
WHITE = b"\x42\x2a\x08"


@pytest.mark.parametrize("western", [True, False])
def test_text_is_read_from_both_kinds_of_pieces(western: bool) -> None:
    assert (
        read_doc(word_97("Jörg Müller\rZürich\vHöhe\x1eWeg\x1f\r", western=western)).text.strip()
        == "Jörg Müller\nZürich\nHöhe-Weg"
    )


def test_headers_come_first_then_body_boxes_and_notes() -> None:
    content = word_97("Jane Roe\r", header="jane@example.org\r", footnotes="First in class\r", boxes="box\r")
    assert read_doc(content).text.split("\n\n") == ["jane@example.org", "Jane Roe", "box", "First in class\n"]


def test_rows_become_lines() -> None:
    assert (
        read_doc(word_97("Jane\rPhone\x07123\x07\x07Mail\x07a@example.org\x07\x07end")).text
        == "Jane\nPhone | 123\nMail | a@example.org\nend"
    )


def test_field_codes_are_out_their_results_in_and_their_targets_given() -> None:
    extract = read_doc(
        word_97('See \x13 HYPERLINK "https://example.org/" \x14my \x13 PAGE \x141\x15 site\x15 now')
    )
    assert extract.text == "See my 1 site now"
    assert extract.links == ("https://example.org/",)


def test_characters_beyond_the_basic_plane_are_whole() -> None:
    content = word_97("\U0001f600 ok", footnotes="note", header="\U0001f600\r", boxes="box")
    assert read_doc(content).text == "\U0001f600\n\n\U0001f600 ok\nbox\nnote"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (word_97("secret", encrypted=True), "locked"),
        (compound({"WordDocument": b"\xdc\xa5" + bytes(600)}), "unsupported"),
        (compound({"WordDocument": b"\xec\xa5" + bytes(600)}), "damaged"),
        (compound({"WordDocument": b"\xec\xa5" + bytes(600), "0Table": b""}), "damaged"),
        (compound({"Other": b""}), "damaged"),
    ],
    ids=["password", "Word 6", "no table", "empty table", "no document"],
)
def test_what_cannot_be_read_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(CannotScreen) as refused:
        read_doc(content)
    assert refused.value.reason == reason


def read(
    changes: bytes, paragraph: bytes = PLAIN_STYLE, *, western: bool = False, **more: object
) -> tuple[str, list[tuple[str, str]]]:
    """What becomes of "secret words" with some changes, after a visible paragraph."""
    content = word_97(
        "Jane\rsecret words\r",
        letters=[(0, 5, b""), (5, 18, changes)],
        paragraphs=[(0, 5, PLAIN_STYLE), (5, 18, paragraph)],
        western=western,
        **more,  # type: ignore[arg-type]
    )
    extract = read_doc(content)
    return extract.text.strip(), [(span.text, span.why) for span in extract.hidden]


@pytest.mark.parametrize("western", [True, False])
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (VANISH, VANISHED),
        (WHITE, SAME_COLOUR),
        (b"\x70\x68\xf0\xf0\xee\x00", SAME_COLOUR),
        (b"\x42\x2a\x01\x0c\x2a\x01", SAME_COLOUR),
        (WHITE + b"\x71\xca\x0a" + b"\0\0\0\xff" + b"\xff\xff\xff\0" + b"\0\0", SAME_COLOUR),
        (b"\x43\x4a\x02\x00", TINY),
        (b"\x52\x48\x01\x00", SQUEEZED),
        (b"\x40\x88" + struct.pack("<h", -400), SQUEEZED),
    ],
)
def test_what_cannot_be_seen_is_taken_out_with_the_reason(changes: bytes, why: str, western: bool) -> None:
    assert read(changes, western=western) == ("Jane", [("secret words", why)])


@pytest.mark.parametrize(
    ("changes", "paragraph"),
    [
        (b"", PLAIN_STYLE),
        (b"\x3c\x08\x00", PLAIN_STYLE),
        (b"\x42\x2a\x00", PLAIN_STYLE),
        (WHITE + b"\x70\x68\x20\x20\x20\x00", PLAIN_STYLE),
        (WHITE + b"\x0c\x2a\x01", PLAIN_STYLE),
        (WHITE + b"\x66\x48\x20\x00", PLAIN_STYLE),
        (WHITE, PLAIN_STYLE + b"\x16\x24\x01\0"[:3] + b"\0"),
        (WHITE, PLAIN_STYLE + b"\x2d\x44\x20\x00"),
        (WHITE + b"\x38\x08\x01", PLAIN_STYLE),
        (b"\xff\xff\xff\x15\xc6\xff", PLAIN_STYLE),
        (b"\x08\xd6\xff\xff", b""),
    ],
)
def test_what_can_be_seen_stays(changes: bytes, paragraph: bytes) -> None:
    assert read(changes, paragraph) == ("Jane\nsecret words", [])


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (b"\x0f\x84" + struct.pack("<h", 31_000), OFF_THE_PAGE),
        (b"\x5e\x84" + struct.pack("<h", 31_000), OFF_THE_PAGE),
        (b"\x0f\x84" + struct.pack("<h", -25_000) + b"\x0e\x84" + struct.pack("<h", 25_000), OFF_THE_PAGE),
        (b"\x18\x84" + struct.pack("<h", -25_000), OFF_THE_PAGE),
        (b"\x12\x64" + struct.pack("<hh", -10, 0), NO_ROOM),
        (b"\x12\x64" + struct.pack("<hh", 240, 1), ""),
        (b"\x0f\x84" + struct.pack("<h", -720), ""),
    ],
)
def test_a_paragraph_that_is_nowhere_on_the_page_is_hidden(changes: bytes, why: str) -> None:
    expected = ("Jane", [("secret words", why)]) if why else ("Jane\nsecret words", [])
    assert read(b"", PLAIN_STYLE + changes) == expected


def test_deleted_text_is_gone_and_its_paragraph_stays() -> None:
    assert read(DELETED) == ("Jane", [])


def test_looks_come_through_styles_of_paragraphs_and_letters_and_those_they_are_based_on() -> None:
    styles = [(1, 0xFFF, b""), (1, 0xFFF, WHITE), (1, 1, b""), (2, 0xFFF, VANISH), (1, 4, b"")]
    assert read(b"", b"\2\0", styles=styles)[1] == [("secret words", SAME_COLOUR)]
    assert read(b"\x42\x2a\x01", b"\2\0", styles=styles)[1] == []
    assert read(b"\x30\x4a\x03\x00", styles=styles)[1] == [("secret words", VANISHED)]
    assert read(b"\x3c\x08\x81", b"\4\0", styles=styles)[1] == [("secret words", VANISHED)]
    assert read(b"", b"\4\0", styles=styles)[1] == []


def test_formatting_of_a_whole_piece_counts() -> None:
    assert read_doc(word_97("secret Jane", piece_changes=VANISH, footnotes="x")).hidden[0].why == VANISHED


def test_white_text_in_a_document_with_shapes_is_kept_with_a_doubt() -> None:
    content = word_97("white words\r", letters=[(0, 12, WHITE)], has_shapes=True)
    assert (read_doc(content).text.strip(), read_doc(content).doubts) == ("white words", (PERHAPS,))


def test_a_hidden_field_code_is_no_hidden_text() -> None:
    content = word_97("Jane\x13 XE index \x15 Roe", letters=[(0, 4, b""), (4, 15, VANISH), (15, 19, b"")])
    assert (read_doc(content).text, read_doc(content).hidden) == ("Jane Roe", ())


def test_more_formatting_than_any_document_needs_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    content = word_97("x" * 100, letters=[(at, at + 1, b"") for at in range(100)])
    assert read_doc(content).text == "x" * 100
    monkeypatch.setattr(doc_looks, "_MOST_STRETCHES", 50)
    with pytest.raises(CannotScreen) as refused:
        read_doc(content)
    assert refused.value.reason == "too_large"


def test_the_summary_says_when_it_was_saved() -> None:
    summary = struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, b"", 1, b"", 48)
    summary += struct.pack("<IIIIIQ", 0, 1, 0x0D, 16, 0x40, 133_000_000_000_000_000)
    assert read_doc(word_97("Jane", summary=summary)).written == "2022-06-18T04:26:40Z"
    assert read_doc(word_97("Jane")).written is None
