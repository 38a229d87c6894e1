"""Word documents (DOCX)."""

from core.reading.docx.document import read_docx

__all__ = ["read_docx"]
