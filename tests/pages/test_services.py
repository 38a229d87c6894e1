"""One engine room for the process, whatever happens to the code around it."""

import importlib
import sys
import threading

from pages.widgets import services as module


def test_a_hot_reload_keeps_the_engine_room() -> None:
    before = module.services()
    sys.modules.pop("pages.widgets.services")
    again = importlib.import_module("pages.widgets.services")
    assert again is not module
    assert again.services() is before


def test_sessions_that_come_at_once_share_one_engine_room() -> None:
    rooms: list[object] = []
    threads = [threading.Thread(target=lambda: rooms.append(module.services())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(room) for room in rooms}) == 1


def test_a_closed_engine_room_is_built_anew() -> None:
    before = module.services()
    module.close_services()
    assert module.services() is not before
