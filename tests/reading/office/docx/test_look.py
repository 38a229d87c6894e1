"""Letters of Word documents that nobody can see, and honest ones that look alike."""

import pytest

from core.reading.office.docx import read_docx
from core.reading.office.unseen import (
    SAME_COLOUR,
    SQUEEZED,
    SYMBOLS,
    TINY,
    TRANSPARENT,
    VANISHED,
)
from tests.reading.documents import paragraph, styled_docx

WHITE = '<w:color w:val="FFFFFF"/>'
THEME = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "1F2937", "lt2": "F8F8F8", "accent1": "2563EB"}


def read(properties: str, *, around: str = "{}", **parts: str) -> tuple[str, list[tuple[str, str]]]:
    """What becomes of "secret words" with these properties, after a visible paragraph."""
    body = paragraph("Jane") + around.format(paragraph("secret words", f"<w:rPr>{properties}</w:rPr>"))
    extract = read_docx(styled_docx(body, theme=THEME, **parts))
    return extract.text.strip(), [(span.text, span.why) for span in extract.hidden]


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ("<w:vanish/>", VANISHED),
        ('<w:sz w:val="0.5pt"/>', TINY),
        ('<w:sz w:val="22"/><w:rtl/><w:szCs w:val="2"/>', TINY),
        (WHITE, SAME_COLOUR),
        ('<w:color w:val="EEF0EC"/>', SAME_COLOUR),
        ('<w:color w:themeColor="background1" w:val="000000"/>', SAME_COLOUR),
        ('<w:color w:themeColor="text1" w:themeTint="0A" w:val="000000"/>', SAME_COLOUR),
        ('<w:color w:themeColor="background2"/>', SAME_COLOUR),
        ('<w:color w:val="000000"/><w:shd w:val="clear" w:fill="0A0A0A"/>', SAME_COLOUR),
        ('<w:color w:val="FFFF00"/><w:highlight w:val="yellow"/>', SAME_COLOUR),
        ('<w:color w:val="808080"/><w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>', SAME_COLOUR),
        (
            '<w:color w:val="2563EB"/><w:shd w:val="solid" w:themeColor="accent1" w:color="auto"/>',
            SAME_COLOUR,
        ),
        ('<w:sz w:val="2"/>', TINY),
        ('<w:sz w:val="1pt"/>', TINY),
        ('<w:w w:val="1"/>', SQUEEZED),
        ('<w:sz w:val="20"/><w:spacing w:val="-200"/>', SQUEEZED),
        ("<w14:textFill><w14:noFill/></w14:textFill>", TRANSPARENT),
        (
            '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
            SAME_COLOUR,
        ),
        (
            '<w14:textFill><w14:solidFill><w14:srgbClr w14:val="000000"><w14:alpha w14:val="99000"/></w14:srgbClr>'
            "</w14:solidFill></w14:textFill>",
            TRANSPARENT,
        ),
        ('<w:rFonts w:ascii="Wingdings"/>', SYMBOLS),
    ],
)
def test_what_cannot_be_seen_is_taken_out_with_the_reason(properties: str, why: str) -> None:
    assert read(properties) == ("Jane", [("secret words", why)])


@pytest.mark.parametrize(
    "properties",
    [
        "",
        "<w:webHidden/>",
        '<w:vanish w:val="0"/>',
        '<w:color w:val="auto"/>',
        '<w:color w:val="D9D9D9"/>',
        '<w:color w:themeColor="text1" w:val="FFFFFF"/>',
        f'{WHITE}<w:shd w:val="clear" w:color="auto" w:fill="1F2937"/>',
        f'{WHITE}<w:shd w:val="clear" w:themeFill="accent1" w:fill="FFFFFF"/>',
        f'{WHITE}<w:shd w:val="clear" w:themeFill="accent6" w:fill="auto"/>',
        f'{WHITE}<w:shd w:val="diagStripe" w:fill="FFFFFF"/>',
        f'{WHITE}<w:highlight w:val="darkBlue"/>',
        f"{WHITE}<w:outline/>",
        '<w:sz w:val="8"/>',
        '<w:sz w:val="nonsense"/><w:w w:val="99999999999999"/><w:spacing w:val="x"/><w:color w:val="12"/>',
        "<w14:textFill><w14:noFill/></w14:textFill><w14:textOutline><w14:solidFill/></w14:textOutline>",
        "<w14:textFill><w14:gradFill/></w14:textFill>",
        '<w:spacing w:val="-10"/><w:w w:val="80"/>',
    ],
)
def test_what_can_be_seen_stays(properties: str) -> None:
    assert read(properties) == ("Jane\nsecret words", [])


