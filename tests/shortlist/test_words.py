"""Foreign names are shown on one line without what can't be seen; flags and engines have fixed words."""

import unicodedata
from typing import get_args

import pytest

from core.domain.candidate import Contact, Flag, FlagKind
from core.domain.run import RunSnapshot
from core.shortlist import engine_words, flag_words, shown_file, shown_name
from core.shortlist.words import scan_words


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("cv.pdf", "cv.pdf"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("a\r\nb\tc\x00\x1b[31m.pdf", "a b c[31m.pdf"),
        ("Re\u0301sume\u0301.pdf", "Résumé.pdf"),
        ("half\udc80.pdf", "half\ufffd.pdf"),
        ("\u200b\ufeff ", "(no name)"),
        ("", "(no name)"),
        ("نام\u200cها.pdf", "نام\u200cها.pdf"),
    ],
)
def test_a_file_name_is_shown_without_what_cannot_be_seen(name: str, shown: str) -> None:
    assert shown_file(name) == shown


def test_a_long_file_name_loses_its_middle_and_keeps_its_ending() -> None:
    shown = shown_file("x" * 296 + ".pdf")
    assert len(shown) == 120
    assert shown.endswith(".pdf")
    assert "…" in shown
    assert shown_file("y" * 120) == "y" * 120


def test_a_file_name_is_composed() -> None:
    assert unicodedata.is_normalized("NFC", shown_file("u\u0308" * 200))


def test_a_candidate_without_a_name_is_named_by_the_file() -> None:
    assert shown_name(Contact(name="Ann\u202e Lee"), "cv.pdf") == "Ann Lee"
    assert shown_name(Contact(), "cv.pdf") == "Unknown · cv.pdf"
    assert shown_name(Contact(name=" \u200b"), "cv.pdf") == "Unknown · cv.pdf"


@pytest.mark.parametrize("kind", get_args(FlagKind))
def test_every_flag_is_a_sentence(kind: FlagKind) -> None:
    assert flag_words(Flag(kind=kind)).endswith(".")
    assert flag_words(Flag(kind=kind, detail="Just\nso.")) == "Just so."


def test_engines_are_named_alike_everywhere() -> None:
    assert engine_words("local", "keyword-match-1") == "Keyword match · no AI"
    assert engine_words("openai", "gpt-6-luna") == "AI reading · gpt-6-luna"


@pytest.mark.parametrize(
    ("scans", "reading", "eta", "words"),
    [
        (0, False, None, ""),
        (3, False, 2.0, "3 scans at the end"),
        (3, True, None, "reading 3 scans, about 6 s a page"),
        (1, True, 6.0, "reading 1 scan"),
    ],
)
def test_the_line_of_a_run_says_how_its_scans_stand(
    scans: int, reading: bool, eta: float | None, words: str
) -> None:
    snapshot = RunSnapshot(
        run_id="r", state="running", total=9, scans=scans, reading_scans=reading, eta_seconds=eta
    )
    assert scan_words(snapshot) == words
