"""Word 97–2003 documents."""

import pytest

from core.errors import CannotScreen
from core.reading.doc import read_doc
from tests.reading.documents import compound, word_97


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
