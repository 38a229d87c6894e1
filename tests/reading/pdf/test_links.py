"""Where links lead, in the ways that programs write them."""

import io

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from core.reading.pdf import read_pdf


def linked(*actions: DictionaryObject) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file)
    canvas.drawString(72, 700, "Ada Example on the web")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(file))
    annotations = ArrayObject()
    for row, action in enumerate(actions):
        box = [FloatObject(side) for side in (72, 600 - 20 * row, 200, 615 - 20 * row)]
        annotations.append(
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject("/Link"),
                    NameObject("/Rect"): ArrayObject(box),
                    NameObject("/A"): action,
                }
            )
        )
    writer.pages[0][NameObject("/Annots")] = annotations
    writer.write(done := io.BytesIO())
    return done.getvalue()


def action(kind: str, **entries: str) -> DictionaryObject:
    texts = {NameObject(f"/{name}"): TextStringObject(text) for name, text in entries.items()}
    return DictionaryObject({NameObject("/S"): NameObject(f"/{kind}"), **texts})


def test_web_addresses_written_as_files_are_links_and_files_are_not() -> None:
    content = linked(
        action("URI", URI="https://example.org/ada"),
        action("GoToR", F="https://example.org/work"),
        action("Launch", F="www.example.org/more"),
        action("GoToR", F="../secret/letter.pdf"),
        action("Launch", F="calc.exe"),
        action("JavaScript", JS="app.alert(1)"),
    )
    assert read_pdf(content).links == (
        "https://example.org/ada",
        "https://example.org/work",
        "www.example.org/more",
    )


def test_an_endless_target_is_left_out() -> None:
    assert read_pdf(linked(action("URI", URI="https://example.org/" + "a" * 5000))).links == ()
