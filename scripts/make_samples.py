"""Writes core/samples/files anew: the same bytes each time. Run: .venv/bin/python -m scripts.make_samples

Names fall to profiles by lot, so that no group ends at the bottom; change SEED and they fall otherwise.
"""

import io
import random
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

from docx import Document
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

from core.samples import sample_job
from scripts.sample_resumes import (
    AVERAGE,
    GERMAN,
    HOTEL,
    IDEAL,
    MISFIT,
    NO_GERMAN,
    NOTE,
    SKILL_LIST,
    STRONG_LEFT,
    STRONG_RIGHT,
    TWO_YEARS,
    Sections,
)

FILES = Path(__file__).resolve().parent.parent / "core" / "samples" / "files"
SEED = 7
NAMES = (
    "Amara Okafor", "Tomasz Wiśniewski", "Grace Whitfield", "Mehmet Aydın", "Sofia Lindqvist", "Daniel Moreau",
    "Priya Raman", "Oliver Hart", "Ingrid Solheim", "Kwame Boateng", "Lucía Ferrer", "Hannah Becker",
)  # fmt: skip

DATES = re.compile(r"\d{4} - (\d\d/)?(\d{4}|present|heute)$")
"""A line that ends like this is a post, and set in bold."""

rl_config.invariant = 1


class Person(NamedTuple):
    name: str
    email: str
    phone: str
    town: str

    @property
    def line(self) -> str:
        return f"{self.town} | {self.email} | {self.phone}"


def people() -> list[Person]:
    """Twelve made-up people in an order drawn by lot, with addresses and numbers that reach nobody."""
    drawn = list(NAMES)
    random.Random(SEED).shuffle(drawn)
    towns = ("Leeds", "Manchester", "Hamburg", "Washington, DC", "Bristol", "Vienna") * 2
    made = []
    for n, (name, town) in enumerate(zip(drawn, towns, strict=True)):
        ascii_name = name.translate(str.maketrans("śışíÍ", "sisii")).lower()
        phone = f"+1 202-555-01{40 + n}" if "DC" in town else f"+44 20 7946 0{310 + 7 * n}"
        made.append(Person(name, f"{ascii_name.replace(' ', '.')}@example.com", phone, town))
    return made


INK, ACCENT = HexColor("#1f2933"), HexColor("#285e61")


def style(
    size: float, *, bold: bool = False, color: HexColor = INK, left: float = 0, after: float = 2
) -> ParagraphStyle:
    return ParagraphStyle(
        "s", fontName="Helvetica-Bold" if bold else "Helvetica", fontSize=size, leading=size * 1.4,
        textColor=color, leftIndent=left, spaceAfter=after, alignment=TA_LEFT,
    )  # fmt: skip


def flow(sections: Sections, size: float = 10) -> list[Flowable]:
    made: list[Flowable] = []
    for heading, lines in sections:
        if heading == "page":
            made.append(PageBreak())
            continue
        made += [Spacer(1, 8), Paragraph(heading, style(size + 2, bold=True, color=ACCENT))]
        made.append(HRFlowable(width="100%", thickness=0.6, color=ACCENT, spaceAfter=4))
        for line in lines:
            if line.startswith("- "):
                made.append(Paragraph(f"• {escape(line[2:])}", style(size, left=10)))
            else:
                made.append(Paragraph(escape(line), style(size, bold=bool(DATES.search(line)))))
    return made


def latin(text: str) -> str:
    """The standard PDF fonts hold Western European letters only."""
    return text.translate(str.maketrans("śışı", "sisi"))


def pdf(person: Person, title: str, sections: Sections, *, password: str | None = None) -> bytes:
    target = io.BytesIO()
    encryption = StandardEncryption(password, strength=128) if password else None
    document = BaseDocTemplate(target, pagesize=A4, title=title, author="", encrypt=encryption)
    frame = Frame(20 * mm, 18 * mm, 170 * mm, 262 * mm, id="page")
    document.addPageTemplates([PageTemplate(id="page", frames=[frame])])
    top: list[Flowable] = [
        Paragraph(latin(person.name), style(20, bold=True, after=8)),
        Paragraph(title, style(12, color=ACCENT, after=4)),
        Paragraph(
            f'{person.town} | <a href="mailto:{person.email}">{person.email}</a> | {person.phone}', style(9.5)
        ),
    ]
    document.build(top + flow(sections))
    return target.getvalue()


def two_column_pdf(person: Person, title: str) -> bytes:
    target = io.BytesIO()
    document = BaseDocTemplate(target, pagesize=A4, title=title, author="")
    head = Frame(18 * mm, 255 * mm, 174 * mm, 28 * mm, id="head")
    left = Frame(18 * mm, 18 * mm, 52 * mm, 235 * mm, id="left")
    right = Frame(76 * mm, 18 * mm, 116 * mm, 235 * mm, id="right")
    document.addPageTemplates([PageTemplate(id="page", frames=[head, left, right])])
    slug = person.email.partition("@")[0].replace(".", "-")
    contact = [person.town, person.email, person.phone, f"linkedin.com/in/{slug}"]
    left_sections = [(heading, contact if heading == "Contact" else lines) for heading, lines in STRONG_LEFT]
    story: list[Flowable] = [
        Paragraph(latin(person.name), style(22, bold=True, after=8)),
        Paragraph(title, style(12, color=ACCENT)),
    ]
    document.build([*story, FrameBreak(), *flow(left_sections, 9), FrameBreak(), *flow(STRONG_RIGHT)])
    return target.getvalue()


