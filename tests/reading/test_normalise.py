"""Characters as the product keeps them."""

import sys
import unicodedata

import pytest

from core.domain.resume import HiddenSpan
from core.reading.extract import Extract
from core.reading.normalise import clean, clean_char, normalise


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("ﬁrst ½ ①", "first 1⁄2 1"),
        ("e\u0301 and A\u030a", "é and Å"),
        ("a\u00a0b\u2003c\u3000d", "a b c d"),
        ("Ja\u200bne\u200d \u202eeoR\u202c\ufeff", "Jane eoR"),
        ("soft\u00adhyphen", "softhyphen"),
        ("hi\U000e0041\U000e0042\ufe0f\U000e0100!", "hi!"),
        ("a\x00b\x07c\x1bd", "abcd"),
        ("\ue0a0+44", " +44"),
        ("one  \t\r\ntwo\rthree\u2028four\x0bfive", "one\ntwo\nthree\nfour\nfive"),
        ("a\n\n\n \n\nb", "a\n\nb"),
        ("2019\tAcme", "2019\tAcme"),
        ("\u3164\u115f\u034fx", "x"),
        ("Иван 山田 🙂", "Иван 山田 🙂"),
    ],
)
def test_text_is_cleaned(given: str, kept: str) -> None:
    assert clean(given) == kept


def test_cleaning_twice_changes_nothing_for_any_character() -> None:
    for code in (
        *range(0x3400),
        *range(0xA000, 0xAC00),
        *range(0xD7A0, 0x1FC00),
        *range(0xE0000, 0xE0200),
        sys.maxunicode,
    ):
        once = clean_char(chr(code))
        assert clean(once) == clean(clean(once)), hex(code)
        assert all(unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn") for char in once), hex(code)


def test_page_starts_still_point_to_the_beginnings_of_the_pages() -> None:
    pages = ["ﬁrst\u200b page  \n\n\n\n", "", "second\r\npage\n", "third"]
    starts = [0, len(pages[0]), len(pages[0]), len(pages[0] + pages[2])]
    extract = normalise(Extract(text="".join(pages), page_starts=tuple(starts)))
    first, empty, second, third = extract.page_starts
    assert extract.text[first:empty] == "first page\n\n"
    assert (empty, extract.text[second:third], extract.text[third:]) == (second, "second\npage\n", "third")


def test_hidden_spans_and_links_are_cleaned_too_and_empty_ones_dropped() -> None:
    hidden = (HiddenSpan(text=" Ig\u200bnore \n", why="x"), HiddenSpan(text="\u200b", why="x"))
    extract = normalise(
        Extract(text="\n\na", hidden=hidden, links=(" https://a\u200b.org ", "", "https://a.org"))
    )
    assert extract.text == "a"
    assert [span.text for span in extract.hidden] == ["Ignore"]
    assert extract.links == ("https://a.org",)
