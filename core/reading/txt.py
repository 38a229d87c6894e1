"""Plain text, in whatever encoding it was saved."""

import codecs
import re

from core.reading.extract import Extract
from core.reading.limits import MAX_CHARACTERS, too_long

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))

_SHIFTED = re.compile(rb"\x1b\$[@B][!-~]{2}")
"""How Japanese begins in the encoding of its e-mail, which is all ASCII."""

_ACCENTED = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿœšžß"
_CAPITALS = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝŸŒŠŽ"
_NOT_WESTERN = re.compile(
    rf"[a-z{_ACCENTED}][^\x00-\x7f{_ACCENTED}’‘–—·•…/][a-z{_ACCENTED}]"  # a sign or a capital inside a word
    rf"|[a-z{_ACCENTED}][{_CAPITALS}]|[£ªº¦][a-z]|[\x80-\x9f]"
    rf"|[{_ACCENTED}{_CAPITALS}]{{4}}"
)
_OTHER_SCRIPT = re.compile(rf"[{_ACCENTED}{_CAPITALS}]{{4}}")
"""Greek and Cyrillic are accented letters throughout."""
_SIGNS = "’‘“”–—•·…¿¡€£°®©™«»§"
_CENTRAL_EUROPEAN = (
    ("ø", "ìèùýí", ""),
    ("èæ", "šž", ""),
    ("õ", "öü", "ã"),
    ("þðÞÐ", "àâãçèëîòû", "éóúö"),
)
"""Letters that together mean Czech, Croatian, Hungarian, Baltic or Romanian text read as Western, unless the

third ones are there too."""
_MISTAKEN = (
    ("cp1250", "þªº", "ãâî", "ýðèû"),
    ("cp1257", "þðÞÐ", "èûëçòàæ", "ýªº"),
    ("cp1254", "ýÝ", "þÞðÐ", "áéíóúèãªº"),
)
"""What text is that has the first letters together with the second and none of the third when read as Western:

Romanian, Baltic and Turkish, which has ý (its ı) on every line. Statistics take each for another of them.
"""
_POLISH = frozenset("£³êÊ¿¯æÆñÑóÓ¹±¥¡œŒ¶¦¼¬Ÿ\x8f" + _SIGNS)
"""All that Polish text shows beyond ASCII when read as Western."""
_NOT_WINDOWS = re.compile(r"[©®«±¶¦¬ˇ](?=[^\W\d_])|(?<=[^\W\d_])[©®»±¶](?=[^\W\d_])")
"""Signs that Central European text shows where ISO 8859-2 has Š, Ž, Ť, ą, ś, Ś, Ź, Ą, š and ť."""

_UNSURE = "We had to guess how this text was saved: accents may be wrong."
_COHERENT = 0.1
"""How much a text has to be like a language for a guess to count as sure."""
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_ENOUGH_EASTERN = 20
"""Characters of Chinese, Japanese or Korean. A wrong guess gives fewer, and among others."""

_LIKELY = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *(
        "koi8_r",
        "koi8_u",
        "iso8859_2",
        "iso8859_5",
        "cp866",
        "shift_jis",
        "euc_jp",
        "gb18030",
        "big5",
        "cp949",
        "tis_620",
    ),
]


def read_txt(content: bytes) -> Extract:
    """The text as it stands. Raises `CannotScreen` for a file that is far too long to be worth decoding."""
    if len(content) > 8 * MAX_CHARACTERS:
        raise too_long()
    text, is_sure = decode(content)
    return Extract(text=text, doubts=() if is_sure else (_UNSURE,))


def decode(content: bytes) -> tuple[str, bool]:
    """The text behind some bytes, and whether that is sure.

    A byte order mark, UTF-8 and UTF-16 are certain, the rest is a good guess.

    Western European text goes first among the guesses: statistics over a few accented letters take it for
    Central European or Macintosh more often than not.
    """
    text, is_sure = _decoded(content)
    return text, is_sure and "\ufffd" not in text


def _decoded(content: bytes) -> tuple[str, bool]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(encoding, "replace"), True
    if utf16 := utf16_without_mark(content):
        return content.decode(utf16, "replace"), True
    if _SHIFTED.search(content) and content.isascii():
        return content.decode("iso2022_jp", "replace"), True
    utf8 = content.decode("utf-8", "replace")
    broken = utf8.count("\ufffd")
    if broken <= sum(char > "\x7f" for char in utf8) // 10:
        return utf8, True
    western = content.decode("cp1252", "replace")
    if _is_western(western):
        return western, True
    for encoding, fewest in (("mac_roman", 0), ("cp850", 2)):
        older = content.decode(encoding)
        letters = {c for c in older if c > "\x7f"} - set(_SIGNS)
        if _is_western(older) and len(letters) >= fewest and letters <= set(_ACCENTED + _CAPITALS):
            return older, True
    return _guess(content)


def looks_like_text(sample: bytes) -> bool:
    """Whether the beginning of a file can be text at all."""
    if any(sample.startswith(bom) for bom, _ in _BOMS) or utf16_without_mark(sample):
        return True
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" not in sample and controls <= len(sample) // 100


def utf16_without_mark(content: bytes) -> str | None:
    """ "utf-16-le" or "utf-16-be" by where the zero bytes of spaces, digits and Latin letters stand."""
    sample = content[: 1 << 16]
    sample = sample[: len(sample) // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if max(even, odd) < max(1, len(sample) // 40) or min(even, odd) > max(even, odd) // 50:
        return None
    text = sample.decode(encoding, "ignore")
    return encoding if all(char.isprintable() or char in "\t\n\v\f\r" for char in text) else None


def _is_western(text: str) -> bool:
    """Whether the accented letters stand as they do in the languages of Western Europe."""
    if "\ufffd" in text or _NOT_WESTERN.search(text):
        return False
    letters = set(text)
    return not any(
        letters & set(one) and letters & set(other) and not letters & set(unless)
        for one, other, unless in _CENTRAL_EUROPEAN
    )


def _guess(content: bytes) -> tuple[str, bool]:
    """By statistics over letters; Western text has been ruled out by now."""
    import charset_normalizer  # takes a tenth of a second to load, and few files need it

    western = content.decode("cp1252", "replace")
    letters = set() if _OTHER_SCRIPT.search(western) else set(western)
    for encoding, some, others, none in _MISTAKEN:
        if letters & set(some) and letters & set(others) and not letters & set(none):
            return content.decode(encoding, "replace"), True
    if "³" in letters and {c for c in letters if c > "\x7f"} <= _POLISH:
        return _central_european(content), True
    matches = charset_normalizer.from_bytes(content, cp_isolation=_LIKELY)
    best = next((match for match in matches if match.encoding != "cp1252"), None)
    if best is None:
        return content.decode("cp1252", "replace"), False
    text = _central_european(content) if best.encoding == "cp1250" else str(best)
    return text, best.coherence >= _COHERENT or _is_eastern(text)


def _central_european(content: bytes) -> str:
    text = content.decode("cp1250", "replace")
    return content.decode("iso8859_2", "replace") if _NOT_WINDOWS.search(text) else text


def _is_eastern(text: str) -> bool:
    """Whether nearly all that isn't ASCII is Chinese, Japanese or Korean."""
    foreign = sum(char > "\x7f" and char.isalpha() for char in text)
    eastern = len(_EASTERN.findall(text))
    return eastern >= _ENOUGH_EASTERN and eastern > 0.9 * foreign
