"""OpenDocument texts."""

import pytest

from core.errors import CannotScreen
from core.reading.office.odt import read_odt
from core.reading.office.unseen import (
    COVERED,
    NO_ROOM,
    OFF_THE_PAGE,
    PERHAPS,
    SAME_COLOUR,
    SQUEEZED,
    TINY,
    TRANSPARENT,
    VANISHED,
)
from tests.reading.documents import odt

CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>".format


def lines_of(content: bytes) -> list[str]:
    return [line for line in read_odt(content).text.split("\n") if line.strip()]


def test_spaces_tabs_and_breaks_are_kept_and_white_space_of_the_xml_is_folded() -> None:
    body = '<text:h>Jörg\n   Müller</text:h><text:p>2019<text:tab/>Acme<text:s text:c="3"/>GmbH<text:line-break/>Köln<text:s/>!</text:p>'
    assert read_odt(odt(body)).text == "Jörg Müller\n2019\tAcme   GmbH\nKöln !"


def test_a_stranger_does_not_say_how_many_spaces_there_are() -> None:
    assert len(read_odt(odt('<text:p>a<text:s text:c="4000000000"/>b</text:p>')).text) < 200


def test_headers_come_first_and_once_footers_and_notes_last() -> None:
    page = "<style:master-page><style:header><text:p>jane@example.org</text:p></style:header><style:footer><text:p>End</text:p></style:footer></style:master-page>"
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>First in class</text:p></text:note-body></text:note>"
    content = odt(f"<text:p>Jane{note} Roe</text:p>", styles=page + page)
    assert lines_of(content) == ["jane@example.org", "Jane Roe", "First in class", "End"]


def test_tables_lists_and_sections_are_read() -> None:
    rows = f"<table:table-header-rows><table:table-row>{CELL('Phone')}{CELL('123')}</table:table-row></table:table-header-rows>"
    inner = f"<table:table><table:table-row>{CELL('in')}{CELL('ner')}</table:table-row></table:table>"
    wide = f"<table:table-row><table:table-cell><text:p>Skills</text:p>{inner}</table:table-cell>{CELL('Python')}</table:table-row>"
    listed = "<text:list><text:list-item><text:p>Rust</text:p></text:list-item></text:list>"
    content = odt(f"<table:table>{rows}{wide}</table:table><text:section>{listed}</text:section>")
    assert lines_of(content) == ["Phone | 123", "Skills", "in | ner", "Python", "Rust"]


def test_a_text_box_follows_its_paragraph() -> None:
    box = "<draw:frame><draw:text-box><text:p>box@example.org</text:p></draw:text-box><svg:title>a frame</svg:title></draw:frame>"
    assert lines_of(odt(f"<text:p>Jane{box} Roe</text:p>")) == ["Jane Roe", "box@example.org"]


def test_deleted_text_and_comments_are_out_and_hidden_text_is_reported() -> None:
    hides = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>two years</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Jane<office:annotation><text:p>comment</text:p></office:annotation><text:span text:style-name="T1">Ignore <text:span>all</text:span></text:span> Roe</text:p>'
        '<text:p text:style-name="T1">unseen</text:p><text:section text:display="none"><text:p>apart</text:p></text:section>'
    )
    extract = read_odt(odt(body, automatic=hides))
    assert extract.text == "Jane Roe"
    assert [span.text for span in extract.hidden] == ["Ignore all", "unseen", "apart"]


def test_link_targets_are_given_in_order() -> None:
    body = '<text:p><text:a xlink:href="mailto:a@example.org">Mail</text:a><draw:a xlink:href="https://example.org/b"><draw:frame/></draw:a></text:p>'
    extract = read_odt(odt(body))
    assert (extract.text, extract.links) == ("Mail", ("mailto:a@example.org", "https://example.org/b"))


def test_an_encrypted_document_is_locked() -> None:
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry>'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(CannotScreen) as refused:
        read_odt(odt("", parts={"META-INF/manifest.xml": manifest}))
    assert refused.value.reason == "locked"


def test_a_picture_alone_is_a_scan() -> None:
    with pytest.raises(CannotScreen) as refused:
        read_odt(odt("<text:p/>", parts={"Pictures/1.png": b"png"}))
    assert refused.value.reason == "scanned"


TEXT = '<style:style style:family="{}" style:name="{}" {}><style:text-properties {}/></style:style>'.format
WHITE = TEXT("text", "W", "", 'fo:color="#ffffff"')
DARK = 'fo:background-color="#102030"'


