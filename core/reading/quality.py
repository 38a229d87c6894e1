"""Whether a text that was read can be the whole résumé: what a person should doubt about it."""

import re
from collections.abc import Sequence

from core.domain.resume import DocumentKind
from core.reading.extract import Extract

FEWEST_LETTERS = 40
"""A résumé with fewer letters is a name at most."""

_WORD = re.compile(r"\S+")
_TRIM = "()[]{}<>\"'“”‘’«».,;:!?…•·–—-*/|&+#"
_JOINED = re.compile(r"[-–—/&+.,:;@_'’|()\d]+")
_VOWEL = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēėęěīįıōőœūůűųơưạ-ỹ]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_FLIP = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf©¨¤¶¼Ÿ]|â€|Â[\u00a0-\u00bf]|ï¿½|\(cid:\d+\)")

_MIN_WORDS = 20
_MOST_NAMED = 5


def doubts_about(extract: Extract, *, kind: DocumentKind) -> tuple[str, ...]:
    """Sentences for the manager, empty where nothing seems to be wrong.

    Plain text is never called too short: nothing of it can have been missed.
    """
    doubts = []
    letters = sum(map(str.isalpha, extract.text))
    if extract.unread_pages:
        doubts.append(
            f"{_pages(extract.unread_pages, 'is a picture', 'are pictures')} without text that can be read."
            " Please look at the file."
        )
    if extract.unchecked_pages:
        pages = _pages(extract.unchecked_pages, "was", "were")
        doubts.append(f"{pages} not checked for hidden text. Please look at the file.")
    if letters < FEWEST_LETTERS and kind != "txt":
        doubts.append(f"Only {letters} letters of text. Please look whether the file is complete.")
    if is_garbled(extract.text):
        doubts.append("The text came out garbled. Please read the original.")
    return tuple(doubts)


def _pages(numbers: Sequence[int], one: str, many: str) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]} {one}"
    if len(numbers) > _MOST_NAMED:
        return f"{len(numbers)} pages {many}"
    listed = ", ".join(map(str, numbers[:-1]))
    return f"Pages {listed} and {numbers[-1]} {many}"


def is_garbled(text: str) -> bool:
    """Whether a document's text came out so broken that neither a person nor a model can rely on it.

    Looks at shapes only (stand-ins for lost characters, letters among signs, words nobody can pronounce),
    so it says nothing of style, spelling or language. Short texts are never called garbled.
    """
    words = _WORD.findall(text)
    if len(words) < _MIN_WORDS:
        return False
    signs = [c for c in text if not c.isspace()]
    lost = sum(c == "\ufffd" or "\ue000" <= c <= "\uf8ff" or ord(c) < 32 for c in signs)
    letters = sum(c.isalpha() for c in signs)
    broken_pieces = len(_MOJIBAKE.findall(text))
    return (
        lost > 0.05 * len(signs)
        or letters < 0.45 * len(signs)
        or broken_pieces > 0.03 * len(words)
        or _readable_share(words) < 0.6
        or _vowel_share(text) < 0.24
    )


def _vowel_share(text: str) -> float:
    """The share of vowels among the Latin letters, honest résumés measured 0.37 and up; 1.0 where those are few.

    A font whose letters are mapped to others keeps the shape of words and loses this.
    """
    latin = _LATIN.findall(text)
    return sum(map(bool, map(_VOWEL.match, latin))) / len(latin) if len(latin) >= 100 else 1.0


def _readable_share(words: list[str]) -> float:
    """The share of Latin letters that stand in possible words; 1.0 where there are too few words to tell.

    A text drawn letter by letter has no words left and counts as unreadable; a few headings drawn so don't weigh.
    """
    latin = [word for word in (w.strip(_TRIM) for w in words) if _LATIN.search(word)]
    if len(latin) < _MIN_WORDS:
        return 1.0
    return sum(len(word) for word in latin if _could_be_a_word(word)) / sum(map(len, latin))


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
