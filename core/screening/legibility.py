"""What reading a file says about how far its text can be trusted, as flags."""

from core.domain.candidate import Flag
from core.domain.resume import ReadResume

HIDDEN_CHARACTERS = 20
"""Fewer hidden characters than this are an accident of layout."""


def reading_flags(resume: ReadResume) -> tuple[Flag, ...]:
    """Hidden text, pages read from pictures, and text that may not be all of it."""
    flags = []
    hidden = sum(len(span.text) for span in resume.hidden if not span.stays)
    woven = sum(len(span.text) for span in resume.hidden if span.stays)
    if hidden >= HIDDEN_CHARACTERS:
        flags.append(
            Flag(kind="hidden_text", detail=f"{hidden} characters that a reader can't see. Not counted.")
        )
    if woven >= HIDDEN_CHARACTERS:
        flags.append(
            Flag(kind="hidden_text", detail="Invisible characters among the words. They were taken out.")
        )
    if resume.scanned_pages:
        flags.append(Flag(kind="scanned", detail=_scanned(resume)))
    if resume.doubts:
        flags.append(Flag(kind="low_quality_text", detail=" ".join(resume.doubts)))
    return tuple(flags)


def _scanned(resume: ReadResume) -> str:
    pages = ", ".join(map(str, resume.scanned_pages))
    which = "Read" if len(resume.scanned_pages) == resume.pages else f"Page {pages} read"
    return f"{which} from a picture: words may be wrong or missing."