def test_the_shading_of_a_paragraph_and_of_its_style_counts() -> None:
    dark = '<w:pPr><w:shd w:val="clear" w:fill="000000"/></w:pPr>'
    text = f"<w:p>{dark}<w:r><w:rPr>{{}}</w:rPr><w:t>one</w:t></w:r></w:p>".format
    styled = f'<w:p><w:pPr><w:pStyle w:val="D"/></w:pPr><w:r><w:rPr>{WHITE}</w:rPr><w:t>two</w:t></w:r></w:p>'
    styles = f'<w:style w:type="paragraph" w:styleId="D">{dark}</w:style>'
    extract = read_docx(styled_docx(text(WHITE) + text('<w:color w:val="000000"/>') + styled, styles=styles))
    assert extract.text.split() == ["one", "two"]
    assert [span.text for span in extract.hidden] == ["one"]


def test_the_colour_of_the_page_counts_where_the_settings_show_it() -> None:
    text = paragraph("secret words", f"<w:rPr>{WHITE}</w:rPr>")
    body = f"{text}<w:p/>"
    dark = '</w:body><w:background w:color="1F2937"/><w:body>'
    shown = read_docx(styled_docx(dark + body, settings="<w:displayBackgroundShape/>"))
    unshown = read_docx(styled_docx(dark + paragraph("Jane") + body))
    assert (shown.text.strip(), shown.hidden) == ("secret words", ())
    assert (unshown.text.strip(), unshown.hidden[0].text) == ("Jane", "secret words")


def test_a_theme_may_be_mapped_the_other_way_round() -> None:
    swapped = '<w:clrSchemeMapping w:bg1="dark1" w:t1="light1" w:bg2="dark2" w:t2="light2"/>'
    assert read('<w:color w:themeColor="text1"/>', settings=swapped)[1] == [("secret words", SAME_COLOUR)]
    assert read('<w:color w:themeColor="background1"/>', settings=swapped)[1] == []


def test_white_words_between_visible_ones_leave_them_apart() -> None:
    run = "<w:r><w:rPr>{}</w:rPr><w:t xml:space='preserve'>{}</w:t></w:r>".format
    body = f"<w:p>{run('', 'Jane')}{run(WHITE, ' secret')}{run(WHITE, ' ')}{run('', 'Roe')}</w:p>"
    extract = read_docx(styled_docx(body))
    assert (extract.text.split(), [span.text for span in extract.hidden]) == (["Jane", "Roe"], ["secret"])


def test_white_dots_and_spaces_are_no_hidden_text() -> None:
    assert (
        read_docx(styled_docx(paragraph("Jane") + paragraph(". – ", f"<w:rPr>{WHITE}</w:rPr>"))).hidden == ()
    )


def test_bullets_of_symbol_fonts_are_bullets_and_icons_are_gaps() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    body = (
        f"<w:p><w:r>{font}<w:t>§</w:t></w:r><w:r><w:t>one</w:t></w:r></w:p>"
        f"<w:p><w:r>{font}<w:t>(</w:t></w:r><w:r><w:t>two</w:t></w:r></w:p>"
        '<w:p><w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t>three</w:t></w:r></w:p>'
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F028"/><w:t>four \uf0b7</w:t></w:r></w:p>'
    )
    assert read_docx(styled_docx(body)).text.split("\n") == ["•one", " two", "•three", " four •"]
