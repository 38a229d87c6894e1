"""Whether a text that was read can be the whole résumé: what a person should doubt about it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from core.domain.resume import DocumentKind
from core.reading.extract import Extract
from core.reading.invisible import without_ascii

FEWEST_LETTERS = 40
"""A résumé with fewer letters is a name at most."""

_TRIM = "()[]{}<>\"'“”‘’«».,;:!?…•·–—-*/|&+#"
_JOINED = re.compile(r"[-–—/&+.,:;@_'’|()\d]+")
_VOWEL = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēėęěīįıōőœūůűųơưạ-ỹ]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
_VOWELS = b"aeiouyAEIOUY"
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1C)))
_FLIP = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf©¨¤¶¼Ÿ]|â€|Â[\u00a0-\u00bf]|ï¿½|\(cid:\d+\)")
_MOJIBAKE_BEGINS = ("Ã", "â€", "Â", "ï¿½", "(cid:")
_SMALL_WORDS = tuple(
    f" {word} "
    for word in (
        "and",
        "of",
        "the",
        "in",
        "to",
        "for",
        "with",
        "und",
        "der",
        "die",
        "für",
        "et",
        "de",
        "la",
        "y",
        "en",
    )
)
_PROSE = 0.06
"""Share of all words; garbled text has none, and half a résumé of it halves what the rest has."""
_LOST = re.compile(r"[\ufffd\ue000-\uf8ff]")
_MIN_WORDS = 20
_MOST_NAMED = 5


def doubts_about(extract: Extract, *, kind: DocumentKind) -> tuple[str, ...]:
    """Sentences for the manager, empty where nothing seems to be wrong.

    Plain text is never called too short: nothing of it can have been missed.
    """
    doubts = []
    signs = _Signs(extract.text)
    if extract.unread_pages:
        doubts.append(
            f"{_pages(extract.unread_pages, 'is a picture', 'are pictures')} without text that can be read."
            " Please look at the file."
        )
    if extract.unchecked_pages:
        pages = _pages(extract.unchecked_pages, "was", "were")
        doubts.append(f"{pages} not checked for hidden text. Please look at the file.")
    if signs.letters < FEWEST_LETTERS and kind != "txt":
        doubts.append(f"Only {signs.letters} letters of text. Please look whether the file is complete.")
    if is_garbled(extract.text, signs):
        doubts.append("The text came out garbled. Please read the original.")
    return tuple(doubts)


def _pages(numbers: Sequence[int], one: str, many: str) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]} {one}"
    if len(numbers) > _MOST_NAMED:
        return f"{len(numbers)} pages {many}"
    listed = ", ".join(map(str, numbers[:-1]))
    return f"Pages {listed} and {numbers[-1]} {many}"


class _Signs:
    """A text's characters in two heaps: most texts are nearly all ASCII, which is counted as bytes."""

    def __init__(self, text: str) -> None:
        plain = text.encode("ascii", "ignore")
        self.foreign = "" if text.isascii() else without_ascii(text)
        self.plain_letters = plain.translate(None, _NO_LETTERS)
        self.letters = len(self.plain_letters) + sum(map(str.isalpha, self.foreign))
        controls = len(plain) - len(plain.translate(None, _CONTROLS))
        self.lost = controls + len(_LOST.findall(self.foreign))
        """How many stand for something that didn't come out."""


def is_garbled(text: str, signs: _Signs | None = None) -> bool:
    """Whether a document's text came out so broken that neither a person nor a model can rely on it.

    Looks at shapes only (stand-ins for lost characters, letters among signs, words nobody can pronounce),
    so it says nothing of style, spelling or language. Short texts are never called garbled.
    """
    words = text.split()
    if len(words) < _MIN_WORDS:
        return False
    signs = signs or _Signs(text)
    length = sum(map(len, words))
    broken_pieces = len(_MOJIBAKE.findall(text)) if any(map(text.__contains__, _MOJIBAKE_BEGINS)) else 0
    return (
        signs.lost > 0.05 * length
        or signs.letters < 0.45 * length
        or broken_pieces > 0.03 * len(words)
        or _vowel_share(signs) < 0.24
        or (not _is_prose(text, len(words)) and _readable_share(words) < 0.6)
    )


def _is_prose(text: str, words: int) -> bool:
    """Whether it has so many of the small words of several languages that a closer look is spared."""
    return any(found > _PROSE * words for found in accumulate(map(text.count, _SMALL_WORDS)))


def _vowel_share(signs: _Signs) -> float:
    """The share of vowels among the Latin letters, honest résumés measured 0.37 and up; 1.0 where those are few.

    A font whose letters are mapped to others keeps the shape of words and loses this.
    """
    plain = signs.plain_letters
    latin = len(plain) + len(_LATIN.findall(signs.foreign))
    vowels = len(plain) - len(plain.translate(None, _VOWELS)) + len(_VOWEL.findall(signs.foreign))
    return vowels / latin if latin >= 100 else 1.0


def _readable_share(words: list[str]) -> float:
    """The share of Latin letters that stand in possible words; 1.0 where there are too few words to tell.

    A text drawn letter by letter has no words left and counts as unreadable; a few headings drawn so don't weigh.
    """
    judged = [(len(word), could_be) for word, could_be in map(_judged, words) if could_be is not None]
    if len(judged) < _MIN_WORDS:
        return 1.0
    return sum(length for length, could_be in judged if could_be) / sum(length for length, _ in judged)


@lru_cache(maxsize=20_000)  # a child reads many files in one language
def _judged(word: str) -> tuple[str, bool | None]:
    """The word without signs around it, and whether it can be one; None where it isn't in Latin letters."""
    word = word.strip(_TRIM)
    return word, _could_be_a_word(word) if _LATIN.search(word) else None


def _could_be_a_word(word: str) -> bool:
    pieces = [piece for piece in _JOINED.split(word) if piece]
    if not all(piece.isalpha() for piece in pieces):
        return "." in word or "@" in word or "#" in word
    longest = max(pieces, key=len)
    if len(longest) == 1:
        return longest in "aAIyoéàeiuwz" or len(word) > 1
    if len(longest) > 30 or len(_FLIP.findall(longest)) > 2:
        return False
    return longest.isupper() or len(longest) < 4 or bool(_VOWEL.search(longest))
