"""Which language a text is written in, and whether it is text at all."""

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Protocol, cast

_SURE = 0.9
"""Probability from which a guess is given; honest résumés of 500 characters and more measured 0.92 and up."""

_MIN_LETTERS = 60
"""Fewer letters than this are too little to tell, except in scripts where a letter is a syllable or a word."""

_MIN_DENSE_LETTERS = 20

_SAMPLE = 20_000
"""Characters looked at. The guess doesn't change beyond it, and time stays flat."""

_NAMES = {
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "gu": "Gujarati",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "kn": "Kannada",
    "ko": "Korean",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mr": "Marathi",
    "ms": "Malay",
    "mt": "Maltese",
    "nb": "Norwegian",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian",
    "no": "Norwegian",
    "pa": "Punjabi",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}

_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")


class _Identifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


_one_loads = Lock()


def _identifier() -> _Identifier:
    with _one_loads:  # a cache alone would let every thread that comes meanwhile load a model of its own
        return _loaded()


@cache
def _loaded() -> _Identifier:
    # Imported here because import and model take about 1.5 s and 125 MiB, which reading children and the
    # command line's quick answers shouldn't pay.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    # Dialects with three-letter codes only take probability from their language (Wu from Chinese: 0.81 for 1.0).
    identifier.set_languages([label for label in identifier.labels if len(label) == 2])
    return cast(_Identifier, identifier)


def warm_up() -> None:
    """Loads the language model (about 1.5 s), so that the first résumé doesn't wait for it."""
    _identifier()


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the text's language; None where the text is too short or the guess unsure."""
    return _language_of(text[:_SAMPLE])


@lru_cache(maxsize=64)  # a run asks for its job's language once a résumé
def _language_of(sample: str) -> str | None:
    letters = sum(c.isalpha() for c in sample)
    if letters < _MIN_LETTERS and len(_DENSE.findall(sample)) < _MIN_DENSE_LETTERS:
        return None
    code, probability = _identifier().classify(sample)
    return code if probability >= _SURE else None


def language_name(code: str) -> str:
    """The English name of a language code; the code itself where we have no name for it."""
    return _NAMES.get(code, code)


_WORD = re.compile(r"\S+")
_TRIM = "()[]{}<>\"'“”‘’«».,;:!?…•·–—-*/|&+#"
_JOINED = re.compile(r"[-–—/&+.,:;@_'’|()\d]+")
_VOWEL = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿāăąēėęěīįıōőœūůűųơưạ-ỹ]", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_FLIP = re.compile(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_MOJIBAKE = re.compile(r"Ã[\u0080-\u00bf©¨¤¶¼Ÿ]|â€|Â[\u00a0-\u00bf]|ï¿½|\(cid:\d+\)")

_MIN_WORDS = 20


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
