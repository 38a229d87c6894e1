"""The characters of every text in the product: NFKC, nothing invisible, one kind of space, no heaps of blank lines."""

import re
import unicodedata

from core.domain.resume import HiddenSpan
from core.reading.extract import Extract
from core.reading.invisible import invisible_spans

_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164")
"""Characters without a glyph that Unicode doesn't count among format characters (fillers, joiners)."""

_TRAILING_SPACE = re.compile(r"[ \t]+(?=\n|$)")
_HEAP_OF_LINES = re.compile(r"\n{3,}")


def clean_char(char: str) -> str:
    """What one character becomes: itself, its NFKC form, a space, a line end, or nothing.

    Nothing is left of control, zero-width, bidi and tag characters, variation selectors and lone surrogates:
    they can't be seen and serve to smuggle text. Private-use characters (icon fonts) become a space, so that
    "☎+44…" drawn with an icon doesn't stick to its neighbour. Composition over several characters is left to
    `clean`.
    """
    if char in _LINE_ENDS:
        return "\n"
    return "".join(_visible(part) for part in unicodedata.normalize("NFKC", char))


def _visible(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\n\t" or category[0] in "LNPS":
        return "" if char in _INVISIBLE else char
    if category in ("Zs", "Co"):
        return " "
    if category[0] == "M" and not (
        "\ufe00" <= char <= "\ufe0f" or char >= "\U000e0100" or "\u180b" <= char <= "\u180f"
    ):
        return "" if char in _INVISIBLE else char
    return ""


class _Table(dict[int, str]):
    """`str.translate` table that works each character out once."""

    def __missing__(self, code: int) -> str:
        self[code] = cleaned = clean_char(chr(code))
        return cleaned


_TABLE = _Table()


def clean(text: str) -> str:
    """The text as the product keeps it. Cleaning twice changes nothing."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_TABLE))
    return _HEAP_OF_LINES.sub("\n\n", _TRAILING_SPACE.sub("", text))


def normalise(extract: Extract) -> Extract:
    """Cleans text, hidden spans and links; `page_starts` still point to the beginnings of the same pages.

    What is said or hidden with characters that can't be seen is added to the hidden spans.
    """
    unseen: list[HiddenSpan] = []
    if extract.page_starts:
        ends = (*extract.page_starts[1:], len(extract.text))
        raw = [extract.text[a:b] for a, b in zip(extract.page_starts, ends, strict=True)]
        for number, page in enumerate(raw, 1):
            unseen += invisible_spans(page, page=number)
        pages = [clean(page) for page in raw]
        starts = [0]
        for page in pages[:-1]:
            starts.append(starts[-1] + len(page))
        text = "".join(pages)
    else:
        unseen = invisible_spans(extract.text)
        text, starts = clean(extract.text).strip("\n"), []
    hidden = [
        span.model_copy(update={"text": clean(span.text).strip()}) for span in (*extract.hidden, *unseen)
    ]
    links = [clean(link).strip() for link in extract.links]
    return extract.model_copy(
        update={
            "text": text,
            "page_starts": tuple(starts),
            "hidden": tuple(span for span in hidden if span.text),
            "links": tuple(dict.fromkeys(link for link in links if link)),
        }
    )
