"""Files made to hurt whoever opens them: bombs, circles, depth without end, lies about sizes, cut files."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.reading.documents import docx, paragraph, relationships, word_part, zipped

File = tuple[str, bytes]

_ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def hostile_files() -> Iterator[File]:
    """Name and content of each, one at a time: together they'd take some memory."""
    yield from _pdfs()
    yield from _word_documents()
    yield from _others()
    yield from _cut_files()


def pdf(objects: dict[int, bytes], *, root: int = 1, extra: bytes = b"") -> bytes:
    """A PDF of these objects, without the table that says where they are: readers look for themselves."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % one for one in objects.items())
    return b"%%PDF-1.7\n%strailer\n<</Root %d 0 R /Size %d %s>>\n" % (body, root, len(objects) + 1, extra)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s /Length %d>>\nstream\n%s\nendstream" % (entries, len(content), content)


def packed(content: bytes, *, times: int = 1, entries: bytes = b"") -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 6)
    return stream(content, entries + b"/Filter [" + b"/FlateDecode " * times + b"]")


def one_page(
    content: bytes, *, resources: bytes = b"", more: dict[int, bytes] | None = None, page: bytes = b""
) -> bytes:
    """A PDF of one page; `content` is the object of its content stream, number 4. F1 is Helvetica."""
    return pdf(
        {
            1: b"<</Type /Catalog /Pages 2 0 R>>",
            2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
            3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources <</Font <</F1 5 0 R>> %s>> %s>>" % (resources, page),
            4: content,
            5: b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
            **(more or {}),
        }
    )


def _words(count: int) -> bytes:
    return b"BT /F1 10 Tf 72 700 Td " + b"(word and word) Tj 0 -1 Td " * count + b"ET"


def _pdfs() -> Iterator[File]:
    kids = b"3 0 R " * 50_000
    many = {
        1: b"<</Type /Catalog /Pages 2 0 R>>",
        2: b"<</Type /Pages /Kids [%s] /Count 50000>>" % kids,
        3: b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>>",
    }
    yield "50,000 pages.pdf", pdf(many)
    yield "50,000 pages said to be one.pdf", pdf({**many, 2: many[2].replace(b"50000", b"1")})
    yield (
        "one page said to be 2,000,000,000.pdf",
        pdf({**many, 2: b"<</Type /Pages /Kids [3 0 R] /Count 2000000000>>"}),
    )
    yield "pages in a circle.pdf", pdf({1: many[1], 2: b"<</Type /Pages /Kids [2 0 R 2 0 R] /Count 9>>"})
    deep = {n: b"<</Type /Pages /Kids [%d 0 R] /Count 1>>" % (n + 1) for n in range(2, 20_000)}
    yield "pages 20,000 deep.pdf", pdf({1: many[1], **deep, 20_000: many[3]})
    yield "endless operators.pdf", one_page(packed(b"0 0 m 1 1 l S\n" * 1_500_000))
    yield "endless text operators.pdf", one_page(packed(_words(300_000)))
    yield "endless curves.pdf", one_page(packed(b"0 0 m " + b"1 2 3 4 5 6 c " * 800_000 + b"f"))
    yield "endless saved states.pdf", one_page(packed(b"q " * 3_000_000))
    yield "endless clips.pdf", one_page(packed(b"0 0 500 500 re W n " * 200_000 + _words(1_000)))
    bomb = zlib.compress(bytes(1_200_000_000), 1)
    yield "bomb.pdf", one_page(stream(bomb, b"/Filter /FlateDecode"))
    yield "bomb in a bomb.pdf", one_page(stream(zlib.compress(bomb), b"/Filter [/FlateDecode /FlateDecode]"))
    yield "bomb of text.pdf", one_page(packed(b"BT /F1 1 Tf (" + b"a" * 20_000_000 + b") Tj ET", times=2))
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources <</XObject <</X %d 0 R>> /Font <</F1 5 0 R>>>>"
    again = {6: stream(b"/X Do " + _words(3), form % 6)}
    yield (
        "form that draws itself.pdf",
        one_page(stream(b"/X Do"), resources=b"/XObject <</X 6 0 R>>", more=again),
    )
    laughs = {n: stream(b"/X Do " * 10 + b"BT /F1 9 Tf (ha) Tj ET", form % (n + 1)) for n in range(6, 16)}
    laughs[16] = stream(_words(2), form % 16)
    yield (
        "forms of ten forms.pdf",
        one_page(stream(b"/X Do"), resources=b"/XObject <</X 6 0 R>>", more=laughs),
    )
    nested = b"[" * 200_000 + b"]" * 200_000
    yield (
        "nested arrays.pdf",
        pdf({1: b"<</Type /Catalog /Pages 2 0 R /Names %s>>" % nested, **{2: many[2], 3: many[3]}}),
    )
    yield "nested dictionaries.pdf", pdf({1: b"<</A" * 100_000 + b">>" * 100_000})
    yield "huge page.pdf", one_page(stream(_words(9)), page=b"/MediaBox [0 0 100000000 100000000]")
    yield "page without size.pdf", one_page(stream(_words(9)), page=b"/MediaBox [0 0 0 0] /UserUnit 75000")
    image = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    drawn = stream(_words(9) + b" q 595 0 0 842 0 0 cm /I Do Q")
    yield (
        "huge picture.pdf",
        one_page(
            drawn,
            resources=b"/XObject <</I 6 0 R>>",
            more={6: packed(bytes(100_000_000), times=2, entries=image)},
        ),
    )
    tile = b"/PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001 /YStep 0.0001 /Resources <<>>"
    yield (
        "pattern of tiny tiles.pdf",
        one_page(
            stream(b"/Pattern cs /P scn 0 0 595 842 re f " + _words(9)),
            resources=b"/Pattern <</P 6 0 R>>",
            more={6: stream(b"0 0 1 1 re f", tile)},
        ),
    )
    links = (
        b"<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (https://example.com/a)>>>> "
        * 60_000
    )
    yield "60,000 links.pdf", one_page(stream(_words(9)), page=b"/Annots [%s]" % links)
    fields = b"<</Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (b) /Rect [0 0 9 9] /F 4>> " * 30_000
    yield "30,000 fields.pdf", one_page(stream(_words(9)), page=b"/Annots [%s]" % fields)
    glyph = {
        6: b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 97 "
        b"/LastChar 97 /Widths [1000] /Encoding <</Differences [97 /a]>> /CharProcs <</a 7 0 R>> "
        b"/Resources <</Font <</F2 6 0 R>>>>>>",
        7: stream(b"1000 0 d0 BT /F2 1 Tf (aaaaaaaaaa) Tj ET"),
    }
    yield (
        "letters drawn with themselves.pdf",
        one_page(
            stream(b"BT /F2 12 Tf 72 700 Td (aaaaaaaa) Tj ET"), resources=b"/Font <</F2 6 0 R>>", more=glyph
        ),
    )
    yield (
        "function of itself.pdf",
        one_page(
            stream(b"/S sh " + _words(9)),
            resources=b"/Shading <</S <</ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 9 9] /Function 6 0 R>>>>",
            more={
                6: b"<</FunctionType 3 /Domain [0 1] /Functions [6 0 R 6 0 R] /Bounds [.5] /Encode [0 1 0 1]>>"
            },
        ),
    )
    yield (
        "earlier tables in a circle.pdf",
        pdf(many | {2: b"<</Type /Pages /Kids [3 0 R] /Count 1>>"})
        + (b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 1 0 R /Prev 9>>\nstartxref\n9\n%%EOF"),
    )
    yield "a stream said to be 4 GB.pdf", one_page(b"<</Length 4294967295>>\nstream\nBT (a) Tj ET\nendstream")
    yield "ten million objects said.pdf", pdf(many, extra=b"/Size 2147483647")


def _word_documents() -> Iterator[File]:
    yield "bomb.docx", docx(paragraph("a" * 40_000_000))
    yield "bomb of paragraphs.docx", docx(paragraph("a") * 600_000)
    yield "bomb in many parts.docx", docx("", parts={f"word/part{n}.xml": "a" * 9_000_000 for n in range(40)})
    yield "3,000 parts.docx", docx("", parts={f"word/part{n}.xml": "" for n in range(3_000)})
    yield "paragraphs in paragraphs.docx", docx("<w:p>" * 100_000 + "</w:p>" * 100_000)
    yield (
        "5,000 nested tables.docx",
        docx("<w:tbl><w:tr><w:tc>" * 5_000 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 5_000),
    )
    yield (
        "200 nested tables.docx",
        docx("<w:tbl><w:tr><w:tc>" * 200 + paragraph("word") + "</w:tc></w:tr></w:tbl>" * 200),
    )
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="50000000"/></w:tcPr><w:p><w:r><w:t>word</w:t></w:r></w:p></w:tc>'
    yield "a cell 50,000,000 wide.docx", docx(f"<w:tbl><w:tr>{wide * 3}</w:tr></w:tbl>")
    for kind, declared in (
        ("entities of entities", _laughs()),
        ("entity from a file", '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
        ("entity from the web", '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/e.dtd">'),
    ):
        xml = word_part(f"<w:body>{paragraph('&e;')}</w:body>").replace("?>", f"?>{declared}", 1)
        yield f"{kind}.docx", docx("", parts={"word/document.xml": xml})
        yield (
            f"{kind}, in UTF-16.docx",
            docx("", parts={"word/document.xml": xml.replace("UTF-8", "UTF-16").encode("utf-16")}),
        )
    yield "an attribute of 20 MB.docx", docx(f'<w:p w:a="{"a" * 20_000_000}"/>')
    yield "100,000 attributes.docx", docx("<w:p " + " ".join(f'a{n}="1"' for n in range(100_000)) + "/>")
    style = '<w:style w:styleId="{0}"><w:basedOn w:val="{1}"/></w:style>'
    styles = "".join(style.format(f"s{n}", f"s{(n + 1) % 20_000}") for n in range(20_000))
    used = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="s{n}"/></w:pPr></w:p>{paragraph("a")}' for n in range(9_000)
    )
    yield (
        "styles in a circle.docx",
        docx(
            used,
            related=(("styles", "styles.xml", ""),),
            parts={"word/styles.xml": word_part(styles, root="styles")},
        ),
    )
    level = '<w:lvl w:ilvl="0"><w:start w:val="-99999999999"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1%1%1"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr></w:pPr></w:p>'
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>word</w:t></w:r></w:p>'
    )
    for start in ("-99999999999", "2147483647", "x"):
        yield (
            f"numbers from {start}.docx",
            docx(
                numbered * 3_000,
                related=(("numbering", "numbering.xml", ""),),
                parts={
                    "word/numbering.xml": word_part(
                        numbering.replace("-99999999999", start), root="numbering"
                    )
                },
            ),
        )
    boxes = "<w:r><w:pict><v:textbox><w:txbxContent><w:p>" * 300
    yield (
        "boxes in boxes.docx",
        docx(
            f"<w:p>{boxes}<w:r><w:t>word</w:t></w:r>"
            + "</w:p></w:txbxContent></v:textbox></w:pict></w:r>" * 300
            + "</w:p>"
        ),
    )
    heads = "".join(f'<w:headerReference r:id="rId{n}"/>' for n in range(1, 1_500))
    yield (
        "1,500 headers of one part.docx",
        docx(
            f"<w:p/><w:sectPr>{heads}</w:sectPr>",
            related=tuple(("header", "header.xml", "") for _ in range(1_500)),
            parts={"word/header.xml": word_part(paragraph("word") * 3_000, root="hdr")},
        ),
    )
    yield (
        "itself as its header.docx",
        docx(
            '<w:p/><w:sectPr><w:headerReference r:id="rId1"/></w:sectPr>',
            related=(("header", "document.xml", ""),),
        ),
    )
    yield (
        "main part that isn't there.docx",
        zipped({"_rels/.rels": relationships(("officeDocument", "no.xml", ""))}),
    )
    whole = docx(paragraph("word"))
    yield "wrong checksums.docx", whole.replace(zlib.crc32(b"").to_bytes(4, "little"), b"abcd")
    yield (
        "said to be encrypted.docx",
        whole.replace(b"PK\x03\x04\x14\x00\x00", b"PK\x03\x04\x14\x00\x01").replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
        ),
    )


def _laughs() -> str:
    lines = ['<!ENTITY l0 "ha">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12)]
    return f'<!DOCTYPE d [{"".join(lines)}<!ENTITY e "&l11;">]>'


def _odt(body: str) -> bytes:
    content = f"<office:document-content {_ODF}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def _others() -> Iterator[File]:
    yield "2,000,000,000 spaces.odt", _odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>' * 500)
    repeated = 'table:number-columns-repeated="50000000" table:number-rows-repeated="50000000"'
    yield (
        "repeated cells.odt",
        _odt(
            f"<table:table><table:table-row {repeated}><table:table-cell {repeated}><text:p>a</text:p></table:table-cell>"
            "</table:table-row></table:table>"
        ),
    )
    yield (
        "spans in spans.odt",
        _odt("<text:p>" + "<text:span>" * 50_000 + "a" + "</text:span>" * 50_000 + "</text:p>"),
    )
    yield "groups in groups.rtf", b"{\\rtf1 " + b"{" * 3_000_000
    yield "groups closed too often.rtf", b"{\\rtf1 word" + b"}" * 3_000_000
    yield "binary of 2 GB.rtf", b"{\\rtf1 word\\bin2147483647 " + bytes(99) + b"}"
    yield "characters without end.rtf", b"{\\rtf1 " + b"\\u-3913?" * 2_000_000 + b"}"
    yield "hidden and shown.rtf", b"{\\rtf1 " + b"\\v a\\v0 b" * 800_000 + b"}"
    yield "fonts without end.rtf", b"{\\rtf1{\\fonttbl" + b"{\\f1\\fcharset128 A;}" * 300_000 + b"}word}"
    yield "rows without end.rtf", b"{\\rtf1 " + b"\\trowd\\cell\\row" * 600_000 + b"}"
    yield "one line of 20 MB.txt", b"word " * 4_000_000
    yield "ligatures that grow.txt", "\ufdfa".encode() * 190_000
    yield "accents on accents.txt", ("a" + "\u0301" * 199_000).encode()
    yield "unknown encoding.txt", bytes(range(128, 256)) * 1_500
    yield "all the same.txt", b"\xe9" * 199_000
    yield (
        "compound in a circle.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + struct.pack("<16x4H", 62, 3, 0xFFFE, 9) + bytes(2_000),
    )
    yield "noise in a compound.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 9_000
    yield "huge and plain.png", _picture_of(30_000, 30_000)
    yield (
        "said to be huge.png",
        _picture_of(9, 9).replace(struct.pack(">II", 9, 9), struct.pack(">II", 2**31 - 1, 2**31 - 1)),
    )


def _picture_of(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def _cut_files() -> Iterator[File]:
    """Whole files cut off, and with a stretch overwritten, at every tenth of their length."""
    text = b"BT /F1 12 Tf 72 700 Td " + b"(Nine years of support in Zendesk) Tj 0 -14 Td " * 30 + b"ET"
    odt = _odt("<text:p>Nine years of support in Zendesk</text:p>" * 30)
    for ending, whole in (
        ("pdf", one_page(packed(text))),
        ("docx", docx(paragraph("Nine years") * 30)),
        ("odt", odt),
    ):
        for tenth in range(1, 10):
            at = len(whole) * tenth // 10
            yield f"cut at {tenth} tenths.{ending}", whole[:at]
            yield f"overwritten at {tenth} tenths.{ending}", whole[:at] + b"\xff" * 40 + whole[at + 40 :]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", word_part(paragraph("a")))
    yield "packed with LZMA.docx", file.getvalue()
