"""Characters that show nothing and serve to smuggle text, told apart from those that honest writing needs.

They are all stripped from the text (see `normalise`); here we say which of them a manager should know of.
"""

import re
import unicodedata
from collections.abc import Iterator

from core.domain.resume import HiddenSpan

UNSEEN = "Written in characters that can't be seen."
TURNED = "Written in another order than it is shown."

_TAGS = re.compile("[\U000e0001\U000e0020-\U000e007f]+(?:.{0,2}[\U000e0020-\U000e007f]+)*", re.DOTALL)
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f")
"""The flags of England, Scotland, Texas…: a black flag and the code of the region."""
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTED = re.compile(rf"(?P<base>[^{_SELECTORS}]?)(?P<run>[{_SELECTORS}]+)")
_BEYOND_TEXT = "\ufe0e\ufe0f"
"""Ask for a sign as text or as emoji."""

_ZERO_WIDTH = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202c\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000\U000e0002-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
_ANY = re.compile(f"[{_ZERO_WIDTH}{_SELECTORS}\u202d\u202e\U000e0001\U000e0020-\U000e007f]")
_ASCII = bytes(range(128))
_RUN = re.compile(f"[{_ZERO_WIDTH}]+")
_WORD = re.compile(r"\S+")
_TURN = re.compile("[\u202d\u202e]([^\u202c\n]*)\u202c?")
_PLAIN_LETTER = re.compile(r"[0-9A-Za-z\u00aa-\u052f\u1e00-\u1fff]")
"""Of Latin, Greek, Cyrillic and figures: within their words nothing invisible has a meaning."""
_HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_MONGOLIAN = re.compile("[\u1800-\u18af]")

_HEAP = 4
"""So many in a row have no honest use anywhere."""
_MESSAGE = 20
"""And so many can spell a message by which follows which."""
_FEWEST_SELECTORS = 4
"""Fewer strayed from somewhere; more are a message."""


def invisible_spans(raw_text: str, page: int | None = None) -> list[HiddenSpan]:
    """What a text as it came out of a file says in, or hides with, characters that can't be seen.

    Silent about honest uses: marks of the byte order, joiners in the scripts and emoji that need them, marks
    of direction beside right-to-left text, single zero-width spaces between words and at the ends of lines
    (Word, Google Docs and web pages leave them), and soft hyphens.
    """
    if raw_text.isascii() or not _ANY.search(without_ascii(raw_text)):
        return []
    unseen = [*_tagged(raw_text), *_selected(raw_text), *_spelt(raw_text)]
    inside = [*_turned(raw_text), *_woven(raw_text)]
    return [
        *(HiddenSpan(text=text, page=page, why=why) for text, why in unseen),
        *(HiddenSpan(text=text, page=page, why=why, stays=True) for text, why in inside),
    ]


def _tagged(text: str) -> Iterator[tuple[str, str]]:
    """Words in tag characters, the invisible twins of ASCII."""
    for run in _TAGS.finditer(_FLAG.sub("", text)):
        words = "".join(chr(ord(c) - 0xE0000) for c in run.group() if "\U000e0020" <= c <= "\U000e007e")
        if words.strip():
            yield words.strip(), UNSEEN


def _selected(text: str) -> Iterator[tuple[str, str]]:
    """Bytes in variation selectors: honest text has one at most after a sign, and few kinds of signs take any."""
    selectors = []
    for match in _SELECTED.finditer(text):
        run = match["run"].strip(_BEYOND_TEXT) if len(match["run"]) <= 2 else match["run"]
        if len(run) > 1 or (run and not _takes_selectors(match["base"])):
            selectors.append(run)
    run = "".join(selectors)
    if len(run) >= _FEWEST_SELECTORS:
        message = bytes(_byte(c) for c in run).decode("utf-8", "ignore")
        words = "".join(c for c in message if c.isprintable() or c == "\n").strip()
        yield (words, UNSEEN) if any(map(str.isalnum, words)) else ("�", f"{len(run)} {_INVISIBLE}")


def _takes_selectors(base: str) -> bool:
    return bool(_HAN.match(base) or _MONGOLIAN.match(base)) or (base != "" and not base.isalnum())


def _byte(selector: str) -> int:
    code = ord(selector)
    return code - 0xFE00 if code <= 0xFE0F else code - 0xE0100 + 16


def _turned(text: str) -> Iterator[tuple[str, str]]:
    """Text whose direction is overridden. Phones copied from an address book are, too: figures alone are honest."""
    for match in _TURN.finditer(text):
        words = visible(match[1])
        if any(map(str.isalpha, words)):
            yield words, TURNED


def _spelt(text: str) -> Iterator[tuple[str, str]]:
    """Heaps of zero-width characters long enough for a message in a code of its own."""
    for run in _RUN.finditer(text):
        if len(run.group()) >= _MESSAGE and len(set(run.group())) > 1:
            yield f"({len(run.group())} characters without width)", UNSEEN


_INVISIBLE = "invisible characters inside."


def _woven(text: str) -> Iterator[tuple[str, str]]:
    """Words with zero-width characters inside or heaps of them beside; neighbours are told together."""
    words: list[str] = []
    count, before = 0, ""
    for match in _WORD.finditer(text):
        word = match.group()
        inside = sum(_suspicious(word))
        seen = visible(word)
        if inside:
            words.append(seen)
            count += inside
            before = seen or before
            continue
        if count:
            yield " ".join(words).strip() or before or "�", f"{count} {_INVISIBLE}"
            words, count = [], 0
        before = seen or before
    if count:
        yield " ".join(words).strip() or before or "�", f"{count} {_INVISIBLE}"


def _suspicious(word: str) -> Iterator[int]:
    """The lengths of the runs of zero-width characters that have no business where they stand in a word."""
    for run in _RUN.finditer(word):
        start, end = run.span()
        between = (
            start > 0
            and end < len(word)
            and _PLAIN_LETTER.match(word[start - 1])
            and _PLAIN_LETTER.match(word[end])
        )
        if between or end - start >= _HEAP:
            yield end - start


def without_ascii(text: str) -> str:
    """The other characters, one after another; told apart as bytes, which is quicker than a pattern."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


def visible(text: str) -> str:
    """Without what can't be seen, on one line."""
    return " ".join(unicodedata.normalize("NFKC", _ANY.sub("", text)).split())
