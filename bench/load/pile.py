"""Made-up résumés, all different: plain texts of half a page, or documents as large as real ones."""

import io
import json
import random
from collections.abc import Iterator
from pathlib import Path

from docx import Document
from docx.shared import Cm
from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.domain.job import Criterion, Job, Rubric

TEXT = """\
Support lead

Requirements
- At least 3 years in customer support.
- Zendesk is required.
- German is a plus.
"""
JOB = Job.from_text(TEXT.strip())
CRITERIA = (
    Criterion(id="c1", text="At least 3 years in customer support", kind="must", weight=5),
    Criterion(id="c2", text="Zendesk", kind="must", weight=5),
    Criterion(id="c3", text="German", kind="nice", weight=1),
)
RUBRIC = Rubric(criteria=CRITERIA)
TOOLS = ("Zendesk", "Excel", "Salesforce", "Jira", "SAP", "Freshdesk", "Power BI", "SQL")
DUTIES = ("Answered tickets with", "Trained colleagues in", "Moved the team to", "Wrote the handbook for")
PHOTOS = 8
"""Different pictures in a pile; the texts make every file another one."""


def texts(count: int) -> Iterator[str]:
    chance = random.Random(1)
    for number in range(count):
        year = chance.randint(2005, 2018)
        duties = "\n".join(
            f"- {chance.choice(DUTIES)} {chance.choice(TOOLS)} for {chance.randint(2, 900)} customers a day."
            for _ in range(8)
        )
        yield (
            f"{_name(number)}\nrobin{number}@example.com · +49 30 {5550000 + number}\n\nExperience\n"
            f"Customer support agent, {year} - {year + chance.randint(1, 7)}\n{duties}\n\n"
            f"Skills\n{', '.join(chance.sample(TOOLS, 4))}\n\nLanguages\nEnglish, {chance.choice(('German', 'Polish'))}\n"
        )


def _name(number: int) -> str:
    """Names are looked for, so they must look like some."""
    return f"Robin {'ABCDEFGHJKLMNPRSTVWZ'[number % 20]}{'aeiou'[number // 20 % 5]}{'lmnrst'[number // 100 % 6]}ker"


def write_pile(folder: Path, count: int, *, kilobytes: int = 0) -> int:
    """`count` résumés in the new folder `pile`, job and criteria beside it; returns the bytes of all. With `kilobytes`
    they are PDFs and Word documents in turn, each about as large as that."""
    (folder / "pile").mkdir()
    (folder / "job.txt").write_text(TEXT)
    (folder / "criteria.json").write_text(
        json.dumps([c.model_dump(include={"text", "kind", "weight"}) for c in CRITERIA])
    )
    return sum(
        (folder / "pile" / name).write_bytes(content) for name, content in files(count, kilobytes=kilobytes)
    )


def files(count: int, *, kilobytes: int = 0) -> Iterator[tuple[str, bytes]]:
    """Each file of a pile, by its name."""
    if not kilobytes:
        for number, text in enumerate(texts(count)):
            yield f"{number:05}.txt", text.encode()
        return
    photos = [_photo(kilobytes << 10, seed) for seed in range(PHOTOS)]
    for number, text in enumerate(texts(count)):
        photo = photos[number // 2 % PHOTOS]
        yield (
            (f"{number:05}.docx", _word(text, photo))
            if number % 2
            else (
                f"{number:05}.pdf",
                _pdf(text, photo),
            )
        )


def _photo(size: int, seed: int) -> bytes:
    """A picture that nothing can make smaller, in about `size` bytes of JPEG."""
    side = 600
    noise = Image.frombytes("RGB", (side, side), random.Random(seed).randbytes(3 * side * side))
    best = b""
    for quality in range(30, 100, 5):
        jpeg = io.BytesIO()
        noise.save(jpeg, "JPEG", quality=quality)
        if jpeg.tell() > size and best:
            break
        best = jpeg.getvalue()
    return best


def _pdf(text: str, photo: bytes) -> bytes:
    rl_config.useA85 = 0  # pictures as bytes, as programs other than this library write them
    made = io.BytesIO()
    page = Canvas(made)
    page.drawImage(ImageReader(io.BytesIO(photo)), 430, 700, 100, 100)
    lines = page.beginText(50, 780)
    lines.textLines(text)
    page.drawText(lines)
    page.save()
    return made.getvalue()


def _word(text: str, photo: bytes) -> bytes:
    made = io.BytesIO()
    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.add_picture(io.BytesIO(photo), width=Cm(3))
    document.save(made)
    return made.getvalue()
