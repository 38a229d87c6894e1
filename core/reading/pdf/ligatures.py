"""Ligatures that a font has under control codes (TeX's ff, fi, fl…), spelt out."""

import re
from collections.abc import Callable

from core.reading.pdf.page import Page
from core.reading.pdf.traced import Traced

_CODES = r"\x0b\x0c\x0e\x0f\x1b-\x1f"
_ALL_CODES = "\x0b\x0c\x0e\x0f\x1b\x1c\x1d\x1e\x1f"
_CODE = re.compile(rf"[{_CODES}]")
_CODED_WORD = re.compile(
    rf"(?=[^\W\d_]+[{_CODES}]|[{_CODES}][^\W\d_])[^\W\d_{_CODES}]*[{_CODES}](?:[^\W\d_]|[{_CODES}])*"
)
_CODE_IN_WORD = re.compile(rf"(?<=[^\W\d_])[{_CODES}]|[{_CODES}](?=[^\W\d_])")
_TEX = dict(
    zip(
        "\x1b\x1c\x1d\x1e\x1f\x0b\x0c\x0e\x0f",
        ["ff", "fi", "fl", "ffi", "ffl", "ff", "fi", "ffi", "ffl"],
        strict=True,
    )
)
_LIGATURES = "(?:ff[il]?|f[ijlt]|t[tif]|Th)"

# Widths of ligatures as shares of their letters' widths; fi would be 0.84 of fl.
_NARROWEST = {2: 0.87, 3: 0.78}
_WIDEST = 1.03
_MOST_MEASURED = 200
"""Codes measured on a page."""


def spelt_by_width(page: Page, traced: Traced) -> Traced:
    """Codes inside words that are as wide as the letters TeX has under them, spelt out; the others stay."""
    if not any(map(traced.text.__contains__, _ALL_CODES)):
        return traced
    measured = 0

    def letters(match: re.Match[str]) -> str:
        nonlocal measured
        place, code = match.start(), match.group()
        other = place - 1 if place and match.string[place - 1].isalpha() else place + 1
        if code not in _TEX or measured >= _MOST_MEASURED or not match.string[other].isalpha():
            return code
        measured += 1
        spelt, origins = _TEX[code], traced.origins
        share = page.width_share(origins[place], spelt, match.string[other], origins[other])
        return spelt if _NARROWEST[len(spelt)] < share < _WIDEST else code

    return traced.replaced(_CODE_IN_WORD, letters)


def spelt_by_reading(traced: Traced, second_reading: Callable[[], str]) -> Traced:
    """Codes inside words spelt out as `second_reading` has the word, which knows the glyphs' names.

    Each font may number its ligatures as it likes. It is only asked when needed: it is slow. Where it has no
    such word, TeX's own numbering counts.
    """
    if not any(map(traced.text.__contains__, _ALL_CODES)):
        return traced

    def word(match: re.Match[str]) -> str:
        spelt = _spelt(match.group(), second_reading())
        return spelt or _CODE.sub(lambda code: _TEX.get(code.group(), ""), match.group())

    return traced.replaced(_CODED_WORD, word)


def _spelt(coded: str, text: str) -> str | None:
    """The one word of `text` that fits, its ligatures free."""
    pattern = _LIGATURES.join(map(re.escape, _CODE.split(coded)))
    found = set(re.findall(rf"(?<![^\W\d_]){pattern}(?![^\W\d_])", text))
    return found.pop() if len(found) == 1 else None
