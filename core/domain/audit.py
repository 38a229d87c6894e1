"""What people did that somebody may ask about later."""

from typing import Literal

from core.domain.value import Value

EventKind = Literal["blind_on", "blind_off", "revealed", "reweighed", "settled", "denied", "erased"]


class AuditEvent(Value):
    """One thing done to a run. No personal data: candidates stand in it by item id."""

    run_id: str
    kind: EventKind
    item_id: str = ""
    detail: str = ""
    user: str = ""
    """Who did it; "" where nobody logs in."""
    at: str
    """UTC, ISO 8601."""
