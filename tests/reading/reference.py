"""What a person would read in a PDF: sentences with their words, known from somewhere else than a PDF reader."""

import io
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from core.reading.office.docx import read_docx
from core.reading.txt import read_txt

WIDTH, HEIGHT = 595, 842
FEWEST_WORDS = 4
"""A shorter line of a twin (a year, a town) may stand anywhere and proves nothing."""

_SENTENCE_END = re.compile(r"(?<=[a-z\d)][.!?])\s+(?=[A-Z])")
_BULLET = re.compile(r"(?m)^\s*(?:[•·▪●○-]|\d{1,2}\.)\s+")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "\xad": "-"})


@dataclass(frozen=True, slots=True)
class Reference:
    """A PDF, and sentences that stand in it from first to last word."""

    name: str
    pdf: bytes
    sentences: tuple[str, ...]


class Score(NamedTuple):
    """How many sentences came out, and what of them is whole."""

    sentences: int
    words: int
    """With every word's beginning and end where they belong."""
    order: int
    """With every letter in its place, wherever the spaces are."""

    def __add__(self, other: object) -> "Score":
        assert isinstance(other, Score)
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    def __str__(self) -> str:
        return f"words {self.words / self.sentences:.2%}, order {self.order / self.sentences:.2%} of {self.sentences}"


def score(text: str, sentences: Iterable[str]) -> Score:
    """Compares letters as a reader sees them: NFKC, one kind of quote, any white space as one space."""
    words = f" {folded(text)} "
    letters = words.replace(" ", "")
    total = Score(0, 0, 0)
    for sentence in map(folded, sentences):
        total += Score(1, f" {sentence} " in words, sentence.replace(" ", "") in letters)
    return total


def missed(text: str, sentences: Iterable[str]) -> list[str]:
    """The sentences that aren't word-exact."""
    return [sentence for sentence in sentences if not score(text, [sentence]).words]


def folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    return " ".join(_BULLET.sub(" ", text).split())


# Real files and the documents they were made from


def twins(shared: Path) -> tuple[Reference, ...]:
    """The PDFs that have their DOCX or TXT beside them; sentences that were edited in one of the two are left out."""
    found = []
    for file in sorted(shared.glob("resumes/**/*.pdf")):
        for twin in (file.with_suffix(".docx"), file.with_suffix(".txt")):
            if twin.exists():
                found.append(Reference(file.stem, file.read_bytes(), tuple(_sentences(_text(twin)))))
                break
    return tuple(found)


def _text(twin: Path) -> str:
    read = read_docx if twin.suffix == ".docx" else read_txt
    return read(twin.read_bytes()).text


def _sentences(text: str) -> Iterator[str]:
    for line in _BULLET.sub("", text).split("\n"):
        for sentence in _SENTENCE_END.split(line.strip()):
            if len(sentence.split()) >= FEWEST_WORDS:
                yield sentence


# Documents made here

_SAID = (
    "plans", "orders", "builds", "tests", "ships", "mends", "paints", "counts", "teaches", "hires",
    "leads", "draws", "sells", "writes", "checks", "moves", "cleans", "stores", "weighs", "sorts",
)  # fmt: skip
_WHO = (
    "team", "yard", "shop", "plant", "school", "crew", "office", "clinic", "garage", "library", "market",
    "harbour", "studio", "depot", "mill",
)  # fmt: skip
_WHAT = (
    "engines", "ledgers", "timetables", "invoices", "sensors", "bridges", "pumps", "forms", "reports",
    "boilers", "catalogues", "tickets", "valves", "surveys", "benches", "uniforms", "permits", "ladders",
    "samples", "menus",
)  # fmt: skip
_HOW = ("quickly", "by hand", "every week", "with care", "without delay", "on paper", "in winter", "at night")


