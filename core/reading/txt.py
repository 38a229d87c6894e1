"""Plain text in whatever encoding it was saved."""

from core.reading.extract import Extract


def read_txt(content: bytes) -> Extract:
    """The text as it stands."""
    return Extract(text=decode(content))


def decode(content: bytes) -> str:
    """Bytes to text"""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
