"""Text in the cells of Word tables: dark cells make white text honest, wherever their colour comes from."""

import io

import docx as python_docx
import pytest
from docx.enum.style import WD_STYLE_TYPE

from core.reading.office.docx import read_docx
from core.reading.office.unseen import COVERED, NO_ROOM, SAME_COLOUR, VANISHED
from tests.reading.documents import paragraph, styled_docx

WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
DARK = '<w:shd w:val="clear" w:fill="203040"/>'


def cell(text: str, properties: str = "", run: str = WHITE) -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text, run)}</w:tc>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def read(body: str, styles: str = "") -> tuple[list[str], list[tuple[str, str]]]:
    extract = read_docx(styled_docx(paragraph("Jane") + body, styles=styles))
    return extract.text.split("\n")[1:], [(span.text, span.why) for span in extract.hidden]


def test_white_text_over_a_dark_cell_is_honest_and_over_a_white_one_it_is_not() -> None:
    assert read(table(cell("seen", DARK) + cell("unseen"))) == (["seen"], [("unseen", SAME_COLOUR)])


def test_dark_text_over_a_dark_cell_is_not_seen() -> None:
    black = '<w:rPr><w:color w:val="203040"/></w:rPr>'
    assert read(table(cell("unseen", DARK, black)))[1] == [("unseen", SAME_COLOUR)]


def test_a_table_within_a_dark_cell_lies_on_it() -> None:
    outer = f"<w:tc><w:tcPr>{DARK}</w:tcPr>{table(cell('seen'))}</w:tc>"
    assert read(table(outer)) == (["seen"], [])


def test_a_table_may_be_dark_as_a_whole() -> None:
    assert read(table(cell("seen"), properties=DARK)) == (["seen"], [])


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("firstRow", ["a", "b"]),
        ("lastRow", ["e", "f"]),
        ("firstCol", ["a", "c", "e"]),
        ("lastCol", ["b", "d", "f"]),
        ("band1Horz", ["c", "d"]),
        ("band2Horz", ["e", "f"]),
        ("nwCell", ["a"]),
        ("seCell", ["f"]),
    ],
)
def test_the_parts_of_a_table_style_colour_their_places(part: str, seen: list[str]) -> None:
    style = (
        '<w:style w:type="table" w:styleId="T"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        f'<w:tblStylePr w:type="{part}"><w:tcPr>{DARK}</w:tcPr></w:tblStylePr></w:style>'
    )
    look = (
        '<w:tblStyle w:val="T"/>'
        '<w:tblLook w:firstRow="1" w:lastRow="1" w:firstColumn="1" w:lastColumn="1" w:noHBand="0" w:noVBand="1"/>'
    )
    rows = [cell(one, "", "") + cell(other, "", "") for one, other in ("ab", "cd", "ef")]
    if part == "band2Horz":
        look = look.replace('w:lastRow="1"', 'w:lastRow="0"')
    lines, _ = read(table(*rows, properties=look), style)
    assert [word for line in lines for word in line.split(" | ")] == seen


def test_the_look_of_a_table_may_be_written_as_bits() -> None:
    style = (
        '<w:style w:type="table" w:styleId="T">'
        f'<w:tblStylePr w:type="firstRow"><w:tcPr>{DARK}</w:tcPr></w:tblStylePr></w:style>'
    )
    look = '<w:tblStyle w:val="T"/><w:tblLook w:val="{}"/>'.format
    assert read(table(cell("x"), properties=look("0020")), style) == (["x"], [])
    assert read(table(cell("x"), properties=look("0040")), style)[1] == [("x", SAME_COLOUR)]
    assert read(table(cell("x"), properties=look("zz")), style)[1] == [("x", SAME_COLOUR)]


def test_a_merged_cell_is_read_once_and_what_it_covers_is_reported() -> None:
    top, below = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = cell("Acme", top, "") + cell("2019", "", ""), cell("secret", below, "") + cell("2020", "", "")
    assert read(table(*rows)) == (["Acme | 2019", "2020"], [("secret", COVERED)])


def test_a_cell_that_goes_on_from_nothing_is_a_cell_like_others() -> None:
    going_on = "<w:vMerge/>"
    rows = cell("Acme", "", "") + cell("2019", "", ""), cell("Bolt", going_on, "") + cell("2020", "", "")
    assert read(table(*rows)) == (["Acme | 2019", "Bolt | 2020"], [])
    assert read(table(cell("Acme", "<w:hMerge/>", ""))) == (["Acme"], [])


def test_merges_are_told_by_the_place_in_the_grid() -> None:
    top, below, wide = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:gridSpan w:val="2"/>'
    rows = (
        cell("a", wide, "") + cell("b", top, ""),
        cell("c", "", "") + cell("d", "", "") + cell("secret", below, ""),
    )
    assert read(table(*rows)) == (["a | b", "c | d"], [("secret", COVERED)])


def test_a_cell_merged_with_the_one_before_it_shows_nothing() -> None:
    row = cell("seen", '<w:hMerge w:val="restart"/>', "") + cell("secret", "<w:hMerge/>", "")
    assert read(table(row)) == (["seen"], [("secret", COVERED)])


def test_rows_without_height_and_hidden_rows_show_nothing() -> None:
    flat = '<w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr>' + cell("flat", "", "")
    low = '<w:trPr><w:trHeight w:val="10" w:hRule="atLeast"/></w:trPr>' + cell("low", "", "")
    gone = "<w:trPr><w:hidden/></w:trPr>" + cell("gone", "", "")
    assert read(table(flat, low, gone)) == (["low"], [("flat", NO_ROOM), ("gone", VANISHED)])


def test_no_style_that_comes_with_the_library_hides_a_cell() -> None:
    document = python_docx.Document()
    for style in document.styles:
        if style.type == WD_STYLE_TYPE.TABLE:
            table = document.add_table(rows=3, cols=3)
            table.style = style
            for row in table.rows:
                for one in row.cells:
                    one.text = "words"
    file = io.BytesIO()
    document.save(file)
    extract = read_docx(file.getvalue())
    assert extract.hidden == ()
    assert extract.text.count("words") > 500
