"""The one engine room of this process, and each session's own view of it."""

import sys
import threading
from types import ModuleType
from typing import cast

from core import settings, wiring
from core.access import Refused
from core.errors import NotAllowed
from core.wiring import Services
from pages.widgets import login

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


def engine_room() -> Services:
    """Everybody's; for what runs without a person: the start, health, background work. Builds the parts at the first
    call. Raises `OperatorError` where a setting is wrong.

    After a hot reload it holds classes of the code as it was: never use `isinstance` on what it returns.
    """
    room = _room()
    with room.lock:
        if room.services is None:
            room.services = wiring.build(settings.load())
        return room.services


def services() -> Services:
    """As the person of this session may use them. Raises `NotAllowed` for whoever isn't let in, whichever way they
    came, and as `engine_room` does."""
    room = engine_room()
    if not room.settings.has_login:
        return room
    person = login.person(room.settings)
    if isinstance(person, Refused):
        raise NotAllowed(person.message)
    return room.for_person(person)


def close_services() -> None:
    """Ends the runner and the reading children; the next `engine_room()` builds anew."""
    room = _room()
    with room.lock:
        old, room.services = room.services, None
    if old is not None:
        old.close()
