"""The one `Services` of this process, shared by every page and session."""

import sys
import threading
from types import ModuleType
from typing import cast

from core import settings, wiring
from core.wiring import Services

_NAME = "shortlist_engine_room"


class _Room(ModuleType):
    """A module without a file: a hot reload evicts modules by their files and so passes this one over.

    Why: a second runner over the same data folder would fight the first for its runs.
    """

    def __init__(self) -> None:
        super().__init__(_NAME)
        self.lock = threading.RLock()
        self.services: Services | None = None


def _room() -> _Room:
    return cast(_Room, sys.modules.setdefault(_NAME, _Room()))


def services() -> Services:
    """Builds the parts at the first call. Raises `OperatorError` where a setting is wrong.

    After a hot reload it holds classes of the code as it was: never use `isinstance` on what it returns.
    """
    room = _room()
    with room.lock:
        if room.services is None:
            room.services = wiring.build(settings.load())
        return room.services


def close_services() -> None:
    """Ends the runner and the reading children; the next `services()` builds anew."""
    room = _room()
    with room.lock:
        old, room.services = room.services, None
    if old is not None:
        old.close()
