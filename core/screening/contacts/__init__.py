"""Who wrote a résumé and how to reach them, found in its text."""

from core.screening.contacts.block import Layout
from core.screening.contacts.find import contact_in, find_contact

__all__ = ["Layout", "contact_in", "find_contact"]
