"""Word 97–2003: bytes to text."""

from core.reading.office.doc.stories import read_doc

__all__ = ["read_doc"]