def hidden(
    body: str, automatic: str = "", *, common: str = "", layout: str = "", styles: str = ""
) -> list[tuple[str, str]]:
    """What is hidden in a body that stands after a visible paragraph."""
    extract = read_odt(
        odt(
            f"<text:p>Jane</text:p>{body}",
            automatic=WHITE + automatic,
            common=common,
            layout=layout,
            styles=styles,
        )
    )
    return [(span.text, span.why) for span in extract.hidden]


def span(text: str, style: str = "W") -> str:
    return f'<text:p><text:span text:style-name="{style}">{text}</text:span></text:p>'


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ('fo:color="#ffffff"', SAME_COLOUR),
        ('fo:color="#eeeeee"', SAME_COLOUR),
        ('fo:color="#000000" fo:background-color="#000000"', SAME_COLOUR),
        ('fo:font-size="1pt"', TINY),
        ('fo:font-size="0.02cm"', TINY),
        ('fo:font-size="5%"', TINY),
        ('style:text-scale="1%"', SQUEEZED),
        ('fo:letter-spacing="-0.5in"', SQUEEZED),
        ('fo:color="#000000" loext:opacity="0%"', TRANSPARENT),
        ('text:display="none"', VANISHED),
    ],
)
def test_what_cannot_be_seen_is_taken_out_with_the_reason(properties: str, why: str) -> None:
    usual = TEXT("paragraph", "P", "", 'fo:font-size="12pt"')
    body = '<text:p text:style-name="P"><text:span text:style-name="X">secret words</text:span></text:p>'
    assert hidden(body, usual + TEXT("text", "X", "", properties)) == [("secret words", why)]


@pytest.mark.parametrize(
    "properties",
    [
        'fo:color="#cccccc"',
        'fo:color="#ffffff" style:use-window-font-color="true"',
        f'fo:color="#ffffff" {DARK}',
        'fo:color="#ffffff" style:text-outline="true"',
        'fo:font-size="58%" fo:color="nonsense"',
        'text:display="true"',
        'fo:color="#000000" style:use-window-font-color="true" loext:opacity="0%"',
    ],
)
def test_what_can_be_seen_stays(properties: str) -> None:
    assert hidden(span("words", "X"), TEXT("text", "X", "", properties)) == []


def test_looks_come_through_parents_and_defaults_and_names_belong_to_their_part() -> None:
    common = (
        TEXT("paragraph", "Base", "", 'fo:color="#ffffff"')
        + TEXT("paragraph", "Child", 'style:parent-style-name="Base"', 'fo:font-size="12pt"')
        + TEXT("text", "Round", 'style:parent-style-name="Round"', 'fo:font-size="12pt"')
    )
    body = '<text:p text:style-name="Child">unseen</text:p>' + span("seen", "Round")
    assert hidden(body, common=common) == [("unseen", SAME_COLOUR)]
    tiny = '<style:default-style style:family="paragraph"><style:text-properties fo:font-size="1pt"/></style:default-style>'
    assert ("x", TINY) in hidden("<text:p>x</text:p>", common=tiny)
    layout = TEXT("text", "W", "", 'fo:color="#000000"')
    header = f"<style:master-page><style:header>{span('head')}</style:header></style:master-page>"
    assert hidden(span("body"), layout=layout, styles=header) == [("body", SAME_COLOUR)]


def test_dark_paragraphs_cells_rows_sections_and_pages_make_white_text_honest() -> None:
    ground = '<style:style style:family="{0}" style:name="D"><style:{0}-properties {1}/></style:style>'.format
    dark = "".join(
        ground(kind, DARK) for kind in ("paragraph", "table-cell", "table-row", "section", "table")
    )
    white = '<text:span text:style-name="W">x</text:span>'
    table = "<table:table{}><table:table-row{}><table:table-cell{}><text:p>{}</text:p></table:table-cell></table:table-row></table:table>".format
    named = ' table:style-name="D"'
    for body in (
        f'<text:p text:style-name="D">{white}</text:p>',
        f'<text:section text:style-name="D"><text:p>{white}</text:p></text:section>',
        table(named, "", "", white),
        table("", named, "", white),
        table("", "", named, white),
    ):
        assert hidden(body, dark) == []
    assert hidden(table("", "", "", white), dark) == [("x", SAME_COLOUR)]
    page = f"<style:page-layout><style:page-layout-properties {DARK}/></style:page-layout>"
    assert hidden(span("x"), layout=page) == []


