"""Who may see and do what: a store and a runner as one person may use them."""

from core.access.runner import OwnedRunner
from core.access.store import OwnedStore

__all__ = ["OwnedRunner", "OwnedStore"]
