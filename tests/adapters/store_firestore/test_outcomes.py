"""Outcomes in Firestore: an answer that got lost changes nothing when the outcome is put again."""

from collections.abc import Iterator

import pytest

from core.adapters.store_firestore import Connection, FirestoreStore, connect
from core.domain.verdict import Usage
from core.errors import PartUnavailable
from tests.contract.test_store import ITEMS, JOB, a_candidate, a_run, noise
from tests.fakes.firestore_emulator import in_a_project_of_its_own


@pytest.fixture
def connection() -> Iterator[Connection]:
    connection = connect(in_a_project_of_its_own())
    yield connection
    connection.close()


@pytest.fixture
def store(connection: Connection) -> FirestoreStore:
    store = FirestoreStore(connection, reader_version=1)
    store.save_job(JOB)
    return store


def test_an_outcome_whose_answer_got_lost_is_counted_and_paid_once(store: FirestoreStore) -> None:
    store.create_run(a_run(), ITEMS)
    for _ in range(3):
        store.put_outcome("run1", "i1", a_candidate(), paid=Usage(input_tokens=10))
    row = store.rows("run1")[0]
    assert (row.attempts, row.paid) == (1, Usage(input_tokens=10))
    store.put_outcome("run1", "i1", a_candidate(), paid=Usage(input_tokens=5))
    row = store.rows("run1")[0]
    assert (row.attempts, row.paid) == (2, Usage(input_tokens=15))


def test_a_shorter_outcome_takes_the_parts_of_a_longer_one_away(
    store: FirestoreStore, connection: Connection
) -> None:
    store.create_run(a_run(), ITEMS)
    parts = connection.collection("runs", "run1", "items", "i1", "parts")
    store.put_outcome("run1", "i1", a_candidate(explanation=noise(700_000)))
    held = len(list(connection.each(parts)))
    store.put_outcome("run1", "i1", a_candidate())
    assert (held > 0, list(connection.each(parts))) == (True, [])


def test_a_long_run_that_was_never_finished_being_made_is_not_there_and_can_be_made_again(
    store: FirestoreStore, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [ITEMS[0].model_copy(update={"id": f"i{n}"}) for n in range(450)]

    def dies(*anything: object) -> None:
        raise PartUnavailable("Results", "Gone.")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "update_if_there", dies)
        with pytest.raises(PartUnavailable):
            store.create_run(a_run(), [*many, ITEMS[1]])
    assert (store.run("run1"), store.runs(), store.unfinished()) == (None, (), ())
    store.create_run(a_run(), many)
    assert [row.item for row in store.rows("run1")] == many