class _Prose:
    """Sentences about work of which no two are equal."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 100 * seed

    def sentence(self) -> str:
        self._count += 1
        pick = self._random.choice
        middle = f"{pick(_SAID)} {self._count} {pick(_WHAT)} and {pick(_SAID)} {pick(_WHAT)}"
        return f"The {pick(_WHO)} {middle} for the {pick(_WHO)} {pick(_HOW)} in {pick(_WHO)} {self._count}."

    def sentences(self, count: int) -> list[str]:
        return [self.sentence() for _ in range(count)]


def generated() -> tuple[Reference, ...]:
    """Every layout that résumés come in, each drawn the way some program draws it."""
    makers: list[Callable[[], Reference]] = [
        one_column,
        justified,
        courier,
        with_header_and_footer,
        letter_spaced_headings,
        broken_words,
        dates_at_the_right,
        rows_of_a_table,
        wrapped_cells,
        kerned,
        turned,
    ]
    return (
        *(make() for make in makers),
        *(
            columns(first, by_row=by_row, name=name)
            for name, first in (("two columns", 240), ("left sidebar", 130), ("right sidebar", 350))
            for by_row in (False, True)
        ),
    )


def _drawn(draw: Callable[[Canvas], None], size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=size)
    canvas.setFont("Helvetica", 10)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def wrapped(text: str, width: float, *, font: str = "Helvetica", size: float = 10) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if stringWidth(longer, font, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _paragraphs(sentences: Iterable[str], width: float, *, font: str = "Helvetica") -> list[str]:
    """Lines of paragraphs of two sentences, with an empty line after each."""
    pairs = list(sentences)
    lines = []
    for i in range(0, len(pairs), 2):
        lines += [*wrapped(" ".join(pairs[i : i + 2]), width, font=font), ""]
    return lines


def one_column() -> Reference:
    prose = _Prose(1).sentences(16)

    def draw(canvas: Canvas) -> None:
        for row, line in enumerate(_paragraphs(prose, 450)):
            canvas.drawString(72, 780 - 14 * row, line)

    return Reference("one column", _drawn(draw), tuple(prose))


def columns(first: float, *, by_row: bool, name: str) -> Reference:
    """Two columns under a name, the left one `first` points wide; by row, each line is drawn across both."""
    prose = _Prose(int(first) + by_row).sentences(20)
    left_share = max(4, round(20 * first / 500) // 2 * 2)
    left = _paragraphs(prose[:left_share], first)
    right = _paragraphs(prose[left_share:], 470 - first)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "Ada Example, engineer of many things")
        placed = [(50, left), (50 + first + 25, right)]
        if by_row:
            for row, pair in enumerate(zip_longest(left, right, fillvalue="")):
                for (x, _), line in zip(placed, pair, strict=True):
                    canvas.drawString(x, 760 - 14 * row, line)
        else:
            for x, lines in placed:
                for row, line in enumerate(lines):
                    canvas.drawString(x, 760 - 14 * row, line)

    drawn = "by row" if by_row else "by column"
    return Reference(f"{name} {drawn}", _drawn(draw), ("Ada Example, engineer of many things", *prose))


def justified() -> Reference:
    prose = _Prose(2).sentences(12)
    style = ParagraphStyle("justified", fontName="Times-Roman", fontSize=11, leading=14, alignment=4)
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=(WIDTH, HEIGHT)).build([Paragraph(text, style) for text in prose])
    return Reference("justified", file.getvalue(), tuple(prose))


def courier() -> Reference:
    prose = _Prose(3).sentences(12)

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Courier", 10)
        for row, line in enumerate(_paragraphs(prose, 440, font="Courier")):
            canvas.drawString(72, 780 - 14 * row, line)

    return Reference("Courier", _drawn(draw), tuple(prose))


def with_header_and_footer() -> Reference:
    """Header and footer drawn last, as word processors do: the prose of a page must not break."""
    prose = _Prose(4).sentences(24)

    def draw(canvas: Canvas) -> None:
        for page in range(2):
            canvas.setFont("Helvetica", 10)
            for row, line in enumerate(_paragraphs(prose[12 * page : 12 * page + 12], 450)):
                canvas.drawString(72, 760 - 14 * row, line)
            canvas.drawString(72, 810, "Ada Example, curriculum vitae")
            canvas.drawRightString(WIDTH - 72, 30, f"Page {page + 1} of 2 of this résumé")
            canvas.showPage()

    return Reference("header and footer", _drawn(draw), (*prose, "Page 2 of 2 of this résumé"))


def letter_spaced_headings() -> Reference:
    headings = [
        "DATA MANAGER AND LEAD",
        "WORK HISTORY OF ADA",
        "Skills and Tools Used",
        "OTHER THINGS DONE AT HOME",
    ]
    prose = _Prose(5).sentences(8)

    def draw(canvas: Canvas) -> None:
        y = 780
        for number, heading in enumerate(headings):
            line = canvas.beginText(72, y)
            line.setFont("Helvetica-Bold", 12)
            if number == 3:
                line.textLine("  ".join(" ".join(word) for word in heading.split()))
            else:
                line.setCharSpace(2.5 + 2 * number)
                line.textLine(heading)
            line.setCharSpace(0)
            canvas.drawText(line)
            canvas.setFont("Helvetica", 10)
            for row, text in enumerate(_paragraphs(prose[2 * number : 2 * number + 2], 450)):
                canvas.drawString(72, y - 20 - 14 * row, text)
            y -= 120

    return Reference("letter-spaced headings", _drawn(draw), (*headings, *prose))


def broken_words() -> Reference:
    lines = [
        "Ada was responsible for the develop-",
        "ment of compilers, for the main-",
        "tenance of old machines, and for a cloud-",
        "based service with a user-",
        "friendly front end and a high-",
        "performance back end in well-known places.",
    ]
    sentence = (
        "Ada was responsible for the development of compilers, for the maintenance of old machines, and for a "
        "cloud-based service with a user-friendly front end and a high-performance back end in well-known places."
    )

    def draw(canvas: Canvas) -> None:
        for row, line in enumerate(lines):
            canvas.drawString(72, 780 - 14 * row, line)

    return Reference("broken words", _drawn(draw), (sentence,))


def dates_at_the_right() -> Reference:
    """Titles with their dates far to the right, over prose: two columns to a machine, one line to a person."""
    prose = _Prose(6).sentences(12)
    titles = [(f"Engineer at works {n}", f"20{n}0 – 20{n}5") for n in range(6)]

    def draw(canvas: Canvas) -> None:
        y = 780
        for number, (title, years) in enumerate(titles):
            canvas.drawString(72, y, title)
            canvas.drawRightString(WIDTH - 72, y, years)
            for text in wrapped(" ".join(prose[2 * number : 2 * number + 2]), 450):
                y -= 14
                canvas.drawString(72, y, text)
            y -= 30

    return Reference(
        "dates at the right", _drawn(draw), (*(f"{title} {years}" for title, years in titles), *prose)
    )


def rows_of_a_table() -> Reference:
    """Short cells in three columns: the rows are what belongs together, however wide the gaps."""
    rows = [(f"201{n}–201{n + 1}", f"{_WHO[n].title()} works", f"town of {_WHAT[n]}") for n in range(8)]

    def draw(canvas: Canvas) -> None:
        for row, cells in enumerate(rows):
            for x, cell in zip((72, 190, 380), cells, strict=True):
                canvas.drawString(x, 780 - 18 * row, cell)

    return Reference("rows of a table", _drawn(draw), tuple(" ".join(cells) for cells in rows))


def wrapped_cells() -> Reference:
    """A table whose cells go over several lines, drawn cell by cell."""
    prose = _Prose(7).sentences(12)
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
    cells = [[Paragraph(prose[2 * n], style), Paragraph(prose[2 * n + 1], style)] for n in range(6)]
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=(WIDTH, HEIGHT)).build([Table(cells, colWidths=[150, 250])])
    return Reference("wrapped cells", file.getvalue(), tuple(prose))


def kerned() -> Reference:
    """As TeX sets: no space characters at all, words apart by a shift, letters nudged together or apart."""
    prose = _Prose(8).sentences(10)
    nudge = random.Random(8)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 800, "Ada Example")
        code = []
        for row, line in enumerate(_paragraphs(prose, 420)):
            parts = []
            for word in line.split():
                parts += [f"({char}) {nudge.choice((-30, -15, 0, 20, 30))}" for char in word] + ["-290"]
            code.append(f"BT /F1 10 Tf 1 0 0 1 72 {780 - 14 * row} Tm [{' '.join(parts)}] TJ ET")
        canvas._code.extend(code)

    return Reference("kerned", _drawn(draw), tuple(prose))


def turned() -> Reference:
    """A page that lies on its side in the file and is shown upright, with a label that runs up its edge."""
    prose = _Prose(9).sentences(10)

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.drawString(400, 30, "Experience in many trades")
        canvas.translate(60, 72)
        canvas.rotate(90)
        for row, line in enumerate(_paragraphs(prose, 500)):
            canvas.drawString(0, -14 * row, line)

    return Reference("turned", _drawn(draw), ("Experience in many trades", *prose))
