"""Access tokens in the Firestore store."""

from google.cloud.firestore_v1 import FieldFilter

from core.adapters.store_firestore.connection import Connection, Document
from core.adapters.store_firestore.places import Places
from core.domain.person import Person
from core.domain.token import AccessToken


class Tokens:
    """Everybody's."""

    def __init__(self, connection: Connection, places: Places) -> None:
        self._connection = connection
        self._places = places

    def add(self, token: AccessToken) -> None:
        fields = {
            **token.model_dump(exclude={"person"}),
            "user": token.person.id,
            "role": token.person.role,
            "team": token.person.team,
        }
        with self._connection.committing() as batch:
            batch.create(self._places.token(token.sha256), fields)

    def find(self, sha256: str) -> AccessToken | None:
        found = self._connection.get(self._places.token(sha256))
        return _token(found) if found is not None else None

    def everybodys(self) -> tuple[AccessToken, ...]:
        """Oldest first."""
        found = map(_token, self._connection.each(self._places.tokens()))
        return tuple(sorted(found, key=lambda one: (one.created, one.id)))

    def remove(self, token_id: str) -> bool:
        named = self._places.tokens().where(filter=FieldFilter("id", "==", token_id))
        found = list(self._connection.each(named))
        with self._connection.committing() as batch:
            for one in found:
                batch.delete(one.place)
        return bool(found)


def _token(found: Document) -> AccessToken:
    person = Person(id=found["user"], role=found["role"], team=found["team"])
    return AccessToken(
        id=found["id"],
        sha256=found["sha256"],
        person=person,
        label=found["label"],
        created=found["created"],
        used=found["used"],
    )
