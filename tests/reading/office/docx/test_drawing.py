"""Text boxes and drawings of Word documents."""

import pytest

from core.reading.office.docx import read_docx
from core.reading.office.unseen import NO_ROOM, OFF_THE_PAGE, PERHAPS, SAME_COLOUR, VANISHED
from tests.reading.documents import docx, paragraph, styled_docx

WHITE = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
SOLID = '<a:solidFill><a:srgbClr val="{}"/></a:solidFill>'.format
INCH = 914_400


def box(
    text: str,
    fill: str = "",
    *,
    size: tuple[int, int] = (3 * INCH, INCH),
    x: int = 0,
    more: str = "",
    y: int = 0,
) -> str:
    return (
        f'<w:p><w:r><w:drawing><wp:anchor behindDoc="0"><wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset>'
        f'</wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{size[0]}" cy="{size[1]}"/>{more}'
        f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx></wps:wsp>"
        "</wp:anchor></w:drawing></w:r></w:p>"
    )


def old_box(text: str, attributes: str) -> str:
    return f"<w:p><w:r><w:pict><v:shape {attributes}><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"


def read(body: str) -> tuple[list[str], list[tuple[str, str]], tuple[str, ...]]:
    extract = read_docx(styled_docx(paragraph("Jane") + body, theme={"accent1": "102030"}))
    return extract.text.split()[1:], [(span.text, span.why) for span in extract.hidden], extract.doubts


def test_white_text_in_a_dark_box_is_honest_and_in_a_white_or_empty_one_it_is_not() -> None:
    text = paragraph("words", WHITE)
    theme = '<a:solidFill><a:schemeClr val="accent1"><a:lumMod val="75000"/></a:schemeClr></a:solidFill>'
    assert read(box(text, SOLID("102030"))) == (["words"], [], ())
    assert read(box(text, theme)) == (["words"], [], ())
    assert read(box(text, "<a:gradFill/>")) == (["words"], [], ())
    for fill in (SOLID("FFFFFF"), "<a:noFill/>", ""):
        assert read(box(text, fill)) == ([], [("words", SAME_COLOUR)], ())


@pytest.mark.parametrize(
    "attributes", ['fillcolor="#102030"', 'fillcolor="navy"', 'fillcolor="#102030 [3204]"']
)
def test_white_text_in_a_dark_box_of_old_word_is_honest(attributes: str) -> None:
    assert read(old_box(paragraph("words", WHITE), attributes)) == (["words"], [], ())


def test_white_text_in_a_white_box_of_old_word_is_not() -> None:
    for attributes in ('fillcolor="white [3212]"', "", 'filled="f"'):
        assert read(old_box(paragraph("words", WHITE), attributes))[1] == [("words", SAME_COLOUR)]


@pytest.mark.parametrize(
    ("attributes", "why"),
    [
        ({"size": (0, INCH)}, NO_ROOM),
        ({"size": (INCH, 100)}, NO_ROOM),
        ({"x": -9 * INCH}, OFF_THE_PAGE),
        ({"x": 30 * INCH}, OFF_THE_PAGE),
        ({"y": 30 * INCH}, OFF_THE_PAGE),
        ({"more": '<wp:docPr id="1" name="x" hidden="1"/>'}, VANISHED),
    ],
)
def test_a_box_that_nobody_sees_is_taken_out(attributes: dict[str, object], why: str) -> None:
    assert read(box(paragraph("words"), **attributes)) == ([], [("words", why)], ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("visibility:hidden", VANISHED),
        ("position:absolute;margin-left:-900pt;width:100pt;height:20pt", OFF_THE_PAGE),
        ("position:absolute;margin-left:9pt;width:0pt;height:20pt", NO_ROOM),
    ],
)
def test_a_box_of_old_word_that_nobody_sees_is_taken_out(style: str, why: str) -> None:
    assert read(old_box(paragraph("words"), f'style="{style}"')) == ([], [("words", why)], ())


def test_a_shape_within_a_group_has_measures_of_its_own() -> None:
    assert read(old_box(paragraph("words"), 'style="position:absolute;left:99999;top:5;width:900;height:0"'))[
        0
    ] == ["words"]


def test_white_text_beside_a_dark_drawing_is_kept_with_a_doubt() -> None:
    text = paragraph("words", WHITE)
    assert read(text + box("", SOLID("102030"))) == (["words"], [], (PERHAPS,))
    assert read(text + box("", SOLID("102030"), size=(INCH // 4, INCH // 4)))[1] == [("words", SAME_COLOUR)]
    assert read(text + box("", SOLID("FDFDFD")))[1] == [("words", SAME_COLOUR)]
    assert read(text + old_box("", 'style="position:absolute;width:300pt" fillcolor="#102030"'))[2] == (
        PERHAPS,
    )


def test_a_paragraph_without_height_hides_its_words_and_not_the_box_anchored_in_it() -> None:
    flat = '<w:pPr><w:spacing w:line="10" w:lineRule="exact"/></w:pPr><w:r><w:t>flat</w:t></w:r>'
    body = box(paragraph("box")).replace("<w:p>", f"<w:p>{flat}", 1)
    assert read(body) == (["box"], [("flat", NO_ROOM)], ())


def test_an_alternative_that_word_does_not_know_is_passed_over() -> None:
    choice = '<mc:Choice Requires="{}" xmlns:x="urn:nobody"><w:r><w:t>new</w:t></w:r></mc:Choice>'
    both = f"<w:p><mc:AlternateContent>{choice}<mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>"
    assert read_docx(docx(both.format("wps"))).text == "new"
    assert read_docx(docx(both.format("x"))).text == "old"
    assert read_docx(docx(both.format("w14 nowhere"))).text == "old"


def test_a_chart_gives_its_title_and_values() -> None:
    points = "".join(f'<c:pt idx="{at}"><c:v>{{}}</c:v></c:pt>' for at in range(2))
    chart = (
        '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:title><a:p><a:r><a:t>Skills</a:t></a:r></a:p></c:title>'
        f"<c:ser><c:cat>{points.format('Python', 'Rust')}</c:cat><c:val>{points.format('90', '70')}</c:val></c:ser></c:chartSpace>"
    )
    content = docx(paragraph("Jane"), parts={"word/chart.xml": chart}, related=(("chart", "chart.xml", ""),))
    assert read_docx(content).text.split("\n") == ["Jane", "Skills", "Python: 90", "Rust: 70"]


@pytest.mark.parametrize("kind", ["inline", "anchor"])
def test_white_text_on_another_shape_of_its_group_is_kept_with_a_doubt(kind: str) -> None:
    group = (
        f'<w:p><w:r><w:drawing><wp:{kind}><wp:extent cx="{3 * INCH}" cy="{INCH}"/>'
        f"<wps:wsp><wps:spPr>{SOLID('102030')}</wps:spPr></wps:wsp><wps:wsp><wps:txbx><w:txbxContent>"
        f"{paragraph('words', WHITE)}</w:txbxContent></wps:txbx></wps:wsp></wp:{kind}></w:drawing></w:r></w:p>"
    )
    assert read(group) == (["words"], [], (PERHAPS,))


def test_letters_drawn_along_a_path_by_old_word_are_read() -> None:
    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="Jane Roe"/></v:shape></w:pict></w:r></w:p>'
    assert read(art)[0] == ["Jane", "Roe"]
