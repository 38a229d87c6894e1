"""Text of a PDF page that a person looking at it can't see."""

from core.reading.pdf.hidden.objects import Effort
from core.reading.pdf.hidden.part import Parted, part_hidden

__all__ = ["Effort", "Parted", "part_hidden"]
