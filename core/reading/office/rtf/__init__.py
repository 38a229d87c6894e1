"""RTF: bytes to text."""

from core.reading.office.rtf.walk import read_rtf

__all__ = ["read_rtf"]
