"""Signs of icon fonts that stick to an address or a number, set apart from it."""

import re
from itertools import islice

from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced

MOST_ADDRESSES = 50
"""On one page; a page with more is no résumé's."""

_LONGEST_NAME = 64
_SIGN = re.compile(r"[@\dHhWw](?:(?<=@)[\w-]|(?<=\d)[\d ()./-]{6}|(?<=[Hh])ttps?://|(?<=[Ww])[Ww]{2}\.)")
"""Begins with one set of characters, so that the others are passed over quickly."""

_NAME = re.compile(r"[\w.+-]+\Z")


def apart_from_icons(page: Page, traced: Traced) -> Traced:
    """A space behind the first character of an address or a number where it is drawn in another font.

    Such a character is a picture of an envelope or a telephone; its code may be any letter.
    """
    places: dict[int, None] = {}
    for sign in islice(_SIGN.finditer(traced.text), MOST_ADDRESSES):
        place = _stuck_to(traced.text, sign.start())
        if place is not None and page.font(traced.origins[place]) != page.font(traced.origins[place + 1]):
            places[place] = None
    return traced.spaced_behind(places) if places else traced


def _stuck_to(text: str, start: int) -> int | None:
    """Where the character stands that may be stuck to the address or number that shows at `start`."""
    before = text[max(0, start - _LONGEST_NAME) : start].rpartition("\n")[2].rpartition(" ")[2]
    place = start - len(before)
    if text[start] == "@":
        return place if len(before) > 1 and _NAME.match(before, 1) else None
    if text[start].isdigit():
        before = before.rstrip("(+")
    return place if len(before) == 1 else None
