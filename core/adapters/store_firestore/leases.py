"""Leases in the Firestore store: who works an item off just now. Equal contents are held together."""

import time
from collections.abc import Iterable, Sequence

from google.cloud.firestore_v1 import FieldFilter

from core.adapters.leasing import taken_then
from core.adapters.store_firestore.connection import Connection, Document
from core.adapters.store_firestore.places import Places

AT_ONCE = 30
"""Values that one query may ask for."""

_FIELDS = ["id", "sha256", "done", "position", "lease_owner", "lease_until", "taken"]


class Leases:
    """Who holds which items of runs."""

    def __init__(self, connection: Connection, places: Places) -> None:
        self._connection = connection
        self._places = places

    def lease(
        self, run_id: str, item_ids: Sequence[str], owner: str, *, seconds: float, after: str
    ) -> list[str]:
        """The ids of all items of the contents that are the owner's now, in the order given."""

        def work() -> list[str]:
            now = time.time()
            families = [
                family
                for family in self._families(run_id, item_ids)
                if all(_free(one, owner, after, now) for one in family)
            ]
            with self._connection.committing() as batch:
                for one in (one for family in families for one in family if not one["done"]):
                    taken = taken_then(one["taken"], one["lease_owner"], owner, seconds=seconds, after=after)
                    until = now + seconds if seconds else 0.0
                    fields = {"lease_owner": owner, "lease_until": until, "taken": taken}
                    batch.update(one.place, fields, option=self._connection.as_read(one))
            ours = sorted((one for family in families for one in family), key=lambda one: one["position"])
            return [one["id"] for one in ours]

        return self._connection.undisturbed(work)

    def unleased(self, run_id: str, limit: int) -> tuple[str, ...]:
        query = self._open(run_id).where(filter=FieldFilter("lease_until", "<=", time.time())).select(_FIELDS)
        found = sorted(self._connection.each(query, limit=limit), key=lambda one: one["position"])
        return tuple(one["id"] for one in found)

    def leased(self, run_id: str) -> int:
        query = self._open(run_id).where(filter=FieldFilter("lease_until", ">", time.time()))
        return self._connection.figures(query, "held")["held"]

    def _open(self, run_id: str):  # type: ignore[no-untyped-def]  # the library's own type is private
        return self._places.items(run_id).where(filter=FieldFilter("done", "==", 0))

    def _families(self, run_id: str, item_ids: Iterable[str]) -> list[list[Document]]:
        """The items of each content asked for."""
        found = self._connection.get_all(
            self._places.item(run_id, item_id) for item_id in dict.fromkeys(item_ids)
        )
        asked = [one for one in found if one is not None]
        contents = sorted({str(one["sha256"]) for one in asked} - {""})
        families = {content: list[Document]() for content in contents}
        for start in range(0, len(contents), AT_ONCE):
            part = contents[start : start + AT_ONCE]
            query = self._places.items(run_id).where(filter=FieldFilter("sha256", "in", part))
            for one in self._connection.each(query.select(_FIELDS)):
                families[one["sha256"]].append(one)
        return [*families.values(), *([one] for one in asked if not one["sha256"])]


def _free(item: Document, owner: str, after: str, now: float) -> bool:
    return bool(item["done"] or item["lease_owner"] in (owner, after) or item["lease_until"] <= now)
