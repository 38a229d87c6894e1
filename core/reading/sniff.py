"""What kind of document some bytes are, by the bytes alone."""

from core.domain.resume import DocumentKind
from core.errors import CannotScreen


def kind_of(content: bytes) -> DocumentKind:
    """The kind. Raises `CannotScreen` for what is none of ours, in words that fit."""
    if not content.strip():
        raise CannotScreen("empty")
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "txt"
