"""A PDF's pages as repaired text whose characters remember where on the page they stand."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate, islice
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from core.domain.resume import HiddenSpan
from core.errors import CannotScreen
from core.reading.invisible import invisible_spans
from core.reading.pdf import repair
from core.reading.pdf.addresses import whole_addresses
from core.reading.pdf.dates import from_pdf
from core.reading.pdf.hidden import Effort, part_hidden
from core.reading.pdf.icons import apart_from_icons
from core.reading.pdf.ligatures import spelt_by_reading, spelt_by_width
from core.reading.pdf.limits import check_characters, check_pages
from core.reading.pdf.order import in_reading_order
from core.reading.pdf.page import HYPHEN, Page, open_page
from core.reading.pdf.pictured import NO_WORDS, See, look_at
from core.reading.pdf.second import SecondReader
from core.reading.pdf.spacing import regroup
from core.reading.pdf.traced import NOTHING, Traced, Untraced
from core.reading.written import first_of

BETWEEN_PAGES = "\n\n"
NOWHERE = -1
"""The origin of characters that only the second reader gave: they have no place on the page."""

_BARE = 40
"""Letters on a page below which it may be a picture with a stamp on it ("Scanned by …")."""
_OWN_HYPHENS = ("skia/pdf", "chrom", "word", "google", "canva", "pages", "quartz", "wkhtmltopdf", "pdfshift")
"""Programs that never break words by themselves, as they name themselves in what they write."""


@dataclass(frozen=True, slots=True)
class TracedPages:
    """The text of a document, page by page."""

    pages: tuple[Traced, ...]
    links: tuple[str, ...] = ()
    hidden: tuple[HiddenSpan, ...] = ()
    scanned: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    written: str | None = None
    unchecked: tuple[int, ...] = ()
    """Pages (from 1) that hold too much to be checked for hidden text."""

    @property
    def text(self) -> str:
        return BETWEEN_PAGES.join(page.text for page in self.pages)

    @property
    def starts(self) -> tuple[int, ...]:
        """The offset in `text` at which each page begins."""
        lengths = (len(page.text) + len(BETWEEN_PAGES) for page in self.pages[:-1])
        return tuple(accumulate(lengths, initial=0)) if self.pages else ()


@dataclass(slots=True)
class _Seen:
    """What the pages of a document hold besides text."""

    links: dict[str, None] = field(default_factory=dict)
    hidden: list[HiddenSpan] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    unchecked: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    drawings: list[int] = field(default_factory=list)
    broken: int = 0
    bare: int = 0

    def note(self, page: Page, number: int, text: str) -> None:
        """What to know of page `number` (from 1) where it has hardly any text."""
        letters = sum(1 for _ in islice(filter(str.isalnum, text), _BARE))
        if letters >= _BARE:
            return
        self.bare += 1
        if page.picture_share() > 0.5:
            self.pictures.append(number)
        elif not letters and page.is_drawn_on():
            self.drawings.append(number)


@contextmanager
def open_document(content: bytes) -> Iterator[Any]:
    """The document, closed at the end. A user password that is empty opens it.

    Raises `CannotScreen("locked")`, and `pypdfium2.PdfiumError` where the file is too damaged for pdfium.
    """
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as bad:
        # The code alone may be left over from another file.
        if bad.err_code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY) and b"/Encrypt" in content:
            raise CannotScreen("locked") from bad
        raise
    try:
        yield document
    finally:
        document.close()


def trace(content: bytes, *, see: See | None = None, places: bool = True) -> TracedPages:
    """Reads a PDF, with `see` also its pages that are pictures.

    Without `places` the text is the same and quicker to get, but nobody knows where it stands.

    Raises `CannotScreen` for locked, damaged, empty, scanned and too large ones.
    """
    if not content.strip():
        raise CannotScreen("empty")
    second = SecondReader(content)
    try:
        with open_document(content) as document:
            check_pages(len(document))
            pages, seen = _raw_pages(document, places=places)
            if see:
                _look_at_pictures(document, pages, seen, see)
            pages = _joined(document, pages)
            written = _written(document)
    except pdfium.PdfiumError:
        return _from_second(second)
    if not pages:
        raise CannotScreen("empty")
    if seen.broken == len(pages):
        return _from_second(second)
    if not any(char.isalnum() for page in pages for char in page.text):
        return _without_text(second, seen)
    if seen.bare == len(pages) and seen.pictures:
        raise CannotScreen("scanned")
    repaired = tuple(
        _repaired(page, partial(second.page, number), seen.links) for number, page in enumerate(pages)
    )
    return _checked(
        TracedPages(
            repaired,
            links=tuple(seen.links),
            hidden=tuple(seen.hidden),
            scanned=tuple(sorted(seen.scanned)),
            unread=tuple(seen.pictures),
            written=written,
            unchecked=tuple(seen.unchecked),
        )
    )


def _raw_pages(document: Any, *, places: bool) -> tuple[list[Traced], _Seen]:
    pages: list[Traced] = []
    seen = _Seen()
    effort = Effort()
    count = 0
    for number in range(len(document)):
        traced = NOTHING
        try:
            with open_page(document, number) as page:
                count += page.count()
                check_characters(count // 2)  # pdfium counts line ends and spaces of its own, too
                parted = part_hidden(page, page.characters(), number + 1, effort)
                traced = _arranged(page, parted.visible)
                traced = repair.lines(traced if places else Untraced(traced.text))
                seen.links |= dict.fromkeys(page.links)
                seen.hidden += (*parted.hidden, *invisible_spans(parted.visible.text, number + 1))
                seen.scanned += [number + 1] if parted.is_scan else []
                seen.unchecked += [number + 1] if parted.unchecked else []
                seen.note(page, number + 1, traced.text)
        except pdfium.PdfiumError:
            seen.broken += 1  # the other pages are worth reading
        pages.append(traced)
    return pages, seen


def _arranged(page: Page, visible: Traced) -> Traced:
    """All that has to look at the page while it is open: order, words, ligatures."""
    ordered = regroup(page, in_reading_order(page, visible))
    return spelt_by_width(page, apart_from_icons(page, ordered))


def _look_at_pictures(document: Any, pages: list[Traced], seen: _Seen, see: See) -> None:
    """Puts the words of the pages that are pictures in their places; they have no place on the page.

    Where no page has text, letters may be drawn as shapes: then drawings are looked at as well.
    """
    alone = seen.bare == len(pages)
    numbers = sorted(seen.pictures + (seen.drawings if alone else []))
    words = look_at(document, numbers, see, alone=alone)
    for number, text in words.items():
        pages[number - 1] = Traced(text, [NOWHERE] * len(text))
    if alone and numbers and not any(char.isalnum() for page in pages for char in page.text):
        raise CannotScreen("empty", NO_WORDS)
    seen.bare -= len(words)
    seen.scanned += words
    seen.pictures = [number for number in seen.pictures if number not in words]
    seen.drawings = [number for number in seen.drawings if number not in words]


def _joined(document: Any, pages: list[Traced]) -> list[Traced]:
    """The pages with the words whole that are broken at a line's end."""
    if not any(HYPHEN in page.text for page in pages):
        return pages
    known = repair.KnownWords(page.text for page in pages)
    written_by = "".join(document.get_metadata_value(key) for key in ("Creator", "Producer")).lower()
    keep_hyphens = any(name in written_by for name in _OWN_HYPHENS)
    return [repair.join(page, known, keep_hyphens=keep_hyphens) for page in pages]


