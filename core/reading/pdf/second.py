"""pypdf as the second reader: slower, but it knows glyphs by name and opens files that pdfium refuses."""

import io
import logging
import re
from functools import cached_property
from typing import TYPE_CHECKING

from core.errors import CannotScreen
from core.reading.pdf.limits import check_characters, check_pages

if TYPE_CHECKING:
    from pypdf import PdfReader

_GLYPH_NAME = re.compile(r"/((?:[ftT]_)+[fijlth])")
_GLYPH_NUMBER = re.compile(r"/[A-Za-z]{1,3}\d+")
_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
_SPELT = dict(
    zip(
        "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06",
        ["ff", "fi", "fl", "ffi", "ffl", "st", "st"],
        strict=True,
    )
)


def spelt(text: str) -> str:
    """pypdf's text with ligatures as letters: it gives some by their glyphs' names ("/f_i"); numbers say nothing."""
    text = _GLYPH_NAME.sub(lambda name: name.group(1).replace("_", ""), text)
    return _LIGATURE.sub(lambda ligature: _SPELT[ligature.group()], _GLYPH_NUMBER.sub("", text))


class SecondReader:
    """Opens the file when first asked; most files never need it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._pages: dict[int, str] = {}

    def page(self, number: int) -> str:
        """Page `number` (from 0), ligatures spelt out; empty where pypdf has no answer either."""
        if number not in self._pages:
            self._pages[number] = self._extracted(number)
        return self._pages[number]

    def _extracted(self, number: int) -> str:
        try:
            text = self._reader.pages[number].extract_text()
        except MemoryError:
            raise  # the child that reads must end
        except Exception:  # noqa: BLE001 - pypdf raises anything on odd files; the caller goes on without
            return ""
        return spelt(text)

    def pages(self) -> list[str]:
        """All pages. Raises `CannotScreen` where this reader can't open the file either."""
        try:
            count = len(self._reader.pages)
        except MemoryError:
            raise
        except Exception as bad:
            raise CannotScreen("damaged") from bad
        check_pages(count)
        texts: list[str] = []
        for number in range(count):
            texts.append(self.page(number))
            check_characters(sum(map(len, texts)))
        return texts

    @cached_property
    def _reader(self) -> "PdfReader":
        from pypdf import PdfReader  # slow to import, seldom needed

        # Its complaints quote the file.
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        return PdfReader(io.BytesIO(self._content))
