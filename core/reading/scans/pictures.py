"""Documents and photos whose words have to be made out from pictures. Runs in the child for scans only."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PIL import Image

from core.domain.resume import DocumentKind
from core.errors import CannotScreen
from core.reading.extract import Extract
from core.reading.pdf.page import HYPHEN, Page
from core.reading.pdf.pictured import MOST_PAGES, NO_WORDS
from core.reading.pdf.repair import KnownWords, join
from core.reading.pdf.traced import Traced
from core.reading.scans.order import Line, in_reading_order

DOTS_AN_INCH = 200
LARGEST_SIDE = 2400
"""Pixels. Posters are drawn coarser."""
FAINT = 0.5
"""Lines read with less certainty are noise more often than words."""
MOSTLY_LOST = 0.15
"""From this share of faint letters on, a person should look at the page."""

_ICON = re.compile(r"(?<![\u3040-\u9fff])[\u3040-\u9fff](?![\u3040-\u9fff]) ?")
"""An ideograph alone is what the engine makes of an icon; names and words have two and more."""
_FOREIGN_SCRIPT = re.compile(r"[\u3040-\u9fff]")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-‐]\n(?=[^\W\d_])")


class Words(NamedTuple):
    """What was made out of a picture. `faint`: so much of it is unsure that a person should look."""

    text: str
    faint: bool


def reader_of_scans(kind: DocumentKind, before_page: Callable[[], None]) -> Callable[[bytes], Extract] | None:
    """Reads a document with its pictures; None for kinds that have none. `before_page` is called ahead of each picture."""
    if kind == "pdf":
        return lambda content: _read_pdf(content, before_page)
    if kind == "image":
        return lambda content: _read_photo(content, before_page)
    return None


def words_of_picture(image: Image.Image) -> Words:
    """The words in reading order."""
    from core.reading.scans.ocr import lines_of  # the engine: a second and 700 MB

    if all(low == high for low, high in image.convert("RGB").getextrema()):  # type: ignore[misc]
        return Words("", faint=False)
    return sure_words(lines_of(image))


def sure_words(lines: Sequence[Line]) -> Words:
    """The lines read with some certainty, in order, words broken at a line's end made whole."""
    sure = [line for line in lines if line.confidence >= FAINT]
    text = _BROKEN.sub(HYPHEN, _without_icons(in_reading_order(sure)))
    whole = join(Traced(text, [0] * len(text)), KnownWords([text]), keep_hyphens=False).text
    lost = sum(len(line.text) for line in lines) - sum(len(line.text) for line in sure)
    return Words(whole, faint=lost > MOSTLY_LOST * (lost + len(text)))


def _without_icons(text: str) -> str:
    if len(_FOREIGN_SCRIPT.findall(text)) > 0.2 * len(text):
        return text
    return _ICON.sub("", text)


def _read_pdf(content: bytes, before_page: Callable[[], None]) -> Extract:
    from core.reading.pdf import read_pdf

    faint: list[int] = []

    def see(page: Page, number: int) -> str:
        before_page()
        words = words_of_picture(drawn(page))
        if words.faint:
            faint.append(number)
        return words.text

    extract = read_pdf(content, see=see)
    return extract.model_copy(update={"doubts": (*extract.doubts, *_doubts(faint))})


def drawn(page: Page) -> Image.Image:
    """The page as its reader sees it."""
    width, height = page.page.get_size()
    bitmap = page.page.render(scale=min(DOTS_AN_INCH / 72, LARGEST_SIDE / max(width, height, 1)))
    try:
        image: Image.Image = bitmap.to_pil().convert("RGB")
    finally:
        bitmap.close()
    return image


def _read_photo(content: bytes, before_page: Callable[[], None]) -> Extract:
    from core.reading.scans.photo import frames

    pages: list[str] = []
    faint: list[int] = []
    for number, image in enumerate(frames(content, most=MOST_PAGES), 1):
        before_page()
        words = words_of_picture(image)
        pages.append(words.text)
        if words.faint:
            faint.append(number)
    if not any(char.isalpha() for text in pages for char in text):
        raise CannotScreen("empty", NO_WORDS)
    starts = [0]
    for text in pages[:-1]:
        starts.append(starts[-1] + len(text) + 2)
    return Extract(
        text="\n\n".join(pages),
        page_starts=tuple(starts),
        scanned_pages=tuple(range(1, len(pages) + 1)),
        doubts=_doubts(faint),
    )


def _doubts(faint: Sequence[int]) -> tuple[str, ...]:
    if not faint:
        return ()
    pages = ("Page " if len(faint) == 1 else "Pages ") + ", ".join(map(str, faint))
    return (f"{pages} can hardly be made out. Please look at the file.",)
