"""OpenDocument texts."""

import pytest

from core.errors import CannotScreen
from core.reading.odt import read_odt
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
