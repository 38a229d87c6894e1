"""Signs of icon fonts that stick to an address or a number, set apart from it."""

import re

from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced

MOST_ADDRESSES = 50
"""On one page; a page with more is no résumé's."""

_ADDRESS = re.compile(
    r"(?<!\S)([^\s(+])(?=[\w.+-]{1,64}@[\w-]{1,64}\.|[+(]?\d[\d ()./-]{6,24}|(?:https?://|www\.)\w)",
    re.IGNORECASE,
)


def apart_from_icons(page: Page, traced: Traced) -> Traced:
    """A space behind the first character of an address or a number where it is drawn in another font.

    Such a character is a picture of an envelope or a telephone; its code may be any letter.
    """
    looked_at = 0

    def apart(match: re.Match[str]) -> str:
        nonlocal looked_at
        looked_at += 1
        sign = match.group()
        if looked_at > MOST_ADDRESSES:
            return sign
        here, there = traced.origins[match.start()], traced.origins[match.end()]
        return f"{sign} " if page.font(here) != page.font(there) else sign

    return traced.replaced(_ADDRESS, apart)
