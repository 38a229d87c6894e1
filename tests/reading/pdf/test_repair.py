"""Repairs of single words, on text with origins."""

import pytest

from core.reading.normalise import clean
from core.reading.pdf import repair
from core.reading.pdf.ligatures import spelt_by_reading
from core.reading.pdf.traced import Traced


def traced(text: str) -> Traced:
    return Traced(text, range(len(text)))


def never() -> str:
    raise AssertionError("the second reader is slow: it is asked only for words with codes")


def test_the_word_is_taken_from_the_second_reading_where_a_font_numbers_ligatures_its_own_way() -> None:
    assert spelt_by_reading(traced("O\x1bce"), lambda: "Home Office").text == "Office"


def test_tex_s_numbering_counts_where_the_second_reading_has_no_such_word() -> None:
    assert spelt_by_reading(traced("di\x1berent \x1dow"), lambda: "").text == "different flow"


def test_two_words_that_fit_are_no_answer() -> None:
    assert spelt_by_reading(traced("\x1cne"), lambda: "fine ffne tine fjne").text == "fine"


def test_a_code_that_touches_no_letter_is_an_icon() -> None:
    assert spelt_by_reading(traced("\x1c 123"), never).text == "\x1c 123"
    assert repair.tidy(traced("\x18 numpy")).text == "numpy"


def test_ligatures_keep_the_origin_of_the_drawn_character() -> None:
    result = spelt_by_reading(traced("a \x1cn b"), lambda: "")
    assert (result.text, list(result.origins)) == ("a fin b", [0, 1, 2, 3, 3, 4, 5])


def test_nfkc_keeps_origins_over_characters_that_grow_and_that_join() -> None:
    result = repair.tidy(traced("ﬁ e\u0301 x"))
    assert (result.text, list(result.origins)) == ("fi é x", [0, 0, 1, 2, 4, 5])


@pytest.mark.parametrize(
    ("raw", "tidied"),
    [
        ("zero\u200bwidth", "zerowidth"),
        ("\u202eturned\u202c", "turned"),
        ("no\xa0break", "no break"),
        ("\uf0b7 item", "• item"),
        ("  many   spaces \n \n\n next ", "many spaces\nnext"),
        ("Z\u0308 K\u0327a", "Z\u0308 Ķa"),
    ],
)
def test_stray_characters_go(raw: str, tidied: str) -> None:
    assert repair.tidy(traced(raw)).text == tidied
    assert clean(tidied) == tidied


def test_drawn_hyphens_and_line_ends_are_of_one_kind() -> None:
    assert repair.lines(traced("well\u00adknown\r\nnext\rlast")).text == "well-known\nnext\nlast"


@pytest.mark.parametrize(
    ("raw", "known", "joined"),
    [
        ("learn\ufffeing", set(), "learning"),
        ("service\ufffeready", set(), "service-ready"),
        ("re\ufffesign", {"re-sign"}, "re-sign"),
        ("data\ufffebased", {"databased"}, "databased"),
        ("Sci\ufffeFi", set(), "Sci-Fi"),
        ("2019\ufffe2020", set(), "2019-2020"),
        ("con\ufffetri\ufffebute", set(), "contribute"),
        ("ada\ufffelovelace@example.org", set(), "ada-lovelace@example.org"),
        ("cloud\ufffebased", set(), "cloud-based"),
        ("24\ufffehour", set(), "24-hour"),
        ("e\ufffecommerce", set(), "e-commerce"),
        ("API\ufffefirst", set(), "API-first"),
        ("open\ufffesource", set(), "open-source"),
        ("re\ufffesource", set(), "resource"),
        ("problem\ufffesolving", set(), "problem-solving"),
        ("knowl\ufffeedge", set(), "knowledge"),
        ("frame\ufffework", {"frame", "work"}, "framework"),
    ],
)
def test_words_broken_at_a_line_end(raw: str, known: set[str], joined: str) -> None:
    assert repair.join(traced(raw), known, keep_hyphens=False).text == joined


def test_halves_of_broken_words_are_no_words() -> None:
    known = repair.KnownWords(["Under\ufffestanding\ufffely a well-known work", "and play"])
    words = {
        "under",
        "standing",
        "ly",
        "understandingly",
        "a",
        "well",
        "known",
        "well-known",
        "work",
        "and",
        "lay",
    }
    assert {word for word in words if word in known} == {"a", "well-known", "work", "and"}


def test_a_repair_that_would_lose_track_is_refused() -> None:
    with pytest.raises(ValueError, match="one origin"):
        Traced("two", [1])


def test_a_hyphen_that_a_browser_set_at_a_line_s_end_goes() -> None:
    result = repair.tidy(traced("fore\u2010\nman, well\u2010known, A\u2010\nB"))
    assert result.text == "foreman, well\u2010known, A\u2010\nB"
    assert result.origins[4] == 6
