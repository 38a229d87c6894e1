"""Which language a text is written in."""

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Protocol, cast

_SURE = 0.9
"""Probability from which a guess is given; honest résumés of 500 characters and more measured 0.92 and up."""

_NEIGHBOURS = (
    frozenset({"ru", "uk", "be", "bg", "mk", "sr", "kk", "ky"}),
    frozenset({"da", "nb", "nn", "no", "sv"}),
    frozenset({"hr", "bs", "sr", "sl"}),
    frozenset({"cs", "sk"}),
    frozenset({"es", "pt", "gl", "ca", "an", "oc"}),
    frozenset({"id", "ms", "jv"}),
    frozenset({"nl", "af"}),
    frozenset({"hi", "mr", "ne"}),
    frozenset({"fa", "ar", "ur", "ps", "ug"}),
)
"""Languages that are taken for each other: together they make a sure guess, and the likeliest is named."""

_ONE_LANGUAGE = {"nb": "no", "nn": "no"}
"""Ways of writing one language, which are no reason to call a résumé foreign."""

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
    def rank(self, text: str) -> list[tuple[str, float]]: ...


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
    # Whole and in the format it is computed with, each text takes half the time; values stay the same. 23 MiB.
    identifier.nb_ptc = identifier.nb_ptc.astype("float32", order="C")
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
    ranked = _identifier().rank(sample)
    likeliest = ranked[0][0]
    near = {likeliest}.union(*(group for group in _NEIGHBOURS if likeliest in group))
    if sum(probability for code, probability in ranked if code in near) < _SURE:
        return None
    return _ONE_LANGUAGE.get(likeliest, likeliest)


def language_name(code: str) -> str:
    """The English name of a language code; the code itself where we have no name for it."""
    return _NAMES.get(code, code)
