"""Repairs on a page's text: hyphens, stray characters, white space, NFKC."""

import re
import unicodedata
from collections.abc import Container, Iterable
from functools import cache

from core.reading.normalise import clean_char
from core.reading.pdf.page import HYPHEN
from core.reading.pdf.traced import Traced, Untraced

_LINE_END = re.compile(r"\r\n?")
_BROKEN = re.compile(HYPHEN)
_WORD_BEFORE = re.compile(r"\w*\Z")
_WORD_AFTER = re.compile(r"\w*")
_STUCK_BEFORE = re.compile(r"(?s).*\s")
_STUCK_AFTER = re.compile(r"(?s)\s.*")
_ADDRESS = re.compile(r"\w/\w[^/\s]*[/-]|@|www\.|\w\.\w+/")
_COMPOUND_START = re.compile(
    r"(?:self|non|cross|in|on|well|high|low|real|full|open|long|short|third|multi)\Z", re.IGNORECASE
)
_COMPOUND_END = re.compile(
    r"(?:based|driven|oriented|focused|facing|level|specific|related|friendly|native|ready|aware|quality|"
    r"performance|availability|functional|party|intensive|critical|effective|efficient|stack|platform|scale|term|"
    r"world|wide|centric|centered|agnostic|tolerant|threaded|tenant|volume|speed|profile|making|solving|source|"
    r"saving|winning|leading|minded|impact|growth|tier|class|tech|risk|cost)\b",
    re.IGNORECASE,
)
"""Second halves of compounds ("cloud-based"): a hyphen before one is the writer's own, not the typesetter's."""

_SYMBOL_BULLETS = "\uf0b7\uf0a7\uf0d8\uf076\uf0fc"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_PLAIN = frozenset("\n\t" + "".join(map(chr, range(0x20, 0x7F))))
_FOREIGN_RUN = re.compile(r"[\x20-\x7e]?[^\x00-\x7f]+")
_SPACES = re.compile(r"[ \t]{2,}|\t")
_SET_HYPHEN = re.compile(r"(?<=[^\W\d_])\u2010\n(?=[a-zß-öø-ÿ])")
"""Nobody types this hyphen: at a line's end a browser has set it."""
_AROUND_LINE_END = re.compile(r" \n[ \n]*|\n[ \n]+")


def lines(traced: Traced) -> Traced:
    """One kind of line end and one kind of hyphen: pdfium tells U+00AD for hyphens that are really drawn."""
    traced = _one_line_end(traced)
    return traced.translated({0xAD: "-"}) if "\xad" in traced.text else traced


def _one_line_end(traced: Traced) -> Traced:
    if isinstance(traced, Untraced):
        return Untraced(traced.text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = traced.text.split("\r\n")
    if any("\r" in line for line in lines):
        return traced.replaced(_LINE_END, "\n")
    origins: list[int] = []
    start = 0
    for line in lines:
        end = start + len(line)
        origins += traced.origins[start : end + 1]
        start = end + 2
    return Traced("\n".join(lines), origins)


class KnownWords:
    """The words of some texts, whole and with their hyphens, broken ones left out: what `join` compares these with.

    Few words are asked for, so they are looked up in the text and not listed.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._text = "\n".join(texts).casefold()

    def __contains__(self, word: object) -> bool:
        if not isinstance(word, str) or word not in self._text:
            return False
        shape = rf"(?<![\w{HYPHEN}])(?<!\w-){re.escape(word)}(?![\w{HYPHEN}])(?!-\w)"
        return re.search(shape, self._text) is not None


def join(traced: Traced, known: Container[str], *, keep_hyphens: bool) -> Traced:
    """Words broken at a line's end made whole.

    The file doesn't say whether the hyphen is the writer's ("cloud-based") or the typesetter's. It is the
    writer's in addresses, where the document has the word with a hyphen elsewhere, where it ends like a
    compound, and, with `keep_hyphens`, always: most programs break words nowhere else.
    """

    def hyphen(match: re.Match[str]) -> str:
        before = _last_word(match.string, match.start())
        after = _first_word(match.string, match.end())
        if not before or not after or not after[0].islower():
            return "-"
        if _ADDRESS.search(_around(match)):
            return "-"
        if f"{before}-{after}".casefold() in known:
            return "-"
        if (before + after).casefold() in known:
            return ""
        return "-" if keep_hyphens or _is_compound(before, after) else ""

    return traced.replaced(_BROKEN, hyphen)


def _is_compound(before: str, after: str) -> bool:
    """Whether two halves look like words of their own, as far as halves can tell."""
    if before[-1].isdigit() or len(before) == 1 or (before.isupper() and len(before) < 6):
        return True  # "24-hour", "e-learning", "API-first"
    return bool(_COMPOUND_END.match(after)) and (len(before) > 3 or bool(_COMPOUND_START.match(before)))


def _around(match: re.Match[str]) -> str:
    """The broken word with all that sticks to it."""
    before, after = (
        match.string[max(0, match.start() - 200) : match.start()],
        match.string[match.end() : match.end() + 200],
    )
    return _STUCK_BEFORE.sub("", before) + _STUCK_AFTER.sub("", after)


def _last_word(text: str, end: int) -> str:
    found = _WORD_BEFORE.search(text[max(0, end - 60) : end])
    return found.group() if found else ""


def _first_word(text: str, start: int) -> str:
    found = _WORD_AFTER.match(text, start, start + 60)
    return found.group() if found else ""


def tidy(traced: Traced) -> Traced:
    """The text as the product keeps it (see `core.reading.normalise`): cleaning it again changes nothing."""
    if not traced.text.isascii() or not traced.text.replace("\n", "").isprintable():
        traced = _cleaned(traced)
        if not unicodedata.is_normalized("NFC", traced.text):
            traced = _composed(traced)
    if "  " in traced.text or "\t" in traced.text:
        traced = traced.replaced(_SPACES, " ")
    if any(map(traced.text.__contains__, (" \n", "\n ", "\n\n"))):
        traced = traced.replaced(_AROUND_LINE_END, "\n")
    traced = traced.stripped()
    return traced.replaced(_SET_HYPHEN, "") if "\u2010\n" in traced.text else traced


def _cleaned(traced: Traced) -> Traced:
    foreign = {char: _clean(char) for char in set(traced.text) - _PLAIN}
    changed = {ord(char): clean for char, clean in foreign.items() if clean != char}
    if not changed:
        return traced
    if all(len(clean) == 1 for clean in changed.values()):
        return traced.translated(changed)
    pattern = re.compile(f"[{re.escape(''.join(map(chr, changed)))}]")
    return traced.replaced(pattern, lambda match: changed[ord(match.group())])


@cache
def _clean(char: str) -> str:
    if char in _SYMBOL_BULLETS:
        return "•"
    return "" if _CONTROL.match(char) else clean_char(char)


def _composed(traced: Traced) -> Traced:
    return traced.replaced(_FOREIGN_RUN, lambda match: unicodedata.normalize("NFC", match.group()))