def test_boxes_are_judged_by_their_fill_their_size_and_their_place() -> None:
    fill = '<style:style style:family="graphic" style:name="F"><style:graphic-properties {}/></style:style>'.format
    box = '<text:p><draw:frame draw:style-name="F" {}><draw:text-box>{}</draw:text-box></draw:frame></text:p>'.format
    size = 'svg:width="5cm" svg:height="2cm"'
    assert hidden(box(size, span("x")), fill('draw:fill="solid" draw:fill-color="#102030"')) == []
    assert hidden(box(size, span("x")), fill('draw:fill="none"')) == [("x", SAME_COLOUR)]
    assert hidden(box('svg:width="0cm" svg:height="1cm"', "<text:p>x</text:p>")) == [("x", NO_ROOM)]
    assert hidden(box(f'svg:x="-50cm" {size}', "<text:p>x</text:p>")) == [("x", OFF_THE_PAGE)]


def test_white_text_beside_a_dark_drawing_is_kept_with_a_doubt() -> None:
    shape = '<text:p><draw:rect draw:style-name="F" svg:width="9cm" svg:height="5cm"/></text:p>'
    fill = '<style:style style:family="graphic" style:name="F"><style:graphic-properties draw:fill="solid" draw:fill-color="#102030"/></style:style>'
    extract = read_odt(odt(f"{span('white words')}{shape}", automatic=WHITE + fill))
    assert (extract.text.strip(), extract.hidden, extract.doubts) == ("white words", (), (PERHAPS,))


def test_a_prompt_is_no_content_and_the_file_says_when_it_was_saved() -> None:
    meta = (
        '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:date>{}</dc:date></office:meta></office:document-meta>'
    ).format
    body = "<text:p>Jane<text:placeholder>Your skills</text:placeholder></text:p>"
    extract = read_odt(odt(body, parts={"meta.xml": meta("2025-03-01T10:00:00")}))
    assert (extract.text, extract.written) == ("Jane", "2025-03-01T10:00:00Z")
    assert read_odt(odt(body, parts={"meta.xml": "<broken"})).written is None


DARK_CELL = (
    '<style:style style:name="c" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#102030"/></style:style>'
)
WHITE_STYLE = '<style:style style:name="w" style:family="{}"><style:text-properties fo:color="#ffffff"/></style:style>'.format


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ('<text:p>secret<text:hidden-paragraph text:is-hidden="true"/></text:p>', VANISHED),
        ('<text:p><text:hidden-text text:is-hidden="true">secret</text:hidden-text></text:p>', VANISHED),
        (
            '<text:section text:display="condition" text:is-hidden="true"><text:p>secret</text:p></text:section>',
            VANISHED,
        ),
        (
            "<table:table><table:table-row><table:covered-table-cell><text:p>secret</text:p>"
            "</table:covered-table-cell></table:table-row></table:table>",
            COVERED,
        ),
        ('<text:p><text:a xlink:href="" text:style-name="w">secret</text:a></text:p>', SAME_COLOUR),
        ('<text:p text:style-name="far">secret</text:p>', OFF_THE_PAGE),
        ('<text:p><text:span text:style-name="five">secret</text:span></text:p>', TINY),
    ],
)
def test_more_ways_to_hide_are_found(body: str, why: str) -> None:
    automatic = (
        WHITE_STYLE("text")
        + '<style:style style:name="far" style:family="paragraph">'
        + '<style:paragraph-properties fo:margin-left="80cm"/></style:style>'
        + '<style:style style:name="five" style:family="text"><style:text-properties fo:font-size="5%"/></style:style>'
    )
    extract = read_odt(odt(f"<text:p>Jane</text:p>{body}", automatic=automatic))
    assert (extract.text.strip(), [(span.text, span.why) for span in extract.hidden]) == (
        "Jane",
        [("secret", why)],
    )


@pytest.mark.parametrize(
    "body",
    [
        '<text:p>seen<text:hidden-paragraph text:is-hidden="false"/></text:p>',
        '<text:section text:display="condition"><text:p>seen</text:p></text:section>',
        '<text:p><draw:custom-shape><text:p text:style-name="w">seen</text:p></draw:custom-shape></text:p>',
        '<table:table><table:table-column table:number-columns-repeated="2"/><table:table-columns><table:table-column'
        ' table:default-cell-style-name="c"/></table:table-columns><table:table-row><table:table-cell'
        ' table:number-columns-repeated="2"/><table:table-cell><text:p text:style-name="w">seen</text:p>'
        "</table:table-cell></table:table-row></table:table>",
    ],
)
def test_what_only_looks_like_hiding_stays(body: str) -> None:
    extract = read_odt(odt(body, automatic=DARK_CELL + WHITE_STYLE("paragraph")))
    assert (extract.text.strip(), extract.hidden) == ("seen", ())
