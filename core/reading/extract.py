"""What a format's reader gives before normalising is finished and the file's hash is added."""

from core.domain.resume import HiddenSpan
from core.domain.value import Value


class Extract(Value):
    """Text with the pages' beginnings, hidden spans taken out, and link targets in the order found.

    The other fields mean what they mean in `ReadResume`.
    """

    text: str
    page_starts: tuple[int, ...] = ()
    hidden: tuple[HiddenSpan, ...] = ()
    links: tuple[str, ...] = ()
    scanned_pages: tuple[int, ...] = ()
    unread_pages: tuple[int, ...] = ()
    unchecked_pages: tuple[int, ...] = ()
    """Pages (from 1) that hold too much to be checked for hidden text, or that only the second reader could open."""
    doubts: tuple[str, ...] = ()
    written: str | None = None
