"""Documents made in code, down to the bytes: what the tests of each format start from."""

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def zipped(parts: Mapping[str, str | bytes], *, compress: bool = True) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    run = f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p>{run}</w:p>"


def relationships(*related: tuple[str, str, str], strict: bool = False) -> str:
    """Each as (kind, target, "External" or ""); ids are rId1, rId2, …"""
    base = STRICT_RELATIONS if strict else RELATIONS
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{base}/{kind}" Target="{target}"'
        + (f' TargetMode="{mode}"/>' if mode else "/>")
        for number, (kind, target, mode) in enumerate(related, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def word_part(inside: str, *, root: str = "document", strict: bool = False) -> str:
    """A part's XML with the namespaces Word writes."""
    namespaces = {
        "w": STRICT if strict else TRANSITIONAL,
        "r": STRICT_RELATIONS if strict else RELATIONS,
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    }
    declared = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in namespaces.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {declared}>{inside}</w:{root}>'


def docx(
    body: str,
    *,
    parts: Mapping[str, str | bytes] | None = None,
    related: tuple[tuple[str, str, str], ...] = (),
    main: str = "word/document.xml",
    strict: bool = False,
) -> bytes:
    """A Word document around the XML of a body; `related` are the main part's relationships."""
    folder, _, name = main.rpartition("/")
    types = f'<Override PartName="/{main}" ContentType="{MAIN_TYPE}"/>'
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
            "_rels/.rels": relationships(("officeDocument", main, ""), strict=strict),
            main: word_part(f"<w:body>{body}</w:body>", strict=strict),
            f"{folder}/_rels/{name}.rels": relationships(*related, strict=strict),
            **(parts or {}),
        }
    )


def styled_docx(
    body: str,
    *,
    styles: str = "",
    numbering: str = "",
    settings: str = "",
    theme: Mapping[str, str] | None = None,
) -> bytes:
    """A Word document with styles, lists, settings, and a theme's colours by name."""
    drawingml = "http://schemas.openxmlformats.org/drawingml/2006/main"
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in (theme or {}).items()
    )
    return docx(
        body,
        parts={
            "word/styles.xml": word_part(styles, root="styles"),
            "word/numbering.xml": word_part(numbering, root="numbering"),
            "word/settings.xml": word_part(settings, root="settings"),
            "word/theme.xml": f'<a:theme xmlns:a="{drawingml}"><a:themeElements><a:clrScheme>{colours}'
            "</a:clrScheme></a:themeElements></a:theme>",
        },
        related=(
            ("styles", "styles.xml", ""),
            ("numbering", "numbering.xml", ""),
            ("settings", "settings.xml", ""),
            ("theme", "theme.xml", ""),
        ),
    )


ODF = "urn:oasis:names:tc:opendocument:xmlns"


