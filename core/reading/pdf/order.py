"""The order in which a person reads what stands on a page: column by column."""

from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced


def in_reading_order(page: Page, traced: Traced) -> Traced:
    """The page's characters in the order a person reads them."""
    return traced
