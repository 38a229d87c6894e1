"""Paragraphs and tables of Word documents that stand where nobody sees them."""

import pytest

from core.reading.office.docx import read_docx
from core.reading.office.unseen import NO_ROOM, OFF_THE_PAGE
from tests.reading.documents import paragraph, styled_docx

RUN = "<w:r><w:t>words</w:t></w:r>"
LINE = '<w:spacing w:line="{}" w:lineRule="{}"/>'.format
FRAME = '<w:framePr w:w="500" w:x="{}" w:y="1"/>'.format
INDENT = '<w:ind w:left="{}" w:right="{}"/>'.format


def read(body: str, styles: str = "") -> tuple[str, list[tuple[str, str]]]:
    extract = read_docx(styled_docx(paragraph("Jane") + body, styles=styles))
    return extract.text.strip(), [(span.text, span.why) for span in extract.hidden]


@pytest.mark.parametrize("by_style", [False, True])
@pytest.mark.parametrize(
    ("properties", "why"),
    [
        (LINE(10, "exact"), NO_ROOM),
        (FRAME(-20_000), OFF_THE_PAGE),
        (INDENT(31_000, 0), OFF_THE_PAGE),
        (INDENT(-20_000, 20_000), OFF_THE_PAGE),
        (INDENT("50in", 0), OFF_THE_PAGE),
        ('<w:ind w:start="31000"/>', OFF_THE_PAGE),
    ],
)
def test_a_paragraph_that_is_nowhere_on_the_page_is_hidden(properties: str, why: str, by_style: bool) -> None:
    style = f'<w:style w:type="paragraph" w:styleId="S"><w:pPr>{properties}</w:pPr></w:style>'
    own = '<w:pStyle w:val="S"/>' if by_style else properties
    assert read(f"<w:p><w:pPr>{own}</w:pPr>{RUN}</w:p>", style) == ("Jane", [("words", why)])


@pytest.mark.parametrize(
    "properties",
    [
        LINE(240, "exact"),
        LINE(10, "auto"),
        LINE(10, "atLeast"),
        FRAME(700),
        INDENT(-720, -720),
        INDENT("x", ""),
    ],
)
def test_a_paragraph_in_an_unusual_place_stays(properties: str) -> None:
    assert read(f"<w:p><w:pPr>{properties}</w:pPr>{RUN}</w:p>") == ("Jane\nwords", [])


def test_a_paragraph_that_says_otherwise_than_its_style_is_seen() -> None:
    style = f'<w:style w:type="paragraph" w:styleId="S"><w:pPr>{LINE(10, "exact")}</w:pPr></w:style>'
    own = '<w:pStyle w:val="S"/><w:spacing w:line="240"/>'
    assert read(f"<w:p><w:pPr>{own}</w:pPr>{RUN}</w:p>", style) == ("Jane\nwords", [])


@pytest.mark.parametrize(
    ("place", "is_seen"),
    [
        ('<w:tblpPr w:tblpX="-30000"/>', False),
        ('<w:tblInd w:w="30000"/>', False),
        ('<w:tblpPr w:tblpX="700"/><w:tblInd w:w="-100"/>', True),
    ],
)
def test_a_table_beside_the_page_is_hidden(place: str, is_seen: bool) -> None:
    table = f"<w:tbl><w:tblPr>{place}</w:tblPr><w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr></w:tbl>"
    assert read(table) == (("Jane\nwords", []) if is_seen else ("Jane", [("words", OFF_THE_PAGE)]))
