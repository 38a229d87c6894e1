"""Who wrote a résumé and how to reach them, found in its text."""

from core.screening.contacts.find import find_contact

__all__ = ["find_contact"]
