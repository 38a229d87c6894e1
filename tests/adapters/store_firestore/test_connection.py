"""A Firestore that is away is named within seconds; what it is asked to do while others write is decided anew."""

import threading
import time
from collections.abc import Iterator

import pytest

from core.adapters.store_firestore import FirestoreStore, connect
from core.adapters.store_firestore import connection as patience
from core.adapters.store_firestore.connection import Connection, Disturbed
from core.errors import OperatorError, PartUnavailable
from core.settings import Settings
from tests.fakes.firestore_emulator import in_a_project_of_its_own, running_emulator
from tests.fakes.redis_server import free_port


@pytest.fixture
def connection() -> Iterator[Connection]:
    connection = connect(in_a_project_of_its_own())
    yield connection
    connection.close()


def test_a_server_that_is_not_there_is_named_soon() -> None:
    nobody = f"127.0.0.1:{free_port()}"
    settings = Settings.model_validate({"firestore_emulator_host": nobody, "google_cloud_project": "p"})
    began = time.monotonic()
    with pytest.raises(PartUnavailable, match=f"FIRESTORE_EMULATOR_HOST.*{nobody}") as refused:
        FirestoreStore(connect(settings), reader_version=1)
    assert refused.value.part == "Results"
    assert time.monotonic() - began < 30


def test_a_server_that_hangs_is_given_up(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FirestoreStore(connection, reader_version=1)
    monkeypatch.setattr(patience, "ANSWER_SECONDS", 0.3)
    running_emulator().pause()
    try:
        for ask in (store.check, store.runs, lambda: store.balance("ada"), lambda: store.text("aa")):
            with pytest.raises(PartUnavailable, match="doesn't answer"):
                ask()
    finally:
        running_emulator().resume()
    monkeypatch.undo()
    assert store.check() == "Results can be written."


def test_a_write_decided_on_something_old_is_decided_anew(connection: Connection) -> None:
    place = connection.document("counters", "one")
    with connection.committing() as batch:
        batch.create(place, {"n": 0})
    together = threading.Barrier(4)

    def add() -> None:
        found = connection.get(place)
        assert found is not None
        with connection.committing() as batch:
            batch.update(place, {"n": found["n"] + 1}, option=connection.as_read(found))

    def work() -> None:
        together.wait()
        for _ in range(5):
            connection.undisturbed(add)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = connection.get(place)
    assert found is not None
    assert found["n"] == 20


def test_who_is_disturbed_again_and_again_is_told(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PATIENCE_SECONDS", 0.1)

    def never() -> None:
        raise Disturbed

    with pytest.raises(PartUnavailable, match="too busy"):
        connection.undisturbed(never)


def test_documents_come_a_page_at_a_time_and_in_their_order(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "PAGE", 3)
    places = connection.collection("things")
    with connection.committing() as batch:
        for n in range(10):
            batch.create(places.document(f"d{n}"), {"n": n // 4, "one": 1})
    query = places.order_by("n", direction="DESCENDING")
    assert [one["n"] for one in connection.each(query)] == [2, 2, 1, 1, 1, 1, 0, 0, 0, 0]
    assert [one["n"] for one in connection.each(query, limit=4)] == [2, 2, 1, 1]
    assert connection.figures(places, "all", n="n", ones="one") == {"all": 10, "n": 8, "ones": 10}
    wanted = [places.document(name) for name in ("d7", "none", "d0", "d9", "d1")]
    assert [one and one.id for one in connection.get_all(wanted)] == ["d7", None, "d0", "d9", "d1"]


def test_what_a_newer_shortlist_keeps_is_left_alone(connection: Connection) -> None:
    with connection.committing() as batch:
        batch.set(connection.document("meta", "shape"), {"version": 99})
    with pytest.raises(OperatorError, match="newer Shortlist"):
        FirestoreStore(connection, reader_version=1)
