"""All a store holds, copied into another: SQLite ↔ Firestore."""

from core.adapters.copying.copy import Copied, copy_to

__all__ = ["Copied", "copy_to"]
