"""Looks that come through styles."""

import time

from core.reading.office.docx import read_docx
from tests.reading.documents import paragraph, styled_docx

WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'


def styled(name: str, text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r>{properties}<w:t>{text}</w:t></w:r></w:p>'


def hidden(body: str, styles: str) -> list[str]:
    return [
        span.text for span in read_docx(styled_docx(paragraph("Jane", BLACK) + body, styles=styles)).hidden
    ]


BLACK = '<w:rPr><w:color w:val="000000"/><w:sz w:val="20"/></w:rPr>'


def test_colour_comes_from_the_style_and_from_those_it_is_based_on() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="Base">{WHITE}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Derived"><w:basedOn w:val="Base"/></w:style>'
        f'<w:style w:type="paragraph" w:styleId="Dark"><w:basedOn w:val="Base"/>{BLACK}</w:style>'
    )
    body = styled("Derived", "one") + styled("Dark", "two") + styled("Derived", "three", BLACK)
    assert hidden(body, styles) == ["one"]


def test_a_character_style_goes_over_the_paragraphs() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="P">{WHITE}</w:style>'
        f'<w:style w:type="character" w:styleId="C">{BLACK}</w:style>'
        f'<w:style w:type="character" w:styleId="W">{WHITE}</w:style>'
    )
    named = '<w:rPr><w:rStyle w:val="{}"/></w:rPr>'.format
    body = styled("P", "one", named("C")) + styled("", "two", named("W"))
    assert hidden(body, styles) == ["two"]


def test_the_defaults_of_the_document_and_its_usual_style_count() -> None:
    tiny = "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='2'/></w:rPr></w:rPrDefault></w:docDefaults>"
    usual = f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal">{WHITE}</w:style>'
    assert hidden(paragraph("one"), tiny) == ["one"]
    assert hidden(paragraph("one"), usual) == ["one"]


def test_hiding_twice_is_showing() -> None:
    vanish = "<w:rPr><w:vanish/></w:rPr>"
    styles = (
        f'<w:style w:type="paragraph" w:styleId="P">{vanish}</w:style>'
        f'<w:style w:type="character" w:styleId="C">{vanish}</w:style>'
    )
    named = '<w:rPr><w:rStyle w:val="C"/></w:rPr>'
    assert hidden(styled("P", "shown", named) + styled("", "unseen", named), styles) == ["unseen"]


def test_styles_in_circles_and_in_long_lines_end() -> None:
    line = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{at}"><w:basedOn w:val="S{(at + 1) % 5_000}"/></w:style>'
        for at in range(5_000)
    )
    began = time.monotonic()
    assert hidden("".join(styled(f"S{at}", "x") for at in range(0, 5_000, 10)), line) == []
    assert time.monotonic() - began < 3