def same_each_time(package: bytes) -> bytes:
    """A zip with fixed dates, so that the samples don't change when nothing changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in source.namelist():
            out.writestr(
                zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED
            )
    return target.getvalue()


def docx_bytes(document: "Document") -> bytes:  # type: ignore[valid-type]
    properties = document.core_properties  # type: ignore[attr-defined]
    properties.author, properties.created, properties.modified = (
        "",
        datetime(2026, 1, 1),
        datetime(2026, 1, 1),
    )
    target = io.BytesIO()
    document.save(target)  # type: ignore[attr-defined]
    return same_each_time(target.getvalue())


def hotel_docx(person: Person) -> bytes:
    """Contacts in the header, the body a table."""
    document = Document()
    header = document.sections[0].header
    header.paragraphs[0].text = person.name
    header.add_paragraph(person.line)
    document.add_heading("Front Desk Manager", 1)
    table = document.add_table(rows=0, cols=2)
    for post, (dates, *lines) in HOTEL:
        cells = table.add_row().cells
        cells[0].text = f"{post}\n{dates}"
        cells[1].text = "\n".join(lines)
    document.add_paragraph("English: fluent. References on request.")
    return docx_bytes(document)


def plain_docx(person: Person, title: str, sections: Sections, extra: str = "") -> bytes:
    document = Document()
    document.add_heading(person.name, 0)
    document.add_paragraph(title)
    document.add_paragraph(person.line)
    for heading, lines in sections:
        document.add_heading(heading, 1)
        for line in lines:
            bullet = line.startswith("- ")
            document.add_paragraph(line.removeprefix("- "), style="List Bullet" if bullet else None)
    for line in filter(None, extra.splitlines()):
        document.add_paragraph(line.removeprefix("- "))
    return docx_bytes(document)


def plain_text(person: Person, title: str, sections: Sections) -> str:
    lines = [person.name, title, person.line, ""]
    for heading, body in sections:
        lines += [heading.upper(), *body, ""]
    return "\r\n".join(lines)


def odt(person: Person, title: str, sections: Sections) -> bytes:
    def paragraph(text: str, kind: str = "p") -> str:
        level = ' text:outline-level="1"' if kind == "h" else ""
        return f"<text:{kind}{level}>{escape(text)}</text:{kind}>"

    body = [paragraph(person.name, "h"), paragraph(title), paragraph(person.line)]
    for heading, lines in sections:
        body += [paragraph(heading, "h"), *(paragraph(line.replace("- ", "• ", 1)) for line in lines)]
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names} office:version="1.3">'
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3" '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as out:
        for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            packed = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            out.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, packed)
    return target.getvalue()


def rtf(person: Person, title: str, sections: Sections) -> bytes:
    def coded(text: str) -> str:
        safe = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in safe)

    parts = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\fs22"]
    parts += [
        rf"{{\b\fs36 {coded(person.name)}}}\par",
        rf"{coded(title)}\par",
        rf"{coded(person.line)}\par\par",
    ]
    for heading, lines in sections:
        parts.append(rf"{{\b {coded(heading)}}}\par")
        parts += [
            rf"{coded(line.replace('- ', '• ', 1) if line.startswith('- ') else line)}\par" for line in lines
        ]
        parts.append(r"\par")
    return ("\n".join(parts) + "}").encode("ascii")


def main() -> None:
    who = people()
    slug = [person.email.partition("@")[0] for person in who]
    strong = two_column_pdf(who[1], "Customer Support Supervisor")
    files = {
        f"{slug[0]}.pdf": pdf(who[0], "Customer Support Team Lead", IDEAL),
        "CV two columns.pdf": strong,
        "Application front desk.docx": hotel_docx(who[2]),
        f"{slug[3]} CV.pdf": pdf(who[3], "Head of Customer Support", NO_GERMAN),
        "resume.txt": plain_text(who[4], "Customer Support Agent", TWO_YEARS).encode("utf-16"),
        "Resume final (2).docx": plain_docx(who[5], "Customer Support Professional", SKILL_LIST),
        f"{slug[6]}.docx": plain_docx(
            who[6],
            "Office Assistant",
            [
                (
                    "Experience",
                    [
                        "Office Assistant, Penrose Solicitors, 2021 - 2025",
                        "- Post, appointments and the front door.",
                    ],
                ),
                ("What I bring", []),
            ],
            sample_job().text,
        ),
        "CV with note.pdf": pdf(who[7], "Customer Support Agent", NOTE),
        "Lebenslauf.pdf": pdf(who[8], "Teamleitung Kundenservice", GERMAN),
        f"{slug[9]}.odt": odt(who[9], "Gardener", MISFIT),
        f"{slug[10]}.rtf": rtf(who[10], "Customer Support Agent", AVERAGE),
        "scan protected.pdf": pdf(who[11], "Customer Support Lead", NO_GERMAN, password="open sesame"),
        "application-final.pdf": strong,
    }
    FILES.mkdir(parents=True, exist_ok=True)
    for old in FILES.iterdir():
        old.unlink()
    for name, content in files.items():
        (FILES / name).write_bytes(content)
    print(f"{len(files)} files in {FILES}")


if __name__ == "__main__":
    main()
