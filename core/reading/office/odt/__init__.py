"""OpenDocument texts: bytes to text."""

from core.reading.office.odt.walk import read_odt

__all__ = ["read_odt"]
