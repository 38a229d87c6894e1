"""A résumé once read: text, where its pages begin, what was hidden, where its links lead."""

from bisect import bisect_right
from typing import Literal

from core.domain.value import Value

DocumentKind = Literal["pdf", "docx", "doc", "rtf", "odt", "txt", "image"]
"""An image is a photo or a scan saved as JPG, PNG or the like."""


class HiddenSpan(Value):
    """Text a person can't see. Taken out of `ReadResume.text`, shown to the manager apart."""

    text: str
    page: int | None = None
    why: str
    stays: bool = False
    """Whether the words can be seen and stay in the text: only what was hidden inside them is gone."""


class ReadResume(Value):
    """What reading a file gave.

    `text` is normalised (NFKC, no control, zero-width or bidi characters), hidden spans out, link targets
    that don't stand in the text appended as a last field "Links: …". All offsets in the product are code
    points into it. `page_starts` holds the offset at which each page begins; empty where the format has no
    fixed pages (everything but PDF and images).
    """

    status: Literal["read"] = "read"
    sha256: str
    kind: DocumentKind
    text: str
    page_starts: tuple[int, ...] = ()
    hidden: tuple[HiddenSpan, ...] = ()
    links: tuple[str, ...] = ()
    scanned_pages: tuple[int, ...] = ()
    """Pages (from 1) whose words were made out from a picture, here or by the scanner that wrote the file."""
    unread_pages: tuple[int, ...] = ()
    """Pages (from 1) that are pictures and that nobody has read: their words are not in `text`."""
    pictures_read: bool = False
    """Whether the reader of scans has been at it: `unread_pages` are then the ones it couldn't read either."""
    doubts: tuple[str, ...] = ()
    """Why the text may not be the whole résumé, each a sentence for the manager. Empty: nothing seems to be wrong."""
    written: str | None = None
    """When the file says it was last changed (UTC, ISO 8601), for telling versions apart; None where it doesn't."""

    @property
    def pages(self) -> int | None:
        """How many pages, or None where the format has none."""
        return len(self.page_starts) or None

    def page_of(self, offset: int) -> int | None:
        """The 1-based page that holds the character at `offset`, or None."""
        return bisect_right(self.page_starts, offset) or None if self.page_starts else None


class Picture(Value):
    """One page of a PDF drawn as PNG, with how many of the asked spans were marked on it."""

    png: bytes
    page: int
    marked: int
