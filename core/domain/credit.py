"""Credits: one for each résumé judged anew."""

from typing import Literal

from core.domain.value import Value

EntryKind = Literal["granted", "reserved", "spent", "returned"]
"""granted by an admin · reserved for a run · spent on an outcome · returned, since an outcome cost nothing or never came"""


class Balance(Value):
    """What a user has. `free` can be reserved; `reserved` is held by runs under way."""

    user: str
    free: int
    reserved: int


class Entry(Value):
    """One line of the ledger. `amount` is what it changes of the free credits; a spent one was reserved before."""

    user: str
    kind: EntryKind
    amount: int
    run_id: str = ""
    item_id: str = ""
    note: str = ""
    at: str
    """UTC, ISO 8601."""
