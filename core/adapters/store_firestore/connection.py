"""How the store talks to Firestore: short patience, errors by name, commits that notice who wrote in between."""

import logging
import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import firebase_admin  # type: ignore[import-untyped]
import grpc  # type: ignore[import-untyped]
from firebase_admin import credentials, firestore
from google.api_core import exceptions as answers
from google.api_core.retry import Retry, if_exception_type
from google.auth.credentials import AnonymousCredentials
from google.auth.exceptions import GoogleAuthError
from google.cloud.firestore_v1 import Client, CollectionReference, DocumentReference, Query, WriteBatch
from google.cloud.firestore_v1.services.firestore import FirestoreClient
from google.cloud.firestore_v1.services.firestore.transports.grpc import FirestoreGrpcTransport

from core.errors import ConfigurationError, PartUnavailable

log = logging.getLogger(__name__)
T = TypeVar("T")

PART = "Results"

ANSWER_SECONDS = 10.0
"""How long one answer may take, further tries included; without it a dead server is waited for a minute and more."""

PATIENCE_SECONDS = 30.0
"""How long a write is tried again that others keep coming before."""

PAGE = 300
"""Documents read at once: few enough for a slow line to bring them in time."""

_AGAIN = Retry(predicate=if_exception_type(answers.ServiceUnavailable), initial=0.1, maximum=1.0, timeout=3.0)
"""For a connection that was lost while it was idle."""

_CHANNEL = (
    ("grpc.max_send_message_length", -1),
    ("grpc.max_receive_message_length", -1),
    ("grpc.keepalive_time_ms", 30_000),
    ("grpc.max_reconnect_backoff_ms", 5_000),  # else it may rest for two minutes after an outage
)


@dataclass(frozen=True)
class Document:
    """A document as it was read."""

    place: DocumentReference
    fields: Mapping[str, Any]
    written: datetime
    """When it was last written, by Firestore's clock: it tells whether somebody has written since."""

    @property
    def id(self) -> str:
        return str(self.place.id)

    def __getitem__(self, field: str) -> Any:
        return self.fields[field]


class Disturbed(Exception):
    """Somebody else wrote what this write was decided on; read again and decide anew."""


class _Nobody(credentials.Base):  # type: ignore[misc]
    """The emulator asks nobody who they are."""

    def get_credential(self) -> AnonymousCredentials:
        return AnonymousCredentials()  # type: ignore[no-untyped-call]