def odt(
    body: str,
    *,
    styles: str = "",
    automatic: str = "",
    common: str = "",
    layout: str = "",
    parts: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An OpenDocument text around the XML of a body, with master, automatic and common styles and page layouts."""
    declared = " ".join(
        f'xmlns:{prefix}="{ODF}:{name}:1.0"'
        for prefix, name in [
            *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
            *(("draw", "drawing"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible")),
        ]
    )
    declared += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    declared += ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {declared}>"
            f"<office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {declared}><office:styles>{common}</office:styles>"
            f"<office:automatic-styles>{layout}</office:automatic-styles><office:master-styles>{styles}"
            "</office:master-styles></office:document-styles>",
            **(parts or {}),
        }
    )


SECTOR = 512
FREE, LAST = 0xFFFFFFFF, 0xFFFFFFFE


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE container; every stream is padded to 4,096 bytes, so that none is a small one."""
    names = list(streams)
    content = [streams[name].ljust(4096, b"\0") for name in names]
    content = [one.ljust(-(-len(one) // SECTOR) * SECTOR, b"\0") for one in content]
    directory_sectors = -(-(len(names) + 1) * 128 // SECTOR)
    fat = [FREE, *_chain(1, directory_sectors)]
    starts = []
    for one in content:
        starts.append(len(fat))
        fat += _chain(len(fat), len(one) // SECTOR)
    fat[0] = 0xFFFFFFFD
    assert len(fat) <= SECTOR // 4, "one sector of the table is enough for tests"
    entries = [_entry("Root Entry", 5, child=1 if names else FREE, start=LAST, size=0)]
    for number, (name, one, start) in enumerate(zip(names, content, starts, strict=True), 1):
        following = number + 1 if number < len(names) else FREE
        entries.append(_entry(name, 2, right=following, start=start, size=len(one)))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, LAST, 0, LAST, 0, 0)
    header = header.ljust(SECTOR, b"\xff")
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return header + table + directory + b"".join(content)


def _chain(first: int, length: int) -> list[int]:
    return [*range(first + 1, first + length), LAST]


def _entry(name: str, kind: int, *, right: int = FREE, child: int = FREE, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xIQ", encoded, len(encoded), kind, 1, FREE, right, child, start, size)


def word_97(
    body: str,
    *,
    header: str = "",
    footnotes: str = "",
    boxes: str = "",
    encrypted: bool = False,
    western: bool = False,
    letters: Sequence[tuple[int, int, bytes]] = (),
    paragraphs: Sequence[tuple[int, int, bytes]] = (),
    styles: Sequence[tuple[int, int, bytes]] = (),
    has_shapes: bool = False,
    piece_changes: bytes = b"",
    summary: bytes = b"",
) -> bytes:
    """A Word 97–2003 document of one piece, UTF-16 or (western) one byte a character.

    `letters` and `paragraphs` are stretches of characters with their changes of formatting (a paragraph's
    begin with the number of its style), `styles` are (kind, style it is based on, changes to letters).
    """
    stories = [body, footnotes, header, "", "", "", boxes, ""]
    encoded = "".join(stories).encode("cp1252" if western else "utf-16-le")
    where = 0x400 * 2 | 1 << 30 if western else 0x400
    lengths = [len(story.encode("utf-16-le")) // 2 for story in stories]
    length = sum(lengths)
    shared = b"\x01" + struct.pack("<H", len(piece_changes)) + piece_changes if piece_changes else b""
    pieces = (
        shared
        + b"\x02"
        + struct.pack("<I", 16)
        + struct.pack("<II", 0, length)
        + struct.pack("<HIH", 0, where, 1 if shared else 0)
    )
    ends = [0] * 7 + [lengths[2]] * 6 if header else []
    header_ends = struct.pack(f"<{len(ends)}I", *ends)
    word = bytearray(0x400)
    struct.pack_into("<H8xH", word, 0, 0xA5EC, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<8I", word, 0x4C, *lengths)
    struct.pack_into("<II", word, 0xF2, len(pieces), len(header_ends))
    struct.pack_into("<II", word, 0x1A2, 0, len(pieces))
    width = 1 if western else 2
    tables = [pieces, header_ends]
    encoded += bytes(-len(encoded) % SECTOR)
    for at, runs, is_paragraph in ((0xFA, letters, False), (0x102, paragraphs, True)):
        if runs:
            number = (len(word) + len(encoded)) // SECTOR
            encoded += _formatted_page(
                [(0x400 + a * width, 0x400 + b * width, c) for a, b, c in runs], is_paragraph=is_paragraph
            )
            struct.pack_into("<II", word, at, len(b"".join(tables)), 12)
            tables.append(struct.pack("<III", 0x400, 0x400 + length * width, number))
    if styles:
        sheet = b"".join(_style(*style) for style in styles)
        sheet = struct.pack("<HHH", 18, len(styles), 10).ljust(20, b"\0") + sheet
        struct.pack_into("<II", word, 0xA2, len(b"".join(tables)), len(sheet))
        tables.append(sheet)
    struct.pack_into("<II", word, 0x1DA, 0, 26 if has_shapes else 0)
    streams = {"WordDocument": bytes(word) + encoded, "1Table": b"".join(tables)}
    return compound(streams | ({"\x05SummaryInformation": summary} if summary else {}))


def _formatted_page(runs: Sequence[tuple[int, int, bytes]], *, is_paragraph: bool) -> bytes:
    """A page of formatting: edges, places, and from its end the changes."""
    page = bytearray(SECTOR)
    page[-1] = len(runs)
    edges = [runs[0][0], *(end for _, end, _ in runs)]
    struct.pack_into(f"<{len(edges)}I", page, 0, *edges)
    end = SECTOR - 2
    for index, (_, _, changes) in enumerate(runs):
        held = (
            bytes([0, len(changes) // 2 + 1]) + changes if is_paragraph else bytes([len(changes)]) + changes
        )
        end = (end - len(held)) // 2 * 2
        page[end : end + len(held)] = held
        page[4 * len(edges) + (13 if is_paragraph else 1) * index] = end // 2
    return bytes(page)


def _style(kind: int, base: int, changes: bytes) -> bytes:
    upx = struct.pack("<H", len(changes)) + changes + bytes(len(changes) % 2)
    before = struct.pack("<HH", 2, 0) if kind == 1 else b""
    name = struct.pack("<H", 1) + "S".encode("utf-16-le") + b"\0\0"
    style = struct.pack("<HHHHH", 0, base << 4 | kind, 2 if kind == 1 else 1, 0, 0) + name + before + upx
    return struct.pack("<H", len(style)) + style + bytes(len(style) % 2)
