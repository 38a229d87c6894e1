"""Strangers' archives: bombs, traps and broken ones are refused before anything is unpacked whole."""

import pytest

from core.errors import CannotScreen
from core.reading.office import archive
from core.reading.office.archive import MAX_XML, Archive
from tests.reading.documents import zipped


def reason_of(content: bytes, part: str = "a.xml") -> str:
    with pytest.raises(CannotScreen) as refused:
        Archive(content).xml(part)
    return refused.value.reason


def test_parts_are_found_whatever_their_case_and_slashes() -> None:
    opened = Archive(zipped({"Word\\Document.XML": "<a/>"}))
    root = opened.xml("/word/document.xml")
    assert root is not None
    assert root.tag == "a"
    assert opened.xml("other.xml") is None


def test_a_part_that_unpacks_to_more_than_its_limit_is_refused() -> None:
    content = zipped({"a.xml": b"<a>" + b" " * MAX_XML + b"</a>"})
    assert len(content) < 100_000
    assert reason_of(content) == "too_large"


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    honest = zipped({"a.xml": b"<a>" + b" " * 1_000_000 + b"</a>"})
    size = (1_000_007).to_bytes(4, "little")
    assert honest.count(size) == 2
    assert reason_of(honest.replace(size, (100).to_bytes(4, "little"))) == "damaged"


def test_an_archive_that_unpacks_to_more_than_its_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 1_000)
    with pytest.raises(CannotScreen) as refused:
        Archive(zipped({"a": b"0" * 600, "b": b"0" * 600}))
    assert refused.value.reason == "too_large"


def test_an_archive_of_thousands_of_parts_is_refused() -> None:
    with pytest.raises(CannotScreen) as refused:
        Archive(zipped({f"{number}": "" for number in range(2_001)}, compress=False))
    assert refused.value.reason == "too_large"


def test_parts_of_millions_of_tags_are_refused_before_they_are_parsed() -> None:
    assert reason_of(zipped({"a.xml": "<a>" + "<b/>" * 500_000 + "</a>"})) == "too_large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_declaration_is_refused(encoding: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    assert reason_of(zipped({"a.xml": bomb.encode(encoding)})) == "damaged"


def test_comments_and_instructions_in_the_xml_are_dropped() -> None:
    root = Archive(zipped({"a.xml": "<a><!-- c --><?go on?><b/></a>"})).xml("a.xml")
    assert root is not None
    assert [child.tag for child in root] == ["b"]


def test_broken_archives_and_parts_are_damaged() -> None:
    assert reason_of(zipped({"a.xml": "<a"})) == "damaged"
    content = zipped({"a.xml": "<a>text</a>"}, compress=False)
    assert reason_of(content.replace(b"text", b"tent")) == "damaged"
    with pytest.raises(CannotScreen):
        Archive(content[:40])


def test_an_archive_with_a_password_is_locked() -> None:
    content = bytearray(zipped({"a.xml": "<a/>"}))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        content[content.index(mark) + flags] |= 1
    assert reason_of(bytes(content)) == "locked"


def test_deeply_nested_xml_is_damaged_rather_than_fatal() -> None:
    deep = zipped({"a.xml": "<a>" * 100_000 + "</a>" * 100_000}, compress=True)
    assert reason_of(deep) == "damaged"
