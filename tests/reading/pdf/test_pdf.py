"""Reading PDFs: order, words, links, and every way a PDF can't be read."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.domain.resume import ReadResume
from core.errors import CannotScreen
from core.reading.normalise import normalise
from core.reading.pdf import read_pdf

PAGE = (595, 842)


def pdf(draw: Callable[[Canvas], None]) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=PAGE)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def lines(*texts: str, x: float = 72, y: float = 760) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for row, text in enumerate(texts):
            canvas.drawString(x, y - 16 * row, text)

    return draw


def encrypted(content: bytes, *, user: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def reason(content: bytes) -> str:
    with pytest.raises(CannotScreen) as caught:
        read_pdf(content)
    return caught.value.reason


def test_lines_come_in_reading_order_one_a_line() -> None:
    extract = read_pdf(pdf(lines("Ada Example", "Software engineer", "Ten years of Python")))
    assert extract.text == "Ada Example\nSoftware engineer\nTen years of Python"
    assert extract.page_starts == (0,)
    assert extract.hidden == ()


def test_two_columns_are_not_interleaved() -> None:
    left = [f"Left line {n} goes on" for n in range(6)]
    right = [f"Right line {n} stays apart" for n in range(6)]

    def draw(canvas: Canvas) -> None:
        lines(*left)(canvas)
        lines(*right, x=330)(canvas)

    assert read_pdf(pdf(draw)).text == "\n".join([*left, *right])


def test_when_the_file_was_changed_is_told() -> None:
    content = pdf(lines("Ada Example"))
    changed = re.sub(rb"/ModDate \(D:\d{14}", b"/ModDate (D:20240501123000", content)
    changed = re.sub(rb"(20240501123000)[^)]*", rb"\1+02'00'", changed)
    assert read_pdf(changed).written == "2024-05-01T10:30:00Z"
    nonsense = re.sub(rb"Date \(D:\d{14}", b"Date (D:99999999999999", content)
    assert read_pdf(nonsense).written is None


def test_each_page_begins_where_page_starts_says() -> None:
    def draw(canvas: Canvas) -> None:
        for text in ("First page here", "Second page here", "Third page here"):
            lines(text)(canvas)
            canvas.showPage()

    extract = read_pdf(pdf(draw))
    assert extract.text == "First page here\n\nSecond page here\n\nThird page here"
    assert [extract.text[start:].split()[0] for start in extract.page_starts] == ["First", "Second", "Third"]
    resume = ReadResume(sha256="0", kind="pdf", text=extract.text, page_starts=extract.page_starts)
    assert resume.page_of(extract.text.index("Second page") + 3) == 2


def test_a_page_without_text_between_others_keeps_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        lines("First page here")(canvas)
        canvas.showPage()
        canvas.showPage()
        lines("Third page here")(canvas)

    extract = read_pdf(pdf(draw))
    assert len(extract.page_starts) == 3
    assert extract.text[extract.page_starts[2] :] == "Third page here"


def test_letter_spaced_headings_become_words_again() -> None:
    def draw(canvas: Canvas) -> None:
        heading = canvas.beginText(72, 760)
        heading.setFont("Helvetica", 12)
        heading.setCharSpace(7)
        heading.textLine("DATA MANAGER AND LEAD")
        heading.setCharSpace(0)
        canvas.drawText(heading)
        lines("I am a person with A B testing in R", y=700)(canvas)

    assert read_pdf(pdf(draw)).text == "DATA MANAGER AND LEAD\nI am a person with A B testing in R"


def test_a_letter_spaced_heading_whose_spaces_are_right_stays_as_it_is() -> None:
    def draw(canvas: Canvas) -> None:
        heading = canvas.beginText(72, 760)
        heading.setFont("Helvetica", 12)
        heading.setCharSpace(1.2)
        heading.textLine("WORK EXPERIENCE AND SKILLS")
        canvas.drawText(heading)

    assert read_pdf(pdf(draw)).text == "WORK EXPERIENCE AND SKILLS"


def test_a_typed_space_parts_words_where_letters_stand_just_as_far_apart() -> None:
    def draw(canvas: Canvas) -> None:
        heading = canvas.beginText(72, 760)
        heading.setFont("Helvetica", 12)
        heading.setCharSpace(6)
        heading.setWordSpace(-8)
        heading.textLine("DATA MANAGER")
        canvas.drawText(heading)

    assert read_pdf(pdf(draw)).text == "DATA MANAGER"


def test_single_letters_with_ordinary_spaces_stay_apart() -> None:
    text = "C R Go and Q of SQL at X Y"
    assert read_pdf(pdf(lines(text))).text == text


def test_a_word_broken_at_a_line_end_is_whole_again() -> None:
    text = read_pdf(pdf(lines("Responsible for the develop-", "ment of compilers"))).text
    assert "development of compilers" in text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        (("Built a cloud-", "based service"), "cloud-based service"),
        (("A multi-stage filter, a multi-", "stage pump"), "a multi-stage pump"),
        (("See example.org/people/ada-", "lovelace for more"), "example.org/people/ada-lovelace"),
    ],
)
def test_a_hyphen_of_the_writer_s_own_stays(broken: tuple[str, ...], whole: str) -> None:
    assert whole in read_pdf(pdf(lines(*broken))).text


def test_programs_that_never_break_words_keep_all_their_hyphens() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCreator("Chromium")
        lines("A role as co-", "ordinator of things")(canvas)

    assert "co-ordinator" in read_pdf(pdf(draw)).text


def test_ligature_codes_of_tex_fonts_become_letters_and_icons_go() -> None:
    def draw(canvas: Canvas) -> None:
        lines("First line")(canvas)
        canvas._code.append("BT /F1 12 Tf 72 650 Td (Scienti\\034c O\\036ce and \\030 numpy) Tj ET")

    assert read_pdf(pdf(draw)).text.endswith("Scientific Office and numpy")


def test_text_beside_the_page_is_dropped() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Seen by everybody")(canvas)
        lines("Never seen at all", x=-400)(canvas)
        lines("Seen again", y=600)(canvas)

    assert read_pdf(pdf(draw)).text == "Seen by everybody\nSeen again"
    assert reason(pdf(lines("Nothing of this is seen", x=-400))) == "empty"


def test_text_typed_into_form_fields_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Name and profession:")(canvas)
        canvas.acroForm.textfield(value="Ada the plumber", x=72, y=600, width=300, height=24)

    assert "Ada the plumber" in read_pdf(pdf(draw)).text


def test_link_targets_come_in_order_each_once() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Ada Example", "GitHub, LinkedIn, mail, phone")(canvas)
        targets = (
            "https://github.com/ada-example",
            "mailto:ada@example.org",
            "https://github.com/ada-example",
            "tel:+44123456",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "www.example.org/ada",
        )
        for row, target in enumerate(targets):
            canvas.linkURL(target, (72, 700 - 20 * row, 200, 715 - 20 * row))

    extract = read_pdf(pdf(draw))
    assert extract.links == (
        "https://github.com/ada-example",
        "mailto:ada@example.org",
        "tel:+44123456",
        "www.example.org/ada",
    )
    assert "github.com" not in extract.text


def test_links_survive_on_a_page_with_form_fields() -> None:
    def draw(canvas: Canvas) -> None:
        lines("Ada Example")(canvas)
        canvas.acroForm.textfield(value="Plumber", x=72, y=600, width=300, height=24)
        canvas.linkURL("https://example.org/ada", (72, 700, 200, 715))

    assert read_pdf(pdf(draw)).links == ("https://example.org/ada",)


def test_a_password_locks_the_file() -> None:
    assert reason(encrypted(pdf(lines("Secret")), user="secret")) == "locked"


def test_an_empty_password_opens_it() -> None:
    assert read_pdf(encrypted(pdf(lines("Open to all")), user="")).text == "Open to all"


def test_no_bytes_blank_pages_and_no_pages_are_empty() -> None:
    no_pages = io.BytesIO()
    PdfWriter().write(no_pages)
    assert reason(b"") == "empty"
    assert reason(pdf(lambda canvas: canvas.showPage())) == "empty"
    assert reason(no_pages.getvalue()) == "empty"


@pytest.mark.parametrize("stamp", ["", "Scanned by a phone"])
def test_pictures_without_text_are_scanned(stamp: str) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 0, 0, *PAGE)
        canvas.drawString(72, 20, stamp)

    assert reason(pdf(draw)) == "scanned"


def test_a_page_on_a_picture_with_real_text_is_read() -> None:
    words = "A full sentence about ten years of work as an engineer in Hull"

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, *PAGE)
        lines(words)(canvas)

    assert read_pdf(pdf(draw)).text == words


def test_rubbish_is_damaged() -> None:
    assert reason(b"%PDF-1.7\nthis is no PDF at all") == "damaged"
    assert reason(pdf(lines("Cut off in the middle"))[:300]) == "damaged"


def test_a_broken_cross_reference_is_mended() -> None:
    content = pdf(lines("Still all there"))
    assert read_pdf(content.replace(b"startxref", b"startxxxx")).text == "Still all there"


def test_more_than_200_pages_are_too_many_and_200_are_not() -> None:
    def pages(count: int) -> bytes:
        def draw(canvas: Canvas) -> None:
            for number in range(count):
                lines(f"Page {number}")(canvas)
                canvas.showPage()

        return pdf(draw)

    assert reason(pages(201)) == "too_large"
    assert len(read_pdf(pages(200)).page_starts) == 200


def test_more_than_200_000_characters_are_too_many() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(60):
            canvas.setFont("Helvetica", 2)
            for row in range(60):
                canvas.drawString(10, 800 - 12 * row, "word " * 100)
            canvas.showPage()

    assert reason(pdf(draw)) == "too_large"


def test_every_shared_pdf_gives_clean_text_or_a_reason(shared: Path) -> None:
    files = sorted(shared.glob("**/*.pdf"))
    assert files
    reasons = set()
    for file in files:
        try:
            extract = read_pdf(file.read_bytes())
        except CannotScreen as failed:
            reasons.add(failed.reason)
            continue
        assert normalise(extract) == extract, file.name  # or marks would stand beside the words
        assert any(map(str.isalnum, extract.text)), file.name
        assert extract.page_starts[0] == 0
        assert list(extract.page_starts) == sorted(extract.page_starts)
    assert reasons <= {"locked", "damaged", "empty", "scanned", "too_large"}


def test_real_resumes_that_are_no_scans_are_all_read(shared: Path) -> None:
    for file in sorted(shared.glob("resumes/**/*.pdf")):
        content = file.read_bytes()
        if "scan" in file.parent.name:
            assert reason(content) == "scanned", file.name
        else:
            assert len(read_pdf(content).text) > 50, file.name


def test_a_file_that_pdfium_refuses_is_read_by_the_second_reader(shared: Path) -> None:
    file = shared / "hostile" / "pdfjs" / "test__pdfs__bug1606566.pdf"
    assert any(map(str.isalpha, read_pdf(file.read_bytes()).text))