class Connection:
    """One client. Raises `PartUnavailable` that says what to check wherever Firestore fails. Thread-safe."""

    def __init__(
        self, project: str, *, service_account: Mapping[str, str] | None, emulator: str | None
    ) -> None:
        self.project = project
        self._emulator = emulator
        self._closed = False
        try:
            who = _Nobody() if emulator else credentials.Certificate(dict(service_account or {}))
        except ValueError:
            raise ConfigurationError(
                "FIREBASE_SERVICE_ACCOUNT_KEY holds no key that can be used. Make a new one in the Firebase console: "
                "Project settings, Service accounts, Generate new private key."
            ) from None
        self._app = firebase_admin.initialize_app(
            who, {"projectId": project}, name=f"shortlist-{uuid.uuid4().hex}"
        )
        self.client: Client = firestore.client(self._app)
        self._use_own_channel()

    def _use_own_channel(self) -> None:
        """Why: the library finds the emulator only by the environment, and has no word for how soon to connect again."""
        client: Any = self.client
        client._emulator_host = self._emulator
        target = self._emulator or FirestoreClient.DEFAULT_ENDPOINT
        if self._emulator:
            channel = grpc.insecure_channel(target, options=_CHANNEL)
        else:
            channel = FirestoreGrpcTransport.create_channel(
                target, credentials=client._credentials, options=_CHANNEL
            )
        transport = FirestoreGrpcTransport(host=target, channel=channel)
        client._firestore_api_internal = FirestoreClient(transport=transport)

    # places

    def collection(self, *path: str) -> CollectionReference:
        found: CollectionReference = self.client.collection(*path)
        return found

    def document(self, *path: str) -> DocumentReference:
        found: DocumentReference = self.client.document(*path)
        return found

    # reading

    def get(self, place: DocumentReference) -> Document | None:
        return self.get_all([place])[0]

    def get_all(self, places: Iterable[DocumentReference]) -> list[Document | None]:
        """The documents in the order asked for; None where there is none."""
        places = list(places)
        found: dict[str, Document] = {}
        with self._failing_by_name():
            for start in range(0, len(places), PAGE):
                part = places[start : start + PAGE]
                for one in self.client.get_all(part, retry=_AGAIN, timeout=ANSWER_SECONDS):
                    if one.exists:
                        found[one.reference.path] = _document(one)
        return [found.get(place.path) for place in places]

    def each(self, query: Query | CollectionReference, *, limit: int | None = None) -> Iterator[Document]:
        """Every document of the query, a page at a time."""
        asked: Any = query
        left = limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            with self._failing_by_name():
                found = list(asked.limit(size).stream(retry=_AGAIN, timeout=ANSWER_SECONDS))
            yield from map(_document, found)
            if len(found) < size:
                return
            asked = asked.start_after(found[-1])
            left = None if left is None else left - size

    def figures(
        self, query: Query | CollectionReference, count: str | None = None, **sums: str
    ) -> dict[str, int]:
        """How many documents there are, under the name `count`, and the sums of fields, under the names given."""
        asked: Any = query
        asked = asked.count(count) if count else asked
        for name, field in sums.items():
            asked = asked.sum(field, name)
        with self._failing_by_name():
            found = asked.get(retry=_AGAIN, timeout=ANSWER_SECONDS)
        return {one.alias: int(one.value) for one in found[0]}

    # writing

    @contextmanager
    def committing(self) -> Iterator[WriteBatch]:
        """What is written inside is written together or not at all. Raises `Disturbed`."""
        batch = self.client.batch()
        yield batch
        with self._failing_by_name():
            try:
                batch.commit(retry=_AGAIN, timeout=ANSWER_SECONDS)
            except (answers.Conflict, answers.FailedPrecondition, answers.NotFound) as error:
                raise Disturbed(type(error).__name__) from error

    def update_if_there(self, place: DocumentReference, fields: Mapping[str, object]) -> None:
        """Changes a document whatever it holds; nothing happens where there is none."""
        try:
            with self.committing() as batch:
                batch.update(place, dict(fields))
        except Disturbed:
            if self.get(place) is not None:
                raise PartUnavailable(
                    PART, "Firestore is too busy to keep this. Try again in a moment."
                ) from None

    def as_read(self, found: Document) -> Any:
        """The condition of a write: the document is still what it was when it was read."""
        return self.client.write_option(last_update_time=found.written)

    def undisturbed(self, work: Callable[[], T]) -> T:
        """Does work that reads, decides and commits, again where somebody wrote in between."""
        until = time.monotonic() + PATIENCE_SECONDS
        pause = 0.02
        while True:
            try:
                return work()
            except Disturbed as other:
                if time.monotonic() > until:
                    raise PartUnavailable(
                        PART, "Firestore is too busy to keep this. Try again in a moment."
                    ) from other
            time.sleep(random.uniform(0, pause))
            pause = min(2 * pause, 1.0)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.client.close()  # type: ignore[no-untyped-call]
            firebase_admin.delete_app(self._app)

    @contextmanager
    def _failing_by_name(self) -> Iterator[None]:
        if self._closed:
            raise PartUnavailable(PART, "The connection to Firestore is closed.")
        try:
            yield
        except (answers.GoogleAPICallError, answers.RetryError, GoogleAuthError, OSError) as error:
            reason = error.cause if isinstance(error, answers.RetryError) and error.cause else error
            log.error("store: Firestore: %s", type(reason).__name__)
            raise PartUnavailable(PART, self._what_to_check(reason)) from error

    def _what_to_check(self, error: Exception) -> str:
        if isinstance(error, (answers.Forbidden, answers.Unauthorized, GoogleAuthError)):
            return (
                f"Firestore doesn't let this service account into the project {self.project}. Check "
                "FIREBASE_SERVICE_ACCOUNT_KEY, and that the account has the role Cloud Datastore User."
            )
        if isinstance(error, answers.NotFound):
            return f"The project {self.project} has no Firestore database. Create one in native mode."
        if isinstance(error, answers.FailedPrecondition):
            return "Firestore lacks an index. Deploy firestore.indexes.json: firebase deploy --only firestore:indexes"
        if isinstance(error, answers.ResourceExhausted):
            return (
                f"The Firestore quota of the project {self.project} is used up. Check its plan and billing."
            )
        where = f"FIRESTORE_EMULATOR_HOST ({self._emulator})" if self._emulator else "the network"
        return f"Firestore doesn't answer ({type(error).__name__}). Check {where}; nothing is lost meanwhile."


def _document(found: Any) -> Document:
    return Document(found.reference, found.to_dict() or {}, found.update_time)
