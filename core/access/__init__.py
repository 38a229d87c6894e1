"""Who may come in, see and do what: the rules of a login, and a store and a runner as one person may use them."""

from core.access.admission import Refused, Rules, admit, rules_of
from core.access.runner import OwnedRunner
from core.access.store import ONLY_REVIEWS, OwnedStore, only_who_begins

__all__ = [
    "ONLY_REVIEWS",
    "OwnedRunner",
    "OwnedStore",
    "Refused",
    "Rules",
    "admit",
    "only_who_begins",
    "rules_of",
]
