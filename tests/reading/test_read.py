"""One door for all kinds: bytes in, a text or a reason out."""

import hashlib
from pathlib import Path

import pytest

from core.domain.candidate import Failure
from core.domain.resume import ReadResume
from core.reading import read as reading
from core.reading.limits import MAX_CHARACTERS
from core.reading.read import draw, read_bytes
from tests.reading.documents import docx, odt, paragraph, word_97


def read(content: bytes) -> ReadResume:
    outcome = read_bytes(content)
    assert isinstance(outcome, ReadResume), outcome
    return outcome


def refuse(content: bytes) -> Failure:
    outcome = read_bytes(content)
    assert isinstance(outcome, Failure), outcome
    return outcome


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (docx(paragraph("Jörg\u00a0Müller ")), "docx"),
        (odt("<text:p>Jörg\u00a0Müller</text:p>"), "odt"),
        (word_97("Jörg\u00a0Müller\r"), "doc"),
        (rb"{\rtf1\ansi J\'f6rg\~M\u252?ller\par}", "rtf"),
        ("\nJörg\u00a0Müller \n".encode("cp1252"), "txt"),
    ],
)
def test_every_kind_gives_the_same_normalised_text(content: bytes, kind: str) -> None:
    resume = read(content)
    assert (resume.kind, resume.text, resume.pages) == (kind, "Jörg Müller", None)
    assert resume.sha256 == hashlib.sha256(content).hexdigest()


def linked(*targets: str, text: str) -> bytes:
    links = "".join(
        f'<w:hyperlink r:id="rId{n}"><w:r><w:t>.</w:t></w:r></w:hyperlink>' for n, _ in enumerate(targets, 1)
    )
    return docx(
        f"{paragraph(text)}<w:p>{links}</w:p>",
        related=tuple(("hyperlink", one, "External") for one in targets),
    )


def test_link_targets_that_do_not_stand_in_the_text_are_appended_as_a_last_field() -> None:
    targets = ("mailto:jane@example.org?subject=CV", "tel:+44%2020%207946%200123", "https://github.com/jane")
    resume = read(linked(*targets, text="Jane Roe"))
    assert resume.links == targets
    assert resume.text.endswith("\n\nLinks: jane@example.org, +44 20 7946 0123, https://github.com/jane")


def test_link_targets_that_stand_in_the_text_are_not_repeated() -> None:
    targets = ("mailto:Jane@Example.org", "tel:+442079460123", "https://www.github.com/jane/")
    resume = read(linked(*targets, text="jane@example.org +44 20 7946-0123 github.com/jane"))
    assert "Links:" not in resume.text
    assert resume.links == targets


def test_targets_that_lead_nowhere_a_person_should_go_are_dropped() -> None:
    targets = ("javascript:alert(1)", "file:///etc/passwd", "https://a b", "https://example.org/" + "x" * 600)
    resume = read(linked(*targets, text="Jane Roe"))
    assert resume.links == ()
    assert "Links" not in resume.text


def test_a_web_page_is_refused_whatever_it_is_named() -> None:
    refused = refuse(b"<!DOCTYPE html><title>cv.pdf</title>")
    assert (refused.reason, refused.message) == (
        "not_a_document",
        "This is a web page, not a document. Ask for the real file.",
    )


def test_a_text_without_letters_is_empty() -> None:
    assert refuse(b"12345 --- 678").reason == "empty"
    assert refuse("\u200b\u202e\ufeff".encode("utf-16")).reason == "empty"


def test_a_text_that_is_too_long_is_refused_and_never_cut() -> None:
    assert len(read(b"a" * MAX_CHARACTERS).text) == MAX_CHARACTERS
    refuse(b"a" * 10 * MAX_CHARACTERS)
    refused = refuse(b"a" * (MAX_CHARACTERS + 1))
    assert refused.reason == "too_large"
    assert "200,000" in refused.message


def test_whatever_a_library_throws_means_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(content: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(reading, "_reader", lambda kind: explode)
    assert refuse(b"Jane").reason == "damaged"


def test_lack_of_memory_is_not_taken_for_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(content: bytes) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "_reader", lambda kind: explode)
    with pytest.raises(MemoryError):
        read_bytes(b"Jane")


def test_only_pages_of_a_pdf_are_drawn() -> None:
    outcome = draw(b"Jane Roe", 1)
    assert isinstance(outcome, Failure)
    assert outcome.reason == "unsupported"


def test_a_damaged_pdf_cannot_be_drawn() -> None:
    outcome = draw(b"%PDF-1.4 nothing", 1)
    assert isinstance(outcome, Failure)
    assert outcome.reason == "damaged"


def test_real_word_and_opendocument_resumes_are_read(shared: Path) -> None:
    files = [
        *shared.glob("resumes/*/*.docx"),
        *shared.glob("resumes/*/*.doc"),
        *shared.glob("resumes/*/*.odt"),
    ]
    assert files
    for file in files:
        assert len(read(file.read_bytes()).text) > 500, file.name
