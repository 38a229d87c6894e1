"""The words that stand for the product's values on every page."""

import re
from datetime import datetime
from typing import Literal

from core.domain.candidate import Category, Decision
from core.domain.run import EngineName
from core.domain.verdict import Verdict
from core.shortlist import engine_words
from core.shortlist.progress import about as about
from core.shortlist.words import plain

Importance = Literal["Must-have", "Important", "Nice to have"]

CATEGORY: dict[Category, str] = {
    "selected": "Selected",
    "considered": "Considered",
    "rejected": "Rejected",
}

DECISION: dict[Decision, str] = {"shortlist": "Shortlist", "hold": "Hold", "decline": "Decline"}

VERDICT: dict[Verdict, str] = {
    "met": "✓ Found",
    "partial": "◐ Partly",
    "missing": "○ Not found",
    "unclear": "? Unclear",
}

CATEGORY_COLOUR: dict[Literal["light", "dark"], dict[Category, str]] = {
    "light": {"selected": "#0F766E", "considered": "#B7791F", "rejected": "#7B8698"},
    "dark": {"selected": "#2DD4BF", "considered": "#F2B84B", "rejected": "#7C8AA0"},
}
"""Told apart by lightness as well as hue, so that no one needs to see red or green."""

SAMPLE_BADGE = "Sample data"
SUGGESTIONS_ONLY = "Suggestions only. Nobody is declined until you decide."


def engine_label(engine: EngineName, model: str) -> str:
    """What read the résumés, named the same on every page."""
    return engine_words(engine, model)


def engine_help(engine: EngineName) -> str:
    """What this engine does, and what it can't."""
    if engine == "local":
        return (
            "Looks for the words and years in your criteria. It can't judge how good the work was. "
            "Nothing leaves this computer."
        )
    return (
        "An AI model reads each résumé against your criteria and quotes what it found. "
        "Names and contact details are taken out before anything is sent."
    )


def count(n: int, one: str, many: str = "") -> str:
    """`count(1, "file")` is "1 file", `count(2, "file")` "2 files"."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def day(at: str) -> str:
    """ "12 May, 14:05" out of an ISO date and time, with the year when it is another."""
    try:
        when = datetime.fromisoformat(at).astimezone()
    except ValueError:
        return at
    year = "" if when.year == datetime.now(when.tzinfo).year else f" {when.year}"
    return f"{when.day} {when:%b}{year}, {when:%H:%M}"


def in_markdown(text: str) -> str:
    """Foreign text for a place that only takes Markdown (a toast, a label): shown as it is, never acted on.

    Prefer `st.text`. Punctuation is escaped, and a word joiner breaks what the browser would turn into a link.
    """
    unlinked = re.sub(r"(://|www(?=\.)|@)", "\\1\u2060", plain(text), flags=re.IGNORECASE)
    return re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", unlinked)
