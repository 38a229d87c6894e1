"""What kind of document some bytes are, by the bytes alone: names lie."""

import re

from core.domain.resume import DocumentKind
from core.errors import CannotScreen, FailureReason
from core.reading.office.archive import Archive
from core.reading.office.doc.compound import MAGIC, Compound
from core.reading.office.opc import content_type, main_part
from core.reading.txt import looks_like_text, utf16_without_mark

_DRAWING = "This is a drawing. Save it as PDF and add that."
_OTHER_PHOTO = "This kind of photo can't be read. Save it as JPG and add that."
_ARCHIVE = "This is an archive. Unpack it and add the résumés in it."
_WEB_PAGE = "This is a web page, not a document. Ask for the real file."
_EMAIL = "This is an e-mail. Save the file attached to it and add that."
_PROGRAM = "This is a program, not a document. Don't open it; ask for the real file."
_MEDIA = "This is a sound or a film, not a document. Ask for the real file."
_SHEET = "This is a spreadsheet. Save it as PDF and add that."
_SLIDES = "This is a set of slides. Save it as PDF and add that."
_PAGES = "This is an Apple Pages document. Export it as PDF and add that."
_OTHER = "This kind of file can't be read. Save it as PDF or DOCX and add that."

_MAGIC: tuple[tuple[bytes, FailureReason, str], ...] = (
    (b"8BPS", "unsupported", _OTHER_PHOTO),
    (b"\0\0\0\x0cjP  ", "unsupported", _OTHER_PHOTO),
    (b"7z\xbc\xaf\x27\x1c", "unsupported", _ARCHIVE),
    (b"Rar!\x1a\x07", "unsupported", _ARCHIVE),
    (b"\x1f\x8b", "unsupported", _ARCHIVE),
    (b"BZh", "unsupported", _ARCHIVE),
    (b"\xfd7zXZ\0", "unsupported", _ARCHIVE),
    (b"\x28\xb5\x2f\xfd", "unsupported", _ARCHIVE),
    (b"MZ", "not_a_document", _PROGRAM),
    (b"\x7fELF", "not_a_document", _PROGRAM),
    (b"\xca\xfe\xba\xbe", "not_a_document", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", "not_a_document", _PROGRAM),
    (b"\xce\xfa\xed\xfe", "not_a_document", _PROGRAM),
    (b"OggS", "not_a_document", _MEDIA),
    (b"ID3", "not_a_document", _MEDIA),
    (b"fLaC", "not_a_document", _MEDIA),
    (b"\x1aE\xdf\xa3", "not_a_document", _MEDIA),
    (b"SQLite format 3\0", "not_a_document", ""),
    (b"\xffWPC", "unsupported", _OTHER),
    (b"AT&TFORM", "unsupported", _OTHER),
    (b"\xdb\xa5", "unsupported", _OTHER),
)
"""How files begin that hold no résumé text of ours, and what to say of them."""

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
"""How pictures begin that can be opened."""

_OLE_STREAMS: tuple[tuple[str, FailureReason, str], ...] = (
    ("Workbook", "unsupported", _SHEET),
    ("Book", "unsupported", _SHEET),
    ("PowerPoint Document", "unsupported", _SLIDES),
    ("__properties_version1.0", "not_a_document", _EMAIL),
)

_HTML = re.compile(
    rb"(?>(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->|\s){0,9})<(?:!doctype\s+html|html|head|title|body|script|style|meta|link|iframe|table|div)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL_HEADERS = re.compile(rb"(?:From [^\n]*\n)?(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
_MAIL_MARKS = re.compile(
    rb"^(?:mime-version|message-id|received|return-path|delivered-to|dkim-signature):",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(content: bytes) -> DocumentKind:
    """The kind. Raises `CannotScreen` for what is none of ours, in words that fit."""
    if not content.strip(b"\0 \t\r\n\v\f\xef\xbb\xbf\xff\xfe"):
        raise CannotScreen("empty")
    if content.startswith((b"PK\3\4", b"PK\5\6", b"PK\7\x08")):
        return _zipped(Archive(content))
    if content.startswith(MAGIC):
        return _compound(Compound(content))
    if b"%PDF-" in content[:1024]:
        return "pdf"
    start = content[:4096]
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if not looks_like_text(content[: 1 << 16]):
        if _is_image(content):
            return "image"
        raise _binary(content)
    _refuse_markup_and_mail(start)
    return "txt"


def _zipped(archive: Archive) -> DocumentKind:
    if main := main_part(archive):
        described = content_type(archive, main) or main
        if "word" in described:
            return "docx"
        if "spreadsheet" in described or "excel" in described or main.startswith("xl/"):
            raise CannotScreen("unsupported", _SHEET)
        if "presentation" in described or "powerpoint" in described:
            raise CannotScreen("unsupported", _SLIDES)
        raise CannotScreen("unsupported", _OTHER)
    if "mimetype" in archive.names:
        described = (archive.read("mimetype") or b"").decode("ascii", "replace")
        if "opendocument.text" in described:
            return "odt"
        if "opendocument.spreadsheet" in described:
            raise CannotScreen("unsupported", _SHEET)
        if "opendocument.presentation" in described:
            raise CannotScreen("unsupported", _SLIDES)
        raise CannotScreen("unsupported", _OTHER)
    if "word/document.xml" in archive.names:  # its relationships are lost, its text is not
        return "docx"
    if any(name.endswith(".iwa") or name == "index.apxl" for name in archive.names):
        raise CannotScreen("unsupported", _PAGES)
    raise CannotScreen("unsupported", _ARCHIVE)


def _compound(compound: Compound) -> DocumentKind:
    if "EncryptedPackage" in compound.names:
        raise CannotScreen("locked")
    if "WordDocument" in compound.names:
        return "doc"
    for name, reason, message in _OLE_STREAMS:
        if name in compound.names:
            raise CannotScreen(reason, message)
    raise CannotScreen("unsupported")


def _is_image(content: bytes) -> bool:
    """Whether it is a picture of a kind that can be opened: PNG, JPG, GIF, TIFF, WebP or BMP."""
    webp = content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    bitmap = content[:2] == b"BM" and content[6:10] == b"\0\0\0\0"
    return content.startswith(_IMAGES) or webp or bitmap


def _binary(content: bytes) -> CannotScreen:
    """What to say of bytes that are no text."""
    for magic, reason, message in _MAGIC:
        if content.startswith(magic):
            return CannotScreen(reason, message)
    brand = content[4:12]
    if content[:4] == b"RIFF":
        return CannotScreen("not_a_document", _MEDIA)
    if brand[:4] == b"ftyp":
        picture = brand[4:8] in (b"heic", b"heix", b"mif1", b"avif", b"hevc")
        if picture:
            return CannotScreen("unsupported", _OTHER_PHOTO)
        return CannotScreen("not_a_document", _MEDIA)
    return CannotScreen("unsupported", _OTHER)


def _refuse_markup_and_mail(start: bytes) -> None:
    """Text that is a web page, a picture in XML, PostScript or an e-mail is no résumé as it stands."""
    if (encoding := utf16_without_mark(start)) or start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.decode(encoding or "utf-16", "ignore").encode()
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    headers = _MAIL_HEADERS.match(start)
    if headers and _MAIL_MARKS.search(headers.group()):
        web = b"multipart/related" in headers.group().lower()
        raise CannotScreen("not_a_document", _WEB_PAGE if web else _EMAIL)
    if _HTML.match(start):
        raise CannotScreen("not_a_document", _WEB_PAGE)
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in start:
        raise CannotScreen("unsupported", _DRAWING)
    if start.startswith((b"<?xml", b"%!PS")):
        raise CannotScreen("unsupported", _OTHER)
