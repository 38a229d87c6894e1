"""Who may come in, see and do what: the rules of a login, and a store and a runner as one person may use them."""

from core.access.admission import Refused, Rules, admit, rules_of
from core.access.runner import OwnedRunner
from core.access.store import OwnedStore

__all__ = ["OwnedRunner", "OwnedStore", "Refused", "Rules", "admit", "rules_of"]
