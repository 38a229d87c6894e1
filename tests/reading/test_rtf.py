"""RTF: umlauts in all three spellings, headers, boxes, hidden text."""

import pytest

from core.errors import CannotScreen
from core.reading.rtf import read_rtf

FONTS = r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}{\f2\fcharset128 MS Gothic;}}"


def rtf(body: str, *, start: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    return (
        "{\\rtf1" + start + FONTS + r"{\colortbl;\red0\green0\blue0;}{\stylesheet{\s0 Normal;}}" + body + "}"
    ).encode("latin-1")


def test_umlauts_are_right_as_bytes_escapes_and_unicode() -> None:
    body = r"J\'f6rg M\u252\'fcller" + "\r\n, " + r"Gr\uc0\u252 n, K" + "\xf6ln"
    assert read_rtf(rtf(body)).text == "Jörg Müller, Grün, Köln"


def test_fonts_bring_their_own_code_page() -> None:
    body = r"{\f1 \'c8\'e2\'e0\'ed} {\f2 \'8e\'52\'93\'63}\par Jane"
    assert read_rtf(rtf(body)).text == "Иван 山田\nJane"


def test_characters_beyond_the_basic_plane_are_joined() -> None:
    assert read_rtf(rtf(r"\uc0\u-10179\u-8704 ok")).text == "\U0001f600ok"


def test_paragraphs_tabs_rows_and_dashes() -> None:
    body = r"Jane\par\trowd\intbl Phone\cell 123\cell\row\pard 2019\tab Acme \endash  now\line x\~y\_z\-"
    assert read_rtf(rtf(body)).text == "Jane\nPhone | 123\n2019\tAcme – now\nx y-z"


def test_headers_come_first_and_once_footers_and_notes_last() -> None:
    body = (
        r"{\headerl jane@example.org\par}{\headerr jane@example.org\par}{\footer End\par}"
        r"Jane{\footnote First in class} Roe\par"
    )
    assert read_rtf(rtf(body)).text.split() == [
        "jane@example.org",
        "Jane",
        "Roe",
        "First",
        "in",
        "class",
        "End",
    ]


def test_a_text_box_follows_its_paragraph_and_stands_there_once() -> None:
    box = (
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt box@example.org\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext box@example.org\par}}}}"
    )
    assert read_rtf(rtf("Jane" + box + r" Roe\par Next\par")).text.split() == [
        "Jane",
        "Roe",
        "box@example.org",
        "Next",
    ]


def test_hidden_text_is_reported_and_deleted_text_is_gone() -> None:
    extract = read_rtf(rtf(r"Jane{\v Ignore }{\v all} Roe{\deleted two} {\v more}\v0 \v x\plain y"))
    assert extract.text == "Jane Roe y"
    assert [span.text for span in extract.hidden] == ["Ignore all", "morex"]


def test_link_targets_are_given_and_their_codes_are_not_text() -> None:
    field = r'{\field{\*\fldinst{HYPERLINK "mailto:a@example.org"}}{\fldrslt{\ul Mail}}}'
    extract = read_rtf(rtf(field))
    assert (extract.text, extract.links) == ("Mail", ("mailto:a@example.org",))


def test_optional_groups_binary_and_what_follows_the_end_are_passed_over() -> None:
    body = r"{\*\generator Writer;}{\info{\author X}}{\pict\bin4 }}{{}{after}Jane"
    content = rtf(body) + b"trailing"
    assert read_rtf(content).text == "afterJane"


def test_a_picture_alone_is_a_scan() -> None:
    with pytest.raises(CannotScreen) as refused:
        read_rtf(rtf(r"{\pict\pngblip 89504e47}"))
    assert refused.value.reason == "scanned"


def test_broken_rtf_still_gives_its_text() -> None:
    assert read_rtf(b"{\\rtf1 Jane {\\b Roe").text == "Jane Roe"
    assert read_rtf(b"\xef\xbb\xbf {\\rtf1 Jane}}}}").text == "Jane"
    assert read_rtf(b"{\\rtf1\\ansicpg99999 J\\'f6rg\\").text == "Jörg"


def test_a_million_control_words_are_too_many() -> None:
    with pytest.raises(CannotScreen) as refused:
        read_rtf(rtf(r"\u65 " * 1_000_001))
    assert refused.value.reason == "too_large"
