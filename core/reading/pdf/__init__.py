"""PDF: bytes to text, and a page as a picture with quotes marked on it."""

from core.reading.extract import Extract
from core.reading.pdf.document import trace
from core.reading.pdf.draw import draw_page
from core.reading.pdf.pictured import See

__all__ = ["draw_page", "read_pdf"]


def read_pdf(content: bytes, *, see: See | None = None) -> Extract:
    """The text in reading order, ready normalised, and all link targets (also those that stand in the text).

    Pages that are pictures are read by `see`, where it is given.
    Raises `CannotScreen` with locked, damaged, empty, scanned or too_large.
    """
    pages = trace(content, see=see, places=False)
    return Extract(
        text=pages.text,
        page_starts=pages.starts,
        links=pages.links,
        hidden=pages.hidden,
        scanned_pages=pages.scanned,
        unread_pages=pages.unread,
        unchecked_pages=pages.unchecked,
        written=pages.written,
    )
