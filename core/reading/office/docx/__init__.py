"""Word documents (DOCX)."""

from core.reading.office.docx.document import read_docx

__all__ = ["read_docx"]
