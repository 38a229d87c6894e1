"""Pages of a PDF that are pictures of their text, read by somebody who can see."""

from collections.abc import Callable
from typing import Any

import pypdfium2 as pdfium

from core.errors import CannotScreen
from core.reading.pdf.page import Page, open_page

MOST_PAGES = 10
"""Pages that are read as pictures in one document, a few seconds each."""
TOO_MANY = (
    f"More than {MOST_PAGES} scanned pages. Save a copy with only the résumé, or ask for a text version."
)
NO_WORDS = "No words could be made out in this picture. Ask for a text version."

See = Callable[[Page, int], str]
"""The words on an open page with its number (from 1), made out by looking at it."""


def look_at(document: Any, numbers: list[int], see: See, *, alone: bool) -> dict[int, str]:
    """The words of these pages (from 1), as many pages as are read in one document; broken ones are left out.

    Raises `CannotScreen("too_large")` where there are more, and they stand `alone`: nothing else would be read.
    """
    if alone and len(numbers) > MOST_PAGES:
        raise CannotScreen("too_large", TOO_MANY)
    words: dict[int, str] = {}
    for number in numbers[:MOST_PAGES]:
        try:
            with open_page(document, number - 1) as page:
                words[number] = see(page, number)
        except pdfium.PdfiumError:
            continue
    return words