def _written(document: Any) -> str | None:
    """When the file was last changed, or else made."""
    said = (document.get_metadata_value(key) for key in ("ModDate", "CreationDate"))
    return next(filter(None, map(first_of, map(from_pdf, said))), None)


def _repaired(page: Traced, second_reading: Callable[[], str], links: Collection[str]) -> Traced:
    return whole_addresses(repair.tidy(spelt_by_reading(page, second_reading)), links)


def _without_text(second: SecondReader, seen: _Seen) -> TracedPages:
    """No letter found: ones without a code are there for the second reader, but not hidden ones."""
    if seen.hidden:
        raise CannotScreen("scanned" if seen.pictures else "empty")
    if not seen.pictures and not seen.drawings:
        raise CannotScreen("empty")
    try:
        return _from_second(second)
    except CannotScreen:
        raise CannotScreen("scanned") from None


def _from_second(second: SecondReader) -> TracedPages:
    texts = second.pages()
    if not texts:
        raise CannotScreen("empty")
    pages = tuple(repair.tidy(Traced(text, [NOWHERE] * len(text))) for text in texts)
    if not any(char.isalnum() for page in pages for char in page.text):
        raise CannotScreen("damaged")
    return _checked(TracedPages(pages, unchecked=tuple(range(1, len(pages) + 1))))


def _checked(pages: TracedPages) -> TracedPages:
    check_characters(len(pages.text))
    return pages
