"""What a person reads about a candidate, a file, a flag or an engine."""

import unicodedata
from typing import cast

from core.domain.candidate import Candidate, Contact, Flag, FlagKind
from core.domain.run import RunSnapshot

_LONGEST_FILE = 120
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = frozenset("\u200c\u200d")

_FLAGS: dict[FlagKind, str] = {
    "hidden_text": "The file holds text a reader can't see. It wasn't counted.",
    "instruction_like_text": "Some sentences speak to a screening program. They weren't counted.",
    "job_text_copied": "Lines are copied from the job description. They weren't counted.",
    "unverified_quote": "The AI's quote isn't in the résumé. Removed and not counted.",
    "scanned": "Read from a picture of the page: words may be wrong or missing.",
    "duplicate": "The same file was given more than once.",
    "borderline": "Close to a cut: small differences decide the category.",
    "low_quality_text": "The text may not be all of it. Please read the original.",
    "other_language": "Written in another language than the job. Please read it.",
}


def flag_words(flag: Flag) -> str:
    """A sentence for a person: the flag's own, which says what exactly, else the general one."""
    return plain(flag.detail) or _FLAGS[flag.kind]


def scan_words(snapshot: RunSnapshot) -> str:
    """What the line of a run under way says of its scans; empty where there are none."""
    if not snapshot.scans:
        return ""
    scans = "1 scan" if snapshot.scans == 1 else f"{snapshot.scans:,} scans"
    if not snapshot.reading_scans:
        return f"{scans} at the end"
    pace = "" if snapshot.eta_seconds is not None else ", about 6 s a page"
    return f"reading {scans}{pace}"


def engine_words(engine: str, model: str) -> str:
    """How the product names an engine everywhere."""
    return "Keyword match · no AI" if engine == "local" else f"AI reading · {plain(model)}"


def shown_name(who: Candidate | Contact, file: str) -> str:
    """The candidate's name, or that it is unknown and which file it is."""
    contact = cast(Contact, getattr(who, "contact", who))
    return plain(contact.name or "") or f"Unknown · {shown_file(file)}"


def shown_file(name: str) -> str:
    """A file's name as it can be shown: NFC, one line, no bidi or control characters, at most 120 characters.

    A long one loses its middle, so that the ending stays.
    """
    shown = plain(name)
    if len(shown) <= _LONGEST_FILE:
        return shown or "(no name)"
    tail = 30
    return f"{shown[: _LONGEST_FILE - tail - 1]}…{shown[-tail:]}"


def plain(text: str) -> str:
    """Foreign text on one line: NFC, white space folded, nothing that can't be seen."""
    text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = "".join(map(_seen, text))
    return " ".join(text.split())


def _seen(char: str) -> str:
    """The character, a space for a break, a mark for half a character, nothing for what can't be seen."""
    category = unicodedata.category(char)
    if category not in _UNSHOWN:
        return "" if char in "\ufffe\uffff" else char
    if category == "Cs":
        return "\ufffd"
    if char in _JOINERS:  # needed to spell names in several scripts
        return char
    return " " if char.isspace() else ""
