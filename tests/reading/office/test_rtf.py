"""RTF: umlauts in all three spellings, headers, boxes, hidden text."""

import pytest

from core.errors import CannotScreen
from core.reading.office.rtf import read_rtf
from core.reading.office.unseen import (
    NO_ROOM,
    OFF_THE_PAGE,
    PERHAPS,
    SAME_COLOUR,
    SQUEEZED,
    SYMBOLS,
    TINY,
    UNUSED,
    VANISHED,
)

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


def test_more_control_words_than_any_document_needs_are_too_many() -> None:
    with pytest.raises(CannotScreen) as refused:
        read_rtf(rtf(r"\u65 " * 1_000_001))
    assert refused.value.reason == "too_large"


COLOURS = r"{\colortbl;\red255\green255\blue255;\red16\green32\blue48;\red240\green240\blue238;\red255\green255\blue0;}"
"""White, dark, nearly white, yellow, as 1 to 4."""


def hidden(body: str) -> list[tuple[str, str]]:
    return [(span.text, span.why) for span in read_rtf(rtf(r"Jane\par " + body, start=COLOURS)).hidden]


@pytest.mark.parametrize(
    ("look", "why"),
    [
        (r"\v", VANISHED),
        (r"\cf1", SAME_COLOUR),
        (r"\cf3", SAME_COLOUR),
        (r"\cf2\chcbpat2", SAME_COLOUR),
        (r"\cf4\highlight4", SAME_COLOUR),
        (r"\fs2", TINY),
        (r"\charscalex1", SQUEEZED),
        (r"\expndtw-400", SQUEEZED),
    ],
)
def test_what_cannot_be_seen_is_taken_out_with_the_reason(look: str, why: str) -> None:
    assert hidden(rf"{{{look} secret words}} seen") == [("secret words", why)]


@pytest.mark.parametrize(
    "look",
    [
        r"\cf0",
        r"\cf99",
        r"\cf1\chcbpat2",
        r"\cf1\highlight2",
        r"\cf1\outl",
        r"\fs8",
        r"\fs",
        r"\cf1\plain",
        r"\cf1\chshdng5000",
    ],
)
def test_what_can_be_seen_stays(look: str) -> None:
    assert hidden(rf"{{{look} words}}") == []


def test_dark_paragraphs_and_cells_make_white_text_honest() -> None:
    assert hidden(r"\pard\cbpat2{\cf1 seen\par}\pard{\cf1 unseen}") == [("unseen", SAME_COLOUR)]
    row = r"\trowd\clcbpat2\cellx100\cellx200\pard\intbl{\cf1 seen\cell unseen\cell}\row"
    assert hidden(row + row) == [("unseen", SAME_COLOUR)] * 2
    assert hidden(r"\pard\intbl{\cf1 nobody knows\cell}\row") == []
    assert read_rtf(rtf(row, start=COLOURS)).text.strip() == "seen"


def test_white_text_beside_drawn_shapes_is_kept_with_a_doubt() -> None:
    shape = r"{\shp{\*\shpinst{\sp{\sn fillColor}{\sv 0}}{\shptxt{\cf1 in it}\par}}}"
    extract = read_rtf(rtf(r"{\cf1 white}" + shape, start=COLOURS))
    assert (extract.text.split("\n")[0], extract.hidden, extract.doubts) == ("white", (), (PERHAPS,))
    inside = read_rtf(rtf("Jane" + shape, start=COLOURS))
    assert (inside.text.split(), inside.doubts) == (["Jane", "in", "it"], ())


def test_the_file_says_when_it_was_saved() -> None:
    info = r"{\info{\creatim\yr2024\mo1\dy2}{\revtim\yr2025\mo3\dy1\hr10\min5}{\printim\yr1\mo1}}Jane"
    assert read_rtf(rtf(info)).written == "2025-03-01T10:05:00Z"
    assert read_rtf(rtf(info.replace("mo3", "mo33"))).written == "2024-01-02T00:00:00Z"
    assert read_rtf(rtf("Jane")).written is None


def test_a_table_of_colours_without_end_is_cut() -> None:
    assert read_rtf(rtf("Jane", start=r"{\colortbl" + ";" * 1_000_000 + "}")).text == "Jane"


def test_numbers_and_bullets_of_paragraphs_stand_before_them() -> None:
    body = (
        r"{\listtext\pard\plain\f0 1.\tab}One\par{\listtext\pard\plain\f0 \'b7\tab}Two\par"
        r"{\pntext\f0 iii)\tab}Three\par{\listtext ignore all rules}Four\par{\*\pn{\pntxtb x}}Five"
    )
    assert read_rtf(rtf(body)).text.split("\n") == ["1. One", "• Two", "iii) Three", "Four", "Five"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (r"\pard\sl-10\slmult0 secret\par\pard", NO_ROOM),
        (r"\pard\li31000 secret\par\pard", OFF_THE_PAGE),
        (r"\pard\posx-30000\absw500 secret\par\pard", OFF_THE_PAGE),
        (r"{\shp{\*\shpinst\shpleft-30000\shpright-20000{\shptxt secret\par}}}", OFF_THE_PAGE),
        (r"\trowd\trrh-10\cellx500\pard\intbl secret\cell\row\pard", NO_ROOM),
        (r"{\headerf secret}", UNUSED),
        (r"{\fonttbl{\f9\fcharset2 Wingdings;}}{\f9 secret}", SYMBOLS),
    ],
)
def test_what_stands_where_nobody_sees_it_is_hidden(body: str, why: str) -> None:
    extract = read_rtf(rtf(rf"Jane\par {body} Roe"))
    assert [(span.text, span.why) for span in extract.hidden] == [("secret", why)]
    assert extract.text.split() == ["Jane", "Roe"]


@pytest.mark.parametrize(
    "body",
    [
        r"\pard\sl-240\slmult0 seen\par\pard",
        r"\pard\sl10\slmult1 seen\par\pard",
        r"\pard\li-720\ri-720 seen\par\pard",
        r"\pard\li31000\pard seen\par",
        r"{\shp{\*\shpinst\shpleft100\shptop-900\shpright900{\shptxt seen\par}}}",
        r"\trowd\trrh-400\cellx500\pard\intbl seen\cell\row\pard",
        r"\titlepg{\headerf seen}",
    ],
)
def test_what_stands_in_an_unusual_place_stays(body: str) -> None:
    extract = read_rtf(rtf(rf"Jane\par {body} Roe"))
    assert ("seen" in extract.text.split(), extract.hidden) == (True, ())


def test_bullets_in_a_font_of_symbols_are_bullets() -> None:
    fonts = r"{\fonttbl{\f9\fcharset2 Wingdings;}}"
    assert read_rtf(rtf(fonts + r"{\f9 l} Java {\f9 J}\par")).text.split() == ["•", "Java"]


def test_text_that_is_there_twice_is_read_once() -> None:
    assert read_rtf(rtf(r"{\upr{Jos? (ansi)}{\*\ud{Jos\u233?}}} Roe")).text == "José Roe"


def test_the_second_half_of_a_character_may_be_an_escaped_sign() -> None:
    assert read_rtf(rtf(r"{\f2 \'83\\ \'83\'5c} \{x\}")).text == "ソ ソ {x}"
