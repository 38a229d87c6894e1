"""Kinds by their bytes, and the words for what isn't a résumé."""

import gzip
import io
import time

import pytest
from PIL import Image

from core.errors import CannotScreen
from core.reading.sniff import kind_of
from tests.reading.documents import compound, docx, odt, paragraph, relationships, word_97, zipped


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(file, kind)
    return file.getvalue()


def office(content_type: str, main: str) -> bytes:
    types = f'<Types xmlns="urn:t"><Override PartName="/{main}" ContentType="{content_type}"/></Types>'
    return zipped(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": relationships(("officeDocument", main, "")),
            main: "<a/>",
        }
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + bytes(500) + b"%PDF-1.4", "pdf"),
        (docx(paragraph("Jane")), "docx"),
        (docx(paragraph("Jane"), main="other/name.xml", strict=True), "docx"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml", "word/document.xml"), "docx"),
        (zipped({"word/document.xml": "<a/>"}), "docx"),
        (odt("<text:p>Jane</text:p>"), "odt"),
        (word_97("Jane"), "doc"),
        (b"\xef\xbb\xbf{\\rtf1 Jane}", "rtf"),
        *((picture(kind), "image") for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")),
        (b"Jane Roe", "txt"),
        ("Jane Roe".encode("utf-16"), "txt"),
        ("山田太郎\n経験".encode("shift_jis"), "txt"),
        (b"MZUNGU Jane, BMW engineer", "txt"),
        (b"Name: Jane Roe\nE-mail: jane@example.org\n\nI <html> pages.", "txt"),
    ],
)
def test_documents_are_known_by_their_bytes(content: bytes, kind: str) -> None:
    assert kind_of(content) == kind


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


@pytest.mark.parametrize(
    ("content", "reason", "words"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t\n", "empty", "empty"),
        (bytes(4_096), "empty", "empty"),
        ("\n \n".encode("utf-16"), "empty", "empty"),
        (b"<!DOCTYPE html><p>Sign in", "not_a_document", "web page"),
        (b"\xef\xbb\xbf \n<!-- saved --><HTML>", "not_a_document", "web page"),
        ("<html><body>".encode("utf-16"), "not_a_document", "web page"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "not_a_document", "web page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>", "not_a_document", "web page"),
        (b"Received: from a\n\tby b\nSubject: CV\n\nHello", "not_a_document", "e-mail"),
        (b"From a@b Wed Jul 20\nMessage-ID: <1>\n\nHello", "not_a_document", "e-mail"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "unsupported", "as JPG"),
        (b"8BPS" + bytes(20), "unsupported", "as JPG"),
        (b"<svg xmlns='x'/>", "unsupported", "drawing"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "not_a_document", "film"),
        (b"MZ\x90\0\3" + bytes(100), "not_a_document", "program"),
        (b"\x7fELF\2\1\1" + bytes(100), "not_a_document", "program"),
        (gzip.compress(b"Jane" * 100, mtime=0), "unsupported", "archive"),
        (zipped({"a.pdf": "x"}), "unsupported", "archive"),
        (zipped({"Index/Document.iwa": "x"}), "unsupported", "Pages"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "unsupported",
            "spreadsheet",
        ),
        (office(SHEET, "xl/workbook.xml"), "unsupported", "spreadsheet"),
        (office(SLIDES, "ppt/presentation.xml"), "unsupported", "slides"),
        (compound({"Workbook": b""}), "unsupported", "spreadsheet"),
        (compound({"EncryptedPackage": b"", "EncryptionInfo": b""}), "locked", "password"),
        (compound({"Anything": b""}), "unsupported", "can't be read"),
        (compound({"WordDocument": b""})[:300], "damaged", "damaged"),
        (docx(paragraph("Jane"))[:-30], "damaged", "damaged"),
        (b"%!PS-Adobe-3.0\n", "unsupported", "can't be read"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "unsupported", "can't be read"),
        (bytes(range(256)) * 10, "unsupported", "can't be read"),
    ],
)
def test_what_is_no_readable_document_gets_fitting_words(content: bytes, reason: str, words: str) -> None:
    from core.domain.candidate import failure

    with pytest.raises(CannotScreen) as refused:
        kind_of(content)
    assert refused.value.reason == reason
    assert words in failure(refused.value.reason, refused.value.message).message


def test_comments_without_end_of_them_take_no_time() -> None:
    began = time.monotonic()
    assert kind_of(b"<!-- -->" * 20_000 + b"Jane") == "txt"
    assert time.monotonic() - began < 2
