"""The store in one SQLite file, the default."""

from core.adapters.store_sqlite.store import SqliteStore

__all__ = ["SqliteStore"]
