"""Numbers and names: what puts things that were written into an order, and what names documents."""

import secrets
import threading
import time
from datetime import UTC, datetime
from urllib.parse import quote

_last = 0
_lock = threading.Lock()


def next_number() -> int:
    """Larger than every number before it here; of several machines, as their clocks say. Unlikely to be there twice."""
    global _last
    with _lock:
        _last = max(_last + 1, time.time_ns() >> 10 << 10 | secrets.randbits(10))
        return _last


def now() -> str:
    """UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def name_of(*parts: object) -> str:
    """A document's name made of any texts: two are equal only where all parts are."""
    return ":".join(quote(str(part), safe="@") or "-" for part in parts)
