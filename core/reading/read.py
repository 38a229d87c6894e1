"""From a file's bytes to its text, or to the reason why there is none."""

import hashlib
import re
from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import unquote

from core.domain.candidate import Failure, failure
from core.domain.resume import DocumentKind, Picture, ReadResume
from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.limits import MAX_CHARACTERS, too_long
from core.reading.normalise import normalise
from core.reading.quality import doubts_about
from core.reading.sniff import kind_of

READER_VERSION = 4
"""Raise it when the same bytes give another text, so that kept texts are read again."""

MAX_LINK = 500
"""Characters. Longer targets are tracking, not addresses."""

Answer = TypeVar("Answer")

_NO_DIGIT = re.compile(r"\D+")
_BEFORE_ADDRESS = re.compile(r"^(?:https?://)?(?:www\.)?")
_LINK = re.compile(r"(?:https?://|mailto:|tel:|www\.)\S+", re.IGNORECASE)


def read_bytes(content: bytes) -> ReadResume | Failure:
    """The text of a document of any kind we know. Raises nothing but `MemoryError` and `ImportError`,

    after which the process is not fit for another file and has to end.
    """
    return _answered(lambda: _read(content, _reader))


def read_pictures(content: bytes, *, before_page: Callable[[], None]) -> ReadResume | Failure:
    """As `read_bytes`, with the words made out from pages and photos that are pictures; slow.

    `before_page` is called ahead of each picture. Raises as `read_bytes` does; only the child for scans calls it.
    """
    from core.reading.scans.pictures import reader_of_scans

    def reader(kind: DocumentKind) -> Callable[[bytes], Extract]:
        return reader_of_scans(kind, before_page) or _reader(kind)

    return _answered(lambda: _read(content, reader).model_copy(update={"pictures_read": True}))


def draw(content: bytes, page: int, *, spans: Sequence[tuple[int, int]] = ()) -> Picture | Failure:
    """A page (from 1) of a PDF or a photo as a picture, the spans marked. Raises as `read_bytes` does."""
    return _answered(lambda: _draw(content, page, spans))


def _answered(work: Callable[[], Answer]) -> Answer | Failure:
    """What the work gives, or why it can't."""
    try:
        return work()
    except CannotScreen as no:
        return failure(no.reason, no.message)
    except (MemoryError, ImportError):
        raise
    except Exception:  # noqa: BLE001 - the one place where whatever a format's library throws means: damaged
        return failure("damaged")


def _draw(content: bytes, page: int, spans: Sequence[tuple[int, int]]) -> Picture:
    kind = kind_of(content)
    if kind == "pdf":
        from core.reading.pdf import draw_page

        return draw_page(content, page, spans)
    if kind == "image":
        from core.reading.scans.photo import draw_photo

        return draw_photo(content, page)
    raise CannotScreen("unsupported", "Only the pages of a PDF and photos can be shown as pictures.")


def _read(content: bytes, reader: Callable[[DocumentKind], Callable[[bytes], Extract]]) -> ReadResume:
    kind = kind_of(content)
    extract = reader(kind)(content)
    if kind != "pdf":  # the PDF reader normalises by itself: it keeps each character's place on the page
        extract = normalise(extract)
    if not any(char.isalpha() for char in extract.text):
        raise CannotScreen("empty", "There is no text in the file. Ask for the real file.")
    links = tuple(link for link in extract.links if len(link) <= MAX_LINK and _LINK.fullmatch(link))
    text = extract.text.rstrip() + _links_line(extract.text, links)
    if len(text) > MAX_CHARACTERS:
        raise too_long()
    return ReadResume(
        sha256=hashlib.sha256(content).hexdigest(),
        kind=kind,
        text=text,
        page_starts=extract.page_starts,
        hidden=extract.hidden,
        links=links,
        scanned_pages=extract.scanned_pages,
        unread_pages=extract.unread_pages,
        doubts=(*extract.doubts, *doubts_about(extract, kind=kind)),
        written=extract.written,
    )


def _reader(kind: DocumentKind) -> Callable[[bytes], Extract]:
    """The reader of a kind. Imported when needed: a child that reads PDFs never loads the others' libraries."""
    match kind:
        case "pdf":
            from core.reading.pdf import read_pdf

            return read_pdf
        case "docx":
            from core.reading.office.docx import read_docx

            return read_docx
        case "odt":
            from core.reading.office.odt import read_odt

            return read_odt
        case "doc":
            from core.reading.office.doc import read_doc

            return read_doc
        case "rtf":
            from core.reading.office.rtf import read_rtf

            return read_rtf
        case "txt":
            from core.reading.txt import read_txt

            return read_txt
        case "image":
            raise CannotScreen("scanned", "This is a picture: no text to read. Ask for a text version.")


def _links_line(text: str, links: Sequence[str]) -> str:
    """The last field "Links: a, b" with the targets that a reader of the text would not see."""
    if not links:
        return ""
    folded = text.casefold()
    spaceless = "".join(folded.split())
    unseen = [shown for link in links if not _is_seen(shown := _shown(link), link, folded, spaceless)]
    return f"\n\nLinks: {', '.join(dict.fromkeys(unseen))}" if unseen else ""


def _shown(link: str) -> str:
    """A target as people write it."""
    scheme, _, rest = link.partition(":")
    match scheme.lower():
        case "tel":
            return unquote(rest)
        case "mailto":
            return unquote(rest.partition("?")[0])
    return link


def _is_seen(shown: str, link: str, folded: str, spaceless: str) -> bool:
    """Whether the target stands in the text, whatever white space is in it; of a number only the digits count."""
    if link[:4].lower() == "tel:":
        number = _NO_DIGIT.sub("", shown)
        return number in _NO_DIGIT.sub("", folded)
    bare = _BEFORE_ADDRESS.sub("", shown.casefold()).rstrip("/")
    return bare in folded or bare in spaceless
