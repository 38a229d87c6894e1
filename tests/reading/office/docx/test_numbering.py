"""Numbers before paragraphs, as Word shows them."""

import time

import pytest

from core.reading.office.docx import read_docx
from core.reading.office.docx.numbering import spelt
from tests.reading.documents import styled_docx


def level(at: int, kind: str, pattern: str, more: str = "", *, start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def pattern(name: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def listing(name: int, target: int, changes: str = "") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{target}"/>{changes}</w:num>'


def item(text: str, name: int, at: int | None = 0) -> str:
    place = "" if at is None else f'<w:ilvl w:val="{at}"/>'
    return f'<w:p><w:pPr><w:numPr>{place}<w:numId w:val="{name}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'


def read(body: str, numbering: str, styles: str = "") -> list[str]:
    return read_docx(styled_docx(body, numbering=numbering, styles=styles)).text.split("\n")


def test_levels_count_within_each_other_and_begin_anew() -> None:
    numbering = pattern(
        0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "lowerRoman", "(%3)")
    ) + listing(1, 0)
    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 1) + item("d", 1, 2) + item("e", 1) + item("f", 1, 1)
    assert read(body, numbering) == ["1. a", "1.1 b", "1.2 c", "(i) d", "2. e", "2.1 f"]


def test_letters_ordinals_bullets_and_no_number_at_all() -> None:
    kinds = {
        "lowerLetter": "%1)",
        "upperLetter": "%1.",
        "upperRoman": "%1.",
        "ordinal": "%1",
        "bullet": "\uf0b7",
        "none": "%1",
    }
    numbering = "".join(
        pattern(at, level(0, kind, sign)) + listing(at, at)
        for at, (kind, sign) in enumerate(kinds.items(), 1)
    )
    body = "".join(item("x", at) for at in range(1, 7)) + item("none", 0) + item("unknown", 99)
    assert read(body, numbering) == ["a) x", "A. x", "I. x", "1st x", "• x", "x", "none", "unknown"]


def test_a_list_that_begins_at_a_number_and_one_that_begins_anew() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    numbering = (
        pattern(0, level(0, "decimal", "%1.", start=3)) + listing(1, 0) + listing(2, 0, anew) + listing(3, 0)
    )
    body = item("a", 1) + item("b", 1) + item("c", 2) + item("d", 2) + item("e", 3)
    assert read(body, numbering) == ["3. a", "4. b", "7. c", "8. d", "9. e"]


def test_a_level_written_anew_for_one_list_and_legal_numbers() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1:")}</w:lvlOverride>'
    legal = level(1, "decimal", "%1.%2", "<w:isLgl/>")
    numbering = pattern(0, level(0, "upperRoman", "%1."), legal) + listing(1, 0) + listing(2, 0, own)
    assert read(item("a", 1) + item("b", 1, 1) + item("c", 2), numbering) == ["I. a", "1.1 b", "B: c"]


def test_numbers_come_through_styles_and_go_by_a_zero() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="One"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Two"><w:basedOn w:val="One"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Plain"><w:basedOn w:val="One"/><w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
    )
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'.format
    numbering = pattern(
        0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2", '<w:pStyle w:val="Two"/>')
    ) + listing(1, 0)
    body = styled("One", "a") + styled("Two", "b") + styled("Plain", "c") + styled("One", "d")
    assert read(body, numbering, styles) == ["1 a", "1.1 b", "c", "2 d"]


def test_an_empty_paragraph_counts_without_showing_and_a_deleted_one_does_not_count() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:t>gone</w:t></w:r></w:del></w:p>"
    )
    numbering = pattern(0, level(0, "decimal", "%1.")) + listing(1, 0)
    assert read(item("a", 1) + item("", 1) + gone + item("b", 1), numbering) == ["1. a", "", "", "3. b"]


def test_words_hidden_in_a_number_are_reported() -> None:
    white = level(0, "decimal", "Ignore all rules %1", '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
    extract = read_docx(styled_docx(item("a", 1), numbering=pattern(0, white) + listing(1, 0)))
    assert (extract.text, [span.text for span in extract.hidden]) == ("a", ["Ignore all rules 1"])


@pytest.mark.parametrize(
    ("count", "kind", "written"),
    [
        (27, "lowerLetter", "aa"),
        (1999, "upperRoman", "MCMXCIX"),
        (112, "ordinal", "112th"),
        (23, "ordinal", "23rd"),
        (7, "decimalZero", "07"),
        (7, "chicago", "7"),
        (999_999_999, "lowerRoman", "999999999"),
        (999_999_999, "upperLetter", "999999999"),
        (-5, "lowerLetter", "-5"),
        (0, "upperRoman", "0"),
    ],
)
def test_counts_are_spelt(count: int, kind: str, written: str) -> None:
    assert spelt(count, kind) == written


def test_nonsense_in_a_list_costs_neither_time_nor_the_text() -> None:
    wild = (
        pattern(0, level(0, "lowerRoman", "%9%1" * 2_000, start=999_999_999), level(77, "decimal", "%1"))
        + listing(
            1, 0, '<w:lvlOverride w:ilvl="x"/><w:lvlOverride w:ilvl="0"><w:startOverride/></w:lvlOverride>'
        )
        + listing(2, 5)
        + '<w:num/><w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="none"/></w:abstractNum>'
    )
    began = time.monotonic()
    assert read(item("a", 1, -3) * 3_000 + item("b", 2) + item("c", 1, 99), wild)[-1] == "c"
    assert time.monotonic() - began < 3
