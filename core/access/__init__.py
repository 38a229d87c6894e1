"""Who may come in, see and do what: the rules of a login, and a store and a runner as one person may use them."""

from core.access.admission import Refused, Rules, admit, known_as, rules_of
from core.access.runner import OwnedRunner
from core.access.store import ONLY_REVIEWS, OwnedStore, only_who_begins
from core.access.tokens import new_token, person_with

__all__ = [
    "ONLY_REVIEWS",
    "OwnedRunner",
    "OwnedStore",
    "Refused",
    "Rules",
    "admit",
    "known_as",
    "new_token",
    "only_who_begins",
    "person_with",
    "rules_of",
]
