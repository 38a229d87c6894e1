"""Long texts in documents, which hold no more than 1 MiB: compressed, and cut into parts where that isn't enough."""

import zlib
from typing import Any

from google.cloud.firestore_v1 import DocumentReference, WriteBatch

from core.adapters.store_firestore.connection import Connection, Disturbed, Document

LARGEST = 900_000
"""Bytes of a text in one document; what else is in it and Firestore's own words need the rest."""


def squeezed(text: str) -> bytes:
    return zlib.compress(text.encode())


def plain(body: bytes) -> str:
    return zlib.decompress(body).decode()


def put_body(batch: WriteBatch, place: DocumentReference, text: str, *, before: int = 0) -> dict[str, Any]:
    """The fields of `place` that hold the text; what doesn't fit is written beside it by the same commit.
    `before` is how many parts the old text had."""
    body = squeezed(text)
    parts = [body[start : start + LARGEST] for start in range(LARGEST, len(body), LARGEST)]
    for number, part in enumerate(parts):
        batch.set(_part(place, number), {"body": part})
    drop_parts(batch, place, len(parts), before)
    return {"body": body[:LARGEST], "parts": len(parts)}


def drop_parts(batch: WriteBatch, place: DocumentReference, first: int, end: int) -> None:
    for number in range(first, end):
        batch.delete(_part(place, number))


def body_of(found: Document, connection: Connection) -> str:
    """The text in a document. Raises `Disturbed` where it was replaced while its parts were read."""
    body: bytes = found["body"]
    more = connection.get_all(_part(found.place, number) for number in range(found["parts"]))
    try:
        return plain(body + b"".join(part["body"] for part in more if part is not None))
    except zlib.error:
        raise Disturbed from None


def _part(place: DocumentReference, number: int) -> DocumentReference:
    part: DocumentReference = place.collection("parts").document(str(number))
    return part
